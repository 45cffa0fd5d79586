"""The demo of the first start, wherever an earlier start was cut short."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consent.models import Program
from messaging import sending
from messaging.models import Message
from portal import demo
from registrations import lifecycle, tasks
from registrations.carrier import aws
from registrations.carrier.simulator.testing import Simulator, running
from registrations.models import Registration
from registrations.states import RegistrationStatus
from tenants import access
from tenants.models import ApiKey, Tenant, User
from tenants.scoping import all_tenants_scope


@pytest.fixture(scope="module")
def _simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("carrier")
    with running(folder, review_seconds=0.1, upload_seconds=0.1) as simulator:
        yield simulator


@pytest.fixture
def _carrier(
    _simulator: Simulator, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A carrier that decides at once."""
    _simulator.reset()
    settings.CARRIER_ENDPOINT_URL = _simulator.url
    settings.CARRIER_POLL_SECONDS = 0
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "simulator")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "simulator")
    aws.client.cache_clear()
    yield
    aws.client.cache_clear()


class Killed(BaseException):
    """What SIGKILL is to a process."""


@pytest.mark.slow
@pytest.mark.usefixtures("db", "_carrier")
@pytest.mark.parametrize(
    ("module", "step"),
    [
        (access, "create_tenant"),
        (lifecycle, "submit_for_review"),
        (lifecycle, "accept_for_carrier"),
        (tasks, "poll_open"),
        (sending, "queue_message"),
        (access, "issue_api_key"),
    ],
)
def test_a_start_that_was_cut_short_is_gone_on_with(tmp_path: Path, module: Any, step: str) -> None:
    file = tmp_path / "demo.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, step, _killed_after(getattr(module, step)))
        with pytest.raises(Killed):
            demo.ensure(file)

    made = demo.ensure(file)

    assert demo.ensure(file) == made
    with all_tenants_scope("test"):
        found = [model.objects.count() for model in (Tenant, User, Program, Registration, Message)]
        statuses = set(Registration.objects.values_list("status", flat=True))
    assert found == [2, 3, 3, 3, 1]
    assert statuses == {RegistrationStatus.APPROVED, RegistrationStatus.STAFF_REVIEW}
    assert ApiKey.objects.filter(revoked_at=None).count() == 1


def _killed_after(step: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> None:
        step(*args, **kwargs)
        raise Killed

    return run
