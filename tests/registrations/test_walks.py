"""Random walks through a registration's life, with crashes, repeats and disorder at the carrier."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from consent.models import Evidence, Program
from registrations import handover
from registrations.carrier.simulator.testing import Simulator
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tests.registrations.walking import Walk

S = RegistrationStatus
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def walk(
    tenant: Tenant,
    program: Program,
    evidence: Evidence,
    forms: None,
    nudges: Any,
    carrier: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> type[Walk]:
    """A walker with a business that is ready to file."""
    monkeypatch.setattr(handover, "UPLOAD_PAUSE", 0.11)
    Walk.tenant, Walk.program, Walk.carrier, Walk.patch = tenant, program, carrier, monkeypatch
    Walk.visited.clear()
    return Walk


def test_whatever_happens_in_whatever_order_the_invariants_hold(walk: type[Walk]) -> None:
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    # A walk that never leaves the first states would prove nothing.
    assert walk.visited >= {S.DRAFT, S.STAFF_REVIEW, S.SUBMITTED, S.IN_REVIEW, S.APPROVED}
