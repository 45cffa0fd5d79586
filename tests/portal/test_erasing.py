"""Erasing a closed business: what must be gone is nowhere, and what must stay stays."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from consent import ledger
from consent.models import (
    Consent,
    ConsentEvent,
    Evidence,
    EvidenceUpload,
    OptMethod,
    PageLook,
    Program,
    ProgramEvent,
)
from consent.states import LookPage, LookReason, LookStatus, UploadStatus
from messaging.models import CarrierCallback, IdempotentRequest, InboundMessage, Message
from portal import erasing, tasks
from registrations.models import AnswerSource, FieldValue, RegistrationVersion
from tenants import access, crypto, exports
from tenants.erasing import due
from tenants.events import Actor
from tenants.models import (
    ApiKeyKind,
    Brand,
    BrandDraft,
    Invitation,
    Membership,
    RegistrantDecision,
    Role,
    Tenant,
    TenantEvent,
    User,
)
from tenants.origin import Door, Origin, coming_from
from tenants.scoping import all_tenants_scope, tenant_scope
from tenants.scoping import erasing as erasing_scope
from tests.builders import (
    make_brand,
    make_message,
    make_originator,
    make_program,
    make_user,
    opt_in,
)

EMAIL, NAME, TAX_ID = "zelda@canary.example", "Zeldana", "938271645"
BODY, TEXTED, SENDER = "Your crown is ready", "+12065550191", "+12065550192"
ADDRESS = "198.51.100.77"
FILED = "a picture that was filed"
GONE = (EMAIL, NAME, TAX_ID, BODY, TEXTED, SENDER, ADDRESS, "crown", "canary-key", "canary-ref")


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    kind = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **django_settings.STORAGES,
        "default": {"BACKEND": kind, "OPTIONS": {"location": tmp_path / "originals"}},
        "public": {"BACKEND": kind, "OPTIONS": {"location": tmp_path / "public"}},
    }


def picture(program: Program, content: str) -> Evidence:
    """A screenshot with its files."""
    found: Evidence = Evidence.objects.create(
        program=program, caption=f"{NAME}'s form", original_name=f"{NAME}.png",
        original_key=storages["default"].save(uuid4().hex, ContentFile(content.encode())),
        public_key=storages["public"].save(uuid4().hex, ContentFile(content.encode())),
        fitted_key=storages["public"].save(uuid4().hex, ContentFile(content.encode())),
        original_sha256="0" * 64, public_sha256="0" * 64, content_type="image/png",
        size_bytes=1, width=1, height=1, uploaded_by=EMAIL,
    )  # fmt: skip
    return found


def looked_at_and_sent(program: Program) -> None:
    """A look at a live page with its picture, and a file that nobody has checked yet."""
    key = storages["default"].save(f"looks/{uuid4().hex}", ContentFile(BODY.encode()))
    PageLook.objects.create(
        program=program, page=LookPage.JOIN, url="https://maple.example/", status=LookStatus.DONE,
        reason=LookReason.ASKED, asked_by=EMAIL,
        readers=[{"reader": "desktop", "missing": ["CTA-STOP"], "page": {"key": key}}],
    )  # fmt: skip
    EvidenceUpload.objects.create(
        program=program, caption=f"{NAME}'s form", original_name=f"{NAME}.png", uploaded_by=EMAIL,
        original_key=storages["default"].save(uuid4().hex, ContentFile(BODY.encode())),
        status=UploadStatus.RECEIVED,
    )  # fmt: skip


@pytest.fixture
def zelda(db: None) -> User:
    """The owner whose data must go."""
    return make_user(EMAIL, first_name=NAME, last_name=NAME)


@pytest.fixture
def closed(zelda: User) -> Tenant:
    """A business with personal data everywhere, closed, its days of grace over."""
    actor = Actor.member(zelda)
    with coming_from(Origin(Door.WEB, ADDRESS)):
        tenant = access.create_tenant(name="Birch Smiles", owner=zelda)
        access.issue_api_key(tenant, name="canary-key", kind=ApiKeyKind.LIVE, actor=actor)
        Invitation.objects.create(
            tenant=tenant, email=f"x-{EMAIL}", role=Role.VIEWER, invited_by=zelda,
            expires_at=timezone.now(), details_json=json.dumps({"tax_id": TAX_ID}),
        )  # fmt: skip
        Authenticator.objects.create(user=zelda, type="totp", data={"secret": "x"})
        LogEntry.objects.create(user=zelda, object_repr=EMAIL, action_flag=2, change_message=EMAIL)
        with tenant_scope(tenant.pk):
            fill(tenant, zelda, actor)
    past = timezone.now() - timedelta(days=1)
    access.close_tenant(tenant.pk, actor=actor, reason=f"{NAME} retires")
    Tenant.objects.filter(pk=tenant.pk).update(closed_at=past, erase_after_at=past)
    return Tenant.objects.get(pk=tenant.pk)


def fill(tenant: Tenant, zelda: User, actor: Actor) -> None:
    """Personal data in every table that may hold any; in the open scope."""
    brand = make_brand(
        tax_id=TAX_ID, contact_first_name=NAME, contact_last_name=NAME, contact_email=EMAIL
    )
    program = make_program()
    opt_in(program)
    ledger.record_opt_out(
        TEXTED_AND_STOPPED, program=program, method=OptMethod.STAFF, actor=actor,
        occurred_at=timezone.now(), note=f"{NAME} called",
    )  # fmt: skip
    originator = make_originator(program, brand, number="+12065550177")
    message = make_message(program, originator, body=BODY, recipient=TEXTED, reference="canary-ref")
    InboundMessage.objects.create(
        originator=originator, carrier_id="in-1", sender=SENDER, body=BODY, meaning="other",
        outcome="kept", received_at=timezone.now(),
    )  # fmt: skip
    for number, payload in enumerate((str(tenant.pk), originator.number)):
        CarrierCallback.objects.create(
            topic_arn="t", sns_message_id=str(number), sent_at=timezone.now(),
            processed_at=timezone.now(), payload=f"{payload} {SENDER} {BODY}",
        )  # fmt: skip
    IdempotentRequest.objects.create(
        key="canary-key", route="r", fingerprint="f", status_code=202, answer=f"{message.pk} {BODY}"
    )
    looked_at_and_sent(program)
    filed, version = picture(program, FILED), originator.registration.current
    picture(program, BODY)
    FieldValue.objects.create(
        version=version, path="contactInfo.firstName", source=AnswerSource.BRAND, text=NAME
    )
    FieldValue.objects.create(
        version=version, path="shot", source=AnswerSource.EVIDENCE, evidence=filed
    )
    version.answers_sent = {
        "contactInfo.firstName": {"text": NAME},
        "companyInfo.businessContactEmail": {"text": EMAIL},
        "companyInfo.taxId": {"encrypted": crypto.encrypt(TAX_ID)},
        "companyInfo.companyName": {"text": "Maple Dental LLC"},
    }
    version.save()
    originator.registration.review_note = f"Ask {NAME}"
    originator.registration.save()
    BrandDraft.objects.create(answers_json=json.dumps({"tax_id": TAX_ID, "name": NAME}))
    RegistrantDecision.objects.create(
        runs_opt_in="no", writes_messages="no", is_named="no", outcome="end_business",
        decided_by=EMAIL, matches={"contact_email": EMAIL}, exception_reason=f"{NAME} asks",
        exception_status="waiting",
    )  # fmt: skip
    ProgramEvent.record(
        ProgramEvent.Kind.DRAFT_SAVED, actor=actor, program=program, data={"by": NAME}
    )
    TenantEvent.record(
        TenantEvent.Kind.BRAND_SAVED, actor=actor, data={"changed": {"contact": ["", NAME]}}
    )
    export = exports.ask("everything", zelda, actor)
    tasks.make_export(str(tenant.pk), str(export.pk))


TEXTED_AND_STOPPED = "+12065550193"


def dump() -> str:
    """Every row of every table, and every stored file with its name, as one text."""
    out = io.StringIO()
    with all_tenants_scope("test"), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            out.writelines(f"{table}: {row[0]}\n" for row in cursor.fetchall())
    for alias in ("default", "public"):
        for path in Path(storages[alias].location).rglob("*"):  # type: ignore[attr-defined]
            out.write(f"{path.name}\n")
            out.write(path.read_bytes().decode(errors="replace") if path.is_file() else "")
    return out.getvalue()


def found_in(text: str) -> list[str]:
    """The lines in which something is that must be gone."""
    return [line[:300] for line in text.splitlines() if any(word in line for word in GONE)]


def test_what_must_be_gone_is_in_no_table_and_in_no_file(closed: Tenant) -> None:
    assert len(found_in(dump())) > 15
    tasks.erase_due_tenants()
    left = dump()

    assert found_in(left) == []
    # What the carrier's reviewers were shown stays: the original, and its two copies.
    assert left.count(FILED) == 3


def test_what_must_stay_stays(closed: Tenant) -> None:
    with tenant_scope(closed.pk):
        before = list(
            ConsentEvent.objects.order_by("at").values("kind", "recipient", "disclosure", "at")
        )
        events = TenantEvent.objects.count()
    tasks.erase_due_tenants()

    with tenant_scope(closed.pk):
        after = list(
            ConsentEvent.objects.order_by("at").values("kind", "recipient", "disclosure", "at")
        )
        assert after == before
        assert Consent.objects.get(recipient=TEXTED_AND_STOPPED).standing == "opted_out"
        assert Message.objects.count() == 1
        assert Brand.objects.get().legal_name == "Maple Dental LLC"
        sent = RegistrationVersion.objects.get(answers_sent__isnull=False).answers_sent
        assert sent["companyInfo.companyName"] == {"text": "Maple Dental LLC"}
        assert sent["companyInfo.taxId"] == sent["contactInfo.firstName"] == {"erased": True}
        # Two more: that the erasure began, and that it ended.
        assert TenantEvent.objects.count() == events + 2
        assert TenantEvent.objects.first().kind == TenantEvent.Kind.ERASED
    assert Tenant.objects.get(pk=closed.pk).status == "erased"


def test_an_upload_on_its_way_is_given_up_and_a_look_keeps_what_it_found(closed: Tenant) -> None:
    tasks.erase_due_tenants()

    with tenant_scope(closed.pk):
        assert EvidenceUpload.objects.get().status == UploadStatus.REFUSED
        look = PageLook.objects.get()
    assert look.readers == [{"reader": "desktop", "missing": ["CTA-STOP"], "page": None}]
    assert look.url == "https://maple.example/"


def test_the_account_of_a_member_of_nothing_else_is_anonymised(closed: Tenant, zelda: User) -> None:
    tasks.erase_due_tenants()
    zelda.refresh_from_db()

    assert zelda.email.endswith("@erased.invalid")
    assert not zelda.is_active
    assert not zelda.has_usable_password()
    assert not Client().login(email=EMAIL, password="correct horse battery staple")


def test_who_belongs_to_another_business_keeps_the_account(
    closed: Tenant, zelda: User, other_tenant: Tenant
) -> None:
    Membership.objects.create(tenant=other_tenant, user=zelda, role=Role.VIEWER)
    tasks.erase_due_tenants()
    zelda.refresh_from_db()

    assert (zelda.email, zelda.is_active) == (EMAIL, True)
    assert not Membership.objects.filter(tenant=closed).exists()


def test_staff_keep_their_account(closed: Tenant, zelda: User) -> None:
    User.objects.filter(pk=zelda.pk).update(is_staff=True)
    tasks.erase_due_tenants()
    zelda.refresh_from_db()

    assert (zelda.email, zelda.is_active) == (EMAIL, True)


def test_nothing_is_erased_before_its_day(closed: Tenant) -> None:
    Tenant.objects.filter(pk=closed.pk).update(erase_after_at=timezone.now() + timedelta(hours=1))
    before = dump()
    tasks.erase_due_tenants()

    assert dump() == before


def test_another_business_is_not_touched(
    closed: Tenant, other_tenant: Tenant, charlie: User
) -> None:
    with tenant_scope(other_tenant.pk):
        program = make_program()
        opt_in(program)
        make_message(program, make_originator(program, make_brand()))
        TenantEvent.record(TenantEvent.Kind.CREATED, actor=Actor.member(charlie), data={"a": 1})
    mine = lambda: [line for line in dump().splitlines() if str(other_tenant.pk) in line]  # noqa: E731
    before = mine()
    tasks.erase_due_tenants()

    assert mine() == before


@pytest.mark.parametrize("stop", range(len(erasing.STEPS)))
def test_an_erasure_that_was_cut_short_is_gone_on_with(
    closed: Tenant, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    steps = erasing.STEPS

    def break_down(tenant_id: Any) -> None:
        raise OSError("the storage is away")

    monkeypatch.setattr(erasing, "STEPS", (*steps[: stop + 1], break_down))
    tasks.erase_due_tenants()
    assert due(timezone.now()) == [closed.pk]
    monkeypatch.setattr(erasing, "STEPS", steps)
    tasks.erase_due_tenants()

    assert found_in(dump()) == []
    assert due(timezone.now()) == []


# --- The database's own refusal ------------------------------------------------------------

BLANK: dict[str, Any] = {"data": {}, "actor_id": "", "actor_label": "", "address": None}


def refused(change: Callable[[], object], scope: Any) -> bool:
    """Does the database refuse this?"""
    try:
        with transaction.atomic(), scope:
            change()
    except IntegrityError:
        return True
    return False


@pytest.fixture
def open_erasure(closed: Tenant) -> Tenant:
    """A business whose erasure has begun and not ended."""
    access.begin_erasure(closed.pk)
    return closed


def test_history_of_a_business_being_erased_can_be_blanked(open_erasure: Tenant) -> None:
    with erasing_scope(open_erasure.pk):
        assert TenantEvent.objects.update(**BLANK) > 3
        assert not TenantEvent.objects.exclude(**{"actor_label": ""}).exists()


@pytest.mark.parametrize(
    "values",
    [
        {**BLANK, "kind": "other"},
        {**BLANK, "actor_label": "somebody else"},
        {**BLANK, "data": {"a": "lie"}},
        {**BLANK, "at": timezone.now()},
        {"actor_label": ""},
        {"data": {}},
        {**BLANK, "door": "api"},
    ],
)
def test_it_can_be_blanked_as_a_whole_and_in_no_other_way(
    open_erasure: Tenant, values: dict[str, Any]
) -> None:
    change = lambda: TenantEvent.objects.update(**values)  # noqa: E731

    assert refused(change, erasing_scope(open_erasure.pk))


def test_consent_keeps_its_proof_even_then(open_erasure: Tenant) -> None:
    for name in ("recipient", "disclosure", "user_agent", "page_url"):
        change = lambda name=name: ConsentEvent.objects.update(**BLANK, **{name: "x"})  # noqa: E731
        assert refused(change, erasing_scope(open_erasure.pk)), name


def test_nothing_can_be_deleted_even_then(open_erasure: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # Or TRUNCATE fails for another reason.
    for table in ("tenants_tenantevent", "consent_consentevent", "consent_evidence"):
        for sql in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            change = lambda sql=sql: connection.cursor().execute(sql)  # noqa: E731
            assert refused(change, erasing_scope(open_erasure.pk)), sql


def test_without_naming_the_business_nothing_is_blanked(open_erasure: Tenant) -> None:
    change = lambda: TenantEvent.objects.update(**BLANK)  # noqa: E731

    assert refused(change, tenant_scope(open_erasure.pk))


def test_naming_another_business_does_not_help(open_erasure: Tenant, other_tenant: Tenant) -> None:
    def change() -> None:
        with tenant_scope(open_erasure.pk):
            TenantEvent.objects.update(**BLANK)

    assert refused(change, erasing_scope(other_tenant.pk))


@pytest.mark.parametrize("status", ["active", "suspended", "closed"])
def test_only_an_erased_business_is_blanked(closed: Tenant, status: str) -> None:
    Tenant.objects.filter(pk=closed.pk).update(status=status)
    change = lambda: TenantEvent.objects.update(**BLANK)  # noqa: E731

    assert refused(change, erasing_scope(closed.pk))


def test_after_the_erasure_history_is_as_it_was_again(closed: Tenant) -> None:
    tasks.erase_due_tenants()
    change = lambda: TenantEvent.objects.update(**BLANK)  # noqa: E731

    assert refused(change, erasing_scope(closed.pk))


def test_answers_as_filed_are_only_erased_and_never_rewritten(open_erasure: Tenant) -> None:
    with tenant_scope(open_erasure.pk):
        version = RegistrationVersion.objects.get(answers_sent__isnull=False)
    name = "companyInfo.companyName"
    for wrong in (
        {**version.answers_sent, name: {"text": "Another"}},
        {**version.answers_sent, "more": {"erased": True}},
        {key: value for key, value in version.answers_sent.items() if key != name},
        None,
    ):
        change = partial(rewrite, version, wrong)
        assert refused(change, erasing_scope(open_erasure.pk)), wrong


def rewrite(version: RegistrationVersion, answers: Any) -> None:
    """Try to change what was filed."""
    RegistrationVersion.objects.filter(pk=version.pk).update(answers_sent=answers)
