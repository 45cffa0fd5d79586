"""INV-3, INV-18: workers killed with SIGKILL in the middle lose no text and send none twice."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from messaging import sending
from messaging.models import Message
from messaging.states import MessageStatus
from registrations.carrier.simulator.testing import Simulator
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_message
from tests.messaging.people import eventually, make_sender, opt_in, simulated_number

ROOT = Path(__file__).parents[2]
TEXTS = 200
S = MessageStatus


def database_url() -> str:
    """The tests' database, for a process that reads its settings from the environment."""
    names = {
        "NAME": "dbname",
        "USER": "user",
        "HOST": "host",
        "PORT": "port",
        "PASSWORD": "password",
    }
    found = {names[k]: v for k, v in connection.settings_dict.items() if k in names and v}
    return f"postgresql:///?{urlencode(found)}"


def run_dying_workers(seed: int) -> int:
    """Let workers die until the queue is empty; return how many did."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "CARRIER_ENDPOINT_URL": settings.CARRIER_ENDPOINT_URL,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    command = [sys.executable, "-m", "tests.messaging.crash_worker", str(seed)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=150, check=True
    )
    return int(done.stdout)


@pytest.mark.slow
def test_inv3_no_text_is_lost_or_sent_twice_by_workers_that_are_killed(
    carrier: Simulator, transactional_db: None
) -> None:
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    number = simulated_number(carrier, tenant)
    with tenant_scope(tenant.pk):
        sender = make_sender(**number)
        queued = set()
        for each in range(TEXTS):
            person = f"+1206556{each:04}"
            opt_in(sender.program, person)
            message = make_message(sender.program, sender.originator, recipient=person)
            queued.add(str(message.pk))

    killed = run_dying_workers(seed=7)

    sent = Counter(one["Context"]["message"] for one in carrier.sends())
    assert max(sent.values()) == 1, "a text went out twice"
    assert set(sent) <= queued
    # The leases of the dead end, and the carrier's events come in.
    with tenant_scope(tenant.pk):
        sending.expire_leases(now=timezone.now() + sending.LEASE + timedelta(seconds=1))

    def states() -> dict[str, set[str]]:
        with tenant_scope(tenant.pk):
            rows = list(Message.objects.values_list("status", "pk"))
        return {str(s): {str(pk) for status, pk in rows if status == s} for s in S}

    eventually(lambda: states()[S.DELIVERED] == set(sent), 60)

    found = states()
    unknown = found[S.OUTCOME_UNKNOWN]
    print(f"{TEXTS} texts, {killed} kills, {len(sent)} at the carrier, {len(unknown)} unknown")  # noqa: T201
    assert found[S.DELIVERED] | unknown == queued, "a text was lost"
    assert killed >= 20, "too few kills to prove anything"
    assert len(unknown) <= killed
    assert len(sent) >= TEXTS - killed
