"""Deadlines: opened and met by the life cycle, each reminder once, and silence where it is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from registrations import announcing, deadlines, following, reminding
from registrations.models import Deadline, Registration, RegistrationEvent
from registrations.states import RegistrationStatus
from tenants.events import Actor
from tenants.models import Notice, Tenant
from tests.builders import make_brand, make_registration

Kind = Deadline.Kind
DAY = timedelta(days=1)
NOW = timezone.now()


def needing_changes() -> Registration:
    """A filing that came back."""
    return make_registration(make_brand(), status=RegistrationStatus.NEEDS_CHANGES)


def opened(registration: Registration, kind: str = Kind.CORRECT, days: int = 14) -> Deadline:
    """A deadline whose opening people know of."""
    return deadlines.open(
        registration, kind, due_at=NOW + days * DAY, is_hard=False, is_told=True, now=NOW
    )


def codes(deadline: Deadline, now: datetime) -> str:
    """What goes out at this moment."""
    rung = reminding.remind_of(deadline.pk, now=now)
    return rung.code if rung else ""


def test_a_deadline_is_opened_once_and_met_once(in_tenant: Tenant) -> None:
    registration = needing_changes()
    first = opened(registration)

    assert opened(registration, days=3).pk == first.pk
    assert deadlines.meet(registration, Kind.CORRECT) == 1
    assert deadlines.meet(registration, Kind.CORRECT) == 0


def test_reminders_climb_the_ladder_and_each_goes_out_once(in_tenant: Tenant) -> None:
    deadline = opened(needing_changes())
    days = (1, 7, 8, 12, 13, 14, 15, 21, 28)

    sent = [codes(deadline, NOW + day * DAY) for day in days]

    assert sent == ["", "half", "", "2_days", "1_day", "due", "", "week_1", "week_2"]
    assert codes(deadline, NOW + 28 * DAY) == ""
    assert RegistrationEvent.objects.filter(kind=RegistrationEvent.Kind.REMINDED).count() == 6


def test_after_a_standstill_only_the_latest_reminder_goes_out(in_tenant: Tenant) -> None:
    deadline = opened(needing_changes())

    assert codes(deadline, NOW + 13 * DAY) == "1_day"
    deadline.refresh_from_db()
    assert deadline.reminded == ["opened", "half", "2_days", "1_day"]


def test_a_deadline_that_nobody_told_of_is_told_at_the_next_round(in_tenant: Tenant) -> None:
    registration = needing_changes()
    deadline = deadlines.open(
        registration, Kind.CORRECT, due_at=NOW + 14 * DAY, is_hard=False, now=NOW
    )

    assert codes(deadline, NOW) == "opened"


def test_what_was_settled_meanwhile_is_closed_instead_of_reminded_of(in_tenant: Tenant) -> None:
    registration = needing_changes()
    deadline = opened(registration)
    Registration.objects.filter(pk=registration.pk).update(status=RegistrationStatus.STAFF_REVIEW)

    assert codes(deadline, NOW + 20 * DAY) == ""
    deadline.refresh_from_db()
    assert deadline.met_at is not None
    assert not Notice.objects.exists()


def test_businesses_that_are_not_active_are_not_reminded(in_tenant: Tenant) -> None:
    deadline = opened(needing_changes())
    later = NOW + 7 * DAY
    assert reminding.due(now=later) == [(in_tenant.pk, deadline.pk)]

    Tenant.objects.filter(pk=in_tenant.pk).update(status="closed")

    assert reminding.due(now=later) == []


def test_members_who_may_act_are_reminded_and_viewers_are_not(
    in_tenant: Tenant, alice: Any, bob: Any
) -> None:
    reminding.remind_of(opened(needing_changes()).pk, now=NOW + 13 * DAY)

    notice = Notice.objects.get()
    assert notice.user == alice
    assert notice.text.startswith("1 day is left.")


def test_what_staff_must_read_goes_to_staff_alone(in_tenant: Tenant, alice: Any, dana: Any) -> None:
    registration = make_registration(make_brand(), status=RegistrationStatus.STAFF_REVIEW)
    deadline = opened(registration, Kind.READ, days=2)

    reminding.remind_of(deadline.pk, now=NOW + 2 * DAY)

    notice = Notice.objects.get()
    assert (notice.user, notice.for_staff) == (dana, True)
    assert "/admin/" in notice.path


def test_what_the_carrier_denies_comes_with_reasons_and_a_day(
    in_tenant: Tenant, alice: Any
) -> None:
    registration = needing_changes()
    version = registration.current
    version.denied_reasons = [{"code": "X", "text": "The website cannot be reached."}]

    following.moved(registration, before="in_review", version=version, actor=Actor.carrier())

    notice = Notice.objects.get(user=alice)
    assert "The website cannot be reached." in notice.text
    assert notice.due_at == Deadline.objects.get(kind=Kind.CORRECT).due_at


def test_handing_in_meets_the_correction_and_starts_the_reading(in_tenant: Tenant) -> None:
    registration = needing_changes()
    opened(registration)
    registration.status = RegistrationStatus.STAFF_REVIEW

    following.moved(
        registration, before="needs_changes", version=registration.current, actor=Actor.system("t")
    )

    still_open = Deadline.objects.filter(met_at=None).values_list("kind", flat=True)
    assert list(still_open) == [Kind.READ]


def test_the_registrys_mail_is_a_hard_deadline_of_seven_days(in_tenant: Tenant, alice: Any) -> None:
    registration = make_registration(make_brand(), status=RegistrationStatus.IN_REVIEW)
    registration.carrier_status = following.AUTHENTICATION
    following.carrier_said(registration)
    following.carrier_said(registration)

    deadline = Deadline.objects.get()
    assert deadline.is_hard
    assert (deadline.due_at - timezone.now()).days == 6
    assert Notice.objects.get(user=alice).is_hard

    registration.carrier_status = "REVIEWING"
    following.carrier_said(registration)
    assert not Deadline.objects.filter(met_at=None).exists()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-06-01T10:00:00+00:00", "2026-06-03T10:00:00+00:00"),  # Monday to Wednesday
        ("2026-06-05T10:00:00+00:00", "2026-06-09T10:00:00+00:00"),  # Friday to Tuesday
        ("2026-06-06T10:00:00+00:00", "2026-06-09T10:00:00+00:00"),  # Saturday to Tuesday
    ],
)
def test_two_working_days_leave_the_weekend_out(start: str, end: str) -> None:
    begun = datetime.fromisoformat(start)
    assert deadlines.working_days_after(begun, 2) == datetime.fromisoformat(end)


def test_every_state_of_a_deadline_has_words_and_a_ladder() -> None:
    for kind in Kind.values:
        assert announcing.TO_DO[kind]
        assert announcing.HOW[kind]
        assert deadlines.LADDERS[kind]
        assert deadlines.STANDS_IN[kind]
