"""What the filing benchmark does inside Django: make filings, take turns, and count them again."""

import time
import uuid

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from consent.models import Program  # noqa: E402
from registrations import drafting, filing_queue, form_reading  # noqa: E402
from registrations.carrier.aws import client  # noqa: E402
from registrations.definitions import FormField  # noqa: E402
from registrations.handover import How  # noqa: E402
from registrations.models import FieldValue, Registration, RegistrationVersion  # noqa: E402
from registrations.states import RegistrationStatus  # noqa: E402
from tenants.models import Tenant  # noqa: E402
from tenants.scoping import all_tenants_scope, tenant_scope  # noqa: E402
from tests.builders import make_brand, make_tenant  # noqa: E402

# A form with more than thirty questions that take words or choices.
TYPE = "AU_SENDER_ID_REGISTRATION"
TENANTS = 10


def prepare(count: int, fields: int) -> uuid.UUID:
    """Let ten businesses have so many accepted filings, and a small one a single one, its last."""
    call_command("migrate", verbosity=0)
    form_reading.refresh(timezone.now())
    with all_tenants_scope("clear the bench"):
        Registration.objects.filter(status=RegistrationStatus.SUBMITTED).update(
            status=RegistrationStatus.IN_REVIEW
        )
    asked = [f for f in drafting.fields_of(drafting.form_of(TYPE)) if f.type != "ATTACHMENT"]
    stamp = uuid.uuid4().hex[:8]
    for index in range(TENANTS):
        tenant = make_tenant(f"Many {stamp} {index}")
        _filings(tenant, count // TENANTS + (index < count % TENANTS), asked[:fields])
    return _filings(make_tenant(f"Small {stamp}"), 1, asked[:fields])[0].pk


def _filings(tenant: Tenant, count: int, asked: list[FormField]) -> list[Registration]:
    now = timezone.now()
    with tenant_scope(tenant.pk):
        brand = make_brand()
        programs = Program.objects.bulk_create(
            Program(name=f"Program {n}", slug=f"program-{n}") for n in range(count)
        )
        made = Registration.objects.bulk_create(
            Registration(
                type=TYPE, brand=brand, program=program, changed_at=now,
                status=RegistrationStatus.SUBMITTED,
            )
            for program in programs
        )  # fmt: skip
        rounds = RegistrationVersion.objects.bulk_create(
            RegistrationVersion(registration=each, number=1, answers_sent={}) for each in made
        )
        FieldValue.objects.bulk_create(
            FieldValue(version=each, path=field.path, source="typed", **_answer(field))
            for each in rounds
            for field in asked
        )
        return list(made)


def _answer(field: FormField) -> dict[str, object]:
    if field.options:
        return {"choices": list(field.options[: max(field.min_choices, 1)])}
    text = field.example or "An answer of a fair length, as a person writes it."
    return {"text": (text * 10)[: max(field.min_length, 1)] if field.min_length > 50 else
            text[: field.max_length]}  # fmt: skip


def left() -> int:
    """Count what is still to be filed."""
    with all_tenants_scope("count the bench"):
        return int(Registration.objects.to_file().count())


def is_filed(registration_id: uuid.UUID) -> bool:
    """Has the carrier got this one?"""
    with all_tenants_scope("look at the small one"):
        found = Registration.objects.filter(pk=registration_id)
        return bool(found.exclude(status=RegistrationStatus.SUBMITTED).exists())


def filed_twice() -> int:
    """Count the registrations at the carrier that bear the name of another one there."""
    pages = client(retries=3).get_paginator("describe_registrations").paginate()
    ids = [entry["RegistrationId"] for page in pages for entry in page["Registrations"]]
    with all_tenants_scope("hold against the carrier's"):
        ours = Registration.objects.filter(carrier_id__in=ids).count()
    return len(ids) - int(ours)


def work() -> None:
    """Take turns until the process is ended, as a worker does."""
    while True:
        turn = filing_queue.next_turn(now=timezone.now())
        if turn is None or turn.how in (How.PACED, How.TROUBLE):
            time.sleep(0.05)


if __name__ == "__main__":
    work()
