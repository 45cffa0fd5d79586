"""Proves that generated texts pass every rule, and that deleting any disclosure is caught."""

from dataclasses import replace

import pytest

from consent.content import NumberType, UseCase
from consent.rendering import ConsentBox, RenderedTexts, english, render
from consent.rules import BusinessFacts, Finding, IsvIdentity
from consent.rules.filing import FilingFacts
from consent.rules.live import LiveFacts
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


EVERYWHERE = ("web", "pos", "flyer", "keyword", "verbal")


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize("use_case", UseCase.codes())
@pytest.mark.parametrize("number_type", NumberType.codes())
def test_texts_in_other_languages_pass_beside_their_english(language, use_case, number_type):
    content = program(use_case, language=language, methods=EVERYWHERE, text_number="55555",
                      double_opt_in=True)  # fmt: skip
    found = check(content, number_type=number_type, english=english(content))
    assert [(f.rule, f.field) for f in found] == []


def test_samples_in_another_language_need_their_english_for_10dlc():
    found = check(program(language="es"))
    assert {f.rule for f in found} == {"FLOW-ENGLISH"}


def test_own_samples_in_another_language_need_their_english_since_nobody_translated_them():
    sample = "Maple Dental: su cita es el martes a las 9. Responda STOP para cancelar."
    content = program(language="es", sample_messages=(sample,))
    found = [f.field for f in check(content, english=english(content)) if f.rule == "FLOW-ENGLISH"]
    assert found == ["texts.sample_messages.0"]


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        ("cta_counter", "Text JOIN to 55555.", "CTA-RATES"),
        ("cta_flyer", "Text JOIN to 55555.", "CTA-STOP"),
        ("cta_keyword", "Text STOP to 55555 to join Maple Dental.", "KEYWORD-RESERVED"),
        ("cta_pos", (ConsentBox("appointment", "Yes."),), "CTA-BRAND"),
    ],
)
def test_the_text_of_every_method_is_read(field, text, rule):
    content = replace(MAPLE, methods=EVERYWHERE, text_number="55555")
    found = check(content, replace(render(content), **{field: text}))
    assert rule in {f.rule for f in found if f.field.startswith(f"texts.{field}")}


def test_evidence_is_asked_for_the_methods_that_the_program_has():
    content = replace(MAPLE, methods=("flyer",), text_number="55555")
    found = [f for f in check(content, evidence_count=0) if f.rule == "CTA-EVIDENCE"]
    assert [f.severity for f in found] == ["blocker"]


def test_a_flow_leans_on_any_call_to_action_and_on_none_that_is_refused():
    content = replace(MAPLE, methods=("keyword",), text_number="55555")
    texts = replace(render(content), message_flow="Patients text JOIN to 55555 from our sign.")
    (sound,) = [f for f in check(content, texts) if f.rule == "FLOW-DISCLOSURES"]
    bad = replace(texts, cta_keyword="Text JOIN to 55555.")
    (refused,) = [f for f in check(content, bad) if f.rule == "FLOW-DISCLOSURES"]

    assert (sound.severity, refused.severity) == ("warning", "blocker")


def test_what_was_seen_of_the_pages_and_the_filing_counts():
    page = LiveFacts(page="terms", url=MAPLE.terms_url, final_url=MAPLE.terms_url, status=404)
    filing = FilingFacts(attributes={"embeddedPhone": True})
    found = check(live=(page,), filing=filing)
    assert [(f.rule, f.field) for f in found] == [
        ("SAMPLE-LINK-ATTR", "filing.embeddedPhone"),
        ("TERMS-REACHABLE", "program.terms_url"),
    ]
