"""The secret link to a draft: readable until published, then live, and nowhere once withdrawn."""

import pytest
from django.test import Client
from django.urls import reverse

from consent import addresses, sharing
from consent.models import Program, ProgramEvent, ProgramVersion
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Brand, Tenant, TenantStatus
from tenants.scoping import tenant_scope
from tests.consent.conftest import publish, reword

PAGES = ["join", "terms", "privacy"]


@pytest.fixture
def shared(tenant: Tenant, draft_program: Program, actor: Actor) -> ProgramVersion:
    """A draft whose link somebody has."""
    with tenant_scope(tenant.pk):
        return sharing.share_draft(draft_program, actor=actor)


def link(version: ProgramVersion, page: str) -> str:
    """The path of a draft's page."""
    return addresses.draft_path(version.preview_token or "", page)


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_read_by_its_link_and_says_that_it_is_one(
    client: Client, shared: ProgramVersion, page: str
) -> None:
    answer = client.get(link(shared, page))

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Draft: not in force" in shown
    assert "Version 1 as written on" in shown
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


def test_a_drafts_form_shows_its_boxes_and_cannot_be_sent(
    client: Client, shared: ProgramVersion
) -> None:
    shown = client.get(link(shared, "join")).content.decode()

    assert "appointment reminder text messages from Maple Dental" in shown
    assert "<form" not in shown
    assert "<button" not in shown
    assert client.post(link(shared, "join")).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_a_draft_lead_to_one_another(
    client: Client, shared: ProgramVersion, page: str
) -> None:
    shown = client.get(link(shared, page)).content.decode()

    for other in set(PAGES) - {page}:
        assert f'href="{link(shared, other)}"' in shown


@pytest.mark.parametrize("page", PAGES)
def test_the_link_shows_the_draft_as_it_is_now(
    client: Client, tenant: Tenant, shared: ProgramVersion, actor: Actor, page: str
) -> None:
    with tenant_scope(tenant.pk):
        reword(shared.program, actor, frequency="Up to 9 messages per month")

    assert "9 messages" in client.get(link(shared, page)).content.decode() or page == "privacy"


@pytest.mark.parametrize("page", PAGES)
def test_after_publication_the_link_leads_to_the_live_page(
    client: Client, tenant: Tenant, shared: ProgramVersion, actor: Actor, page: str
) -> None:
    with tenant_scope(tenant.pk):
        publish(shared.program, actor)
        live = addresses.url(shared.program, page)

    answer = client.get(link(shared, page))

    assert (answer.status_code, answer["Location"]) == (302, live)


@pytest.mark.parametrize("page", PAGES)
def test_a_withdrawn_link_leads_nowhere_and_the_next_is_another(
    client: Client, tenant: Tenant, shared: ProgramVersion, actor: Actor, page: str
) -> None:
    old = link(shared, page)
    with tenant_scope(tenant.pk):
        sharing.unshare_draft(shared.program, actor=actor)
        again = sharing.share_draft(shared.program, actor=actor)

    assert client.get(old).status_code == 404
    assert client.get(link(again, page)).status_code == 200
    assert link(again, page) != old


@pytest.mark.parametrize("token", ["x", "None", "0" * 22])
def test_a_link_that_nobody_made_is_not_found(
    client: Client, draft_program: Program, token: str
) -> None:
    assert client.get(f"/p/draft/{token}/terms/").status_code == 404


def test_the_draft_of_an_erased_business_is_gone(
    client: Client, tenant: Tenant, shared: ProgramVersion
) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(status=TenantStatus.ERASED)

    assert client.get(link(shared, "terms")).status_code == 404


def test_without_company_details_there_is_nothing_to_show(
    client: Client, tenant: Tenant, shared: ProgramVersion
) -> None:
    with tenant_scope(tenant.pk):
        Brand.objects.all().delete()

    assert client.get(link(shared, "terms")).status_code == 404


def test_sharing_twice_is_one_link_and_one_event(
    tenant: Tenant, shared: ProgramVersion, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        again = sharing.share_draft(shared.program, actor=actor)
        events = ProgramEvent.objects.filter(kind=ProgramEvent.Kind.DRAFT_SHARED)

        assert again.preview_token == shared.preview_token
        assert events.count() == 1


def test_what_is_published_has_no_draft_to_share(
    tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk), pytest.raises(DomainError, match="no draft"):
        sharing.share_draft(program, actor=actor)


def test_a_member_makes_copies_and_withdraws_the_link(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    as_alice.post(reverse("consent:draft_share", args=[draft_program.pk]))
    with tenant_scope(tenant.pk):
        token = draft_program.latest.preview_token
    page = as_alice.get(reverse("consent:program", args=[draft_program.pk])).content.decode()
    as_alice.post(reverse("consent:draft_unshare", args=[draft_program.pk]))

    assert f"/p/draft/{token}/terms/" in page
    assert "Withdraw the links" in page
    with tenant_scope(tenant.pk):
        assert draft_program.latest.preview_token is None


def test_a_viewer_reads_the_link_and_cannot_make_one(
    as_bob: Client, tenant: Tenant, draft_program: Program
) -> None:
    answer = as_bob.post(reverse("consent:draft_share", args=[draft_program.pk]))

    assert answer.status_code == 403
    with tenant_scope(tenant.pk):
        assert draft_program.latest.preview_token is None
