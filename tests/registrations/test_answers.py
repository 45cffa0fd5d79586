"""Our facts against the carrier's forms: every path exists, nothing required is missing."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from consent.content import MessageKind
from consent.rendering import render
from registrations import usecases
from registrations.answers import TABLES, Company, Facts, Words, description, mapped
from registrations.carrier.simulator.definitions import form
from registrations.definitions import FormField, read_fields
from registrations.models import RegistrationType
from registrations.requirements import problems
from tests.builders import make_content
from tests.registrations.filings import DESCRIPTION

BRAND, CAMPAIGN, TOLL_FREE = (
    RegistrationType.TEN_DLC_BRAND.value,
    RegistrationType.TEN_DLC_CAMPAIGN.value,
    RegistrationType.TOLL_FREE.value,
)
EVIDENCE = uuid.uuid4()
COMPANY = Company(
    legal_name="Maple Dental LLC",
    dba_name="Maple Dental",
    texted_name="Maple Dental",
    entity_type="PRIVATE_PROFIT",
    tax_id="91-1144442",
    tax_id_country="US",
    stock_symbol="MAPL",
    stock_exchange="NYSE",
    street="410 Terry Avenue North",
    city="Seattle",
    state="WA",
    postal_code="98109",
    country="us",
    website="https://mapledental.example",
    vertical="HEALTHCARE",
    support_email="care@mapledental.example",
    support_phone="+12065550100",
    contact_first_name="Mara",
    contact_last_name="Lind",
    contact_email="mara@mapledental.example",
)


def facts(company: Company = COMPANY, **content: Any) -> Facts:
    """What a sound business with a published program is registered from."""
    made = make_content(**{"description": DESCRIPTION, **content})
    return Facts(company, Words(made, render(made)), EVIDENCE)


def fields(kind: str) -> tuple[FormField, ...]:
    """The carrier's form of a type, as it would be read from it."""
    return read_fields(kind, [field.as_definition() for field in form(kind).fields.values()])


@pytest.mark.parametrize("kind", TABLES)
def test_every_mapped_path_exists_in_the_carriers_form(kind: str) -> None:
    known = {field.path for field in fields(kind)}

    assert {entry.path for entry in TABLES[kind]} <= known


@pytest.mark.parametrize("kind", [BRAND, CAMPAIGN])
def test_our_facts_answer_the_whole_form(kind: str) -> None:
    assert problems(fields(kind), mapped(kind, facts())) == []


def test_only_the_volume_of_a_toll_free_number_is_left_to_ask() -> None:
    found = problems(fields(TOLL_FREE), mapped(TOLL_FREE, facts()))

    assert [finding.field for finding in found] == ["messagingUseCase.monthlyMessageVolume"]


@pytest.mark.parametrize("kinds", [(kind.value,) for kind in MessageKind])
@pytest.mark.parametrize("kind", [CAMPAIGN, TOLL_FREE])
def test_every_kind_of_message_has_a_use_case_on_the_form(
    kind: str, kinds: tuple[str, ...]
) -> None:
    answers = mapped(kind, facts(message_kinds=kinds))
    wrong = [f for f in problems(fields(kind), answers) if "useCase" in f.field]

    path = "campaignUseCase.useCase" if kind == CAMPAIGN else "messagingUseCase.useCaseCategory"
    assert wrong == []
    assert len(answers[path].choices) == 1


def test_an_ein_is_sent_without_its_dash() -> None:
    assert mapped(BRAND, facts())["companyInfo.taxId"].text == "911144442"


def test_stock_fields_are_sent_for_a_listed_company_only() -> None:
    listed = replace(COMPANY, entity_type="PUBLIC_PROFIT")
    conditional = {
        "companyInfo.stockSymbol",
        "companyInfo.stockExchange",
        "companyInfo.businessContactEmail",
    }

    assert not conditional & set(mapped(BRAND, facts()))
    assert conditional <= set(mapped(BRAND, facts(listed)))
    assert problems(fields(BRAND), mapped(BRAND, facts(listed))) == []


def test_two_kinds_make_a_mixed_campaign_with_its_parts() -> None:
    answers = mapped(CAMPAIGN, facts(message_kinds=("appointment", "marketing")))

    assert answers["campaignUseCase.useCase"].choices == ("MIXED",)
    assert set(answers["campaignUseCase.subUseCases"].choices) == {
        "ACCOUNT_NOTIFICATION",
        "MARKETING",
    }
    assert answers["campaignCapabilities.messageType"].choices == ("Promotional",)


def test_a_campaign_of_one_kind_has_no_parts() -> None:
    assert "campaignUseCase.subUseCases" not in mapped(CAMPAIGN, facts())


def test_donations_are_never_a_part_of_a_mixed_campaign() -> None:
    assert usecases.parts(["charity", "appointment"]) == ["ACCOUNT_NOTIFICATION"]


def test_links_and_numbers_in_samples_are_declared() -> None:
    samples = (
        "Maple Dental: your form is at https://mapledental.example/form. Reply STOP to opt out.",
        "Maple Dental: call +1 206 555 0100 to move your visit. Reply STOP to opt out.",
    )
    answers = mapped(CAMPAIGN, facts(sample_messages=samples))

    assert answers["campaignUseCase.embeddedLink"].choices == ("Yes",)
    assert answers["campaignUseCase.embeddedPhone"].choices == ("Yes",)
    assert answers["campaignUseCase.embeddedLinkSample"].text == "https://mapledental.example/form"
    assert problems(fields(CAMPAIGN), answers) == []


def test_samples_without_them_declare_none() -> None:
    answers = mapped(CAMPAIGN, facts())

    assert answers["campaignUseCase.embeddedLink"].choices == ("No",)
    assert answers["campaignUseCase.embeddedPhone"].choices == ("No",)
    assert "campaignUseCase.embeddedLinkSample" not in answers


def test_a_screenshot_answers_by_its_id() -> None:
    answer = mapped(CAMPAIGN, facts())["campaignInfo.optInScreenshot"]

    assert (answer.evidence_id, answer.source) == (EVIDENCE, "evidence")


def test_without_a_published_program_only_the_company_is_answered() -> None:
    answers = mapped(CAMPAIGN, Facts(COMPANY))

    assert answers["campaignInfo.vertical"].source == "brand"
    assert "campaignInfo.optInWorkflow" not in answers


def test_a_description_that_names_nobody_is_introduced() -> None:
    content = make_content(description="appointment news")
    text = description(Words(content, render(content)))

    assert text.startswith("Maple Dental sends appointment reminders by text message")
    assert text.endswith("Appointment news.")


def test_a_description_that_says_it_all_is_sent_as_it_is() -> None:
    content = make_content(description=DESCRIPTION)

    assert description(Words(content, render(content))) == DESCRIPTION


def test_a_description_in_another_language_is_introduced_in_english() -> None:
    own = "Maple Dental recuerda sus citas a los pacientes que se inscribieron en el formulario."
    content = make_content(description=own, language="es")

    said = description(Words(content, render(content)))

    assert said.startswith("Maple Dental sends appointment reminders by text message")
    assert said.endswith(own)


@pytest.mark.parametrize(
    ("country", "kind"), [("US", "EIN"), ("ca", "CBN"), ("DE", "USt-IdNr"), ("ZA", "OTHER")]
)
def test_the_kind_of_a_tax_id_follows_its_country(country: str, kind: str) -> None:
    assert usecases.tax_id_type(country) == kind


def test_the_types_that_most_businesses_need_have_tables_of_their_own() -> None:
    assert {BRAND, CAMPAIGN, TOLL_FREE} <= set(TABLES) <= set(RegistrationType.values)


def test_a_sample_in_another_language_is_filed_with_its_english() -> None:
    answer = mapped(CAMPAIGN, facts(language="es"))["messageSamples.messageSample1"]

    assert answer.text.startswith("Maple Dental: Recordatorio: su cita es")
    assert "(English translation: Maple Dental: Reminder: your appointment is" in answer.text


def test_the_tenants_own_samples_are_filed_as_they_are() -> None:
    own = ("Maple Dental: su cita es mañana. Responda STOP para cancelar.",)
    answers = mapped(CAMPAIGN, facts(language="es", sample_messages=own))

    assert answers["messageSamples.messageSample1"].text == own[0]


@pytest.mark.parametrize(("age", "choice"), [(0, "No"), (21, "Yes")])
def test_an_age_gate_is_declared(age: int, choice: str) -> None:
    answer = mapped(CAMPAIGN, facts(minimum_age=age))["campaignUseCase.ageGated"]

    assert answer.choices == (choice,)


@pytest.mark.parametrize(
    ("methods", "category"),
    [
        (("web", "verbal"), "DIGITAL_FORM"), (("verbal",), "VERBAL"), (("keyword",), "TEXT"),
        (("flyer", "keyword"), "PAPER_FORM"), ((), "DIGITAL_FORM"),
    ],
)  # fmt: skip
def test_the_toll_free_form_gets_the_category_of_the_first_way(
    methods: tuple[str, ...], category: str
) -> None:
    answer = mapped(TOLL_FREE, facts(methods=methods))["messagingUseCase.optInType"]

    assert answer.choices == (category,)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_message_flow_is_filed_in_english_whatever_the_program_speaks(language: str) -> None:
    answer = mapped(CAMPAIGN, facts(language=language))["campaignInfo.optInWorkflow"]

    assert answer.text.startswith("End users opt in on the public web form at")
    assert "By checking this box, I agree to receive" in answer.text
