"""The dossier with all its parts as one archive, and a list of hashes to check them by."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

from django.utils.text import slugify

from consent.evidence import read_copy
from consent.exports.plain import named
from registrations.exports.dossier import dossier, pictures_of
from registrations.exports.neutral import as_json
from registrations.exports.submission import Submission
from registrations.exports.tables import as_csv, sheets_of

SUMS = "SHA256SUMS"


def bundle(submission: Submission) -> bytes:
    """Return the archive; `sha256sum -c SHA256SUMS` checks it. Raises StorageUnavailable."""
    target = io.BytesIO()
    at = submission.made_at.timetuple()[:6]
    sums = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in _parts(submission):
            archive.writestr(zipfile.ZipInfo(name, at), body, zipfile.ZIP_DEFLATED)
            sums.append(f"{hashlib.sha256(body).hexdigest()}  {name}\n")
        archive.writestr(zipfile.ZipInfo(SUMS, at), "".join(sums), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _parts(submission: Submission) -> Iterator[tuple[str, bytes]]:
    yield "dossier.pdf", dossier(submission)
    yield "submission.json", as_json(submission).encode()
    for key, text in named(submission.texts) if submission.texts else ():
        if text:
            yield f"texts/{key}.txt", f"{text}\n".encode()
    for number, picture in enumerate(pictures_of(submission), 1):
        name = slugify(picture.caption)[:40] or "picture"
        yield f"pictures/{number:02}-{name}.{picture.extension}", read_copy(picture)
    for sheet in sheets_of(submission):
        yield f"sheets/{sheet.provider.code}.csv", as_csv(sheet).encode()
