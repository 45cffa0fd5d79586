"""Proves the rules on company details, from what the company's own forms find wrong or doubtful."""

import pytest

from consent.rules import Context
from consent.rules.company import company_findings
from consent.rules.isv import BusinessFacts, Complaint

CONTEXT = Context(brand_names=("Acme",))
FIELDS = [
    ("BRAND-EIN-FORMAT", "tax_id"),
    ("BRAND-EIN-MISMATCH", "legal_name"),
    ("BRAND-ADDRESS", "street"),
    ("BRAND-PHONE", "support_phone"),
]
each_field = pytest.mark.parametrize(("rule", "field"), FIELDS)


@each_field
def test_what_the_form_refuses_keeps_the_rules_severity(rule: str, field: str) -> None:
    business = BusinessFacts(complaints=(Complaint(rule, field, "Wrong.", is_wrong=True),))
    (found,) = company_findings(business, CONTEXT)
    expected = "warning" if rule == "BRAND-EIN-MISMATCH" else "blocker"
    assert (found.rule, found.severity, found.field) == (rule, expected, f"brand.{field}")
    assert found.message == "Wrong."


@each_field
def test_what_is_merely_doubtful_warns_with_the_forms_advice(rule: str, field: str) -> None:
    business = BusinessFacts(complaints=(Complaint(rule, field, "Odd.", "Look again."),))
    (found,) = company_findings(business, CONTEXT)
    assert (found.severity, found.fix) == ("warning", "Look again.")


def test_one_field_is_complained_of_once() -> None:
    twice = (Complaint("BRAND-PHONE", "support_phone", "Wrong.", is_wrong=True),
             Complaint("BRAND-PHONE", "support_phone", "Odd."))  # fmt: skip
    (found,) = company_findings(BusinessFacts(complaints=twice), CONTEXT)
    assert found.is_blocker


def test_complaints_of_other_rules_are_left_to_them() -> None:
    other = (Complaint("EMAIL-DOMAIN-MISMATCH", "contact_email", "Odd."),)
    assert list(company_findings(BusinessFacts(complaints=other), CONTEXT)) == []


@pytest.mark.parametrize("value", ["N/A", "", " none ", "-", "TBD", "test"])
def test_an_address_that_says_nothing_is_found(value: str) -> None:
    business = BusinessFacts(address={"street": value, "city": "Austin"})
    (found,) = company_findings(business, CONTEXT)
    assert (found.rule, found.field, found.is_blocker) == ("BRAND-ADDRESS", "brand.street", True)


@pytest.mark.parametrize(
    "value", ["600 Congress Ave", "1 Main St", "10 Downing Street", "Nonesuch House", "Testa 4"]
)
def test_an_address_that_says_something_passes(value: str) -> None:
    assert list(company_findings(BusinessFacts(address={"street": value}), CONTEXT)) == []
