"""The road of a registration in plain words: what happened, who acts, by when, and what comes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations import history, presenting, timeline
from registrations.models import Registration, RegistrationEvent, RegistrationType
from registrations.states import RegistrationStatus
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_registration
from tests.registrations.filings import DANA, brand_at

S = RegistrationStatus
Kind = RegistrationEvent.Kind
pytestmark = pytest.mark.django_db


@pytest.fixture
def business(in_tenant: Tenant) -> Brand:
    """Maple Dental, its scope open; no carrier is needed here."""
    return make_brand()


def filed_before(registration: Registration, days: float) -> timedelta:
    """Note that the carrier has it; return how far from then "now" is."""
    RegistrationEvent.record(
        Kind.FILED, actor=DANA, registration=registration, version=registration.current
    )
    return timedelta(days=days)


@pytest.mark.parametrize(("days", "day", "late"), [(0, 1, False), (1.5, 2, False), (9, 10, True)])
def test_a_wait_counts_its_days_and_late_is_said_as_late(
    business: Brand, days: float, day: int, late: bool
) -> None:
    registration = brand_at(S.IN_REVIEW, business)
    later = timezone.now() + filed_before(registration, days)

    found = timeline.wait(registration, now=later + timedelta(minutes=1))

    assert found is not None
    assert (found.day, found.is_late) == (day, late)
    assert "Carriers usually answer in 1 to 2 business days." in found.words
    assert ("This is late" in found.words) is late


def test_nobody_waits_for_the_carrier_before_it_has_the_filing(business: Brand) -> None:
    assert timeline.wait(brand_at(S.STAFF_REVIEW, business)) is None


def test_what_may_come_is_grey_and_ends_with_the_carriers_decision(business: Brand) -> None:
    found = timeline.ahead(brand_at(S.STAFF_REVIEW, business))

    assert [each["what"] for each in found] == [
        "The carrier decides", "The carrier's reviewers read it", "We file it with the carrier",
    ]  # fmt: skip
    assert all(each["ahead"] for each in found)


@pytest.mark.parametrize("status", [S.REJECTED, S.REVOKED, S.CLOSED])
def test_nothing_lies_ahead_of_what_has_ended(business: Brand, status: S) -> None:
    assert timeline.ahead(brand_at(status, business)) == []


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_event_has_words(business: Brand, kind: str) -> None:
    registration = make_registration(business)
    event = RegistrationEvent.record(
        Kind(kind), actor=DANA, registration=registration, to_status=S.IN_REVIEW
    )

    assert history.entry(event)["what"]
    assert not history.entry(event)["what"].startswith("registration.")


@pytest.mark.parametrize(("step", "words"), [
    ("amended", "what was approved stays in force"),
    ("update_refused", "what was approved stays in force"),
    ("taken_back", "Taken back"),
    ("reopened", "Begun anew"),
])  # fmt: skip
def test_steps_of_an_update_say_what_stays(business: Brand, step: str, words: str) -> None:
    event = RegistrationEvent.record(
        Kind.MOVED, actor=DANA, registration=make_registration(business),
        to_status=S.APPROVED, data={"step": step},
    )  # fmt: skip

    assert words in history.entry(event)["what"]


def test_an_update_in_force_says_that_the_numbers_go_on(business: Brand) -> None:
    registration = brand_at(S.NEEDS_CHANGES, business)
    registration.approved_round = 1

    turn = presenting.turn(registration)

    assert turn["who"] == presenting.YOU
    assert "its numbers go on texting" in turn["sentence"]


def test_a_status_that_nobody_knows_is_shown_as_it_came(
    as_alice, tenant: Tenant, brand: Brand
) -> None:
    with tenant_scope(tenant.pk):
        registration = brand_at(S.IN_REVIEW, brand)
        registration.carrier_status = "HELD_FOR_MOON_PHASE"
        registration.save()

    shown = as_alice.get(reverse("registrations:detail", args=[registration.pk]))

    assert "HELD_FOR_MOON_PHASE" in shown.content.decode()
    assert "A status that we do not know yet" in shown.content.decode()


# The registry's e-mail.


@pytest.fixture
def waiting(tenant: Tenant, brand: Brand) -> Registration:
    """A brand whose registry waits for an answer to its e-mail."""
    with tenant_scope(tenant.pk):
        registration = brand_at(S.IN_REVIEW, brand)
        registration.carrier_status = "REQUIRES_AUTHENTICATION"
        registration.save()
    return registration


def test_the_e_mail_is_led_through(as_alice, brand: Brand, waiting: Registration) -> None:
    detail = as_alice.get(reverse("registrations:detail", args=[waiting.pk])).content.decode()
    assert "Answer the registry" in detail

    shown = as_alice.get(reverse("registrations:mail", args=[waiting.pk])).content.decode()

    assert brand.contact_email in shown
    assert "within 7 days" in shown
    assert "Nothing came, or it is lost" in shown


def test_a_pressed_link_is_noted_and_the_carriers_status_decides(
    as_alice, tenant: Tenant, waiting: Registration
) -> None:
    as_alice.post(reverse("registrations:mail", args=[waiting.pk]))

    with tenant_scope(tenant.pk):
        now = Registration.objects.get(pk=waiting.pk)
        assert now.events.filter(kind=Kind.AUTHENTICATED).count() == 1
        assert (now.status, now.carrier_status) == (S.IN_REVIEW, "REQUIRES_AUTHENTICATION")


def test_the_list_puts_your_turn_first_and_filters(as_alice, tenant: Tenant, brand: Brand) -> None:
    with tenant_scope(tenant.pk):
        make_registration(brand, status=S.STAFF_REVIEW, type="GB_SENDER_ID_REGISTRATION")
        make_registration(brand, status=S.NEEDS_CHANGES, type=RegistrationType.TEN_DLC_BRAND)
    url = reverse("registrations:list")

    everything = as_alice.get(url).content.decode()
    mine = as_alice.get(url, {"state": "you"}).content.decode()

    assert everything.index("10DLC brand") < everything.index("Sender ID GB")
    assert "Sender ID GB" not in mine
    assert "10DLC brand" in mine
