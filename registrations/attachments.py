"""Screenshots and papers in the form that the carrier takes: small enough, whatever was sent."""

import io

from django.utils.translation import gettext as _
from PIL import Image

from consent.drawing.limits import CARRIER_BYTES
from consent.evidence import read_copy, read_fitted
from consent.models import Evidence
from tenants.errors import DomainError

MAX_BYTES = CARRIER_BYTES
# Copies of before there were fitted ones are no larger than this, and are made smaller here.
OLD_COPY_BYTES = 400 * 1024
QUALITIES = (85, 70, 55)
SMALLEST_SIDE = 600


class TooFine(DomainError):
    """Made small enough for the carrier, nobody could read it."""

    code = "cannot_be_fitted"


def body_of(evidence: Evidence) -> bytes:
    """Return a screenshot or paper in a size that the carrier takes.

    The same evidence always gives the same bytes, since an upload is recognised by its token only
    when it is the same upload. Raises StorageUnavailable, and TooFine with a sentence.
    """
    if evidence.fitted_key or evidence.is_small:
        return read_fitted(evidence)
    if evidence.is_paper or evidence.size_bytes > OLD_COPY_BYTES:
        raise TooFine(
            _("The file is too large for this form, and could not be read if it were made smaller.")
        )
    return _shrunk(read_copy(evidence))


def _shrunk(content: bytes) -> bytes:
    """Re-encode as JPEG, first with less quality and then with fewer pixels."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    while True:
        for quality in QUALITIES:
            target = io.BytesIO()
            picture.save(target, "JPEG", quality=quality, optimize=True)
            if target.tell() <= MAX_BYTES:
                return target.getvalue()
        if min(picture.size) <= SMALLEST_SIDE:
            return target.getvalue()
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))
