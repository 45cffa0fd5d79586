"""The sweeps and the polling: nothing is forgotten, and one failure stops no other."""

import pytest

from registrations import tasks
from registrations.carrier import CarrierRejected, filing
from registrations.models import (
    FormDefinition,
    Registration,
    RegistrationType,
)
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import accepted, filed, fresh

BRAND = RegistrationType.TEN_DLC_BRAND
S = RegistrationStatus
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("forms", "brand")]


def test_a_registration_that_is_gone_at_the_carrier_is_closed_and_stops_no_other(
    tenant: Tenant, other_tenant: Tenant, carrier, review
) -> None:
    registration = filed(tenant, BRAND)
    with tenant_scope(tenant.pk):
        Registration.objects.filter(pk=registration.pk).update(carrier_id="registration-gone")

    tasks.poll_open()

    assert fresh(registration).status == S.CLOSED


def test_a_registration_that_cannot_be_read_is_looked_at_and_stops_no_other(
    tenant: Tenant, carrier, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    registration = filed(tenant, BRAND)

    def gone(*args: object, **kwargs: object) -> None:
        raise CarrierRejected("ResourceNotFoundException", "no such version")

    monkeypatch.setattr(filing, "decision", gone)

    tasks.poll_open()

    assert fresh(registration).carrier_checked_at is not None
    assert "not read" in caplog.text


def test_the_sweep_finds_what_a_lost_nudge_left_behind(tenant: Tenant, carrier, nudges) -> None:
    accepted(tenant, BRAND)

    tasks.file_waiting()

    assert (tasks.file_next, []) in nudges


def test_forms_that_cannot_be_read_are_read_later(tenant: Tenant, carrier, nudges, caplog) -> None:
    FormDefinition.objects.all().delete()
    carrier.settings(down=True)

    tasks.refresh_forms()

    assert "not read" in caplog.text
    assert not FormDefinition.objects.exists()
