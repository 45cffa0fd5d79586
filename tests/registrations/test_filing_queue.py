"""Turns of filing: fair between tenants, ended before new ones are begun, and visible waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from registrations import filing_queue, handover, progress, quotas, tasks
from registrations.handover import How
from registrations.models import AccountLimit, Registration
from registrations.states import RegistrationStatus
from tenants.models import Tenant, TenantStatus
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_program, make_registration

pytestmark = pytest.mark.django_db


def to_file(tenant: Tenant, count: int) -> list[Registration]:
    """Accepted filings, the oldest first."""
    began = timezone.now() - timedelta(hours=1)
    with tenant_scope(tenant.pk):
        brand = make_brand()
        return [
            make_registration(
                brand,
                type=f"ZZ_{index}_REGISTRATION",
                status=RegistrationStatus.SUBMITTED,
                changed_at=began + timedelta(seconds=index),
            )
            for index in range(count)
        ]


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Whose turns it was; every filing takes two, and nobody calls the carrier."""
    given: list[tuple[str, str]] = []

    def two_turns(job: progress.Job, *, until: float) -> None:
        given.append((str(job.tenant_id), job.type))
        if given.count(given[-1]) < 2:
            raise handover.TurnOver

    monkeypatch.setattr(handover, "_file", two_turns)
    return given


def next_turn() -> How | None:
    """One turn; how it ended."""
    turn = filing_queue.next_turn(now=timezone.now())
    return turn.how if turn else None


def test_a_tenant_with_many_filings_delays_anothers_single_one_by_a_turn(
    tenant: Tenant, other_tenant: Tenant, turns: list[tuple[str, str]]
) -> None:
    to_file(tenant, 30)
    for _ in range(5):
        next_turn()
    to_file(other_tenant, 1)

    for _ in range(4):
        next_turn()

    others = [index for index, (who, _) in enumerate(turns[5:]) if who == str(other_tenant.pk)]
    assert others == [0, 2]


def test_within_a_tenant_what_was_begun_is_ended_before_another_is_begun(
    tenant: Tenant, turns: list[tuple[str, str]]
) -> None:
    to_file(tenant, 3)

    assert [next_turn() for _ in range(7)] == [How.GIVEN_BACK, How.FILED] * 3 + [None]
    assert [kind for _, kind in turns] == [f"ZZ_{i}_REGISTRATION" for i in (0, 0, 1, 1, 2, 2)]


def test_one_task_files_all_that_there_is(
    tenant: Tenant, other_tenant: Tenant, turns: list[tuple[str, str]]
) -> None:
    to_file(tenant, 3)
    to_file(other_tenant, 2)

    tasks.file_next()

    assert len(turns) == 10
    with tenant_scope(tenant.pk):
        assert not Registration.objects.to_file().exists()


def test_no_more_workers_file_than_are_allowed(
    tenant: Tenant, turns: list[tuple[str, str]], settings: Any
) -> None:
    settings.CARRIER_FILERS = 1
    first, _second = to_file(tenant, 2)
    with tenant_scope(tenant.pk):
        progress.claim(first.pk, now=timezone.now())

    tasks.file_next()

    assert turns == []


def test_a_filing_waits_for_room_shows_it_and_goes_on_by_itself(
    tenant: Tenant, turns: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (waiting,) = to_file(tenant, 1)
    AccountLimit.objects.create(name="REGISTRATIONS", used=25, maximum=25, read_at=timezone.now())
    file = handover._file

    def with_room(job: progress.Job, *, until: float) -> None:
        quotas.demand(quotas.REGISTRATIONS)
        file(job, until=until)

    monkeypatch.setattr(handover, "_file", with_room)
    assert next_turn() == How.WAITS
    with tenant_scope(tenant.pk):
        waiting.refresh_from_db()
        assert (waiting.status, waiting.filing_wait) == ("submitted", "REGISTRATIONS")
        assert waiting.events.filter(data__wait="REGISTRATIONS").count() == 1
        Registration.objects.update(filing_lease_until=None)
    assert next_turn() is None, "while there is no room, nobody is asked"

    AccountLimit.objects.update(maximum=30)
    assert [next_turn(), next_turn()] == [How.GIVEN_BACK, How.FILED]
    with tenant_scope(tenant.pk):
        waiting.refresh_from_db()
    assert (waiting.status, waiting.filing_wait) == ("in_review", "")


def test_a_worker_that_gets_no_turn_gives_the_filing_back_without_a_failure(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    (waiting,) = to_file(tenant, 1)
    until = timezone.now() + timedelta(seconds=2)

    def refused(job: progress.Job, **_rest: Any) -> None:
        raise handover.NotNow(until)

    monkeypatch.setattr(handover, "_file", refused)
    assert next_turn() == How.PACED

    with tenant_scope(tenant.pk):
        waiting.refresh_from_db()
    assert (waiting.filing_wait, waiting.filing_error) == ("PACE", "")
    assert (waiting.filing_attempts, waiting.filing_lease_until) == (0, until)


def test_what_a_suspended_business_had_accepted_waits(
    tenant: Tenant, turns: list[tuple[str, str]]
) -> None:
    to_file(tenant, 1)
    Tenant.objects.filter(pk=tenant.pk).update(status=TenantStatus.SUSPENDED)

    assert next_turn() is None
    assert not filing_queue.is_waiting(now=timezone.now())


def test_what_is_filed_under_a_brand_that_has_ended_goes_back_instead_of_waiting(
    tenant: Tenant,
) -> None:
    with tenant_scope(tenant.pk):
        brand = make_brand()
        ended = make_registration(brand, status=RegistrationStatus.CLOSED)
        campaign = make_registration(
            brand,
            make_program(),
            status=RegistrationStatus.SUBMITTED,
            parent=ended,
        )

    assert next_turn() == How.REFUSED
    with tenant_scope(tenant.pk):
        campaign.refresh_from_db()
        assert campaign.status == RegistrationStatus.NEEDS_CHANGES
        assert "Register it again" in campaign.current.denied_reasons[0]["text"]
