"""The demo of the embedded run, made by the same verbs that people use, never past them.

Two end businesses: Maple Dental, registered and texting; Birch Books, whose toll-free registration
waits for the staff's review. The carrier's decisions are the simulator's. Each step first looks
whether it is done, so that a first start which was cut short is gone on with at the next.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from consent import evidence, programs
from consent.fields import ProgramFields
from consent.ledger import Proof, record_opt_in
from consent.models import OptMethod, Program
from messaging import sending
from messaging.models import Message
from registrations import acknowledging, drafting, lifecycle, tasks
from registrations.models import Originator, Registration, RegistrationType
from registrations.states import OriginatorStatus
from tenants import access
from tenants.company import brands
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import (
    ApiKey,
    ApiKeyKind,
    EntityType,
    IsvIdentity,
    Membership,
    Tenant,
    User,
    Vertical,
)
from tenants.registrant import registrants
from tenants.scoping import tenant_scope

KEY_NAME = "Demo app"
PASSWORD = "demo-password-for-this-machine"  # noqa: S105  # Of this machine's demo only.
RECIPIENT = "+12065550111"
# Said for every warning: nothing of a demo can be looked at from outside.
MADE_UP = "The demo's addresses are made up, so nobody outside can open them."
# The simulator decides within seconds; a machine that is busy may need longer.
PATIENCE = timedelta(seconds=90)

MAPLE = {
    "legal_name": "Maple Dental LLC",
    "dba_name": "Maple Dental",
    "entity_type": EntityType.PRIVATE_PROFIT,
    "tax_id": "911144442",
    "tax_id_country": "US",
    "street": "410 Terry Avenue North",
    "city": "Seattle",
    "state": "WA",
    "postal_code": "98109",
    "country": "US",
    "website": "https://mapledental.example",
    "vertical": Vertical.HEALTHCARE,
    "support_email": "care@mapledental.example",
    "support_phone": "+12065550100",
    "contact_first_name": "Mara",
    "contact_last_name": "Lind",
    "contact_email": "mara@mapledental.example",
}
BIRCH = {
    **MAPLE,
    "legal_name": "Birch Books Inc.",
    "dba_name": "Birch Books",
    "tax_id": "841234567",
    "street": "1701 Wynkoop Street",
    "city": "Denver",
    "state": "CO",
    "postal_code": "80202",
    "website": "https://birchbooks.example",
    "vertical": Vertical.RETAIL,
    "support_email": "hello@birchbooks.example",
    "support_phone": "+13035550140",
    "contact_first_name": "Charlie",
    "contact_last_name": "Osei",
    "contact_email": "charlie@birchbooks.example",
}
REMINDERS = ProgramFields(
    name="Maple Dental Reminders",
    use_case="transactional",
    description="Maple Dental texts its patients reminders of dental appointments and changes.",
    message_kinds=("appointment",),
    frequency="Up to 4 messages per month",
    support_email="care@mapledental.example",
    support_phone="+12065550100",
    opt_in_keyword="JOIN",
)
OFFERS = ProgramFields(
    name="Birch Books News",
    use_case="marketing",
    description="Birch Books texts its customers offers, new arrivals and invitations to readings.",
    message_kinds=("marketing",),
    frequency="Up to 2 messages per week",
    support_email="hello@birchbooks.example",
    support_phone="+13035550140",
    opt_in_keyword="BOOKS",
)
# Another language and every place where people can be asked.
VISITS = ProgramFields(
    name="Recordatorios Maple Dental",
    use_case="transactional",
    description="Maple Dental envía a sus pacientes recordatorios de sus citas y sus cambios.",
    message_kinds=("appointment",),
    frequency="Hasta 4 mensajes al mes",
    support_email="care@mapledental.example",
    support_phone="+12065550100",
    opt_in_keyword="CITA",
    language="es",
    methods=("web", "pos", "flyer", "keyword", "verbal"),
    text_number="+12065550199",
)

TOLL_FREE_ANSWERS = {"messagingUseCase.monthlyMessageVolume": ["1,000"]}


@dataclass(frozen=True)
class Demo:
    """What the launcher prints: how to sign in, and what to try."""

    owner: str
    staff: str
    password: str
    api_key: str
    program: str
    join_path: str


def ensure(path: Path) -> Demo:
    """Return the demo kept at `path`, making it on the first start."""
    if path.is_file() and Tenant.objects.exists():
        return Demo(**json.loads(path.read_text()))
    demo = _make()
    # Whole or not at all: a start that is cut short here must not leave half a file.
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(demo), indent=1))
    draft.replace(path)
    return demo


def _make() -> Demo:
    staff = _person("staff@demo.example", is_staff=True, is_superuser=True)
    owner = _person("owner@demo.example", first_name="Mara", last_name="Lind")
    bookseller = _person("books@demo.example", first_name="Charlie", last_name="Osei")
    IsvIdentity.objects.get_or_create(
        pk=1,
        defaults={
            "legal_names": [f"{settings.ISV_NAME} Software Inc."],
            "domains": ["assent.example"],
            "emails": [settings.ISV_SUPPORT_EMAIL],
        },
    )
    tasks.refresh_forms()
    maple, birch = _business("Maple Dental", owner), _business("Birch Books", bookseller)
    program = _describe(maple, owner, MAPLE, REMINDERS)
    _draft(maple, owner, VISITS)
    offers = _describe(birch, bookseller, BIRCH, OFFERS)
    _hand_in(birch, bookseller, RegistrationType.TOLL_FREE, offers, TOLL_FREE_ANSWERS)
    _register(maple, owner, staff, RegistrationType.TEN_DLC_BRAND, None)
    campaign = _register(maple, owner, staff, RegistrationType.TEN_DLC_CAMPAIGN, program)
    _await_number(maple, campaign)
    _first_text(maple, owner, program)
    secret = _key(maple, owner)
    join = reverse(
        "messaging:join", kwargs={"tenant_slug": maple.slug, "program_slug": program.slug}
    )
    return Demo(owner.email, staff.email, PASSWORD, secret, str(program.pk), join)


def _person(email: str, **fields: object) -> User:
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, PASSWORD, **fields)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _business(name: str, owner: User) -> Tenant:
    place = Membership.objects.filter(user=owner, tenant__name=name).select_related("tenant")
    found = place.first()
    return found.tenant if found else access.create_tenant(name=name, owner=owner)


def _key(tenant: Tenant, owner: User) -> str:
    """Make the demo's key; one whose secret a start that was cut short never told goes."""
    actor = Actor.member(owner)
    for lost in ApiKey.objects.filter(tenant=tenant, name=KEY_NAME):
        access.revoke_api_key(lost.pk, tenant=tenant, actor=actor)
    _, secret = access.issue_api_key(
        tenant, name=KEY_NAME, kind=ApiKeyKind.TEST, actor=actor, created_by=owner
    )
    return secret


def _describe(
    tenant: Tenant, owner: User, brand: dict[str, str], written: ProgramFields
) -> Program:
    """Enter the company, write and publish a program, and show its opt-in in a picture."""
    actor = Actor.member(owner)
    with tenant_scope(tenant.pk):
        found: Program | None = Program.objects.filter(name=written.name).first()
        if found is not None:
            return found
        brands.save_brand(values=brand, revision=0, actor=actor)
        registrants.decide(answers=registrants.Answers("no", "no", "no"), actor=actor)
        program = programs.create_program(written=written, actor=actor)
        version = programs.publish(program, seen=program.latest.edit_token, actor=actor)
        picture = ContentFile(_screenshot(version.frozen_texts.cta_web_text), name="opt-in.png")
        evidence.add_evidence(
            program, upload=picture, caption="The opt-in form on our website", actor=actor
        )
    return program


def _draft(tenant: Tenant, owner: User, written: ProgramFields) -> None:
    """Write a second program of a business and leave it unpublished."""
    with tenant_scope(tenant.pk):
        if not Program.objects.filter(name=written.name).exists():
            programs.create_program(written=written, actor=Actor.member(owner))


def _hand_in(
    tenant: Tenant,
    owner: User,
    registration_type: str,
    program: Program | None,
    answers: Mapping[str, Sequence[str]] | None = None,
) -> UUID:
    """Open a registration, answer what only a person knows, and hand it in for review."""
    actor = Actor.member(owner)
    with tenant_scope(tenant.pk):
        found = Registration.objects.filter(type=registration_type, program=program).first()
        if found is not None:
            return UUID(str(found.pk))
        registration = drafting.create_registration(registration_type, program=program, actor=actor)
        drafting.save_answers(registration.pk, answers=answers or {}, actor=actor)
        reasons = {each.digest: MADE_UP for each in acknowledging.open_warnings(registration)}
        if reasons:
            acknowledging.acknowledge_each(registration.pk, reasons=reasons, actor=actor)
        lifecycle.submit_for_review(registration.pk, actor=actor)
    return registration.pk


def _register(
    tenant: Tenant, owner: User, staff: User, registration_type: str, program: Program | None
) -> UUID:
    """Hand a registration in, accept it as staff, and wait for the carrier's approval."""
    pk = _hand_in(tenant, owner, registration_type, program)
    with tenant_scope(tenant.pk):
        if Registration.objects.awaiting_staff().filter(pk=pk).exists():
            lifecycle.accept_for_carrier(pk, actor=Actor.staff(staff))

    def is_approved() -> bool:
        tasks.file_registration(str(tenant.pk), str(pk))
        tasks.poll_open()
        with tenant_scope(tenant.pk):
            return Registration.objects.in_force().filter(pk=pk).exists()

    _wait_until(is_approved, "the simulator's approval")
    return pk


def _await_number(tenant: Tenant, campaign: UUID) -> None:
    def is_live() -> bool:
        tasks.provision(str(tenant.pk), str(campaign))
        with tenant_scope(tenant.pk):
            return Originator.objects.filter(status=OriginatorStatus.ACTIVE).exists()

    _wait_until(is_live, "a number")


def _wait_until(done: object, what: str) -> None:
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while not done():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise DomainError(f"The demo waited in vain for {what}.")
        time.sleep(0.5)


def _first_text(tenant: Tenant, owner: User, program: Program) -> None:
    """One recipient who agreed on paper, and one text to them."""
    with tenant_scope(tenant.pk):
        if Message.objects.exists():
            return
        version = program.published
        assert version is not None  # noqa: S101  # It was published a moment ago.
        record_opt_in(
            RECIPIENT,
            version=version,
            method=OptMethod.PAPER,
            message_kinds=version.message_kinds,
            proof=Proof(disclosure=version.frozen_texts.cta_web_text, is_witnessed=False),
            actor=Actor.member(owner),
            occurred_at=timezone.now(),
        )
        sending.queue_message(
            program,
            recipient=RECIPIENT,
            body="Maple Dental: your check-up is on Friday at 9:00. Reply STOP to opt out.",
            message_kind="appointment",
            actor=Actor.member(owner),
        )


def _screenshot(text: str) -> bytes:
    """Draw what a screenshot of the opt-in form would show."""
    picture = Image.new("RGB", (900, 560), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=22)
    draw.rectangle((0, 0, 900, 56), fill="#0b5cad")
    draw.text((28, 14), "Book your visit", font=font, fill="white")
    draw.text((28, 90), "Mobile number", font=font, fill="#12181f")
    draw.rectangle((28, 124, 520, 170), outline="#7b8794", width=2)
    y = 200
    for line in _wrapped(text, 74):
        draw.text((28, y), line, font=font, fill="#12181f")
        y += 30
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
