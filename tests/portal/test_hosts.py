"""On a business's own domain there are its hosted pages and nothing else, whoever asks how."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from consent import addresses
from consent.models import ConsentEvent, Program
from messaging import form_tokens
from portal import hosting
from tenants.hosting import hosts
from tenants.limits import Limit
from tenants.models import CustomDomain, Tenant, TenantStatus
from tenants.scoping import tenant_scope
from tenants.states import DomainStatus
from tests.builders import make_brand, make_program

HOST = "texts.mapledental.com"


@pytest.fixture
def program(tenant: Tenant) -> Program:
    """Maple Dental's published program."""
    with tenant_scope(tenant.pk):
        make_brand()
        return make_program()


@pytest.fixture
def domain(tenant: Tenant, program: Program) -> CustomDomain:
    """Maple Dental's verified domain."""
    return CustomDomain.objects.create(
        tenant=tenant, host=HOST, status=DomainStatus.VERIFIED, verified_at=timezone.now()
    )


@pytest.fixture
def there(domain: CustomDomain) -> Client:
    """A visitor of that domain."""
    return Client(headers={"host": HOST})


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/reminders/terms/", "/reminders/privacy/", "/reminders/join/"),
        *("/reminders/terms/v1/", "/reminders/privacy/v1/", "/robots.txt"),
    ],
)
def test_hosted_pages_stand_on_the_domain(there: Client, path: str) -> None:
    answer = there.get(path)

    assert answer.status_code == 200
    assert not answer.cookies


def test_the_root_leads_to_every_program_on_the_same_host(there: Client) -> None:
    page = there.get("/").content.decode()

    assert "Texts from Maple Dental" in page
    assert 'href="/reminders/join/"' in page
    assert "/p/" not in page


def test_pages_there_link_to_each_other_there(there: Client) -> None:
    page = there.get("/reminders/terms/").content.decode()

    assert 'href="/reminders/privacy/"' in page
    assert "/p/" not in page.split("<footer>")[1]


def portal_paths() -> list[str]:
    """One path of every route of the portal, arguments filled in with something."""
    return sorted({re.sub(r"<[^>]*>", "1", path) for path in _walk(get_resolver().url_patterns)})


def _walk(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    for each in patterns:
        path = prefix + str(each.pattern).replace("\\Z", "").strip("^$")
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        elif isinstance(each, URLPattern):
            yield path


def test_no_other_route_of_the_portal_exists_there(there: Client, as_alice: Client) -> None:
    # The root is another page there, and the ISV's colour dresses both hosts.
    paths = [p for p in portal_paths() if p != "/" and not p.startswith("/isv-")]
    assert len(paths) > 60

    open_doors = [path for path in paths if there.get(path).status_code != 404]

    assert open_doors == []


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/messages", "/programs/", "/hooks/sns/"])
def test_signing_in_elsewhere_opens_nothing_there(
    as_alice: Client, domain: CustomDomain, path: str
) -> None:
    assert as_alice.get(path, headers={"host": HOST}).status_code == 404
    assert as_alice.post(path, headers={"host": HOST}).status_code == 404


def test_pages_there_do_not_ask_who_looks(
    domain: CustomDomain, program: Program, as_alice: Client, tenant: Tenant
) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(requires_mfa=True)
    answer = as_alice.get("/reminders/terms/", headers={"host": HOST})

    assert answer.status_code == 200
    assert "Cookie" not in answer.headers["Vary"]


def test_the_missing_page_there_does_not_name_the_isv(there: Client) -> None:
    page = there.get("/nothing/").content.decode()

    assert django_settings.ISV_NAME not in page


def test_another_business_pages_are_unknown_there(
    there: Client, other_tenant: Tenant, program: Program
) -> None:
    with tenant_scope(other_tenant.pk):
        make_brand()
        make_program("Birch News", slug="news")

    assert there.get("/news/terms/").status_code == 404
    assert there.get(f"/p/{other_tenant.slug}/news/terms/").status_code == 404
    assert there.get(f"/p/{program.tenant.slug}/reminders/terms/").status_code == 404


@pytest.mark.parametrize(
    "host",
    ["TEXTS.MapleDental.COM", f"{HOST}.", f"{HOST}:443", f"{HOST}:8000", f"{HOST.upper()}.:80"],
)
def test_a_host_is_the_same_however_it_is_written(domain: CustomDomain, host: str) -> None:
    assert Client(headers={"host": host}).get("/reminders/terms/").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", f"x.{HOST}", f"{HOST}.evil.example", f"{HOST}@evil.example"),
        *(f"{HOST}/x", f"evil.example {HOST}", f"{HOST}\t", f"{HOST},testserver", "a" * 300),
    ],
)
def test_unknown_hosts_are_refused_as_before(domain: CustomDomain, host: str) -> None:
    assert Client(headers={"host": host}).get("/reminders/terms/").status_code == 400
    assert Client(headers={"host": host}).get("/").status_code == 400


def test_a_forwarded_host_is_ignored(domain: CustomDomain) -> None:
    answer = Client().get("/reminders/terms/", headers={"x-forwarded-host": HOST})

    assert answer.status_code == 404


@pytest.mark.parametrize("status", [DomainStatus.PENDING, DomainStatus.LOST])
def test_an_unproven_domain_shows_nothing(domain: CustomDomain, status: str) -> None:
    CustomDomain.objects.update(status=status)

    assert Client(headers={"host": HOST}).get("/reminders/terms/").status_code == 400


def test_our_own_host_cannot_be_taken_by_a_row(program: Program, tenant: Tenant) -> None:
    CustomDomain.objects.create(tenant=tenant, host="testserver", status=DomainStatus.VERIFIED)

    assert Client().get("/healthz").status_code == 200


def test_the_portals_address_stays_and_names_the_domain_as_the_one_to_remember(
    domain: CustomDomain, program: Program
) -> None:
    answer = Client().get(f"/p/{program.tenant.slug}/reminders/terms/")

    assert answer.status_code == 200
    assert f"{HOST}" in answer["Link"]
    assert answer["Link"].endswith('/reminders/terms/>; rel="canonical"')


def test_new_versions_carry_the_domain_and_published_ones_keep_theirs(
    domain: CustomDomain, program: Program
) -> None:
    fresh = Program.objects.model(slug="reminders", tenant=domain.tenant)

    assert addresses.terms_url(fresh) == f"http://{HOST}:8000/reminders/terms/"
    with tenant_scope(domain.tenant.pk):
        assert program.published
        assert program.published.frozen_content.terms_url.startswith("https://portal.example/p/")


def test_the_form_works_there_and_keeps_where_it_was_seen(
    there: Client, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_scope(program.tenant.pk):
        version = program.published
        assert version
    token = form_tokens.issue(version.pk)
    monkeypatch.setattr(form_tokens, "SOONEST_SECONDS", -1)

    answer = there.post(
        "/reminders/join/",
        {"token": token, "phone": "(206) 555-0123", "kinds": ["appointment"]},
        headers={"origin": f"http://{HOST}"},
    )

    assert answer.status_code == 302
    assert answer["Location"] == "/reminders/join/?sent=1"
    assert not answer.cookies
    with tenant_scope(program.tenant.pk):
        proof = ConsentEvent.objects.get()
        assert proof.page_url == f"http://{HOST}/reminders/join/"


def test_legal_pages_of_a_suspended_business_stay_up_there(there: Client, tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(status=TenantStatus.SUSPENDED)

    assert there.get("/reminders/terms/").status_code == 200


def test_https_is_asked_for_on_the_domain_itself_and_promised_for_it_alone(
    there: Client, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 3600
    there = Client(headers={"host": HOST})  # A new handler reads the settings anew.

    assert there.get("/reminders/terms/")["Location"] == f"https://{HOST}/reminders/terms/"
    promised = there.get("/reminders/terms/", secure=True)["Strict-Transport-Security"]
    assert promised == "max-age=3600"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        *((HOST, 200), (HOST.upper(), 200), ("evil.example", 404), ("", 404)),
        *(("testserver", 404), (f"x.{HOST}", 404), ("a" * 300, 404)),
    ],
)
def test_certificates_are_allowed_for_verified_domains_only(
    domain: CustomDomain, asked: str, status: int
) -> None:
    assert Client().get("/healthz/domain", {"domain": asked}).status_code == status


def test_made_up_names_do_not_keep_certificates_from_others(
    domain: CustomDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "ASKED", Limit("tls_asked_in_a_test", count=1, seconds=60))
    asked = [Client().get("/healthz/domain", {"domain": f"{n}.example"}) for n in range(3)]
    known = Client().get("/healthz/domain", {"domain": HOST})

    assert [answer.status_code for answer in asked] == [404, 429, 429]
    assert known.status_code == 200


def test_a_removed_domain_is_forgotten_at_once(domain: CustomDomain) -> None:
    assert hosts.find(HOST)
    domain.delete()
    hosts.forget(HOST)

    assert hosts.find(HOST) is None
