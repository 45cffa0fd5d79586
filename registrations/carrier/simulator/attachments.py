"""Operations on registration attachments: letters, screenshots, mock-ups."""

from typing import Any

from . import magic, states
from .errors import Conflict, Invalid, NotFound, OverQuota
from .paging import matching, page
from .store import Document
from .world import World, new_id, plain_id, visible

# The carrier's published limit for a body, far below what the request shape allows.
MAX_BYTES = 500 * 1024
SIGNATURES = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def create(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateRegistrationAttachment: the upload completes a moment later."""
    body, url = request.get("AttachmentBody"), request.get("AttachmentUrl")
    if (body is None) == (url is None):
        raise Invalid(
            "PARAMETERS_CANNOT_BE_USED_TOGETHER" if body else "MISSING_PARAMETER",
            "Give exactly one of AttachmentBody and AttachmentUrl.",
        )
    if body is not None:
        _check_body(body)
    elif not str(url).startswith("s3://"):
        raise Invalid("INVALID_PARAMETER", "AttachmentUrl must be s3://bucket/key.")
    if world.store.count("attachments") >= world.limit("REGISTRATION_ATTACHMENTS"):
        raise OverQuota("REGISTRATION_ATTACHMENTS_PER_ACCOUNT", "No attachments left.")
    if world.count_today("attachments") >= world.limit("ATTACHMENTS_PER_DAY"):
        raise OverQuota("REGISTRATION_ATTACHMENTS_CREATED_PER_DAY", "No more attachments today.")
    attachment = {
        "RegistrationAttachmentId": new_id("attachment"),
        "CreatedTimestamp": world.now(),
        "CompleteAt": world.now() + world.options.upload_seconds,
        "Fails": bool(world.settings()["fail_uploads"]) or _is_magic(body, url),
        "AttachmentUrl": url,
        "Size": len(body) if body is not None else None,
        "Tags": request.get("Tags", []),
    }
    world.store.put("attachments", attachment["RegistrationAttachmentId"], attachment)
    return {
        **_show(world, attachment, "CreatedTimestamp", "Tags"),
        "AttachmentStatus": "UPLOAD_IN_PROGRESS",
    }


def _is_magic(body: bytes | None, url: str | None) -> bool:
    return magic.UPLOAD_FAILS in (body or str(url).encode())


def _check_body(body: bytes) -> None:
    if len(body) > MAX_BYTES:
        raise Invalid("MAXIMUM_SIZE_EXCEEDED", f"An attachment has at most {MAX_BYTES} bytes.")
    if not body.startswith(SIGNATURES):
        raise Invalid("ATTACHMENT_TYPE_NOT_SUPPORTED", "Only PDF, JPEG and PNG are accepted.")


def _status(world: World, attachment: Document) -> str:
    if world.now() < attachment["CompleteAt"]:
        return "UPLOAD_IN_PROGRESS"
    return "UPLOAD_FAILED" if attachment["Fails"] else "UPLOAD_COMPLETE"


def _show(world: World, attachment: Document, *names: str) -> dict[str, Any]:
    shown = visible(attachment, "RegistrationAttachmentId", *names)
    shown["RegistrationAttachmentArn"] = world.arn(
        "registration-attachment", attachment["RegistrationAttachmentId"]
    )
    shown["AttachmentStatus"] = _status(world, attachment)
    if shown["AttachmentStatus"] == "UPLOAD_FAILED":
        shown["AttachmentUploadErrorReason"] = "INTERNAL_ERROR"
    return shown


def load(world: World, id_or_arn: str) -> Document:
    """Return an attachment, or say that it does not exist."""
    attachment_id = plain_id(id_or_arn)
    attachment = world.store.get("attachments", attachment_id)
    if attachment is None:
        raise NotFound("registration-attachment", attachment_id)
    return attachment


def usable(world: World, id_or_arn: str) -> Document:
    """Return an attachment whose upload is complete, else raise a conflict.

    Stricter than what the carrier documents, so that clients learn to wait for the upload.
    """
    attachment = load(world, id_or_arn)
    status = _status(world, attachment)
    if status != "UPLOAD_COMPLETE":
        raise Conflict(
            "RESOURCE_NOT_ACTIVE",
            f"The attachment is in status {status}.",
            "registration-attachment",
            attachment["RegistrationAttachmentId"],
        )
    return attachment


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeRegistrationAttachments."""
    ids = request.get("RegistrationAttachmentIds")
    everything = world.store.all("attachments")
    found = [load(world, each) for each in ids] if ids else everything
    readers = {"attachment-status": lambda one: _status(world, one)}
    return page(
        "RegistrationAttachments",
        matching(found, request, readers),
        request,
        lambda one: _show(world, one, "CreatedTimestamp", "AttachmentUrl"),
    )


def delete(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteRegistrationAttachment: refused while reviewers may still look at it."""
    attachment = load(world, request["RegistrationAttachmentId"])
    attachment_id = attachment["RegistrationAttachmentId"]
    for version in world.store.all("versions"):
        shown = {value.get("RegistrationAttachmentId") for value in version["Values"].values()}
        if version["Status"] in states.WITH_REVIEWERS and attachment_id in shown:
            message = "A version under review shows it."
            reason = "RESOURCE_DELETION_NOT_ALLOWED"
            raise Conflict(reason, message, "registration-attachment", attachment_id)
    world.store.delete("attachments", attachment_id)
    return {**_show(world, attachment, "CreatedTimestamp"), "AttachmentStatus": "DELETED"}


OPERATIONS = {
    "CreateRegistrationAttachment": create,
    "DescribeRegistrationAttachments": describe,
    "DeleteRegistrationAttachment": delete,
}
