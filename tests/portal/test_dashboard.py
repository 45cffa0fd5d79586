"""Home answers: may I text yet, and if not, whose turn is it?"""

import re

import pytest
from django.test import Client
from django.utils import timezone

from consent.keywords import Keyword
from messaging.models import InboundMessage, InboundOutcome
from portal.dashboard import overview
from registrations import presenting
from registrations.models import Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_message, make_originator, make_program, opt_in
from tests.portal.test_set_up import make_evidence


def test_a_text_that_may_be_a_stop_needs_somebody(in_tenant: Tenant) -> None:
    program = make_program()
    InboundMessage.objects.create(
        originator=make_originator(program, make_brand()), carrier_id="1", sender="+12065550123",
        body="cancel my order", meaning=Keyword.UNCLEAR_STOP,
        outcome=InboundOutcome.NEEDS_PERSON, received_at=timezone.now(),
    )  # fmt: skip

    (need,) = overview()["needs_you"]

    assert (need["title"], need["url"]) == (
        "Somebody may have asked you to stop",
        "/messages/inbound/",
    )


def test_home_leads_to_the_next_task_and_says_whose_turn_it_is(as_alice: Client) -> None:
    page = as_alice.get("/").text

    assert "<b>Your turn:</b> Company details" in page
    assert re.search(r'<a class="button *" href="/brand/">', page)


def test_while_others_read_a_filing_home_says_so(in_tenant: Tenant) -> None:
    program, brand = make_program(), make_brand()
    make_evidence(program)
    brand_filing = Registration.objects.create(
        type=RegistrationType.TEN_DLC_BRAND, brand=brand, status=RegistrationStatus.STAFF_REVIEW
    )
    campaign = Registration.objects.create(
        type=RegistrationType.TEN_DLC_CAMPAIGN, brand=brand, program=program
    )

    shown = overview()["next"]

    assert shown["url"] == ""
    assert shown["turn"].endswith("'s turn")
    assert presenting.turn(campaign)["who"] == presenting.turn(brand_filing)["who"]


def test_figures_count_only_what_there_is(in_tenant: Tenant) -> None:
    program = make_program()
    make_message(program, make_originator(program, make_brand()))
    opt_in(program)

    shown = overview()

    assert [figure["value"] for figure in shown["figures"]] == [1, "–", 0, 0]
    assert shown["programs"][0]["may_text"] == 1
    assert sum(bar["value"] for bar in shown["chart"]["bars"]) == 1


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_a_stranger_may_read_what_the_product_is(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 200


def test_home_shows_a_member_their_own_business_only(
    as_charlie: Client, tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        make_program("Maple Dental Reminders")

    answer = as_charlie.get("/")

    assert "Birch Books" in answer.text
    assert "Maple" not in answer.text


def test_readiness_tells_whether_the_schema_fits(client: Client, db: None) -> None:
    assert client.get("/healthz/ready").json() == {"status": "ok"}


def test_unknown_api_addresses_answer_in_json(client: Client, db: None) -> None:
    answer = client.get("/api/v1/nothing")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_theme_is_on_the_page_from_the_server(
    client: Client, db: None, theme: str
) -> None:
    client.post("/theme/", {"theme": theme, "next": "/"})

    assert f'data-theme="{theme}"' in client.get("/").text


def test_the_theme_form_leads_to_no_other_site(client: Client, db: None) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"})

    assert answer["Location"] == "/"
