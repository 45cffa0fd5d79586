"""Where files lie: originals and quarantine in a private storage, copies in the public one."""

import contextlib
import logging
import uuid
from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _
from s3transfer.exceptions import RetriesExceededError

from consent.models import Evidence
from tenants.errors import DomainError

logger = logging.getLogger(__name__)
PRIVATE, PUBLIC = "default", "public"
_STORAGE_ERRORS = (OSError, BotoCoreError, ClientError, RetriesExceededError)


class StorageUnavailable(DomainError):
    """The place where pictures are kept does not answer."""

    code = "storage_unavailable"
    status = 503


def read_copy(evidence: Evidence) -> bytes:
    """Return the bytes of the copy that everybody may see. Raises StorageUnavailable."""
    return read(PUBLIC, evidence.public_key)


def read_fitted(evidence: Evidence) -> bytes:
    """Return the copy in the carrier's size: the public one where that is small enough."""
    return read(PUBLIC, evidence.fitted_key or evidence.public_key)


def read(alias: str, key: str, limit: int | None = None) -> bytes:
    """Return a file, or no more than `limit` bytes of it. Raises StorageUnavailable."""
    with readable_errors(), storages[alias].open(key) as file:
        body: bytes = file.read() if limit is None else file.read(limit)
    return body


def size(alias: str, key: str) -> int:
    """Return how many bytes a file has, 0 where there is none. Raises StorageUnavailable."""
    storage = storages[alias]
    with readable_errors():
        return int(storage.size(key)) if storage.exists(key) else 0


def store(alias: str, name: str, data: bytes, undo: contextlib.ExitStack) -> str:
    """Write one file and return its key; it is deleted again unless `undo` is emptied."""
    with readable_errors():
        key = storages[alias].save(name, ContentFile(data))
    undo.callback(forget, alias, key)
    return key


def forget(alias: str, key: str) -> None:
    """Delete a file if we can: what nobody is shown does no harm where it lies."""
    try:
        storages[alias].delete(key)
    except _STORAGE_ERRORS:
        logger.warning("a file that is not needed is left in storage: %s", key)


@contextlib.contextmanager
def readable_errors() -> Iterator[None]:
    """Turn a storage that is down into a sentence."""
    try:
        yield
    except _STORAGE_ERRORS as error:
        logger.exception("file storage failed")
        raise StorageUnavailable(
            _("Pictures cannot be stored or shown just now. Try again in a few minutes.")
        ) from error


def new_name(tenant_id: object, *, ending: str = "") -> str:
    """Return a name that nobody chose and nobody guesses, sorted by tenant."""
    return f"tenant/{tenant_id}/evidence/{uuid.uuid4()}{ending}"


def quarantine_name(tenant_id: object) -> str:
    """Return where a file lies that nobody has opened yet."""
    return f"tenant/{tenant_id}/quarantine/{uuid.uuid4()}"
