"""INV-3 on the real stack: Celery workers killed with SIGKILL lose no text and send none twice."""

import collections
import random
import time
import uuid

import psutil
import pytest
import requests

from portal.demo import RECIPIENT
from tests.running import Run

pytestmark = pytest.mark.slow

TEXTS, KILLS, WHOLE_WORKERS = 60, 12, 2
# A killed worker's claim is given up when its lease ends, a minute later.
PATIENCE_SECONDS = 150
OPEN = ("accepted", "handing_over")


def api(run: Run) -> requests.Session:
    """The demo business's app."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {run.demo['api_key']}"
    return session


def accept(run: Run, number: int) -> str:
    """Have one text accepted and return its id."""
    answer = api(run).post(
        f"{run.url}/api/v1/messages",
        json={
            "program": run.demo["program"],
            "to": RECIPIENT,
            "kind": "appointment",
            "body": f"Maple Dental: reminder {number}. Reply STOP to opt out.",
        },
        headers={"Idempotency-Key": uuid.uuid4().hex},
        timeout=15,
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def workers(run: Run, *, whole: bool) -> list[psutil.Process]:
    """The worker that sends, or the children that do its work."""
    parents = [
        process
        for process in run.processes()
        if "main@%h" in process.cmdline() and process.ppid() == run.process.pid
    ]
    return parents if whole else [child for parent in parents for child in parent.children()]


def kill_one(run: Run, *, whole: bool) -> None:
    """SIGKILL a sender, if one is up at the moment."""
    found = workers(run, whole=whole)
    if found:
        random.choice(found).kill()  # noqa: S311


def states(run: Run) -> collections.Counter[str]:
    """How many of the accepted texts are in which state."""
    counted: collections.Counter[str] = collections.Counter()
    url: str | None = f"{run.url}/api/v1/messages?limit=200"
    while url:
        page = api(run).get(url, timeout=15).json()
        counted.update(entry["status"] for entry in page["results"])
        url = page["next"]
    return counted


def is_settled(found: "collections.Counter[str]") -> bool:
    """Nothing on its way, and every text that the carrier got has been reported by it."""
    return not any(found[state] for state in (*OPEN, "handed_over"))


def calls(run: Run) -> "collections.Counter[str]":
    """How often the carrier was handed each text."""
    answer = requests.get(f"{run.simulator_url}/_sim/sends", {"to": RECIPIENT}, timeout=15)
    return collections.Counter(call["Context"]["message"] for call in answer.json()["sends"])


def test_inv3_no_text_is_lost_or_sent_twice_when_celery_workers_are_killed(
    whole_stack: Run,
) -> None:
    run = whole_stack
    sent_before = states(run).total()
    accepted = []
    for number in range(TEXTS):
        accepted.append(accept(run, number))
        if number % (TEXTS // KILLS) == 0:
            kill_one(run, whole=number < WHOLE_WORKERS * (TEXTS // KILLS))

    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_settled(states(run)) and time.monotonic() < deadline:
        time.sleep(1)

    found, times = states(run), calls(run)
    assert found.total() == TEXTS + sent_before
    assert not any(found[state] for state in OPEN), found
    assert max(times.values()) == 1, "a person was texted twice"
    never = [message for message in accepted if message not in times]
    # What the carrier never got is said to be unknown, and only a kill can be the reason.
    assert found["outcome_unknown"] == len(never) <= KILLS
