"""INV-16: an import whose worker is killed with SIGKILL loses nobody and invites nobody twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.celery import app
from tenants.models import Invitation, InvitationImport, User
from tenants.people import import_tasks, invitation_imports
from tenants.states import ImportStatus, RowOutcome
from tests.builders import make_user
from tests.messaging.test_crash import database_url

ROOT = Path(__file__).resolve().parent.parent
ROWS, WRONG = 10_000, 102
EVERY_HUNDREDTH_IS_WRONG = 100
# Workers start slowly on a machine that is busy with other tests.
SECONDS = 240


@pytest.fixture
def clerk(transactional_db: None) -> User:
    """Of the staff; in a database whose commits are real, since the worker must see them."""
    return make_user("clerk@isv.example", is_staff=True)


def the_file() -> bytes:
    """Businesses to invite; the address of each hundredth is none."""
    lines = [
        f"owner{n}{' at ' if n % EVERY_HUNDREDTH_IS_WRONG == 0 else '@'}b{n}.example,Business {n}"
        for n in range(ROWS + WRONG)
    ]
    return "\n".join(["email,business_name", *lines]).encode()


@contextmanager
def worker(log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker as `make run` starts it, killed with all its children at the end."""
    environment = {
        **os.environ,
        "EMBEDDED": "1",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    command = [
        *(sys.executable, "-m", "celery", "-A", "portal", "worker", "-c", "1", "-Q", "default"),
        *("-n", f"killed{time.monotonic_ns()}@%h", "--without-gossip", "--without-mingle"),
    ]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look until it is so."""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, InvitationImport.objects.values()
        time.sleep(0.1)


def sweep() -> None:
    """What beat does every half minute, and the end of a dead worker's lease."""
    InvitationImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    import_tasks.resume_imports()


@pytest.mark.slow
def test_inv16_an_import_of_10000_goes_on_after_its_worker_is_killed(
    clerk: User, tmp_path: Path
) -> None:
    load = invitation_imports.start(the_file(), file_name="list.csv", created_by=clerk)
    app.control.purge()

    def has_invited(at_least: int) -> Callable[[], bool]:
        return lambda: invitation_imports.counts(load)[RowOutcome.INVITED] >= at_least

    log = tmp_path / "worker.log"
    assert invitation_imports.work(load.pk) is False
    assert not Invitation.objects.exists()
    invitation_imports.confirm(load.pk)
    sweep()
    with worker(log):
        wait_until(has_invited(2000))
    survived = Invitation.objects.count()
    assert 2000 <= survived < ROWS, "the load was not killed in its middle"
    sweep()
    with worker(log):
        wait_until(has_invited(ROWS))
        wait_until(lambda: InvitationImport.objects.get().status == ImportStatus.DONE)

    counted = invitation_imports.counts(load)
    assert counted == {"valid": 0, "invalid": WRONG, "invited": ROWS, "skipped": 0}
    addresses = set(Invitation.objects.values_list("email", flat=True))
    assert Invitation.objects.count() == len(addresses) == ROWS, "invited twice, or lost"
    assert Invitation.objects.filter(row=None).count() == 0
    for row in invitation_imports.problem_rows(load):
        # The headings are row 1, so business n stands in row n + 2.
        assert (row.number - 2) % EVERY_HUNDREDTH_IS_WRONG == 0
        assert row.errors[0].startswith("email: ")
