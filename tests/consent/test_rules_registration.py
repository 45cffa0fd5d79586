"""Proves the rules on a registration's texts and data, above all that the ISV stays out."""

from dataclasses import replace

import pytest

from consent.rules import BusinessFacts, Context, Decision, IsvIdentity
from consent.rules.registration import (
    decision_findings,
    email_findings,
    isv_findings,
    name_findings,
    website_findings,
)
from tests.consent.linting import fails, findings

ISV = IsvIdentity(
    names=("TextCo, Inc.",),
    tax_ids=("12-3456789",),
    domains=("textco.example",),
    phones=("+15125550147",),
    emails=("hello@textco.example", "textco@gmail.com"),
)
MAPLE = BusinessFacts(
    legal_name="Maple Dental, LLC",
    tax_id="98-7654321",
    website="https://mapledental.example",
    support_email="care@mapledental.example",
    support_phone="+18005550134",
    contact_email="jo@gmail.com",
)
FULL_FLOW = (
    "Customers of Acme open https://acme.com/sms, enter their number and tick an empty box. "
    "Message frequency varies. Message and data rates may apply. Reply STOP to opt out, HELP for "
    "help. "
    "Terms: acme.com/terms Privacy: acme.com/privacy"
)

EXAMPLES: dict[tuple[str, str], tuple[list[str], list[str]]] = {
    ("message_flow", "FLOW-METHOD"): (
        [FULL_FLOW,
         "Customers text JOIN to 55555 after seeing the sign at the counter of our shop.",
         "The agent reads the script over the phone and records the yes.",
         "People fill in a paper form in the store and hand it to the staff.",
         "Visitors scan the QR code on the poster and enter their number."],
        ["Customers opt in.", "Existing customers gave us their numbers a long time ago, we think.",
         "We have consent from everybody that we send our messages to.", "Web form", ""],
    ),
    ("message_flow", "FLOW-URL"): (
        [FULL_FLOW, "https://acme.com/contact#sms", "Form: https://files.acme.com/s/abc.png",
         "Customers text JOIN to 55555 after seeing the sign.", "Paper cards at the counter."],
        ["on our website", "Customers fill in the online form.", "www.acme.com", "https://acme.com/",
         "They check a box on the web page"],
    ),
    ("message_flow", "FLOW-DISCLOSURES"): (
        [FULL_FLOW, FULL_FLOW.upper(), FULL_FLOW.replace("Reply", "Txt"), f"<p>{FULL_FLOW}</p>",
         FULL_FLOW.replace("Message and data", "Msg & data")],
        ["Users tick a box on our form.",
         "Users opt in via web form. They can reply STOP to cancel.",
         FULL_FLOW.replace("Message frequency varies. ", ""),
         FULL_FLOW.replace("Acme", "the shop"),
         FULL_FLOW.replace("Privacy: acme.com/privacy", "")],
    ),
    ("message_flow", "FLOW-NO-PURCHASED-LIST"): (
        ["opted in on our form", "opted in by keyword", "We never buy lists.",
         "No third-party lists are used", "They purchased a ticket"],
        ["We purchase opted-in leads.", "Leads come from partner sites.", "bought contact lists",
         "from a data broker", "We use a lead vendor"],
    ),
    ("description", "DESC-SPECIFIC"): (
        ["Maple Dental texts appointment reminders to patients who opted in on its form.",
         "Acme sends login codes to account holders when they sign in.",
         "Acme informs customers who signed up of order and delivery updates.",
         "Members of Acme who opted in receive weekly promotional offers.",
         "Maple Dental reminds its patients by text of their upcoming visits."],
        ["Marketing", "We send messages to customers.", "Acme sends texts to all customers, daily.",
         "Appointment reminders for patients who opted in on the form.",
         "Acme sends order updates and other texts as they come along."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [(kind, rule, text) for (kind, rule), (good, _) in EXAMPLES.items() for text in good],
)
def test_an_accepted_wording_passes(kind, rule, text):
    assert not fails(kind, text, rule)


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [(kind, rule, text) for (kind, rule), (_, bad) in EXAMPLES.items() for text in bad],
)
def test_a_wording_that_reviewers_reject_is_found(kind, rule, text):
    assert fails(kind, text, rule)


def test_a_bare_home_page_is_only_a_warning():
    (found,) = findings("message_flow", "Sign up at www.acme.com online", "FLOW-URL")
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("linked", "severity"), [(None, "warning"), (True, "warning"), (False, "blocker")]
)
def test_a_flow_without_disclosures_is_worse_when_no_call_to_action_is_linked(linked, severity):
    (found,) = findings("message_flow", "A web form.", "FLOW-DISCLOSURES",
                        linked_call_to_action=linked)  # fmt: skip
    assert found.severity == severity


def isv_fields(business: BusinessFacts, isv: IsvIdentity = ISV) -> list[str]:
    """Return the fields that carry the ISV's identity."""
    return [finding.field for finding in isv_findings(isv, business, Context())]


def test_an_end_business_with_its_own_data_passes():
    assert isv_fields(MAPLE) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"legal_name": "TEXTCO"}, "brand.legal_name"),
        ({"legal_name": "Text-Co LLC"}, "brand.legal_name"),
        ({"dba_name": "textco inc"}, "brand.dba_name"),
        ({"tax_id": "123456789"}, "brand.tax_id"),
        ({"website": "https://app.textco.example/login"}, "brand.website"),
        ({"support_email": "Info@TextCo.example"}, "brand.support_email"),
        ({"contact_email": "textco@gmail.com"}, "brand.contact_email"),
        ({"support_phone": "(512) 555-0147"}, "brand.support_phone"),
        ({"contact_phone": "+1 512 555 0147"}, "brand.contact_phone"),
    ],
)
def test_the_isvs_data_is_found_at_its_field_however_it_is_written(change, field):
    assert isv_fields(replace(MAPLE, **change)) == [field]


@pytest.mark.parametrize(
    "change",
    [
        {"legal_name": "TextCo Bakery"},
        {"dba_name": "Contextco"},
        {"website": "https://nottextco.example"},
        {"contact_email": "another@gmail.com"},
        {"tax_id": ""},
        {"support_phone": ""},
        {"support_phone": "not a number"},
    ],
)
def test_likeness_is_not_equality(change):
    assert isv_fields(replace(MAPLE, **change)) == []


def test_an_approved_exception_lets_pass_the_fields_it_names_and_no_others():
    own = BusinessFacts(
        legal_name="TextCo, Inc.", tax_id="12-3456789", excepted=frozenset({"legal_name"})
    )
    assert isv_fields(own) == ["brand.tax_id"]


def test_a_tax_id_is_never_written_out():
    (found,) = isv_findings(ISV, replace(MAPLE, tax_id="12-3456789"), Context())
    assert "3456789" not in found.message


def test_what_is_merely_alike_blocks_too_and_offers_an_exception():
    (found,) = isv_findings(ISV, replace(MAPLE, legal_name="TextCoo"), Context())
    assert found.is_blocker
    assert "exception" in found.fix


@pytest.mark.parametrize("decision", sorted(set(Decision) - {Decision.SETTLED}))
def test_an_open_decision_blocks_and_says_what_to_do(decision):
    (found,) = decision_findings(replace(MAPLE, decision=decision), Context())
    assert (found.rule, found.is_blocker, bool(found.fix)) == ("ISV-DECISION", True, True)


def test_a_settled_decision_is_not_spoken_of():
    assert not list(decision_findings(MAPLE, Context()))


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, []),
        ({"website_problem": "Nothing answers there."}, ["WEBSITE-REACHABLE"]),
        ({"website_shows_brand": False}, ["WEBSITE-BRAND-MATCH"]),
        # A site that cannot be read says nothing of names.
        (
            {"website_problem": "Nothing answers there.", "website_shows_brand": False},
            ["WEBSITE-REACHABLE"],
        ),
    ],
)
def test_what_was_seen_of_the_website_warns(change, rules):
    found = list(website_findings(replace(MAPLE, **change), Context()))
    assert [f.rule for f in found] == rules
    assert not any(f.is_blocker for f in found)


def test_an_isv_that_entered_nothing_about_itself_matches_nobody():
    assert isv_fields(BusinessFacts(), IsvIdentity(names=("",), phones=("",))) == []


def test_a_finding_carries_what_reviewers_would_answer():
    (found,) = isv_findings(ISV, replace(MAPLE, dba_name="TextCo"), Context())
    assert found.rule == "ISV-INFO-DETECTED"
    assert found.is_blocker
    assert "BrandIdentifiedAsResellerOrIvr" in found.prevents


def test_a_text_that_names_only_the_isv_is_found():
    texts = {"texts.terms": ("terms", "TextCo SMS terms"), "texts.privacy": ("privacy", "Acme")}
    found = list(name_findings(texts, Context(brand_names=("Acme",), isv=ISV)))
    assert [(f.rule, f.field) for f in found] == [
        ("ISV-INFO-DETECTED", "texts.terms"),
        ("BRAND-NAME-CONSISTENT", "texts.terms"),
    ]


def test_a_text_that_names_both_is_fine():
    texts = {"texts.terms": ("terms", "Acme terms, delivered by TextCo")}
    assert not list(name_findings(texts, Context(brand_names=("Acme",), isv=ISV)))


@pytest.mark.parametrize(
    ("email", "number_type", "severity"),
    [
        ("care@mapledental.example", "toll_free", None),
        ("care@mail.mapledental.example", "toll_free", None),
        ("maple@gmail.com", "10dlc", "warning"),
        ("maple@gmail.com", "toll_free", "blocker"),
        ("care@maple-group.example", "toll_free", "warning"),
        ("", "toll_free", None),
    ],
)
def test_an_address_belongs_to_the_websites_domain_above_all_for_toll_free(
    email: str, number_type: str, severity: str | None
) -> None:
    business = replace(MAPLE, support_email=email, contact_email="jo@mapledental.example")
    found = list(email_findings(business, Context(number_type=number_type)))

    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(f.field == "brand.support_email" for f in found)
