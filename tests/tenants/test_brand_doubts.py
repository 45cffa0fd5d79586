"""What is allowed in company details, but pointed out."""

from typing import Any

import pytest

from tenants.company.brand_doubts import doubts
from tenants.models import Tenant
from tests.builders import make_brand

SOUND: dict[str, Any] = {"support_phone": "+12064550100"}


def test_sound_details_raise_no_doubt(in_tenant: Tenant) -> None:
    assert doubts(make_brand(**SOUND)) == []


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        ({"legal_name": "Maple Dental!!! LLC", "dba_name": ""}, "BRAND-EIN-MISMATCH", "legal_name"),
        ({"legal_name": "Maple Dental"}, "BRAND-EIN-MISMATCH", "legal_name"),
        ({"tax_id_country": "FR", "tax_id": "99999"}, "BRAND-EIN-FORMAT", "tax_id"),
        ({"street": "P.O. Box 12"}, "BRAND-ADDRESS", "street"),
        ({"website": "http://mapledental.example"}, "WEBSITE-REACHABLE", "website"),
        ({"support_email": "maple@gmail.com"}, "EMAIL-DOMAIN-MISMATCH", "support_email"),
        ({"contact_email": "jo@isv.example"}, "EMAIL-DOMAIN-MISMATCH", "contact_email"),
        ({"support_phone": "+12065550100"}, "BRAND-PHONE", "support_phone"),
        ({"support_phone": "+19002345678"}, "BRAND-PHONE", "support_phone"),
        ({"dba_name": "Mapel Dental"}, "BRAND-NAME-CONSISTENT", "legal_name"),
    ],
)
def test_a_doubt_names_rule_and_field(in_tenant: Tenant, fields, rule: str, field: str) -> None:
    found = doubts(make_brand(**{**SOUND, **fields}))
    assert [(doubt.rule, doubt.field) for doubt in found] == [(rule, field)]
    assert found[0].url == f"#id_{field}"
    assert found[0].fix


@pytest.mark.parametrize(
    "name", ["Maple Dental, LLC", "Smith & Sons Inc.", "Müller GmbH", "Acme PLC"]
)
def test_a_legal_name_with_its_ending_is_not_doubted(in_tenant: Tenant, name: str) -> None:
    assert doubts(make_brand(**SOUND, legal_name=name)) == []


def test_an_address_at_a_subdomain_of_the_website_is_not_doubted(in_tenant: Tenant) -> None:
    assert doubts(make_brand(**SOUND, support_email="care@mail.mapledental.example")) == []


def test_a_public_body_needs_no_company_ending(in_tenant: Tenant) -> None:
    assert doubts(make_brand(**SOUND, legal_name="City of Seattle", entity_type="GOVERNMENT")) == []


def test_a_comma_that_differs_from_a_name_elsewhere_is_pointed_out(in_tenant: Tenant) -> None:
    names = {"your invitation": "Maple Dental, LLC", "the name of your workspace": "Maple Dental"}
    (found,) = doubts(make_brand(**SOUND), names)
    assert found.message.endswith("Only in your invitation: “Dental,”.")
    assert "".join(p.text for p in found.pieces if p.only_in != "second") == "Maple Dental LLC"


def test_a_name_elsewhere_is_pointed_out_once(in_tenant: Tenant) -> None:
    names = {"your invitation": "Maple Dental, LLC", "your program": "Maple Dental, LLC"}
    assert len(doubts(make_brand(**SOUND), names)) == 1
