"""Lets a browser send a file straight to the bucket, where files are kept in one."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.files.storage import storages
from storages.backends.s3 import S3Storage

from consent.evidence.files import PRIVATE, readable_errors

LIFE = 600  # seconds in which the file must have been sent
TYPES = ("image/png", "image/jpeg", "image/webp", "application/pdf")


@dataclass(frozen=True)
class Post:
    """A form that the bucket takes for a while: this key, this type, at most so many bytes."""

    url: str
    fields: dict[str, str]


def bucket() -> S3Storage | None:
    """Return the private storage where it is a bucket."""
    storage = storages[PRIVATE]
    return storage if isinstance(storage, S3Storage) else None


def post_for(storage: S3Storage, *, key: str, content_type: str, size: int) -> Post:
    """Sign a form for one file; nothing is sent for that. Raises StorageUnavailable."""
    typed = {"Content-Type": content_type}
    with readable_errors():
        signed = storage.connection.meta.client.generate_presigned_post(
            storage.bucket_name, key, Fields=typed, ExpiresIn=LIFE,
            Conditions=[typed, ["content-length-range", 1, size]],
        )  # fmt: skip
    return Post(signed["url"], signed["fields"])


def origin() -> str:
    """Return where the page must be allowed to send to; empty where files come to us."""
    storage = bucket()
    if storage is None:
        return ""
    post = post_for(storage, key="none", content_type=TYPES[0], size=1)
    parts = urlsplit(post.url)
    return f"{parts.scheme}://{parts.netloc}"
