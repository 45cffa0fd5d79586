"""Our facts against every form that the carrier offers, and against one that nobody knows."""

from dataclasses import replace

import pytest

from consent.content import MessageKind
from consent.rules.base import TextKind
from registrations import text_fields
from registrations.answers import entries, mapped
from registrations.carrier.simulator.definitions import forms
from registrations.definitions import ATTACHMENT, SELECT, FormField
from registrations.requirements import Answer, check_answer, problems
from tests.registrations.test_answers import COMPANY, facts, fields

TYPES = sorted(forms())
CAMPAIGN, GB, IN, AU, LONG = (
    "US_TEN_DLC_CAMPAIGN_REGISTRATION",
    "GB_SENDER_ID_REGISTRATION",
    "IN_SENDER_ID_REGISTRATION",
    "AU_SENDER_ID_REGISTRATION",
    "ZZ_LONG_CODE_REGISTRATION",
)
UNKNOWN = (
    FormField("companyDetails.companyName", "TEXT", "REQUIRED", "Name"),
    FormField("companyDetails.website", "TEXT", "REQUIRED", "Website"),
    FormField("stars.count", "SELECT", "REQUIRED", "Stars", options=("1", "2")),
    FormField("stars.optInImage", ATTACHMENT, "OPTIONAL", "Picture"),
)


@pytest.mark.parametrize("kind", TYPES)
def test_every_answer_of_ours_stands_in_the_carriers_form_and_keeps_its_limits(kind: str) -> None:
    known = {field.path: field for field in fields(kind)}

    answers = mapped(kind, facts(), known.values())

    assert set(answers) <= set(known)
    wrong = [f for path, answer in answers.items() for f in check_answer(known[path], answer)]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("methods", [("web",), ("pos",), ("flyer",), ("keyword",), ("verbal",)])
def test_however_people_opt_in_every_form_takes_the_description_of_it(
    methods: tuple[str, ...], language: str
) -> None:
    made = facts(methods=methods, language=language, opt_in_keyword="JOIN")
    for kind in TYPES:
        found = problems(fields(kind), mapped(kind, made, fields(kind)))
        assert [f for f in found if f.rule in ("FORM-LENGTH", "FORM-CHOICE", "FORM-PATTERN")] == []


@pytest.mark.parametrize("message", [kind.value for kind in MessageKind])
@pytest.mark.parametrize("kind", [GB, IN, AU, LONG])
def test_a_category_is_the_forms_own_option_or_is_left_to_ask(kind: str, message: str) -> None:
    field = next(f for f in fields(kind) if f.path == "messagingUseCase.useCaseCategory")

    answer = mapped(kind, facts(message_kinds=(message,)), fields(kind)).get(field.path)

    assert answer is None or set(answer.choices) <= set(field.options)
    assert answer is not None or message == "marketing"  # India offers no promotions.


def test_the_same_meaning_is_spelled_as_each_form_spells_it() -> None:
    made = facts(message_kinds=("marketing",))
    path = "messagingUseCase.useCaseCategory"

    assert mapped(GB, made, fields(GB))[path].choices == ("Promotions and Marketing",)
    assert mapped(AU, made, fields(AU))[path].choices == ("Promotions and marketing",)
    assert path not in mapped(IN, made, fields(IN))


def test_the_line_of_business_is_the_forms_own_word_or_other() -> None:
    path = "companyInfo.areaOfBusiness"
    homes = facts(replace(COMPANY, vertical="REAL_ESTATE"))
    charity = facts(replace(COMPANY, vertical="NGO"))

    assert mapped(IN, homes, fields(IN))[path].choices == ("Real estate",)
    assert mapped(IN, charity, fields(IN))[path].choices == ("Other",)


def test_a_sender_id_form_leaves_only_what_nothing_tells_to_be_asked() -> None:
    found = problems(fields(GB), mapped(GB, facts(), fields(GB)))

    assert {f.field for f in found} == {
        "senderIdInfo.senderId",
        "messagingUseCase.monthlyMessageVolume",
    }


def test_a_form_that_nobody_knows_is_answered_by_the_names_that_recur() -> None:
    answers = mapped("XX_BRAND_NEW_THING", facts(), UNKNOWN)

    assert answers["companyDetails.companyName"].text == "Maple Dental LLC"
    assert answers["stars.optInImage"].source == "evidence"
    assert "stars.count" not in answers


def test_a_new_sender_id_country_is_answered_like_the_others() -> None:
    answers = mapped("KE_SENDER_ID_REGISTRATION", facts(), fields(AU))

    assert answers["companyAddress.address1"].text == COMPANY.street
    assert answers["messageSamples.messageSample1"].source == "program"


def test_the_carriers_form_decides_what_is_a_text_and_what_a_choice() -> None:
    odd = (FormField("companyInfo.website", SELECT, "OPTIONAL", "Website", options=("Yes",)),)

    assert mapped("XX_ODD", facts(), odd) == {}


def test_a_question_that_the_form_dropped_is_answered_no_more() -> None:
    left = [f for f in fields(CAMPAIGN) if f.path != "campaignInfo.optInKeyword"]

    assert "campaignInfo.optInKeyword" not in mapped(CAMPAIGN, facts(opt_in_keyword="JOIN"), left)


def test_a_question_that_a_known_form_gained_is_answered_by_its_name() -> None:
    gained = [*fields(CAMPAIGN), FormField("contactInfo.firstName", "TEXT", "REQUIRED", "Name")]

    assert mapped(CAMPAIGN, facts(), gained)["contactInfo.firstName"].text == "Mara"


@pytest.mark.parametrize(
    ("use_case", "parts"), [("LOW_VOLUME", ("ACCOUNT_NOTIFICATION",)), ("FRAUD_ALERT", ())]
)
def test_parts_follow_the_use_case_that_a_person_chose(
    use_case: str, parts: tuple[str, ...]
) -> None:
    path = "campaignUseCase.useCase"
    typed = {path: Answer(path, "typed", choices=(use_case,))}

    answers = mapped(CAMPAIGN, facts(), fields(CAMPAIGN), typed=typed)

    found = answers.get("campaignUseCase.subUseCases")
    assert (found.choices if found else ()) == parts


def test_an_australian_number_is_the_tax_id_of_australian_companies_only() -> None:
    path = "auSidSpecificInfo.australianBusinessNumber"
    local = facts(replace(COMPANY, tax_id="51 824 753 556", tax_id_country="AU"))

    assert mapped(AU, local, fields(AU))[path].text == "51824753556"
    assert path not in mapped(AU, facts(), fields(AU))


def test_no_type_asks_our_facts_twice_for_one_field() -> None:
    for kind in TYPES:
        paths = [entry.path for entry in entries(kind, fields(kind))]
        # An age gate is assumed first and known second.
        assert len(paths) - len(set(paths)) <= (kind == CAMPAIGN)


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        (CAMPAIGN, "campaignInfo.campaignName", TextKind.DESCRIPTION),
        (CAMPAIGN, "campaignInfo.helpMessage", TextKind.HELP_REPLY),
        (GB, "messageSamples.messageSample2", TextKind.SAMPLE_MESSAGE),
        (LONG, "messagingUseCase.optInFlow1", TextKind.MESSAGE_FLOW),
        (GB, "companyInfo.companyName", None),
        ("XX_NEW", "campaignInfo.campaignName", None),
    ],
)
def test_rules_know_what_a_typed_text_is(kind: str, path: str, expected: TextKind | None) -> None:
    assert text_fields.kind_of(kind, path) == expected
