"""What the tests of filing share: pictures, and filings brought to a certain state."""

import hashlib
import io
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from consent.models import Evidence, Program
from registrations import drafting, handover, lifecycle
from registrations.models import Registration, RegistrationType
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope

ALICE = Actor.system("alice")
DANA = Actor.system("dana")
DESCRIPTION = "Maple Dental reminds its patients of appointments and tells them of changes."
VOLUME = {"messagingUseCase.monthlyMessageVolume": ["1,000"]}


def picture(colour: str = "white", size: tuple[int, int] = (320, 200)) -> bytes:
    """A PNG of one colour."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def make_evidence(program: Program, body: bytes | None = None, **fields: Any) -> Evidence:
    """A stored screenshot."""
    content = body or picture()
    key = storages["public"].save(f"{uuid.uuid4().hex}.png", ContentFile(content))
    defaults: dict[str, Any] = {
        "caption": "Sign-up form with the empty box",
        "original_name": "form.png",
        "original_key": uuid.uuid4().hex,
        "original_sha256": "0" * 64,
        "public_key": key,
        "public_sha256": hashlib.sha256(content).hexdigest(),
        "content_type": "image/png",
        "size_bytes": len(content),
        "width": 320,
        "height": 200,
        "uploaded_by": "alice",
    }
    created: Evidence = Evidence.objects.create(program=program, **{**defaults, **fields})
    return created


def drafted(tenant: Tenant, kind: str, program: Program | None = None) -> Registration:
    """A registration with all its answers."""
    with tenant_scope(tenant.pk):
        registration = drafting.create_registration(kind, program=program, actor=ALICE)
        if kind == RegistrationType.TOLL_FREE:
            drafting.save_answers(registration.pk, answers=VOLUME, actor=ALICE)
    return registration


def handed_in(tenant: Tenant, kind: str, program: Program | None = None) -> Registration:
    """A registration that staff are to read."""
    registration = drafted(tenant, kind, program)
    with tenant_scope(tenant.pk):
        return lifecycle.submit_for_review(registration.pk, actor=ALICE)


def accepted(tenant: Tenant, kind: str, program: Program | None = None) -> Registration:
    """A registration that is to be filed."""
    registration = handed_in(tenant, kind, program)
    with tenant_scope(tenant.pk):
        return lifecycle.accept_for_carrier(registration.pk, actor=DANA)


def filed(tenant: Tenant, kind: str, program: Program | None = None) -> Registration:
    """A registration that the carrier has."""
    registration = accepted(tenant, kind, program)
    handover.hand_over(str(tenant.pk), str(registration.pk), now=timezone.now())
    return fresh(registration)


def fresh(registration: Registration) -> Registration:
    """The row as it is now."""
    with tenant_scope(str(registration.tenant_id)):
        found: Registration = Registration.objects.get(pk=registration.pk)
        return found
