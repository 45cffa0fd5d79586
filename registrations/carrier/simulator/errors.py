"""The carrier's errors, in the form its SDK expects them on the wire."""

from collections.abc import Mapping
from typing import Any


class AwsError(Exception):
    """An answer other than success; `type_name` is what boto3 turns into an exception class."""

    type_name = "InternalServerException"
    status = 400

    def __init__(self, message: str, **members: Any) -> None:
        super().__init__(message)
        self.message = message
        self.members = members

    def body(self) -> dict[str, Any]:
        """Return the JSON body; boto3 reads the class from `__type`, not from the HTTP status."""
        return {"__type": self.type_name, "Message": self.message, **self.members}


class Invalid(AwsError):
    """The request can never succeed as it stands."""

    type_name = "ValidationException"

    def __init__(
        self, reason: str, message: str, fields: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        named = [{"Name": name, "Message": text} for name, text in (fields or {}).items()]
        super().__init__(message, Reason=reason, **({"Fields": named} if named else {}), **members)


class Conflict(AwsError):
    """The request is well formed, but not allowed in the present state."""

    type_name = "ConflictException"

    def __init__(self, reason: str, message: str, resource_type: str, resource_id: str) -> None:
        super().__init__(message, Reason=reason, ResourceType=resource_type, ResourceId=resource_id)


class NotFound(AwsError):
    """Nothing of that name or id exists."""

    type_name = "ResourceNotFoundException"

    def __init__(self, resource_type: str, resource_id: str) -> None:
        super().__init__(
            f"No {resource_type} {resource_id} exists.",
            ResourceType=resource_type,
            ResourceId=resource_id,
        )


class OverQuota(AwsError):
    """A quota of the account is used up."""

    type_name = "ServiceQuotaExceededException"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, Reason=reason)


class AccessDenied(AwsError):
    """The account may not do this."""

    type_name = "AccessDeniedException"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, Reason=reason)


class Throttled(AwsError):
    """Too many requests; nothing was done."""

    type_name = "ThrottlingException"

    def __init__(self) -> None:
        super().__init__("Rate exceeded")


class InternalFailure(AwsError):
    """The carrier failed; whether something was done is for the caller to find out."""

    type_name = "InternalServerException"
    status = 500

    def __init__(self, request_id: str) -> None:
        super().__init__("The request processing has failed.", RequestId=request_id)


class Unreadable(AwsError):
    """The body is not JSON, or a member has the wrong type."""

    type_name = "SerializationException"


class UnknownOperation(AwsError):
    """The X-Amz-Target header names no operation of this service."""

    type_name = "UnknownOperationException"


class NotSigned(AwsError):
    """The request carries no SigV4 signature for this service."""

    type_name = "MissingAuthenticationTokenException"
    status = 403


# These concern the protocol, so no operation declares them.
PROTOCOL_ERRORS = (Unreadable, UnknownOperation, NotSigned)
