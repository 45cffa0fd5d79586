"""Staff read programs, evidence and the ledger of every business; they edit nothing there."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from consent import evidence, ledger
from consent.models import Consent, ConsentEvent, Evidence, OptMethod, Program, ProgramVersion
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import all_tenants_scope, tenant_scope
from tests.builders import RECIPIENT
from tests.consent import images

MODELS = [Program, ProgramVersion, Evidence, ConsentEvent, Consent]


@pytest.fixture
def _full(tenant: Tenant, program: Program, actor: Actor) -> None:
    """A program with a screenshot and somebody who agreed."""
    with tenant_scope(tenant.pk):
        upload = ContentFile(images.saved(images.plain(), "PNG"), name="shot.png")
        evidence.add_evidence(program, upload=upload, caption="Checkout", actor=actor)
        published = program.published
        assert published is not None
        ledger.record_opt_in(
            RECIPIENT,
            version=published,
            method=OptMethod.WEB_FORM,
            message_kinds=["appointment"],
            proof=ledger.Proof(disclosure=published.frozen_texts.cta_web_text),
            actor=Actor.recipient(),
            occurred_at=datetime(2026, 11, 24, tzinfo=UTC),
        )


def admin_page(model: type, action: str, *args: object) -> str:
    """Return an address of Django admin."""
    return reverse(f"admin:consent_{model.__name__.lower()}_{action}", args=args)


@pytest.mark.usefixtures("_full")
@pytest.mark.parametrize("model", MODELS)
def test_staff_see_rows_of_every_business_and_cannot_change_them(
    as_dana: Client, model: type
) -> None:
    with all_tenants_scope("test"):
        row = model.objects.first()  # type: ignore[attr-defined]

    listed = as_dana.get(admin_page(model, "changelist"))
    shown = as_dana.get(admin_page(model, "change", row.pk))

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert 'name="_save"' not in shown.content.decode()
    assert as_dana.post(admin_page(model, "change", row.pk), {}).status_code == 403
    assert as_dana.get(admin_page(model, "add")).status_code == 403
    assert as_dana.post(admin_page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.usefixtures("_full")
@pytest.mark.parametrize("model", [ConsentEvent, Consent])
def test_phone_numbers_are_masked(as_dana: Client, model: type) -> None:
    with all_tenants_scope("test"):
        row = model.objects.first()  # type: ignore[attr-defined]

    pages = [
        as_dana.get(admin_page(model, "changelist")).content.decode(),
        as_dana.get(admin_page(model, "change", row.pk)).content.decode(),
    ]

    for shown in pages:
        assert RECIPIENT not in shown
        assert "••• ••• 0123" in shown


@pytest.mark.usefixtures("_full")
def test_staff_read_every_text_of_a_version(as_dana: Client) -> None:
    with all_tenants_scope("test"):
        version = ProgramVersion.objects.get()

    shown = as_dana.get(admin_page(ProgramVersion, "change", version.pk)).content.decode()

    assert "Maple Dental Privacy Policy" in shown
    assert "You are unsubscribed" in shown


@pytest.mark.parametrize("model", MODELS)
def test_members_have_no_business_there(as_alice: Client, model: type) -> None:
    assert as_alice.get(admin_page(model, "changelist")).status_code == 302
