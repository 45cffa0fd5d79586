"""Screenshots in the size that the carrier takes."""

import io
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from consent.models import Program
from registrations import attachments
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import make_evidence, picture

pytestmark = pytest.mark.django_db


def noise(width: int, height: int) -> bytes:
    """A picture that no format makes small."""
    target = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)).save(target, "PNG")
    return target.getvalue()


def test_a_small_picture_is_sent_as_it_is(tenant: Tenant, program: Program) -> None:
    with tenant_scope(tenant.pk):
        evidence = make_evidence(program, picture())

    assert attachments.body_of(evidence) == picture()


def test_an_older_one_is_made_small_and_always_the_same(tenant: Tenant, program: Program) -> None:
    # Before copies were fitted when they came in, they were up to 400 KiB.
    with tenant_scope(tenant.pk):
        evidence = make_evidence(program, noise(400, 340))
    assert attachments.MAX_BYTES < evidence.size_bytes <= attachments.OLD_COPY_BYTES

    body = attachments.body_of(evidence)

    assert len(body) <= attachments.MAX_BYTES
    assert Image.open(io.BytesIO(body)).format == "JPEG"
    assert attachments.body_of(evidence) == body


def test_a_fitted_copy_is_sent_where_there_is_one(tenant: Tenant, program: Program) -> None:
    key = storages["public"].save("fitted.jpg", ContentFile(b"small enough"))
    with tenant_scope(tenant.pk):
        evidence = make_evidence(program, noise(1500, 1200), fitted_key=key, fitted_size=12)

    assert attachments.body_of(evidence) == b"small enough"


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf"])
def test_what_would_not_be_legible_is_not_sent(
    tenant: Tenant, program: Program, content_type: str
) -> None:
    with tenant_scope(tenant.pk):
        evidence = make_evidence(program, noise(1500, 1200), content_type=content_type)

    with pytest.raises(attachments.TooFine, match="could not be read"):
        attachments.body_of(evidence)
