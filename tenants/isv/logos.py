"""Keeps the ISV's logo: drawn anew, under a name made of its hash, and never replaced."""

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from tenants import pictures
from tenants.errors import DomainError

_FOLDER = "isv"
# What the folder and the bucket raise when they do not answer.
_FAULTS = (OSError, BotoCoreError, ClientError)


class LogoStorageUnavailable(DomainError):
    """The place where pictures are kept does not answer."""

    code = "storage_unavailable"
    status = 503


def keep(data: bytes) -> str:
    """Store an uploaded logo and return its key; the same pixels are stored once.

    Raises UnusablePicture, or LogoStorageUnavailable, with a sentence for the member of staff.
    """
    picture = pictures.logo(data)
    key = f"logo-{picture.sha256[:32]}.{picture.extension}"
    store, path = storages["public"], f"{_FOLDER}/{key}"
    try:
        if not store.exists(path):
            store.save(path, ContentFile(picture.body))
    except _FAULTS as error:
        raise LogoStorageUnavailable(
            _("Pictures cannot be stored at the moment. Try again in a few minutes.")
        ) from error
    return key


def read(key: str) -> bytes | None:
    """Return the pixels, or None where no logo has this key. Raises LogoStorageUnavailable."""
    store, path = storages["public"], f"{_FOLDER}/{key}"
    try:
        with store.open(path, "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
    except _FAULTS as error:
        raise LogoStorageUnavailable(_("Pictures cannot be read at the moment.")) from error
