"""Workers that keep dying: forked children hand texts over and are killed with SIGKILL.

Run as a process of its own by test_crash.py: `python -m tests.messaging.crash_worker <seed>`.
Prints how many children were killed, once nothing is left to send.
"""

import os
import random
import signal
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connections  # noqa: E402 - only after Django is set up
from django.utils import timezone  # noqa: E402

from messaging import tasks  # noqa: E402
from messaging.models import Message  # noqa: E402
from registrations.carrier import aws  # noqa: E402
from tenants.scoping import all_tenants_scope  # noqa: E402

CHILDREN = 3
# Seconds between two kills: about as long as a few hand-overs take.
LIFE = (0.05, 0.2)
LIMIT = 90.0


def main(seed: int) -> None:
    """Keep some children alive, kill them at random, until the queue is empty."""
    # Made once, before forking: it takes longer than a child may live.
    aws.client(retries=1)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    killed, deadline = 0, time.monotonic() + LIMIT
    pids = [_fork() for _ in range(CHILDREN)]
    while time.monotonic() < deadline and _due():
        time.sleep(chance.uniform(*LIFE))
        victim = chance.randrange(CHILDREN)
        _kill(pids[victim])
        killed += 1
        pids[victim] = _fork()
    for pid in pids:
        _kill(pid)
    print(killed)  # noqa: T201


def _fork() -> int:
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        while True:
            _work()
    finally:
        os._exit(1)


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _work() -> None:
    """What a nudged worker does, for one text after the other."""
    for tenant_id, message_id in _due():
        tasks.deliver(str(tenant_id), str(message_id))


def _due() -> list[tuple[object, object]]:
    with all_tenants_scope("crash test"):
        due = Message.objects.due(timezone.now()).values_list("tenant_id", "pk")
        rows = list(due[:50])
    random.shuffle(rows)
    return rows


if __name__ == "__main__":
    main(int(sys.argv[1]))
