"""A business proves that a domain is its own before anything shows there, and keeps proving it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.hosting import custom_domains, domain_tasks, hosts
from tenants.models import CustomDomain, Tenant, TenantEvent
from tenants.outbound import dns_lookups
from tenants.outbound.dns_lookups import Look
from tenants.scoping import tenant_scope
from tenants.states import DomainStatus
from tests.name_server import NameServer, name_server

SYSTEM = Actor.system("test")
HOST, TARGET = "texts.mapledental.com", "portal.assent.example"


@pytest.fixture
def dns_server(settings: Any) -> Iterator[NameServer]:
    """The name server that the portal asks."""
    settings.CUSTOM_DOMAIN_TARGET = TARGET
    with name_server() as server:
        settings.DNS_RESOLVERS = [server.address]
        yield server


@pytest.fixture
def domain(tenant: Tenant) -> CustomDomain:
    """Maple Dental's claim, not yet proven."""
    return custom_domains.add(HOST, tenant=tenant, actor=SYSTEM)


def prove(server: NameServer, domain: CustomDomain) -> None:
    """Set both records as the page says."""
    server.records[domain.host, "CNAME"] = [f"{TARGET}."]
    server.records[f"_assent.{domain.host}", "TXT"] = [f'"assent-verify={domain.token}"']


def checked(domain: CustomDomain, **later: float) -> CustomDomain:
    """Look at the real DNS and take it in, some time from now."""
    seen = dns_lookups.look(domain.host, target=hosts.target())
    now = timezone.now() + timedelta(**later)
    return custom_domains.check(domain.pk, seen=seen, actor=SYSTEM, now=now)


def kinds(tenant: Tenant) -> list[str]:
    """What the history says, oldest first."""
    with tenant_scope(tenant.pk):
        return [event.kind for event in TenantEvent.objects.order_by("at")]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("Texts.MapleDental.com", "texts.mapledental.com"),
        ("https://texts.mapledental.com/terms?x=1", "texts.mapledental.com"),
        ("texts.mapledental.com.", "texts.mapledental.com"),
        ("sms.zahnärzte-köln.de", "sms.xn--zahnrzte-kln-jcb2x.de"),
        ("straße.example.de", "xn--strae-oqa.example.de"),
    ],
)
def test_a_host_is_kept_as_the_dns_knows_it(written: str, host: str) -> None:
    assert custom_domains.normalised(written) == host


@pytest.mark.parametrize(
    "written",
    [
        *("", "maple", "localhost", "printer.local", "texts..com", "-x.example.com", "a_b.com"),
        *("192.0.2.7", "[2001:db8::1]", "127.1", "0x7f.1", "co.uk", "com", "github.io"),
        *("portal.assent.example", "maple.portal.assent.example", "testserver"),
        *("x" * 64 + ".com", ".".join(["long"] * 60) + ".com", "two words.com", "a\u2024b.com\0"),
    ],
)
def test_what_no_business_can_own_is_refused_with_a_sentence(written: str, settings: Any) -> None:
    settings.PUBLIC_URL = "https://portal.assent.example"

    with pytest.raises(InvalidInput) as refused:
        custom_domains.normalised(written)

    assert refused.value.fields["host"].endswith(".")


def test_a_business_has_one_domain(domain: CustomDomain, tenant: Tenant) -> None:
    with pytest.raises(DomainError) as refused:
        custom_domains.add("other.mapledental.com", tenant=tenant, actor=SYSTEM)

    assert refused.value.code == "domain_exists"


def test_both_records_verify_a_domain(
    domain: CustomDomain, tenant: Tenant, dns_server: NameServer
) -> None:
    prove(dns_server, domain)

    assert checked(domain).status == DomainStatus.VERIFIED
    assert kinds(tenant) == ["domain.added", "domain.verified"]


def test_addresses_that_are_ours_do_as_well_as_an_alias(
    domain: CustomDomain, dns_server: NameServer
) -> None:
    prove(dns_server, domain)
    del dns_server.records[HOST, "CNAME"]
    dns_server.records[HOST, "A"] = ["198.51.100.7"]
    dns_server.records[TARGET, "A"] = ["198.51.100.7", "198.51.100.8"]

    assert checked(domain).status == DomainStatus.VERIFIED


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ({}, "no TXT record _assent.texts.mapledental.com"),
        ({(f"_assent.{HOST}", "TXT"): ['"v=spf1 -all"']}, "something else: v=spf1 -all"),
        ({(HOST, "CNAME"): ["shop.elsewhere.example."]}, "leads to shop.elsewhere.example"),
        ({(HOST, "A"): ["203.0.113.9"]}, "leads to 203.0.113.9"),
    ],
)
def test_the_page_says_what_was_found_instead(
    domain: CustomDomain, dns_server: NameServer, records: Any, said: str
) -> None:
    dns_server.records = records

    found = checked(domain)

    assert found.status == DomainStatus.PENDING
    assert said in found.problem


def test_the_proof_of_one_business_is_none_for_another(
    domain: CustomDomain, other_tenant: Tenant, dns_server: NameServer
) -> None:
    prove(dns_server, domain)
    theirs = custom_domains.add(HOST, tenant=other_tenant, actor=SYSTEM)

    assert checked(theirs).status == DomainStatus.PENDING


def test_a_proven_domain_keeps_others_out_and_a_mere_claim_does_not(
    domain: CustomDomain, other_tenant: Tenant, dns_server: NameServer
) -> None:
    theirs = custom_domains.add(HOST, tenant=other_tenant, actor=SYSTEM)
    prove(dns_server, domain)
    checked(domain)
    prove(dns_server, theirs)

    with pytest.raises(DomainError) as refused:
        checked(theirs)

    assert refused.value.code == "domain_taken"


def test_a_silent_name_server_is_told_from_a_missing_record(
    domain: CustomDomain, dns_server: NameServer
) -> None:
    dns_server.is_silent = True

    assert dns_lookups.look(HOST, target=TARGET) == Look(answered=False)
    assert "No name server answered" in checked(domain).problem


def test_a_domain_is_lost_when_its_proof_is_missing_a_day_apart(
    domain: CustomDomain, tenant: Tenant, dns_server: NameServer
) -> None:
    prove(dns_server, domain)
    checked(domain)
    dns_server.records.clear()

    assert checked(domain, days=1).status == DomainStatus.VERIFIED
    assert checked(domain, days=1, hours=2).status == DomainStatus.VERIFIED
    assert checked(domain, days=2).status == DomainStatus.LOST
    assert kinds(tenant)[-1] == "domain.lost"


def test_a_proof_that_comes_back_clears_the_first_miss(
    domain: CustomDomain, dns_server: NameServer
) -> None:
    prove(dns_server, domain)
    checked(domain)
    kept = dict(dns_server.records)
    dns_server.records = {}
    checked(domain, days=1)
    dns_server.records = kept

    assert checked(domain, days=2).problem == ""
    dns_server.records = {}
    assert checked(domain, days=3).status == DomainStatus.VERIFIED


def test_name_servers_that_are_down_cost_no_business_its_domain(
    domain: CustomDomain, dns_server: NameServer
) -> None:
    prove(dns_server, domain)
    checked(domain)
    silent = Look(answered=False)

    for day in (1, 2, 3):
        now = timezone.now() + timedelta(days=day)
        found = custom_domains.check(domain.pk, seen=silent, actor=SYSTEM, now=now)

    assert (found.status, found.problem) == (DomainStatus.VERIFIED, "")


def test_a_lost_domain_comes_back_with_its_proof(
    domain: CustomDomain, dns_server: NameServer
) -> None:
    CustomDomain.objects.filter(pk=domain.pk).update(status=DomainStatus.LOST)
    prove(dns_server, domain)

    assert checked(domain).status == DomainStatus.VERIFIED


@pytest.mark.parametrize(
    ("status", "created", "seen", "is_due"),
    [
        (DomainStatus.PENDING, {"days": 1}, None, True),
        (DomainStatus.PENDING, {"days": 1}, {"minutes": 6}, True),
        (DomainStatus.PENDING, {"days": 1}, {"minutes": 4}, False),
        (DomainStatus.PENDING, {"days": 8}, {"minutes": 6}, False),
        (DomainStatus.VERIFIED, {"days": 90}, {"hours": 23}, False),
        (DomainStatus.VERIFIED, {"days": 90}, {"hours": 25}, True),
        (DomainStatus.LOST, {"days": 90}, {"hours": 25}, True),
    ],
)
def test_the_sweep_looks_at_what_is_due(
    domain: CustomDomain, dns_server: NameServer, status: str, created: Any, seen: Any, is_due: bool
) -> None:
    now = timezone.now()
    CustomDomain.objects.filter(pk=domain.pk).update(
        status=status,
        created_at=now - timedelta(**created),
        checked_at=now - timedelta(**seen) if seen else None,
    )

    domain_tasks.check_domains()

    assert bool(dns_server.asked) is is_due


def test_removing_a_domain_is_recorded_and_frees_the_host(
    domain: CustomDomain, tenant: Tenant, other_tenant: Tenant
) -> None:
    custom_domains.remove(tenant=tenant, actor=SYSTEM)

    assert kinds(tenant) == ["domain.added", "domain.removed"]
    assert custom_domains.add(HOST, tenant=other_tenant, actor=SYSTEM).host == HOST


def test_an_owner_sets_a_domain_up_on_the_page(
    as_alice: Client, tenant: Tenant, dns_server: NameServer
) -> None:
    as_alice.post("/settings/domain/", {"host": HOST})
    domain = CustomDomain.objects.get(tenant=tenant)
    page = as_alice.get("/settings/domain/").content.decode()
    assert f"assent-verify={domain.token}" in page
    assert TARGET in page
    prove(dns_server, domain)

    answer = as_alice.post("/settings/domain/check/", follow=True)

    assert "Your domain works." in answer.content.decode()


def test_a_viewer_reads_the_page_and_changes_nothing(
    as_bob: Client, tenant: Tenant, domain: CustomDomain
) -> None:
    assert HOST in as_bob.get("/settings/domain/").content.decode()

    for path in ("", "check/", "remove/"):
        assert as_bob.post(f"/settings/domain/{path}", {"host": HOST}).status_code == 403
    assert CustomDomain.objects.filter(tenant=tenant).exists()


def test_checks_are_limited(as_alice: Client, domain: CustomDomain, dns_server: NameServer) -> None:
    for _ in range(12):
        answer = as_alice.post("/settings/domain/check/", follow=True)

    assert "That was often" in answer.content.decode()
