"""Plain functions that make things with sensible defaults, in the tenant's scope that is open."""

import uuid
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from consent.content import ProgramContent
from consent.ledger import Proof, record_opt_in
from consent.models import ConsentEvent, OptMethod, Program, ProgramVersion
from consent.rendering import render
from consent.states import VersionStatus
from messaging.models import Message
from registrations.models import (
    Originator,
    Registration,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.events import Actor
from tenants.models import (
    Brand,
    EntityType,
    Membership,
    RegistrantDecision,
    Role,
    Tenant,
    User,
    Vertical,
)
from tenants.registrant import registrants

PASSWORD = "correct horse battery staple"
RECIPIENT = "+12065550123"


def make_user(email: str, **fields: Any) -> User:
    """A person with a verified address and the tests' password."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    user.emailaddress_set.create(email=email, verified=True, primary=True)  # type: ignore[attr-defined]
    return user


def make_tenant(name: str = "Maple Dental", *, owner: User | None = None) -> Tenant:
    """An end business."""
    tenant = Tenant.objects.create(
        name=name, slug=f"{name.split()[0].lower()}-{uuid.uuid4().hex[:6]}"
    )
    if owner:
        Membership.objects.create(tenant=tenant, user=owner, role=Role.OWNER)
    return tenant


def make_brand(*, is_decided: bool = True, **fields: Any) -> Brand:
    """Complete, valid company details, with the decision that this business is registered."""
    defaults: dict[str, Any] = {
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
    if is_decided:
        make_decision()
    return Brand.objects.create(**{**defaults, **fields})


def make_decision(*answers: str, **fields: Any) -> RegistrantDecision:
    """Who is registered: the end business, unless three answers say otherwise."""
    given = registrants.Answers(*(answers or ("no", "no", "no")))
    return RegistrantDecision.objects.create(
        **{**asdict(given), "outcome": given.outcome, "decided_by": "alice", **fields}
    )


def make_content(**fields: Any) -> ProgramContent:
    """What a sound program says."""
    defaults: dict[str, Any] = {
        "brand_name": "Maple Dental",
        "legal_name": "Maple Dental LLC",
        "program_name": "Maple Dental Reminders",
        "description": "Reminders of dental appointments and changes to them.",
        "message_kinds": ("appointment",),
        "frequency": "Up to 4 messages per month",
        "use_case": "transactional",
        "support_email": "care@mapledental.example",
        "support_phone": "+12065550100",
        "website": "https://mapledental.example",
        "opt_in_keyword": "JOIN",
        "terms_url": "https://portal.example/p/maple/reminders/terms/",
        "privacy_url": "https://portal.example/p/maple/reminders/privacy/",
        "join_url": "https://portal.example/p/maple/reminders/join/",
        "sample_messages": (),
    }
    return ProgramContent(**{**defaults, **fields})


def make_program(name: str = "Maple Dental Reminders", **fields: Any) -> Program:
    """A program with one published version."""
    program = Program.objects.create(name=name, slug=fields.pop("slug", "reminders"))
    make_version(program, **fields)
    return program


def make_version(program: Program, *, number: int = 1, **fields: Any) -> ProgramVersion:
    """A published version, rendered; with a token where it was shown to somebody as a draft."""
    preview_token = fields.pop("preview_token", None)
    content = make_content(program_name=program.name, **fields)
    return ProgramVersion.objects.create(
        program=program,
        number=number,
        status=VersionStatus.PUBLISHED,
        name=content.program_name,
        description=content.description,
        message_kinds=list(content.message_kinds),
        frequency=content.frequency,
        use_case=content.use_case,
        support_email=content.support_email,
        support_phone=content.support_phone,
        opt_in_keyword=content.opt_in_keyword,
        language=content.language,
        methods=list(content.methods),
        double_opt_in=content.double_opt_in,
        minimum_age=content.minimum_age,
        text_number=content.text_number,
        own_texts=dict(content.own_texts),
        content=content.to_dict(),
        texts=render(content).as_dict(),
        texts_sha256="0" * 64,
        preview_token=preview_token,
        published_at=timezone.now(),
    )


def make_registration(brand: Brand, program: Program | None = None, **fields: Any) -> Registration:
    """A registration with its first round; a campaign unless told otherwise."""
    default_type = RegistrationType.TEN_DLC_CAMPAIGN if program else RegistrationType.TEN_DLC_BRAND
    fields.setdefault("type", default_type)
    if fields.get("status") == RegistrationStatus.APPROVED:
        fields.setdefault("approved_round", 1)
    registration = Registration.objects.create(brand=brand, program=program, **fields)
    RegistrationVersion.objects.create(
        registration=registration,
        number=1,
        program_version=program.published if program else None,
    )
    return registration


def make_originator(program: Program, brand: Brand, **fields: Any) -> Originator:
    """A live number under an approved campaign."""
    registration = make_registration(brand, program, status=RegistrationStatus.APPROVED)
    defaults: dict[str, Any] = {
        "number": "+12065550199",
        "number_type": "TEN_DLC",
        "status": OriginatorStatus.ACTIVE,
        "carrier_id": f"phone-{uuid.uuid4().hex}",
        "is_self_managed": True,
    }
    return Originator.objects.create(
        registration=registration, program=program, **{**defaults, **fields}
    )


def opt_in(program: Program, recipient: str = RECIPIENT, **fields: Any) -> ConsentEvent:
    """A recipient who ticked the program's boxes on its hosted form."""
    version = program.published
    assert version is not None
    defaults: dict[str, Any] = {
        "version": version,
        "method": OptMethod.WEB_FORM,
        "message_kinds": version.message_kinds,
        "proof": Proof(disclosure=version.frozen_texts.cta_web_text),
        "actor": Actor.recipient(),
        "occurred_at": timezone.now(),
    }
    return record_opt_in(recipient, **{**defaults, **fields})


def make_message(program: Program, originator: Originator, **fields: Any) -> Message:
    """An accepted text, due now."""
    defaults: dict[str, Any] = {
        "recipient": RECIPIENT,
        "body": "Maple Dental: see you Friday at 9. Reply STOP to opt out.",
        "message_kind": "appointment",
    }
    return Message.objects.create(program=program, originator=originator, **{**defaults, **fields})
