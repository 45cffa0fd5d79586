"""The API of registrations: what an app reads of its business's filings, and of no other's."""

from typing import Any

import pytest
from django.test import Client

from consent.models import Program
from registrations.models import Deadline, Originator, RegistrationVersion
from registrations.states import RegistrationStatus
from tenants.models import Brand, KeyScope, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_originator, make_registration
from tests.consent.test_api import secret_of


@pytest.fixture
def campaign(tenant: Tenant, brand: Brand, program: Program) -> Originator:
    with tenant_scope(tenant.pk):
        return make_originator(program, brand)


@pytest.fixture
def api(tenant: Tenant) -> Any:
    """What an app of Maple Dental gets at an address."""
    token = secret_of(tenant, KeyScope.REGISTRATIONS_READ)

    def get(path: str, **query: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return Client().get(f"/api/v1/registrations{path}", query, headers=headers)

    return get


def test_an_app_lists_the_registrations_of_its_business(api: Any, campaign: Originator) -> None:
    answer = api("").json()

    assert [each["id"] for each in answer["results"]] == [str(campaign.registration_id)]
    assert answer["results"][0]["is_in_force"] is True


def test_one_registration_comes_with_numbers_turn_and_deadlines(
    api: Any, tenant: Tenant, campaign: Originator
) -> None:
    with tenant_scope(tenant.pk):
        Deadline.objects.create(
            registration=campaign.registration, kind=Deadline.Kind.UPDATE,
            due_at="2026-12-01T00:00:00Z",
        )  # fmt: skip

    found = api(f"/{campaign.registration_id}").json()

    assert (found["turn"], found["round"]) == ("nobody", 1)
    assert [each["number"] for each in found["numbers"]] == [campaign.number]
    assert [each["kind"] for each in found["deadlines"]] == ["update"]


def test_a_denial_is_told_with_the_reviewers_words(api: Any, tenant: Tenant, brand: Brand) -> None:
    with tenant_scope(tenant.pk):
        denied = make_registration(brand, status=RegistrationStatus.NEEDS_CHANGES)
        reasons = [{"code": "BRAND_ADDRESS_INVALID", "text": "No such street.", "link": "x"}]
        RegistrationVersion.objects.filter(registration=denied).update(denied_reasons=reasons)

    found = api(f"/{denied.pk}").json()

    assert found["denied_reasons"] == [{"code": "BRAND_ADDRESS_INVALID", "text": "No such street."}]


def test_the_list_is_narrowed_and_a_mistyped_filter_is_an_error(
    api: Any, campaign: Originator
) -> None:
    assert api("", status="draft").json()["results"] == []
    assert len(api("", status="approved").json()["results"]) == 1
    assert api("", stauts="draft").status_code == 400


def test_a_key_without_the_scope_reads_nothing(tenant: Tenant) -> None:
    token = secret_of(tenant, KeyScope.MESSAGES_READ)

    answer = Client().get("/api/v1/registrations", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 403
