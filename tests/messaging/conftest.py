"""Fixtures of the messaging tests."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from werkzeug.serving import WSGIRequestHandler, make_server

from messaging.certificates import certificates
from portal.wsgi import application
from registrations.carrier import aws, numbers
from registrations.carrier.simulator.testing import Simulator, running
from tenants.models import Tenant
from tests.messaging.people import Sender, make_sender


@pytest.fixture
def sender(in_tenant: Tenant) -> Sender:
    """Tenant A's program, ready to send, with the scope open."""
    return make_sender()


@pytest.fixture(autouse=True)
def _no_known_certificates() -> None:
    certificates.forget()


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def hook_server() -> Iterator[str]:
    """The portal itself behind a real port, for the carrier's notifications; its base address."""

    def portal(environ: Any, start_response: Any) -> Any:
        # Each request has a thread of its own here, whose connection nobody would close.
        try:
            yield from application(environ, start_response)
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, portal, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def _carrier_process(
    tmp_path_factory: pytest.TempPathFactory, hook_server: str
) -> Iterator[Simulator]:
    folder: Path = tmp_path_factory.mktemp("data") / "simulator"
    with running(
        folder, f"{hook_server}/hooks/sns/", review_seconds=0.4, event_seconds=0.05, hang_seconds=12
    ) as simulator:
        yield simulator


@pytest.fixture
def carrier(
    _carrier_process: Simulator, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Simulator]:
    """An empty carrier with the portal's configuration set, to which the portal's client points."""
    _carrier_process.reset()
    settings.CARRIER_ENDPOINT_URL = _carrier_process.url
    settings.DATA_DIR = _carrier_process.state_dir.parent
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "simulator")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "simulator")
    aws.client.cache_clear()
    numbers.ensure_configuration_set(
        settings.CARRIER_CONFIGURATION_SET, topic_arn=settings.SNS_EVENTS_TOPIC_ARN
    )
    yield _carrier_process
    aws.client.cache_clear()
