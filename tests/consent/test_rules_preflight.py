"""Proves that generated texts pass every rule, and that deleting any disclosure is caught."""

from dataclasses import replace

import pytest

from consent.content import NumberType, UseCase
from consent.rendering import ConsentBox, RenderedTexts, render
from consent.rules import BusinessFacts, Finding, IsvIdentity
from consent.rules.preflight import check_program
from tests.consent.programs import MAPLE, program

ISV = IsvIdentity(names=("TextCo, Inc.",), domains=("textco.example",))
BUSINESS = BusinessFacts(legal_name=MAPLE.legal_name, website=MAPLE.website)


def check(content=MAPLE, texts: RenderedTexts | None = None, **options) -> list[Finding]:
    """Check a program with sound defaults."""
    known = {"number_type": "10dlc", "isv": ISV, "business": BUSINESS, "evidence_count": 1}
    return check_program(content, texts or render(content), **{**known, **options})


@pytest.mark.parametrize("number_type", NumberType.codes())
@pytest.mark.parametrize("use_case", UseCase.codes())
@pytest.mark.parametrize("phone", ["+18005550134", ""])
def test_generated_texts_of_a_sound_program_have_no_finding_at_all(use_case, number_type, phone):
    assert check(program(use_case, support_phone=phone), number_type=number_type) == []


@pytest.mark.parametrize(
    "brand",
    [
        "Stop & Shop",
        "Help Now",
        "Text Partners",
        "Crème Brûlée Co.",
        "A",
        "Deals R Us, Inc.",
        "The International Association of Hospitality Professionals of Northern California Inc.",
    ],
)
@pytest.mark.parametrize("use_case", UseCase.codes())
def test_generated_texts_pass_whatever_the_brand_is_called(use_case, brand):
    description = f"{brand} reminds customers who signed up on its web form of their orders."
    content = program(use_case, brand_name=brand, program_name=f"{brand} Texts",
                      legal_name=brand, description=description)  # fmt: skip
    assert [f for f in check(content, business=BusinessFacts()) if f.is_blocker] == []


BOX = render(program("marketing")).cta_web[0].text
DELETIONS = [
    ("from Maple Dental ", {"CTA-BRAND"}),
    ("recurring automated marketing ", {"CTA-PURPOSE", "CTA-AUTOMATED"}),
    ("Up to 4 messages per month. ", {"CTA-FREQUENCY"}),
    ("Message and data rates may apply. ", {"CTA-RATES", "CTA-RATES-VERBATIM"}),
    ("Text HELP or call (800) 555-0134 for support. ", {"CTA-HELP", "CTA-HELP-KEYWORD"}),
    ("Text HELP or ", {"CTA-HELP-KEYWORD"}),
    ("Text STOP to opt out of future messages. ", {"CTA-STOP"}),
    ("Consent is not a condition of purchase. ", {"CTA-NOT-PREREQUISITE"}),
    (f"Terms & Conditions: {MAPLE.terms_url} ", {"CTA-TERMS"}),
    (MAPLE.terms_url, {"CTA-TERMS"}),
    (f" Privacy Policy: {MAPLE.privacy_url}", {"CTA-PRIVACY"}),
    (MAPLE.privacy_url, {"CTA-PRIVACY"}),
]


@pytest.mark.parametrize(("disclosure", "rules"), DELETIONS)
def test_deleting_a_disclosure_is_caught_by_exactly_its_rules(disclosure, rules):
    content = program("marketing")
    assert disclosure in BOX
    boxes = (ConsentBox("marketing", BOX.replace(disclosure, "")),)
    found = check(content, replace(render(content), cta_web=boxes))
    assert {f.rule for f in found if f.kind == "web"} == rules


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        ('Just reply "STOP" to any message from us. After you send the SMS message "STOP" to us',
         "TERMS-STOP"),
        ("to confirm that you have been unsubscribed", "TERMS-STOP-CONFIRM"),
        ("If you want to join again, just sign up as you did the first time or text JOIN and we "
         "will start sending SMS messages to you again", "TERMS-REJOIN"),
        ("you can reply with the keyword HELP for more assistance, or ", "TERMS-HELP"),
        ("Carriers are not liable for delayed or undelivered messages.", "TERMS-CARRIER-LIABILITY"),
        ("message and data rates may apply", "TERMS-RATES"),
        ("Up to 4 messages per month.", "TERMS-FREQUENCY"),
        ("it is best to contact your wireless provider", "TERMS-PLAN-QUESTIONS"),
        (MAPLE.privacy_url, "TERMS-PRIVACY-LINK"),
    ],
)  # fmt: skip
def test_deleting_an_element_of_the_terms_is_caught_by_exactly_its_rule(element, rule):
    texts = render(MAPLE)
    assert element in texts.terms_text
    sections = tuple(
        replace(s, paragraphs=tuple(p.replace(element, "") for p in s.paragraphs))
        for s in texts.terms
    )
    found = check(MAPLE, replace(texts, terms=sections))
    assert {f.rule for f in found if f.field == "texts.terms"} == {rule}


def test_deleting_the_exclusion_from_the_privacy_page_is_caught():
    texts = render(MAPLE)
    sections = tuple(s for s in texts.privacy if s.heading != "Who else handles it")
    found = check(MAPLE, replace(texts, privacy=sections))
    assert [(f.rule, f.field) for f in found] == [("PRIVACY-NO-SHARING", "texts.privacy")]


@pytest.mark.parametrize(
    ("methods", "severity"),
    [(("web",), "warning"), (("web", "verbal"), "blocker"), (("flyer",), "blocker")],
)
def test_missing_evidence_blocks_when_reviewers_cannot_open_the_opt_in(methods, severity):
    (found,) = check(evidence_count=0, opt_in_methods=methods)
    assert (found.rule, found.severity) == ("CTA-EVIDENCE", severity)


def test_one_sample_is_too_few_for_10dlc_and_enough_for_toll_free():
    one = program(sample_messages=("Maple Dental: your visit is at 3 PM. Reply STOP to opt out.",))
    assert [f.rule for f in check(one)] == ["SAMPLE-COUNT"]
    assert check(one, number_type="toll_free") == []


def test_a_sample_without_opt_out_beside_one_with_it_is_a_warning():
    content = program(
        sample_messages=(
            "Maple Dental: your visit is at 3 PM. Reply STOP to opt out.",
            "Maple Dental: your visit has moved to 5 PM.",
        )
    )
    (found,) = check(content)
    assert (found.rule, found.severity) == ("SAMPLE-OPTOUT", "warning")
    assert found.field == "texts.sample_messages.1"


def test_the_isvs_website_in_the_brand_is_found():
    found = check(business=replace(BUSINESS, website="https://app.textco.example"))
    assert [(f.rule, f.field) for f in found] == [("ISV-INFO-DETECTED", "brand.website")]
