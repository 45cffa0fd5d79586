"""Changes of the carrier's forms: what is kept, what is said of them, and whom they touch."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Program
from registrations import drafting, form_reading, preflight, schema_watch, tasks
from registrations.carrier import CarrierUnavailable, filing
from registrations.form_changes import What, differences
from registrations.models import (
    FormDefinition,
    FormRevision,
    Registration,
    RegistrationEvent,
    RegistrationType,
)
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import drafted, fresh, handed_in

BRAND = RegistrationType.TEN_DLC_BRAND.value
Kind = RegistrationEvent.Kind
TEXT: dict[str, Any] = {
    "SectionPath": "a", "FieldPath": "a.name", "FieldType": "TEXT", "FieldRequirement": "OPTIONAL",
    "DisplayHints": {"Title": "Name", "ShortDescription": "Your name."},
    "TextValidation": {"MinLength": 1, "MaxLength": 50, "Pattern": ".*"},
}  # fmt: skip
CHOICE: dict[str, Any] = {
    "SectionPath": "a", "FieldPath": "a.kind", "FieldType": "SELECT",
    "FieldRequirement": "OPTIONAL", "DisplayHints": {"Title": "Kind", "ShortDescription": ""},
    "SelectValidation": {"MinChoices": 1, "MaxChoices": 1, "Options": ["A", "B"]},
}  # fmt: skip
NEW_FIELD: dict[str, Any] = {
    "SectionPath": "companyInfo", "FieldPath": "companyInfo.motto", "FieldType": "TEXT",
    "FieldRequirement": "REQUIRED", "DisplayHints": {"Title": "Motto", "ShortDescription": ""},
}  # fmt: skip


def form(*fields: dict[str, Any], about: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"about": about or {"RegistrationType": "X"}, "sections": [], "fields": list(fields)}


def altered(field: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A field with some of its parts changed; parts of parts are joined."""
    made = copy.deepcopy(field)
    for key, value in changes.items():
        made[key] = {**made[key], **value} if isinstance(value, dict) else value
    return made


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ([], [altered(TEXT, FieldRequirement="REQUIRED")], What.REQUIRED_NEW),
        ([], [TEXT], What.OPTIONAL_NEW),
        ([TEXT], [altered(TEXT, FieldRequirement="REQUIRED")], What.REQUIRED_NOW),
        ([altered(TEXT, FieldRequirement="REQUIRED")], [TEXT], What.OPTIONAL_NOW),
        ([TEXT], [], What.GONE),
        ([TEXT], [altered(TEXT, TextValidation={"MaxLength": 20})], What.NARROWER),
        ([TEXT], [altered(TEXT, TextValidation={"MaxLength": 90})], What.WIDER),
        ([TEXT], [altered(TEXT, TextValidation={"Pattern": "A.*"})], What.PATTERN),
        ([TEXT], [altered(TEXT, DisplayHints={"Title": "Full name"})], What.WORDS),
        ([CHOICE], [altered(CHOICE, SelectValidation={"Options": ["A"]})], What.CHOICES_GONE),
        ([CHOICE], [altered(CHOICE, SelectValidation={"Options": list("ABC")})], What.CHOICES_NEW),
    ],
)
def test_a_change_is_called_what_it_is(
    before: list[dict[str, Any]], after: list[dict[str, Any]], what: What
) -> None:
    assert [c["what"] for c in differences("X", form(*before), form(*after))] == [what]


def test_changes_stand_in_the_order_of_their_seriousness() -> None:
    changed = altered(
        TEXT,
        FieldRequirement="REQUIRED",
        DisplayHints={"Title": "T"},
        TextValidation={"MaxLength": 9},
    )
    found = differences("X", form(TEXT, CHOICE), form(changed))

    assert [c["what"] for c in found] == ["required_now", "gone", "narrower", "words"]


def test_what_must_be_tied_to_a_registration_counts_as_a_change() -> None:
    tied = {
        "SupportedAssociations": [
            {"ResourceType": "phone-number", "AssociationBehavior": "ASSOCIATE_BEFORE_SUBMIT"}
        ]
    }
    found = differences("X", form(about={"RegistrationType": "X"}), form(about=tied))

    assert found[0]["what"] == What.ASSOCIATION
    assert "phone-number" in found[0]["after"]


def read_again(*more: dict[str, Any], without: str = "", **changed: Any) -> FormRevision | None:
    """Let the carrier's brand form read otherwise than before."""
    kept = FormDefinition.objects.get(pk=BRAND)
    fields = [f for f in kept.fields if f["FieldPath"] != without]
    fields = [altered(f, **changed.get(f["FieldPath"], {})) for f in fields]
    return schema_watch.keep(
        BRAND,
        about=kept.about,
        sections=kept.sections,
        fields=[*fields, *more],
        now=timezone.now(),
    )


@pytest.mark.django_db
def test_the_same_form_again_makes_no_revision(forms) -> None:
    assert read_again() is None
    assert FormDefinition.objects.get(pk=BRAND).revision == 1


@pytest.mark.django_db
def test_a_changed_form_is_kept_beside_the_one_before(forms) -> None:
    revision = read_again(NEW_FIELD)

    assert revision is not None
    assert revision.number == 2
    assert [c["field"] for c in revision.changes] == ["companyInfo.motto"]
    first = FormRevision.objects.get(registration_type=BRAND, number=1)
    assert NEW_FIELD not in first.fields
    assert schema_watch.unseen_count() == 1


@pytest.mark.django_db
def test_a_new_required_question_reaches_every_open_draft_once(
    forms, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, BRAND)
    revision = read_again(NEW_FIELD)
    assert revision is not None

    assert schema_watch.tell(revision) == 1
    assert schema_watch.tell(revision) == 0

    with tenant_scope(tenant.pk):
        (event,) = schema_watch.news_for(registration)
        assert event.data["changes"][0]["field"] == "companyInfo.motto"
        found = preflight.check(registration)
    assert "companyInfo.motto" in {f.field for f in found if f.rule == "FORM-REQUIRED"}


@pytest.mark.django_db
def test_a_filing_that_staff_read_is_told_of_it_too(forms, tenant: Tenant, brand: Brand) -> None:
    handed_in(tenant, BRAND)
    revision = read_again(NEW_FIELD)

    assert revision is not None
    assert schema_watch.tell(revision) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"FieldRequirement": "OPTIONAL"}, 0),
        ({"DisplayHints": {"Title": "Name"}}, 0),
        ({"TextValidation": {"MaxLength": 99}}, 0),
        ({"TextValidation": {"MaxLength": 4}}, 1),
        ({"TextValidation": {"Pattern": "[0-9]+"}}, 1),
    ],
)
def test_a_change_that_asks_nothing_of_a_draft_leaves_it_alone(
    forms, tenant: Tenant, brand: Brand, change: dict[str, Any], count: int
) -> None:
    drafted(tenant, BRAND)
    revision = read_again(without="", **{"companyInfo.companyName": change})

    assert revision is not None
    assert schema_watch.tell(revision) == count


@pytest.mark.django_db
def test_an_answer_to_a_question_that_is_gone_is_taken_out(
    forms, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, BRAND)
    path = "companyInfo.city"
    with tenant_scope(tenant.pk):
        drafting.save_answers(registration.pk, answers={path: "Tacoma"}, actor=schema_watch.WATCH)
    read_again(without=path)

    with tenant_scope(tenant.pk):
        assert path not in drafting.effective(registration)
        drafting.prefill(registration.current)
        assert not registration.current.values.filter(path=path).exists()


@pytest.mark.django_db
def test_what_staff_have_seen_is_counted_no_more(forms) -> None:
    revision = read_again(NEW_FIELD)
    assert revision is not None

    schema_watch.mark_seen(revision, by="dana@portal.example")
    schema_watch.mark_seen(revision, by="else@portal.example")

    revision.refresh_from_db()
    assert revision.seen_by == "dana@portal.example"
    assert schema_watch.unseen_count() == 0


@pytest.mark.django_db
def test_every_type_that_the_carrier_lists_is_read_once_a_day(carrier) -> None:
    tasks.refresh_forms()
    read = set(FormDefinition.objects.values_list("pk", flat=True))

    assert {"GB_SENDER_ID_REGISTRATION", "US_SHORT_CODE_REGISTRATION", BRAND} <= read
    assert {facts.type for facts in drafting.offered_types()} == read


@pytest.mark.django_db
def test_a_type_that_the_list_names_no_more_is_offered_no_more(forms) -> None:
    schema_watch.note_offered({BRAND}, now=timezone.now())

    assert [facts.type for facts in drafting.offered_types()] == [BRAND]


@pytest.mark.django_db
def test_forms_that_cannot_be_read_stay_in_use(
    forms, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    def away() -> list[dict[str, Any]]:
        raise CarrierUnavailable("gone", "nobody answers")

    monkeypatch.setattr(filing, "type_definitions", away)

    form_reading.refresh(timezone.now() + timedelta(days=2))

    assert "were not read" in caplog.text
    assert FormDefinition.objects.get(pk=BRAND).form


@pytest.mark.django_db
def test_a_fresh_copy_costs_no_call(forms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "type_definitions", lambda: pytest.fail("the carrier was asked"))

    form_reading.refresh(timezone.now())


@pytest.mark.django_db
def test_an_event_that_a_crash_left_out_is_written_by_the_next_reading(
    forms, tenant: Tenant, program: Program
) -> None:
    registration = drafted(tenant, BRAND)
    read_again(NEW_FIELD)

    schema_watch.tell_of_recent(timezone.now())

    with tenant_scope(tenant.pk):
        assert (
            Registration.objects.get(pk=registration.pk)
            .events.filter(kind=Kind.FORM_CHANGED)
            .exists()
        )
    assert fresh(registration).status == registration.status
