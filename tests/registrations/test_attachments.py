"""Screenshots in the size that the carrier takes."""

import io
import os

import pytest
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


def test_a_large_one_is_made_small_and_always_the_same(tenant: Tenant, program: Program) -> None:
    with tenant_scope(tenant.pk):
        evidence = make_evidence(program, noise(1500, 1200))

    body = attachments.body_of(evidence)

    assert len(body) <= attachments.MAX_BYTES
    assert Image.open(io.BytesIO(body)).format == "JPEG"
    assert attachments.body_of(evidence) == body
