"""Errors that a person can act on; anything else is a bug and is left to rise.

Codes are stable and documented, since tenant apps branch on them; messages may change.
"""

from typing import Any


class DomainError(Exception):
    """Something that the caller can put right. Answered as 409 by the API, shown on pages."""

    code = "refused"
    status = 409

    def __init__(self, message: str, *, code: str = "", fields: dict[str, Any] | None = None):
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.fields = fields or {}


class TransitionNotAllowed(DomainError):
    """The thing is in a state from which this step does not lead."""

    code = "transition_not_allowed"


class NotPermitted(DomainError):
    """The member's role or the key's scope does not allow this."""

    code = "not_permitted"
    status = 403


class InvalidInput(DomainError):
    """The input is well-formed but wrong; `fields` says where."""

    code = "invalid"
    status = 400


class NoTenantInScope(RuntimeError):
    """A tenant's rows were asked for with no tenant in scope: a bug, never shown as empty."""
