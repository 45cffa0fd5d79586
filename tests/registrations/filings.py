"""What the tests of filing share: pictures, and filings brought to a certain state."""

import hashlib
import io
import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from consent.models import Evidence, Program
from registrations import acknowledging, drafting, handover, lifecycle
from registrations.carrier import filing
from registrations.carrier.filing import Decision, Reason, VersionDecision
from registrations.models import Originator, Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.events import Actor, ActorKind
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_registration

ALICE = Actor.system("alice")
DANA = Actor.system("dana")
PERSON = Actor(ActorKind.MEMBER, label="alice@example.test")
REASON = "We looked at it, and it is right as it is."
DESCRIPTION = "Maple Dental reminds its patients of appointments and tells them of changes."
DENIED = VersionDecision(
    1, "DENIED", (Reason("CAMPAIGN_UNCLEAR", "It is not clear."),), "Say more."
)
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


def answer_for(registration: Registration) -> Registration:
    """A person's word for every warning about what is drafted, in the scope that is open."""
    if reasons := {each.digest: REASON for each in acknowledging.open_warnings(registration)}:
        acknowledging.acknowledge_each(registration.pk, reasons=reasons, actor=PERSON)
    return registration


def hand_in(registration: Registration) -> Registration:
    """Answer for the warnings and hand it in, in the scope that is open."""
    return lifecycle.submit_for_review(answer_for(registration).pk, actor=ALICE)


def handed_in(tenant: Tenant, kind: str, program: Program | None = None) -> Registration:
    """A registration that staff are to read."""
    registration = drafted(tenant, kind, program)
    with tenant_scope(tenant.pk):
        return hand_in(registration)


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


def draft_brand(brand: Brand) -> Registration:
    """A brand registration with its answers, in the scope that is open."""
    return drafting.create_registration(RegistrationType.TEN_DLC_BRAND, program=None, actor=ALICE)


def brand_at(status: RegistrationStatus, brand: Brand) -> Registration:
    """A brand registration in any state, in the scope that is open."""
    return make_registration(brand, status=status, carrier_id="registration-1")


def seen(registration: Registration, status: str, version: VersionDecision | None = None) -> str:
    """Let the carrier show something; return our state after it."""
    decision, now = Decision(status, version), timezone.now()
    return lifecycle.record_carrier_status(registration.pk, seen=decision, now=now).status


def file_again(registration: Registration, *, later: timedelta = timedelta(hours=1)) -> None:
    """Another worker takes the filing up, after the first one's lease."""
    now = timezone.now() + later
    handover.hand_over(str(registration.tenant_id), str(registration.pk), now=now)


def resubmitted(tenant: Tenant, registration: Registration, **answers: Any) -> Registration:
    """Open the next round, change some answers, and bring it back to the carrier."""
    with tenant_scope(tenant.pk):
        drafting.revise(registration.pk, actor=ALICE)
        drafting.save_answers(registration.pk, answers=answers, actor=ALICE)
        hand_in(registration)
        lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    file_again(registration)
    return fresh(registration)


def marks_of(registration: Registration) -> dict[str, str]:
    """The remarks on the fields of the newest round."""
    with tenant_scope(str(registration.tenant_id)):
        rows = registration.current.values.exclude(denied_reason="")
        return {row.path: row.denied_reason for row in rows}


def number_of(registration: Registration) -> Originator:
    """The number of a registration."""
    with tenant_scope(str(registration.tenant_id)):
        return Originator.objects.get(registration=registration)


def held(registration: Registration, version: int) -> set[str]:
    """The fields that one of the carrier's versions holds."""
    return {field.path for field in filing.field_decisions(registration.carrier_id, version)}


def count_at(carrier: Any) -> int:
    """How many registrations the carrier has."""
    return int(carrier.call("GET", "/_sim/health")["registrations"])
