"""Proves the rules on one filing: attributes, policy addresses, one use, many numbers, politics."""

import pytest

from consent.rules import Context
from consent.rules.filing import (
    FilingFacts,
    attribute_findings,
    filing_findings,
    is_political,
    policy_url_findings,
    political_findings,
    single_use_case_findings,
    volume_findings,
)
from tests.consent.programs import MAPLE, program

TEN_DLC = Context(brand_names=("Acme",), number_type="10dlc")
TOLL_FREE = Context(brand_names=("Acme",), number_type="toll_free")
PLAIN = "Acme: your order is packed. Reply STOP to opt out."
LINKED = "Acme: track it at https://acme.com/t/1 Reply STOP to opt out."
CALLED = "Acme: call (206) 555-0199 to move your visit. Reply STOP to opt out."
LOAN = "Acme Bank: your loan payment is due Friday. Reply STOP to opt out."
WINE = "Acme: the new wine is in. Reply STOP to opt out."


@pytest.mark.parametrize(
    ("samples", "attributes"),
    [
        ([PLAIN], {}),
        ([PLAIN], {"embeddedLink": False, "embeddedPhone": False}),
        ([PLAIN, LINKED], {"embeddedLink": True}),
        ([CALLED], {"embeddedPhone": True, "embeddedLink": False}),
        ([LOAN], {"directLending": True}),
        ([PLAIN], {"directLending": True, "ageGated": True}),
        ([WINE], {"ageGated": True}),
        ([PLAIN], {"numberPool": True}),
        ([], {"embeddedLink": True}),
        (["Acme: email care@acme.com with questions. Reply STOP to end"], {"embeddedLink": False}),
        (["Acme Library: your book loan is due. Reply STOP to end"], {"directLending": False}),
    ],
)
def test_attributes_that_agree_with_the_samples_pass(samples, attributes) -> None:
    assert list(attribute_findings(samples, attributes, TEN_DLC)) == []


@pytest.mark.parametrize(
    ("samples", "attributes"),
    [
        ([PLAIN, LINKED], {"embeddedLink": False}),
        ([PLAIN], {"embeddedLink": True}),
        ([CALLED], {"embeddedPhone": False}),
        ([PLAIN], {"embeddedPhone": True}),
        ([LOAN], {"directLending": False}),
        ([WINE], {"ageGated": False}),
        (["Acme: acme.com/sale Reply STOP to end"], {"embeddedLink": False}),
    ],
)
def test_an_attribute_that_the_samples_contradict_is_found(samples, attributes) -> None:
    (found,) = attribute_findings(samples, attributes, TEN_DLC)
    (name,) = attributes
    assert (found.rule, found.is_blocker, found.field) == (
        "SAMPLE-LINK-ATTR", True, f"filing.{name}",
    )  # fmt: skip
    assert name in found.fix


@pytest.mark.parametrize(
    ("terms", "privacy"),
    [
        ("https://acme.com/terms", "https://acme.com/privacy"),
        ("https://texts.example/p/acme/x/terms/", "https://texts.example/p/acme/x/privacy/"),
        ("https://acme.com/legal", "https://acme.com/legal"),
        ("https://acme.com/legal#sms-terms", "https://acme.com/legal#privacy"),
        ("HTTPS://ACME.COM/Terms.pdf", "https://www.acme.com/?page=privacy"),
    ],
)
def test_two_policy_addresses_are_enough_for_toll_free(terms: str, privacy: str) -> None:
    assert list(policy_url_findings(terms, privacy, TOLL_FREE)) == []


@pytest.mark.parametrize(
    ("terms", "privacy", "fields"),
    [
        ("", "https://acme.com/privacy", ["terms_url"]),
        ("https://acme.com/terms", "", ["privacy_url"]),
        ("https://acme.com", "https://acme.com/", ["terms_url", "privacy_url"]),
        ("http://acme.com/terms", "https://acme.com/privacy", ["terms_url"]),
        ("https://acme.com/terms", "acme.com/privacy", ["privacy_url"]),
        ("", "  ", ["terms_url", "privacy_url"]),
    ],
)
def test_a_missing_or_useless_policy_address_is_found(terms, privacy, fields) -> None:
    found = list(policy_url_findings(terms, privacy, TOLL_FREE))
    assert [each.field for each in found] == [f"program.{name}" for name in fields]
    assert {each.rule for each in found} == {"TFN-POLICY-URLS"}


PROMOTED = "Acme: 20% off all weekend. Reply STOP to opt out."


@pytest.mark.parametrize(
    ("use_case", "kinds", "samples"),
    [
        ("otp", ("security_code",), ["Acme: 1234 is your code."]),
        ("transactional", ("order", "delivery"), [PLAIN]),
        ("care", ("care", "survey"), [PLAIN]),
        ("marketing", ("marketing",), [PROMOTED]),
        ("mixed", ("marketing", "order"), [PLAIN, PROMOTED]),
        ("charity", ("charity",), ["Acme: will you give today?"]),
    ],
)
def test_one_use_or_a_declared_mixture_passes_for_toll_free(use_case, kinds, samples) -> None:
    content = program(use_case, message_kinds=kinds)
    assert list(single_use_case_findings(content, samples, TOLL_FREE)) == []


@pytest.mark.parametrize(
    ("use_case", "kinds", "samples"),
    [
        ("otp", ("security_code", "marketing"), [PLAIN]),
        ("otp", ("security_code",), [PLAIN, PROMOTED]),
        ("transactional", ("order", "security_code"), [PLAIN]),
        ("marketing", ("marketing", "order"), [PLAIN]),
        ("charity", ("charity", "event"), [PLAIN]),
        ("transactional", ("order",), [PROMOTED]),
    ],
)
def test_several_uses_of_one_toll_free_number_are_found(use_case, kinds, samples) -> None:
    content = program(use_case, message_kinds=kinds)
    (found,) = single_use_case_findings(content, samples, TOLL_FREE)
    assert (found.rule, found.field) == ("TFN-SINGLE-USECASE", "program.message_kinds")


@pytest.mark.parametrize(
    ("count", "reason"), [(0, ""), (1, ""), (2, ""), (5, ""), (6, "One for each branch"), (9, "x")]
)
def test_few_toll_free_numbers_or_a_reason_pass(count: int, reason: str) -> None:
    filing = FilingFacts(toll_free_numbers=count, volume_reason=reason)
    assert list(volume_findings(filing, TOLL_FREE)) == []


@pytest.mark.parametrize(("count", "reason"), [(6, ""), (7, " "), (20, ""), (6, "\n"), (100, "")])
def test_many_toll_free_numbers_without_a_reason_warn(count: int, reason: str) -> None:
    filing = FilingFacts(toll_free_numbers=count, volume_reason=reason)
    (found,) = volume_findings(filing, TOLL_FREE)
    assert (found.rule, found.severity) == ("TFN-VOLUME-JUSTIFY", "warning")


POLITICAL = [
    "Smith for Congress: chip in $5 before midnight.",
    "Vote YES on Measure B this Tuesday. Paid for by Citizens for Parks.",
    "Re-elect Mayor Jones! Reply STOP to end",
    "Updates of the Republican Party of Ohio",
    "We send campaign news of our candidate for city council to volunteers.",
]
NOT_POLITICAL = [
    PLAIN,
    PROMOTED,
    "Non-political polling of our members",
    "Acme: which flavour do you like best? Pick one in the app.",
    "City of Seattle: road works on Pine Street.",
    "We are not a political campaign.",
]


@pytest.mark.parametrize("text", POLITICAL)
def test_a_political_program_without_a_token_is_found(text: str) -> None:
    for filing in (
        FilingFacts(),
        FilingFacts(political_token="t", political_token_is_expired=True),
    ):
        (found,) = political_findings([text], filing, TEN_DLC)
        assert (found.rule, found.is_blocker) == ("POLITICAL-TOKEN", True)


@pytest.mark.parametrize("text", POLITICAL)
def test_a_political_program_with_a_token_passes(text: str) -> None:
    assert list(political_findings([text], FilingFacts(political_token="cv|1"), TOLL_FREE)) == []


@pytest.mark.parametrize("text", NOT_POLITICAL)
def test_what_is_not_political_needs_no_token(text: str) -> None:
    assert not is_political(text)


@pytest.mark.parametrize("number_type", ["10dlc", "toll_free", "short_code", "sender_id"])
def test_rules_of_other_number_types_are_silent(number_type: str) -> None:
    filing = FilingFacts({"embeddedLink": True}, toll_free_numbers=9)
    context = Context(brand_names=("Acme",), number_type=number_type)
    rules = {f.rule for f in filing_findings(MAPLE, [PLAIN], filing, context)}
    expected = {"10dlc": {"SAMPLE-LINK-ATTR"}, "toll_free": {"TFN-VOLUME-JUSTIFY"}}
    assert rules == expected.get(number_type, set())
