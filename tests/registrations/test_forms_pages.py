"""Pages of writing a filing: every offered type, the whole form, sources, and the form's news."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Evidence, Program
from registrations import drafting, schema_watch
from registrations.definitions import FormField
from registrations.forms import asked, hint_of
from registrations.models import FormDefinition, FormRevision, Registration, RegistrationType
from registrations.requirements import Answer
from registrations.types import Kind
from tenants.errors import DomainError
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import ALICE, drafted
from tests.registrations.test_schema_watch import NEW_FIELD, read_again

BRAND, VETTING, SG = (
    RegistrationType.TEN_DLC_BRAND.value,
    RegistrationType.TEN_DLC_VETTING.value,
    "SG_SENDER_ID_REGISTRATION",
)
UNKNOWN = "XX_STAR_REGISTRATION"
CREATE = "registrations:create"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


def page(name: str, registration: Registration) -> str:
    return reverse(f"registrations:{name}", args=[registration.pk])


def offer_something_new() -> None:
    """Let the carrier list a type that nobody knows."""
    FormDefinition.objects.create(
        registration_type=UNKNOWN,
        about={"RegistrationType": UNKNOWN, "DisplayHints": {"Title": "Star of the year"}},
        sections=[{"SectionPath": "companyInfo", "DisplayHints": {"Title": "Company"}}],
        fields=[
            NEW_FIELD,
            {**NEW_FIELD, "FieldPath": "companyInfo.companyName"},
            {**NEW_FIELD, "FieldPath": "companyInfo.rank", "FieldType": "SELECT"},
        ],
        fetched_at=timezone.now(),
    )


def test_every_offered_type_can_be_chosen_with_time_needs_and_fees(
    as_alice, program: Program
) -> None:
    offer_something_new()

    shown = as_alice.get(reverse(CREATE)).content.decode()

    for facts in drafting.offered_types():
        assert f'value="{facts.type}"' in shown
    assert "Star of the year" in shown
    assert "USD 40" in shown
    assert "The carrier's own sample" in shown or "The carrier&#x27;s own sample" in shown


def test_a_type_that_nobody_knows_is_filled_by_the_generic_form(
    as_alice, tenant: Tenant, program: Program
) -> None:
    offer_something_new()
    as_alice.post(reverse(CREATE), {"type": UNKNOWN})
    with tenant_scope(tenant.pk):
        made = Registration.objects.get(type=UNKNOWN)
        assert drafting.effective(made)["companyInfo.companyName"].text == "Maple Dental LLC"

    data = {"companyInfo.motto": "Smile", "companyInfo.rank": "First"}
    answer = as_alice.post(page("answers", made), data)

    assert answer["Location"] == page("detail", made)
    with tenant_scope(tenant.pk):
        given = drafting.effective(made)
    assert given["companyInfo.motto"].text == "Smile"
    assert given["companyInfo.rank"].choices == ("First",)


def test_a_vetting_waits_for_an_approved_brand(tenant: Tenant, brand: Brand) -> None:
    with tenant_scope(tenant.pk), pytest.raises(DomainError) as caught:
        drafting.create_registration(VETTING, program=None, actor=ALICE)

    assert caught.value.code == "brand_first"


@pytest.mark.parametrize("wanted", ["123", "MAPLE DENTAL", "MAPLEDENTALS"])
def test_a_sender_id_is_asked_for_and_checked(
    as_alice, tenant: Tenant, program: Program, wanted: str
) -> None:
    registration = drafted(tenant, SG, program)
    shown = as_alice.get(page("answers", registration)).content.decode()
    assert "1 to 11 letters and digits" in shown

    data = {"senderIdInfo.senderId": wanted}
    refused = as_alice.post(page("answers", registration), data).content.decode()

    assert "has-error" in refused


def test_a_question_that_depends_on_another_stands_beside_it(
    as_alice, tenant: Tenant, program: Program
) -> None:
    registration = drafted(tenant, SG, program)

    shown = as_alice.get(page("answers", registration)).content.decode()

    assert 'data-when="senderIdInfo.registeringOnBehalf" data-choices="True"' in shown


def test_an_answer_that_another_forbids_is_not_kept(
    as_alice, tenant: Tenant, program: Program, evidence: Evidence
) -> None:
    registration = drafted(tenant, SG, program)
    data = {
        "senderIdInfo.senderId": "MAPLE",
        "senderIdInfo.registeringOnBehalf": "False",
        "senderIdInfo.letterOfAuthorization": str(evidence.pk),
        "messagingUseCase.monthlyMessageVolume": "1,000",
    }

    as_alice.post(page("answers", registration), data)

    with tenant_scope(tenant.pk):
        given = drafting.effective(registration)
    assert given["senderIdInfo.senderId"].text == "MAPLE"
    assert "senderIdInfo.letterOfAuthorization" not in given


def test_the_whole_form_shows_what_our_facts_answer_and_where_from(
    as_alice, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, BRAND)

    shown = as_alice.get(f"{page('answers', registration)}?all=1").content.decode()

    assert "Legal company name" in shown
    assert "From: Company details" in " ".join(shown.split())


def test_saving_the_whole_form_unchanged_leaves_every_answer_ours(
    as_alice, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, BRAND)
    with tenant_scope(tenant.pk):
        before = drafting.effective(registration)
    data: dict[str, Any] = {
        path: answer.text or list(answer.choices) for path, answer in before.items()
    }

    as_alice.post(f"{page('answers', registration)}?all=1", data)

    with tenant_scope(tenant.pk):
        assert drafting.effective(registration) == before


def test_a_typed_answer_is_marked_with_ours_and_put_back_with_one_press(
    as_alice, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, BRAND)
    path = "companyInfo.city"
    as_alice.post(f"{page('answers', registration)}?field={path}", {path: "Tacoma"})
    shown = as_alice.get(page("detail", registration)).content.decode()
    assert "Typed here instead of" in shown
    assert "Put back" in shown

    as_alice.post(page("put_back", registration), {"field": path})

    with tenant_scope(tenant.pk):
        assert drafting.effective(registration)[path].text == "Seattle"


def test_putting_back_what_the_form_does_not_ask_is_told(
    as_alice, tenant: Tenant, brand: Brand
) -> None:
    registration = drafted(tenant, BRAND)

    answer = as_alice.post(page("put_back", registration), {"field": "a.b"}, follow=True)

    assert "has no such field" in answer.content.decode()


def test_a_source_leads_to_the_page_of_the_fact(as_alice, tenant: Tenant, brand: Brand) -> None:
    shown = as_alice.get(page("detail", drafted(tenant, BRAND))).content.decode()

    assert f'<a href="{reverse("tenants:brand")}">Company details</a>' in shown


def test_a_draft_says_what_the_carrier_changed(as_alice, tenant: Tenant, brand: Brand) -> None:
    registration = drafted(tenant, BRAND)
    revision = read_again(NEW_FIELD)
    assert revision is not None
    schema_watch.tell(revision)

    shown = as_alice.get(page("detail", registration)).content.decode()

    assert "The carrier’s form changed on" in shown
    assert "Motto" in shown
    assert "New question that must be answered" in shown


def test_staff_read_changes_in_words_and_say_that_they_have_seen_them(
    as_dana, tenant: Tenant, brand: Brand
) -> None:
    drafted(tenant, BRAND)
    revision = read_again(NEW_FIELD)
    assert revision is not None
    schema_watch.tell(revision)
    url = reverse("admin:registrations_formrevision_change", args=[revision.pk])

    first = as_dana.get(reverse("admin:index")).content.decode()
    shown = as_dana.get(url).content.decode()
    as_dana.post(reverse("admin:registrations_formrevision_seen", args=[revision.pk]))

    assert "1 change that nobody has seen yet" in first
    assert "New question that must be answered" in shown
    assert str(tenant) in shown
    assert FormRevision.objects.get(pk=revision.pk).seen_by
    listed = reverse("admin:registrations_formdefinition_changelist")
    assert "Short code" in as_dana.get(listed).content.decode()
    one = reverse("admin:registrations_formdefinition_change", args=[BRAND])
    assert "Legal company name" in as_dana.get(one).content.decode()


def test_the_round_says_by_which_form_it_was_written(tenant: Tenant, brand: Brand) -> None:
    read_again(NEW_FIELD)

    registration = drafted(tenant, BRAND)

    with tenant_scope(tenant.pk):
        assert registration.current.form_revision == 2


def test_the_types_are_those_of_the_carriers_list_with_ours_first() -> None:
    kinds = [facts.kind for facts in drafting.offered_types()]

    assert kinds[0] == Kind.BRAND
    assert Kind.SENDER_ID in kinds


def test_the_carriers_words_are_shown_and_never_run() -> None:
    question = FormField(
        "a.b",
        "TEXT",
        "OPTIONAL",
        "B",
        hint="<script>",
        link="https://carrier.example/guide",
        link_title="Guide",
        min_length=40,
        max_length=500,
    )

    shown = hint_of(question)

    assert "&lt;script&gt;" in shown
    assert '<a href="https://carrier.example/guide"' in shown
    assert "40 to 500 characters" in shown


def test_what_depends_on_an_open_question_is_asked_with_it() -> None:
    with_letter = drafting.fields_of(drafting.form_of(SG))
    path = "senderIdInfo.letterOfAuthorization"

    found = {field.path for field in asked(with_letter, {}, remarks=set())}
    decided = {
        "senderIdInfo.registeringOnBehalf": Answer(
            "senderIdInfo.registeringOnBehalf", "fixed", choices=("False",)
        )
    }

    assert path in found
    assert path not in {f.path for f in asked(with_letter, decided, remarks=set())}
