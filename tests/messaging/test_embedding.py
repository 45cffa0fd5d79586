"""A form in another site leads to ours, and agrees to nothing by itself."""

import pytest
from django.test import Client

from consent.models import Consent, ConsentEvent
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tenant: Tenant) -> str:
    """Where the form of a published program is sent."""
    with tenant_scope(tenant.pk):
        program = make_program()
    return f"/p/{tenant.slug}/{program.slug}/embed/"


def test_our_form_opens_with_the_number_and_empty_boxes(client: Client, path: str) -> None:
    sent = {"phone": "206 555 0123", "kinds": ["appointment"], "version": "1"}

    answer = client.post(path, sent, headers={"Origin": "https://another.example"})

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="206 555 0123"' in shown
    assert "checked" not in shown
    assert 'action="../join/"' in shown
    assert "One step is left" in shown
    assert not answer.cookies


def test_nothing_is_recorded_by_it(client: Client, path: str, tenant: Tenant) -> None:
    client.post(path, {"phone": "+12065550123", "kinds": ["appointment"]})

    with tenant_scope(tenant.pk):
        assert not Consent.objects.exists()
        assert not ConsentEvent.objects.exists()


def test_a_number_is_never_taken_from_the_address(client: Client, path: str) -> None:
    answer = client.get(f"{path}?phone=2065550123")

    assert (answer.status_code, answer["Location"]) == (302, "../join/")


def test_markup_in_the_number_is_shown_as_text(client: Client, path: str) -> None:
    shown = client.post(path, {"phone": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in shown


def test_an_unknown_program_is_not_found(client: Client, tenant: Tenant) -> None:
    assert client.post(f"/p/{tenant.slug}/nowhere/embed/").status_code == 404
