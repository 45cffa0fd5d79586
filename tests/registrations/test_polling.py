"""What became of filings: few calls however many are open, and nothing is missed."""

import math
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from registrations import polling, tasks
from registrations.carrier import CarrierRejected, CarrierUnavailable, filing
from registrations.carrier.filing import (
    Decision,
    ListPage,
    RegistrationState,
    VersionDecision,
)
from registrations.models import Registration, RegistrationType, RegistrationVersion
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tenants.scoping import all_tenants_scope, tenant_scope
from tests.builders import make_brand

pytestmark = pytest.mark.django_db
S = RegistrationStatus
LONG_AGO = timedelta(days=20)


class Carrier:
    """A carrier that lists what it is told to have, and counts what it is asked."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}
        self.lists: list[str] = []
        self.names: list[int] = []
        self.fails_at = 0

    def list_registrations(self, statuses: tuple[str, ...], *, token: str = "") -> ListPage:
        """One page of a hundred."""
        self.lists.append(token)
        if len(self.lists) == self.fails_at:
            raise CarrierUnavailable("no answer")
        listed = [name for name, status in self.states.items() if status in statuses]
        start = int(token or 0)
        page = listed[start : start + 100]
        following = str(start + 100) if start + 100 < len(listed) else ""
        return ListPage(tuple(map(self.state, page)), following)

    def registration_status(self, ids: list[str]) -> list[RegistrationState]:
        """Up to five by name."""
        self.names.append(len(ids))
        return [self.state(each) for each in ids]

    def state(self, name: str) -> RegistrationState:
        """One of them."""
        return RegistrationState(name, self.states[name], 1)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Carrier:
    """The carrier that counts."""
    carrier = Carrier()
    settings.CARRIER_POLL_SECONDS = 900
    monkeypatch.setattr(filing, "list_registrations", carrier.list_registrations)
    monkeypatch.setattr(filing, "registration_status", carrier.registration_status)
    return carrier


def in_review(tenant: Tenant, count: int, carrier: Carrier, **fields: Any) -> None:
    """Filings that the carrier has, last looked at long ago."""
    then = timezone.now() - LONG_AGO
    defaults = {"changed_at": then, "carrier_checked_at": then, **fields}
    with tenant_scope(tenant.pk):
        brand = make_brand()
        rows = [
            Registration(
                brand=brand,
                type=f"ZZ_{index}_REGISTRATION",
                status=S.IN_REVIEW,
                carrier_id=f"{tenant.slug}-{index}",
                carrier_status="REVIEWING",
                **defaults,
            )
            for index in range(count)
        ]
        Registration.objects.bulk_create(rows, batch_size=2000)
        RegistrationVersion.objects.bulk_create(
            [RegistrationVersion(registration=row, number=1) for row in rows[:30]]
        )
    carrier.states |= {row.carrier_id: "REVIEWING" for row in rows}


def not_looked_at() -> int:
    """How many have not been looked at lately."""
    with all_tenants_scope("test"):
        late = timezone.now() - timedelta(hours=1)
        return int(Registration.objects.filter(carrier_checked_at__lte=late).count())


def test_a_round_over_20000_open_registrations_costs_one_list_call_for_each_hundred(
    tenant: Tenant, other_tenant: Tenant, counted: Carrier
) -> None:
    in_review(tenant, 12_000, counted)
    in_review(other_tenant, 8_000, counted)

    tasks.poll_open()

    assert len(counted.lists) <= math.ceil(20_000 / 100)
    assert counted.names == []
    assert not_looked_at() == 0


def test_what_left_the_list_is_asked_by_name(tenant: Tenant, counted: Carrier) -> None:
    in_review(tenant, 30, counted)
    gone = f"{tenant.slug}-7"
    counted.states[gone] = "CLOSED"

    tasks.poll_open()

    assert (len(counted.lists), counted.names) == (1, [1])
    with tenant_scope(tenant.pk):
        assert Registration.objects.get(carrier_id=gone).status == S.CLOSED


def test_that_none_of_ours_is_known_closes_only_a_few_and_calls_for_a_person(
    tenant: Tenant, counted: Carrier, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    """Asked in another account or Region, the carrier knows nothing of ours."""
    in_review(tenant, 20, counted)

    def unknown(ids: list[str]) -> list[RegistrationState]:
        raise CarrierRejected("ResourceNotFoundException", "There is no such registration.")

    monkeypatch.setattr(filing, "registration_status", unknown)
    counted.states.clear()

    tasks.poll_open()

    with tenant_scope(tenant.pk):
        closed = Registration.objects.filter(status=S.CLOSED).count()
    assert closed == polling.GONE_AT_MOST
    assert "is it our account and Region?" in caplog.text
    assert not_looked_at() == 0


def test_few_are_asked_by_name(tenant: Tenant, counted: Carrier) -> None:
    in_review(tenant, 5, counted)

    tasks.poll_open()

    assert (counted.lists, counted.names) == ([], [5])


def test_a_round_that_is_cut_short_goes_on_at_its_next_page(
    tenant: Tenant, counted: Carrier, caplog: pytest.LogCaptureFixture
) -> None:
    in_review(tenant, 350, counted)
    counted.fails_at = 3

    tasks.poll_open()
    assert not_looked_at() == 150
    tasks.poll_open()

    assert counted.lists == ["", "100", "200", "200", "300"]
    assert not_looked_at() == 0
    assert "not polled" in caplog.text


@pytest.mark.parametrize(
    ("age", "checked", "is_due"),
    [
        (timedelta(minutes=20), timedelta(minutes=16), True),
        (timedelta(hours=2), timedelta(minutes=16), False),
        (timedelta(hours=2), timedelta(minutes=31), True),
        (timedelta(days=20), timedelta(minutes=50), False),
        (timedelta(days=20), timedelta(minutes=61), True),
    ],
)
def test_young_reviews_are_asked_about_often_and_old_ones_up_to_hourly(
    tenant: Tenant, counted: Carrier, age: timedelta, checked: timedelta, is_due: bool
) -> None:
    now = timezone.now()
    in_review(tenant, 1, counted, changed_at=now - age, carrier_checked_at=now - checked)

    tasks.poll_open()

    assert bool(counted.names) == is_due


def test_an_approved_registration_is_asked_about_rarely(tenant: Tenant, counted: Carrier) -> None:
    checked = timezone.now() - timedelta(hours=5)
    in_review(tenant, 1, counted, carrier_checked_at=checked)
    with tenant_scope(tenant.pk):
        Registration.objects.update(status=S.APPROVED, approved_round=1, carrier_status="COMPLETE")
    counted.states = dict.fromkeys(counted.states, "COMPLETE")

    tasks.poll_open()
    assert counted.names == []
    with tenant_scope(tenant.pk):
        Registration.objects.update(carrier_checked_at=checked - timedelta(hours=2))
    tasks.poll_open()

    assert counted.names == [1]


def test_only_one_worker_asks_at_a_time(
    tenant: Tenant, counted: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_review(tenant, 1, counted)
    ask = counted.registration_status

    def meanwhile(ids: list[str]) -> list[RegistrationState]:
        polling.poll(seconds=1)
        return ask(ids)

    monkeypatch.setattr(filing, "registration_status", meanwhile)
    tasks.poll_open()

    assert counted.names == [1]


@pytest.mark.parametrize("times", [1, 3])
def test_a_change_that_the_carrier_tells_of_is_looked_at_however_often_it_is_told(
    tenant: Tenant, counted: Carrier, times: int
) -> None:
    in_review(tenant, 1, counted, carrier_checked_at=timezone.now())
    (name,) = counted.states
    counted.states[name] = "CLOSED"

    for _ in range(times):
        tasks.look_at(name)

    assert counted.names == [1]
    with tenant_scope(tenant.pk):
        assert Registration.objects.get().status == S.CLOSED


def test_a_registration_that_is_not_ours_is_not_asked_about(counted: Carrier) -> None:
    tasks.look_at("registration-of-somebody-else")

    assert counted.names == []


@pytest.mark.slow
@pytest.mark.usefixtures("forms", "brand")
def test_the_carriers_own_list_is_walked_by_the_page(
    tenant: Tenant, carrier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = filing.create_registration(RegistrationType.TEN_DLC_BRAND, token="1" * 32, name="One")
    filing.create_registration(RegistrationType.TEN_DLC_BRAND, token="2" * 32, name="Two")

    page = filing.list_registrations(polling.UNDER_WAY)

    assert name in {state.id for state in page.states}
    assert (len(page.states), page.next_token) == (2, "")
    assert filing.list_registrations(polling.COMPLETE).states == ()


@pytest.mark.parametrize(("shown", "is_told"), [("REQUIRES_UPDATES", False), ("COMPLETE", True)])
def test_an_approval_withdrawn_without_a_new_status_is_found_by_its_version(
    tenant: Tenant, counted: Carrier, monkeypatch: pytest.MonkeyPatch, shown: str, is_told: bool
) -> None:
    checked = None if is_told else timezone.now() - timedelta(hours=7)
    in_review(tenant, 1, counted, carrier_checked_at=checked)
    with tenant_scope(tenant.pk):
        Registration.objects.update(status=S.APPROVED, approved_round=1, carrier_status=shown)
        RegistrationVersion.objects.update_or_create(
            registration=Registration.objects.get(), number=1, defaults={"carrier_version": 1}
        )
    counted.states = dict.fromkeys(counted.states, shown)
    revoked = Decision(shown, VersionDecision(1, "REVOKED"))
    monkeypatch.setattr(filing, "decision", lambda *_args, **_kwargs: revoked)

    tasks.poll_open()

    with tenant_scope(tenant.pk):
        assert Registration.objects.get().status == S.REVOKED
