"""Looks at what a filing points to: what is opened, how a look goes on, and what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.looking import plain
from consent.looking.sightings import Reader, Sighting
from registrations import (
    drafting,
    forecasting,
    live_checks,
    live_findings,
    live_plan,
    live_steps,
    live_tasks,
)
from registrations.live_plan import AMISS, OK, UNKNOWN, Seen, What
from registrations.models import LiveCheck, Registration, RegistrationType
from tenants.company import websites
from tenants.errors import DomainError
from tenants.models import Brand, Tenant
from tenants.outbound import dns_lookups
from tenants.scoping import tenant_scope
from tests.registrations.filings import ALICE, PERSON, draft_brand, drafted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


@pytest.fixture
def filing(sound: Brand) -> Registration:
    """A brand's filing: a website and mail domains."""
    return draft_brand(sound)


def asked(registration: Registration) -> LiveCheck:
    """A look that was asked for."""
    found = live_checks.ask(registration.pk, actor=PERSON)
    assert found is not None
    return found


def finished(registration: Registration, *seen: Seen) -> LiveCheck:
    """A look of which every step is noted: these, and all is well with the rest."""
    check, outcomes = asked(registration), iter(seen)
    while step := live_checks.take_up(check.pk, now=timezone.now()):
        live_checks.note(step, next(outcomes, Seen(OK)), now=timezone.now())
    check.refresh_from_db()
    return check


def rules(registration: Registration) -> set[str]:
    """What is foretold of the filing."""
    return {each.finding.rule for each in forecasting.current(registration)}


def step_for(registration: Registration, what: str) -> live_plan.Step:
    """The step of a look that is about this."""
    check = asked(registration)
    index = next(i for i, row in enumerate(check.seen) if row["what"] == what)
    return live_plan.Step(check, index)


def test_a_filing_points_to_its_website_and_to_each_mail_domain_once(filing) -> None:
    plan = live_plan.plan(filing, drafting.effective(filing))

    assert [str(each.what) for each in plan].count("website") == 1
    addresses = [each.address for each in plan if each.what == What.MAIL]
    assert len(addresses) == len(set(addresses)) >= 1


def test_a_toll_free_filing_points_to_its_pages_and_its_picture(
    tenant: Tenant, program: Any, evidence: Any
) -> None:
    registration = drafted(tenant, RegistrationType.TOLL_FREE, program)
    with tenant_scope(tenant.pk):
        plan = live_plan.plan(registration, drafting.effective(registration))

    assert {str(each.what) for each in plan} == {str(what) for what in What}


def test_a_look_goes_on_step_by_step_and_ends(filing) -> None:
    check = finished(filing)

    assert check.done == check.total == len(check.seen) > 1
    assert check.finished_at is not None
    assert {row["state"] for row in check.seen} == {OK}


def test_a_step_that_a_killed_worker_left_is_begun_again_and_noted_once(filing) -> None:
    check, now = asked(filing), timezone.now()
    first = live_checks.take_up(check.pk, now=now)
    assert live_checks.take_up(check.pk, now=now) is None

    second = live_checks.take_up(check.pk, now=now + live_checks.LEASE + timedelta(seconds=1))

    assert first is not None
    assert second is not None
    assert second.index == first.index
    assert second.check.attempts == 1
    for step in (second, first):
        live_checks.note(step, Seen(OK), now=now)
    check.refresh_from_db()
    assert check.done == 1


def test_the_sweep_finds_a_look_that_nobody_has_in_hand(
    filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, told = asked(filing), []
    monkeypatch.setattr(live_tasks, "nudge", lambda _task, *ids: told.append(ids))

    live_tasks.sweep_live_checks()

    assert [ids[-1] for ids in told] == [check.pk]


def test_a_look_that_takes_too_long_ends_with_what_is_known(filing) -> None:
    check = asked(filing)
    late = timezone.now() + live_checks.GIVE_UP + timedelta(minutes=1)

    assert live_checks.take_up(check.pk, now=late) is None

    check.refresh_from_db()
    assert check.finished_at == late
    assert check.trouble
    assert {row["state"] for row in check.seen} == {UNKNOWN}


def test_what_a_look_found_is_part_of_the_forecast(filing, monkeypatch) -> None:
    assert live_findings.NOT_CHECKED in rules(filing)
    monkeypatch.setattr(dns_lookups, "mail_servers", lambda _domain: ())
    step = step_for(filing, What.MAIL)
    seen = live_steps.look("", step.target, live_steps.known_of(step))
    finished(filing, seen)

    found = [f.finding for f in forecasting.current(filing) if "No server" in f.finding.message]

    assert seen.state == AMISS
    assert [f.rule for f in found] == ["EMAIL-DOMAIN-MISMATCH"]
    assert live_findings.NOT_CHECKED not in rules(filing)


@pytest.mark.parametrize(
    ("servers", "state"), [(("mx.mapledental.example",), OK), ((), AMISS), (None, UNKNOWN)]
)
def test_a_mail_domain_is_asked_of_the_name_servers(filing, monkeypatch, servers, state) -> None:
    monkeypatch.setattr(dns_lookups, "mail_servers", lambda _domain: servers)
    step = step_for(filing, What.MAIL)

    assert live_steps.look("", step.target, live_steps.known_of(step)).state == state


def test_a_look_of_a_week_ago_or_of_other_addresses_is_not_good_enough(filing) -> None:
    check = finished(filing)
    week_ago = timezone.now() - live_findings.GOOD_ENOUGH - timedelta(hours=1)
    LiveCheck.objects.filter(pk=check.pk).update(finished_at=week_ago)
    assert live_findings.NOT_CHECKED in rules(filing)

    LiveCheck.objects.filter(pk=check.pk).update(finished_at=timezone.now())
    assert live_findings.NOT_CHECKED not in rules(filing)
    answers = {"contactInfo.supportEmail": "care@elsewhere.example"}
    drafting.save_answers(filing.pk, answers=answers, actor=ALICE)
    assert live_findings.NOT_CHECKED in rules(filing)


def test_a_fresh_look_is_not_begun_again_but_by_a_persons_wish(filing) -> None:
    check = finished(filing)

    assert live_checks.ensure(filing.pk) == check
    assert asked(filing) != check


def test_nobody_has_a_filing_looked_at_without_end(filing, monkeypatch) -> None:
    monkeypatch.setattr(live_checks, "AT_MOST", 1)
    finished(filing)

    with pytest.raises(DomainError) as error:
        asked(filing)

    assert error.value.code == "too_many_checks"


def test_a_website_that_leads_to_the_vendors_domain_is_told(
    filing, in_tenant: Tenant, monkeypatch
) -> None:
    found = websites.Look(True, "", 200, "https://www.isv.example/")
    monkeypatch.setattr(websites, "look", lambda _url, _names: found)
    step = step_for(filing, What.WEBSITE)
    target = live_plan.Target(What.WEBSITE, step.target.address, "contactInfo.website")
    known = live_steps.Known(None, live_steps.known_of(step).context, (), ("isv.example",), None)

    seen = live_steps.look(str(in_tenant.pk), target, known)

    assert [f.rule for f in seen.findings] == ["ISV-INFO-DETECTED"]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"text": "word " * 200}, OK),
        ({"status": 404, "text": ""}, AMISS),
        ({"text": "Sign in", "has_password": True}, AMISS),
        ({"problem": "The name servers did not answer.", "is_our_fault": True}, UNKNOWN),
    ],
)
def test_a_page_that_was_typed_is_opened_as_reviewers_do(
    filing, monkeypatch, changes: dict[str, Any], state: str
) -> None:
    url = "https://mapledental.example/sms/terms"
    known = {"final_url": url, "status": 200, "content_type": "text/html"}
    sighting = Sighting(Reader.PLAIN, url, **{**known, **changes})
    monkeypatch.setattr(plain, "look", lambda _url, own=None: sighting)
    target = live_plan.Target(What.TERMS, url, "messagingUseCase.termsAndConditionsUrl")
    step = step_for(filing, What.WEBSITE)

    seen = live_steps.look("", target, live_steps.known_of(step))

    assert seen.state == state
    assert [f.rule for f in seen.findings] == (["TERMS-REACHABLE"] if state == AMISS else [])


def test_a_worker_takes_all_steps_and_keeps_what_it_saw(
    tenant: Tenant, brand: Brand, monkeypatch
) -> None:
    registration = drafted(tenant, RegistrationType.TEN_DLC_BRAND)
    with tenant_scope(tenant.pk):
        check = asked(registration)
    monkeypatch.setattr(live_steps, "look", lambda _tenant, _target, _known: Seen(OK, "Fine."))

    live_tasks.check_live(str(tenant.pk), str(check.pk))

    with tenant_scope(tenant.pk):
        check.refresh_from_db()
    assert check.finished_at is not None
    assert {row["said"] for row in check.seen} == {"Fine."}
