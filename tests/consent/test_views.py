"""A member's pages about programs: list, founding, one program, publication, and who may what."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.models import Program
from consent.states import VersionStatus
from tenants.events import Actor
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.consent.conftest import found_program, publish, reword
from tests.consent.pages import form, page


def test_a_business_without_programs_is_told_what_one_is(as_alice: Client) -> None:
    shown = as_alice.get(reverse("consent:program_list")).content.decode()

    assert "No programs yet" in shown
    assert reverse("consent:program_create") in shown


def test_the_list_shows_each_program_with_what_comes_next(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="Daily")

    shown = as_alice.get(reverse("consent:program_list")).content.decode()

    assert "Maple Dental Reminders" in shown
    assert "Publish version 2" in shown


def test_the_list_asks_the_database_as_often_for_five_as_for_one(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    as_alice.get(reverse("consent:program_list"))  # Fills the cache that every page reads.
    with CaptureQueriesContext(connection) as one:
        as_alice.get(reverse("consent:program_list"))
    with tenant_scope(tenant.pk):
        for _ in range(4):
            publish(found_program(actor), actor)
    with CaptureQueriesContext(connection) as five:
        as_alice.get(reverse("consent:program_list"))

    assert len(five) == len(one)


def test_without_company_details_one_is_led_there_first(as_alice: Client) -> None:
    answer = as_alice.get(reverse("consent:program_create"))

    assert answer.status_code == 302
    assert answer["Location"] == reverse("tenants:brand")


def test_two_questions_make_a_draft_with_a_good_start(
    as_alice: Client, tenant: Tenant, brand: Brand
) -> None:
    answer = as_alice.post(
        reverse("consent:program_create"), {"name": "Spring offers", "use_case": "marketing"}
    )

    with tenant_scope(tenant.pk):
        made = Program.objects.get()
        draft = made.latest
    assert answer["Location"] == page("program_edit", made)
    assert draft.message_kinds == ["marketing"]
    assert (draft.support_email, draft.support_phone) == (
        brand.support_email,
        brand.support_phone,
    )


def test_a_question_left_open_is_asked_again(as_alice: Client, brand: Brand) -> None:
    answer = as_alice.post(reverse("consent:program_create"), {"name": "", "use_case": "spam"})

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"name", "use_case"}
    assert "Error:" in answer.content.decode()


def test_publishing_is_a_page_that_says_what_becomes_public(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    shown = as_alice.get(page("program_publish", draft_program)).content.decode()

    assert "Publish version 1" in shown
    assert f"/p/{tenant.slug}/{draft_program.slug}/terms/" in shown
    with tenant_scope(tenant.pk):
        assert draft_program.published is None


def test_a_second_publication_names_the_texts_that_change(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, opt_in_keyword="DENTAL")

    answer = as_alice.get(page("program_publish", program))

    changes = {str(c["label"]): c["is_changed"] for c in answer.context["changes"]}
    assert changes["Terms page"]
    assert not changes["Box on the web form: Appointment reminders"]


def test_pressing_publish_makes_it_live(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    with tenant_scope(tenant.pk):
        seen = draft_program.latest.edit_token

    answer = as_alice.post(page("program_publish", draft_program), {"seen": seen}, follow=True)

    assert "Version 1 is live." in answer.content.decode()
    with tenant_scope(tenant.pk):
        assert draft_program.latest.status == VersionStatus.PUBLISHED


def test_pressing_publish_twice_is_no_error(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    with tenant_scope(tenant.pk):
        posted = {"seen": draft_program.latest.edit_token}
    as_alice.post(page("program_publish", draft_program), posted)

    answer = as_alice.post(page("program_publish", draft_program), posted, follow=True)

    assert answer.status_code == 200
    assert "published already" in answer.content.decode()


def test_a_draft_that_changed_meanwhile_is_shown_before_it_is_published(
    as_alice: Client, tenant: Tenant, draft_program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        seen = draft_program.latest.edit_token
        reword(draft_program, actor, frequency="Daily")

    answer = as_alice.post(page("program_publish", draft_program), {"seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == page("program_publish", draft_program)
    assert "Somebody else saved" in answer.content.decode()


def test_an_incomplete_draft_leads_back_to_writing(
    as_alice: Client, tenant: Tenant, brand: Brand, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        made = found_program(actor, description="")
        seen = made.latest.edit_token

    answer = as_alice.post(page("program_publish", made), {"seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == page("program_edit", made)
    assert "still missing" in answer.content.decode()


def test_the_page_shows_addresses_texts_versions_and_history(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="One message per appointment")
        publish(program, actor)

    shown = as_alice.get(page("program", program)).content.decode()

    for words in (
        f"/p/{tenant.slug}/{program.slug}/terms/",
        f"/p/{tenant.slug}/{program.slug}/join/",
        "Version 2",
        "Superseded",
        "One message per appointment",
        "Published: version 2",
        "Changed: frequency",
        "characters · 1 part",
        "Where people are asked",
    ):
        assert words in shown


READ = ["program"]
WRITE = ["program_edit", "program_publish", "evidence_upload"]


def test_a_viewer_reads_without_being_offered_to_write(as_bob: Client, program: Program) -> None:
    shown = as_bob.get(page("program", program)).content.decode()

    assert "Maple Dental Reminders" in shown
    for name in WRITE:
        assert page(name, program) not in shown


@pytest.mark.parametrize("name", WRITE)
def test_a_viewer_may_not_write(
    as_bob: Client, tenant: Tenant, program: Program, name: str
) -> None:
    posted = form(program, tenant, frequency="Daily")

    assert as_bob.get(page(name, program)).status_code == 403
    assert as_bob.post(page(name, program), posted).status_code == 403
    with tenant_scope(tenant.pk):
        assert program.draft is None


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_another_business_finds_nothing(
    as_charlie: Client, tenant: Tenant, other_tenant: Tenant, program: Program, name: str
) -> None:
    assert as_charlie.get(page(name, program)).status_code == 404


@pytest.mark.parametrize("name", ["program_edit", "program_preview", "program_publish"])
def test_another_business_changes_nothing(
    as_charlie: Client, tenant: Tenant, program: Program, name: str
) -> None:
    posted = form(program, tenant, frequency="Daily")

    assert as_charlie.post(page(name, program), posted).status_code == 404
    with tenant_scope(tenant.pk):
        assert program.draft is None


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_a_stranger_is_asked_to_sign_in(client: Client, program: Program, name: str) -> None:
    answer = client.get(page(name, program))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
