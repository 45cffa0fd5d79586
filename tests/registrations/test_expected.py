"""How long the carrier takes: from our own filings once there are some, else from its guide."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from registrations import expected, fees
from registrations.expected import Expected
from registrations.models import RegistrationEvent, RegistrationType, RegistrationVersion
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_registration, make_tenant
from tests.registrations.filings import DANA

BRAND, CAMPAIGN, TOLL_FREE = (
    RegistrationType.TEN_DLC_BRAND,
    RegistrationType.TEN_DLC_CAMPAIGN,
    RegistrationType.TOLL_FREE,
)
pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)


def decided(brand: Brand, *days: float) -> None:
    """Rounds of one brand registration that the carrier decided after so many days."""
    registration = make_registration(brand)
    for number, wait in enumerate(days, start=2):
        version = RegistrationVersion.objects.create(registration=registration, number=number)
        event = RegistrationEvent.record(
            RegistrationEvent.Kind.FILED, actor=DANA, registration=registration, version=version
        )
        version.decided_at = event.at + timedelta(days=wait)
        version.save()


def test_without_enough_decisions_the_guide_speaks(sound: Brand) -> None:
    decided(sound, 1, 2, 3, 4)

    found = expected.time_for(BRAND)

    assert not found.is_ours
    assert found.words == "Carriers usually answer in 1 to 2 business days."


def test_five_decisions_give_the_median_and_the_ninetieth_percentile(sound: Brand) -> None:
    decided(sound, 1, 2, 3, 4, 9)

    found = expected.time_for(BRAND)

    assert (found.decided, round(found.low), round(found.high)) == (5, 3, 9)
    assert found.words == "Half of these are answered within 3 days, nine in ten within 9 days."


def test_decisions_of_other_tenants_count_and_stay_theirs(sound: Brand) -> None:
    other = make_tenant("Birch Books")
    with tenant_scope(other.pk):
        decided(make_brand(), 2, 2, 2, 2, 2)

    assert expected.time_for(BRAND).decided == 5
    assert not RegistrationVersion.objects.exists()


def test_what_was_found_is_remembered(sound: Brand, django_assert_num_queries) -> None:
    expected.time_for(TOLL_FREE)

    with django_assert_num_queries(0):
        expected.time_for(TOLL_FREE)
    cache.clear()


@pytest.mark.parametrize(("kind", "country", "words"), [
    (BRAND, "CA", "Carriers usually answer in 2 days to 3 weeks."),
    (CAMPAIGN, "US", "Carriers usually answer in some hours to 4 weeks."),
    (TOLL_FREE, "US", "Carriers usually answer in 1 to 4 business days."),
    ("SG_SENDER_ID_REGISTRATION", "US", "Carriers usually answer in 1 to 3 weeks."),
    ("GB_SENDER_ID_REGISTRATION", "US", "Carriers usually answer in 2 to 4 weeks."),
    ("QQ_NEW_THING", "US", "The carrier names no usual time for this type."),
])  # fmt: skip
def test_the_guide_differs_by_type_and_country(kind: str, country: str, words: str) -> None:
    assert expected.from_guide(kind, country=country).words == words


def test_late_counts_business_days_where_the_guide_does() -> None:
    five = Expected(1, 5, 5, is_business_days=True)

    assert five.late_at(MONDAY) == MONDAY + timedelta(days=7)
    assert Expected(1, 5, 5).late_at(MONDAY) == MONDAY + timedelta(days=5)
    assert Expected(0, 0, 0).late_at(timezone.now()) is None


@pytest.mark.parametrize("kind", [BRAND, TOLL_FREE, CAMPAIGN, RegistrationType.TEN_DLC_VETTING])
def test_every_fee_has_a_price_a_date_and_a_source(sound: Brand, kind: str) -> None:
    found = fees.for_retry(make_registration(sound, type=kind))

    assert found
    assert all(fee.price.startswith("USD ") and fee.as_of and fee.source for fee in found)


def test_a_type_without_known_fees_has_none(sound: Brand, tenant: Tenant) -> None:
    assert fees.for_retry(make_registration(sound, type="GB_SENDER_ID_REGISTRATION")) == []
