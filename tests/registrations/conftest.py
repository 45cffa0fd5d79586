"""A running carrier for the tests of filing, and a business ready to file with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Evidence, Program
from registrations import tasks
from registrations.carrier import aws
from registrations.carrier.simulator.testing import Simulator, running
from registrations.models import FormDefinition
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_program
from tests.registrations.filings import DESCRIPTION, make_evidence

Nudge = tuple[Any, list[str]]


@pytest.fixture(scope="session")
def _carrier_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """One simulator for the whole run; its reviews wait until a test decides or moves the clock."""
    folder: Path = tmp_path_factory.mktemp("carrier")
    with running(folder, review_seconds=4000, upload_seconds=0.1) as simulator:
        yield simulator


@pytest.fixture
def carrier(
    _carrier_process: Simulator, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Simulator]:
    """An empty carrier that the portal's own client is pointed at."""
    _carrier_process.reset()
    settings.CARRIER_ENDPOINT_URL = _carrier_process.url
    settings.CARRIER_POLL_SECONDS = 0
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "simulator")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "simulator")
    aws.client.cache_clear()
    yield _carrier_process
    aws.client.cache_clear()


@pytest.fixture
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[Nudge]:
    """What was asked of the workers, who do not run here."""
    asked: list[Nudge] = []
    monkeypatch.setattr(tasks, "_publish", lambda task, ids: asked.append((task, ids)))
    return asked


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do at once what they are asked."""
    monkeypatch.setattr(tasks, "_publish", lambda task, ids: task(*ids))


@pytest.fixture(scope="session")
def _forms_read() -> list[dict[str, Any]]:
    """What the first test to need them read of the carrier's forms."""
    return []


@pytest.fixture
def forms(carrier: Simulator, db: None, _forms_read: list[dict[str, Any]]) -> None:
    """The carrier's forms as they are read from it, asked once for the whole run."""
    if _forms_read:
        rows = [FormDefinition(**row, fetched_at=timezone.now()) for row in _forms_read]
        FormDefinition.objects.bulk_create(rows)
        return
    tasks.refresh_forms()
    names = ("registration_type", "about", "sections", "fields")
    _forms_read.extend(FormDefinition.objects.values(*names))


@pytest.fixture
def brand(tenant: Tenant) -> Brand:
    """Maple Dental's company details."""
    with tenant_scope(tenant.pk):
        return make_brand()


@pytest.fixture
def sound(in_tenant: Tenant) -> Brand:
    """A business whose brand can be registered, with its scope open."""
    return make_brand()


@pytest.fixture
def program(tenant: Tenant, brand: Brand) -> Program:
    """Maple Dental's published program."""
    with tenant_scope(tenant.pk):
        return make_program(description=DESCRIPTION)


@pytest.fixture
def evidence(program: Program, tenant: Tenant) -> Evidence:
    """A picture of the program's call to action, in storage."""
    with tenant_scope(tenant.pk):
        return make_evidence(program)


@pytest.fixture
def review(carrier: Simulator) -> Callable[[str], None]:
    """Let the carrier decide a filing, and let the portal hear of it."""

    def decide(carrier_id: str, verdict: str = "approve", **more: Any) -> None:
        carrier.decide(carrier_id, verdict, **more)
        tasks.poll_open()

    return decide
