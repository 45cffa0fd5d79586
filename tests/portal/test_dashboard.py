"""Home answers: may I text yet, and if not, whose turn is it?"""

import re

import pytest
from django.test import Client
from django.utils import timezone

from consent.keywords import Keyword
from consent.models import Evidence, Program
from messaging.models import InboundMessage, InboundOutcome
from messaging.states import MessageStatus
from portal.dashboard import overview
from registrations import presenting
from registrations.models import Registration, RegistrationType
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_message, make_originator, make_program, opt_in


def make_evidence(program: Program) -> None:
    """A screenshot of the opt-in."""
    Evidence.objects.create(
        program=program, caption="Form", original_name="a.png", original_key="a",
        original_sha256="0" * 64, public_key="a", public_sha256="0" * 64,
        content_type="image/png", size_bytes=1, width=1, height=1, uploaded_by="alice",
    )  # fmt: skip


def states(tenant: Tenant) -> dict[str, str]:
    """Task → state."""
    tasks = [task for group in overview(tenant)["tasks"] for task in group["tasks"]]
    return {task["title"]: task["state"] for task in tasks}


def test_a_new_business_starts_with_its_company_details(in_tenant: Tenant) -> None:
    found = states(in_tenant)

    assert found["Company details"] == "INCOMPLETE"
    assert set(found.values()) == {"INCOMPLETE", "CANNOT_START"}


def test_a_task_that_cannot_start_says_what_it_waits_for(in_tenant: Tenant) -> None:
    tasks = [task for group in overview(in_tenant)["tasks"] for task in group["tasks"]]

    assert all(task["reason"] for task in tasks if task["state"] == "CANNOT_START")


def test_each_step_done_completes_its_task(in_tenant: Tenant) -> None:
    program = make_program()
    message = make_message(program, make_originator(program, make_brand()))
    message.status = MessageStatus.DELIVERED
    message.save()
    make_evidence(program)

    shown = overview(in_tenant)

    assert set(states(in_tenant).values()) == {"COMPLETED"}
    assert shown["done_count"] == shown["total_count"]


def test_a_text_that_may_be_a_stop_needs_somebody(in_tenant: Tenant) -> None:
    program = make_program()
    InboundMessage.objects.create(
        originator=make_originator(program, make_brand()), carrier_id="1", sender="+12065550123",
        body="cancel my order", meaning=Keyword.UNCLEAR_STOP,
        outcome=InboundOutcome.NEEDS_PERSON, received_at=timezone.now(),
    )  # fmt: skip

    (need,) = overview(in_tenant)["needs_you"]

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

    shown = overview(in_tenant)["next"]

    assert shown["url"] == ""
    assert shown["turn"].endswith("'s turn")
    assert presenting.turn(campaign)["who"] == presenting.turn(brand_filing)["who"]


def test_figures_count_only_what_there_is(in_tenant: Tenant) -> None:
    program = make_program()
    make_message(program, make_originator(program, make_brand()))
    opt_in(program)

    shown = overview(in_tenant)

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
