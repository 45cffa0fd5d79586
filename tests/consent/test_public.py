"""Terms and privacy pages: open to everybody, the same for everybody, frozen, cacheable."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from consent.models import Program
from tenants.events import Actor
from tenants.models import Brand, Tenant, TenantStatus
from tenants.scoping import tenant_scope
from tests.consent.conftest import found_program, publish, reword

PAGES = ["terms", "privacy"]


def path(page: str, tenant: Tenant, program: Program, number: int | None = None) -> str:
    """Return the address of a hosted page."""
    kwargs = {"tenant_slug": tenant.slug, "program_slug": program.slug}
    if number is None:
        return reverse(f"consent:{page}", kwargs=kwargs)
    return reverse(f"consent:{page}_version", kwargs={**kwargs, "number": number})


@pytest.fixture
def second_version(tenant: Tenant, program: Program, actor: Actor) -> Program:
    """The program with a second version live."""
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="One message per appointment")
        publish(program, actor)
    return program


def test_terms_say_all_that_reviewers_look_for(
    client: Client, tenant: Tenant, program: Program
) -> None:
    page = client.get(path("terms", tenant, program)).content.decode()

    for words in (
        "Maple Dental Reminders SMS Terms &amp; Conditions",
        "appointment reminders",
        "STOP",
        "HELP",
        "care@mapledental.example",
        "Carriers are not liable",
        "essage and data rates may apply",
        "Up to 4 messages per month",
        path("privacy", tenant, program),
        "Version 1",
    ):
        assert words in page


def test_privacy_says_that_opt_in_data_is_not_shared(
    client: Client, tenant: Tenant, program: Program
) -> None:
    page = client.get(path("privacy", tenant, program)).content.decode()

    assert "Maple Dental Privacy Policy" in page
    assert "this information will not be shared with any third parties" in page
    assert path("terms", tenant, program) in page


@pytest.mark.parametrize("page", PAGES)
def test_every_section_that_was_frozen_is_shown(
    client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    shown = client.get(path(page, tenant, program)).content.decode()

    with tenant_scope(tenant.pk):
        published = program.published
        assert published is not None
        sections = getattr(published.frozen_texts, page)
    for section in sections[1:]:
        assert f"<h2>{section.heading}</h2>" in shown


@pytest.mark.parametrize("page", PAGES)
def test_pages_set_no_cookie_and_do_not_vary_by_visitor(
    as_alice: Client, client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    anonymous = client.get(path(page, tenant, program), headers={"Accept-Language": "fr"})
    member = as_alice.get(path(page, tenant, program))

    assert anonymous.content == member.content
    assert not anonymous.cookies
    assert not member.cookies
    assert "cookie" not in anonymous.get("Vary", "").lower()
    assert "cookie" not in member.get("Vary", "").lower()
    assert anonymous["Content-Language"] == "en"


@pytest.mark.parametrize("page", PAGES)
def test_pages_need_no_script_and_cannot_be_framed(
    client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    answer = client.get(path(page, tenant, program))

    assert b"<script" not in answer.content
    assert b"style=" not in answer.content
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert len(answer.content) < 15_000


@pytest.mark.parametrize("page", PAGES)
def test_caches_keep_pages_for_five_minutes_and_ask_cheaply(
    client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    first = client.get(path(page, tenant, program))

    assert first["Cache-Control"] == "public, max-age=300"
    by_tag = client.get(path(page, tenant, program), headers={"If-None-Match": first["ETag"]})
    by_time = client.get(
        path(page, tenant, program), headers={"If-Modified-Since": first["Last-Modified"]}
    )
    assert (by_tag.status_code, by_time.status_code) == (304, 304)
    assert client.head(path(page, tenant, program)).status_code == 200
    assert client.post(path(page, tenant, program)).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_a_publication_changes_the_tag(
    client: Client, tenant: Tenant, program: Program, actor: Actor, page: str
) -> None:
    before = client.get(path(page, tenant, program))["ETag"]
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="One message per appointment")
        publish(program, actor)

    answer = client.get(path(page, tenant, program), headers={"If-None-Match": before})

    assert answer.status_code == 200
    assert answer["ETag"] != before


def test_a_draft_changes_nothing_for_the_public(
    client: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    before = client.get(path("terms", tenant, program)).content
    with tenant_scope(tenant.pk):
        reword(program, actor, name="Another name", frequency="Daily")
        Brand.objects.update(dba_name="Oak Dental")

    assert client.get(path("terms", tenant, program)).content == before


def test_older_versions_stay_readable_and_say_so(
    client: Client, tenant: Tenant, second_version: Program
) -> None:
    current = client.get(path("terms", tenant, second_version)).content.decode()
    older = client.get(path("terms", tenant, second_version, 1)).content.decode()

    assert "One message per appointment" in current
    assert path("terms", tenant, second_version, 1) in current
    assert "An older version" in older
    assert "Up to 4 messages per month" in older
    address = f"{settings.PUBLIC_URL}{path('terms', tenant, second_version)}"
    assert f'rel="canonical" href="{address}"' in older


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("number", [0, 3, 99999999999])
def test_a_version_that_was_never_published_is_unknown(
    client: Client, tenant: Tenant, second_version: Program, page: str, number: int
) -> None:
    assert client.get(path(page, tenant, second_version, number)).status_code == 404


def test_a_draft_version_is_unknown_even_by_its_number(
    client: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="Daily")

    assert client.get(path("terms", tenant, program, 2)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_unpublished_program_is_as_unknown_as_none(
    client: Client, tenant: Tenant, draft_program: Program, page: str
) -> None:
    unpublished = client.get(path(page, tenant, draft_program))
    unknown = client.get(f"/p/{tenant.slug}/no-such-program/{page}/")
    nobody = client.get(f"/p/no-such-business/no-such-program/{page}/")

    assert [a.status_code for a in (unpublished, unknown, nobody)] == [404, 404, 404]
    assert _without_address(unpublished.content) == _without_address(unknown.content)


def _without_address(page: bytes) -> bytes:
    """Drop what differs between any two pages: the address asked for and the form token."""
    return re.sub(rb'name="(next|csrfmiddlewaretoken)" value="[^"]*"', b"", page)


def test_the_address_of_one_business_never_shows_anothers_program(
    client: Client, program: Program, other_tenant: Tenant
) -> None:
    assert client.get(path("terms", other_tenant, program)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_pages_stay_up_when_the_business_is_suspended(
    client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    tenant.status = TenantStatus.SUSPENDED
    tenant.save()

    assert client.get(path(page, tenant, program)).status_code == 200


def test_names_that_look_like_markup_are_shown_as_text(
    client: Client, tenant: Tenant, brand: Brand, actor: Actor
) -> None:
    evil = "<script>alert(1)</script>"
    with tenant_scope(tenant.pk):
        Brand.objects.update(dba_name=f"{evil}Dental", legal_name=f'"><img src=x>{evil}')
        program = found_program(
            actor, name=f"{evil} News", description=f"Texts {evil} for patients.",
            frequency=f"{evil} often",
        )  # fmt: skip
        publish(program, actor)

    for page in PAGES:
        shown = client.get(path(page, tenant, program)).content.decode()
        assert "<script" not in shown
        assert "<img" not in shown
        assert "&lt;script&gt;" in shown


@pytest.fixture
def spanish(tenant: Tenant, brand: Brand, actor: Actor) -> Program:
    """A program whose texts are Spanish."""
    with tenant_scope(tenant.pk):
        program = found_program(actor, language="es")
        publish(program, actor)
    return program


def test_the_furniture_speaks_the_language_of_the_texts(
    client: Client, tenant: Tenant, spanish: Program
) -> None:
    answer = client.get(path("terms", tenant, spanish), headers={"Accept-Language": "fr"})

    shown = answer.content.decode()
    assert answer["Content-Language"] == "es"
    assert '<html lang="es">' in shown
    for words in ("En resumen", "en vigor desde el", "Política de privacidad", "responda STOP"):
        assert words in shown
    for words in ("In short", "in force since", "Privacy policy", "Sign up"):
        assert words not in shown


@pytest.mark.parametrize("page", [*PAGES, "join", "preferences"])
def test_search_engines_list_a_page_only_where_the_business_wants_it(
    client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    address = f"/p/{tenant.slug}/{program.slug}/{page}/"
    unlisted = client.get(address)
    with tenant_scope(tenant.pk):
        Program.objects.update(is_indexable=True)
    listed = client.get(address)

    assert unlisted["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in unlisted.content
    assert "X-Robots-Tag" not in listed
    assert b"robots" not in listed.content


OWN = "https://mapledental.example/legal"


@pytest.fixture
def own_pages(tenant: Tenant, program: Program, actor: Actor) -> Program:
    """A second version of the program, with the business's own terms and form."""
    with tenant_scope(tenant.pk):
        reword(program, actor, own_terms_url=OWN, own_join_url=f"{OWN}/join")
        publish(program, actor)
    return program


def test_a_business_with_terms_of_its_own_is_where_the_hosted_address_leads(
    client: Client, tenant: Tenant, own_pages: Program
) -> None:
    answer = client.get(path("terms", tenant, own_pages))

    assert (answer.status_code, answer["Location"]) == (302, OWN)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert client.get(f"/p/{tenant.slug}/{own_pages.slug}/join/")["Location"] == f"{OWN}/join"


def test_the_hosted_terms_of_an_older_version_stay_readable(
    client: Client, tenant: Tenant, own_pages: Program
) -> None:
    older = client.get(path("terms", tenant, own_pages, 1))

    assert older.status_code == 200
    assert b"An older version" in older.content


def test_links_lead_to_the_business_s_own_pages(
    client: Client, tenant: Tenant, own_pages: Program
) -> None:
    shown = client.get(path("privacy", tenant, own_pages)).content.decode()

    assert f'href="{OWN}"' in shown
    assert f'href="{OWN}/join"' in shown


def test_a_hosted_address_given_as_ones_own_does_not_lead_to_itself(
    client: Client, tenant: Tenant, program: Program, actor: Actor, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://texts.example"
    address = path("terms", tenant, program)
    with tenant_scope(tenant.pk):
        reword(program, actor, own_terms_url=f"{settings.PUBLIC_URL}{address}")
        publish(program, actor)

    assert client.get(address).status_code == 200


def test_a_program_without_a_web_form_leads_to_none(
    client: Client, tenant: Tenant, brand: Brand, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        program = found_program(actor, methods=("keyword",), text_number="2065550199")
        publish(program, actor)
    join = f"/p/{tenant.slug}/{program.slug}/join/"

    assert client.get(join).status_code == 404
    assert join not in client.get(path("terms", tenant, program)).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_lead_to_the_preference_centre(
    client: Client, tenant: Tenant, program: Program, page: str
) -> None:
    shown = client.get(path(page, tenant, program)).content.decode()

    assert f"/p/{tenant.slug}/{program.slug}/preferences/" in shown
