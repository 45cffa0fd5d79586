"""`python -m benchmarks.filing`: file many registrations through the simulator, at a rate it keeps.

Workers are processes that take turns as the portal's own do; one of them is killed half way. Told
are ratios of one run: calls that the carrier throttled ÷ all calls, the rate reached ÷ the rate
allowed, and when the only filing of a small business was done ÷ the whole. Afterwards the carrier's
own counts are held against what was to be filed: nothing may be there twice.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from portal.embedded import services
from registrations.carrier.simulator.testing import Simulator, running

ROOT = Path(__file__).resolve().parent.parent
PUT, CREATE, SUBMIT = "PutRegistrationFieldValue", "CreateRegistration", "SubmitRegistrationVersion"
# Longer than the lease that a killed worker leaves behind.
PATIENCE = 1_800.0  # seconds


def main() -> int:
    """Prepare, file, kill, count; print one line each, and fail where anything was filed twice."""
    parser = argparse.ArgumentParser(prog="benchmarks.filing")
    add = parser.add_argument
    add("--registrations", type=int, default=1_000)
    add("--fields", type=int, default=30)
    add("--rate", type=float, default=100.0, help="calls a second of each API class")
    add("--workers", type=int, default=3)
    add("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, services(ROOT / ".data" / "bench") as variables:
        flags: dict[str, Any] = {
            "requests_per_second": options.rate, "limit": "REGISTRATIONS=1000000",
            "no_flush": True, "review_seconds": 1e6,
        }  # fmt: skip
        with running(Path(folder), **flags) as carrier:
            os.environ.update(variables, **_settings(carrier, options))
            found = _measured(carrier, options)
    for name, value in found.items():
        print(json.dumps({name: value}) if options.json else f"{name:<22} {value}")
    return 0 if found["filed twice"] == 0 and found["not filed"] == 0 else 1


def _settings(carrier: Simulator, options: argparse.Namespace) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "CARRIER_ENDPOINT_URL": carrier.url,
        "CARRIER_RATES": f"default={options.rate}",
        "CARRIER_FILERS": str(options.workers),
        "AWS_ACCESS_KEY_ID": "simulator",
        "AWS_SECRET_ACCESS_KEY": "simulator",
    }


def _measured(carrier: Simulator, options: argparse.Namespace) -> dict[str, Any]:
    # Django reads its settings on import, and they need the servers' addresses.
    from benchmarks import filing_work  # noqa: PLC0415

    small = filing_work.prepare(options.registrations, options.fields)
    carrier.call("POST", "/_sim/calls")
    began = time.monotonic()
    workers = [_worker() for _ in range(options.workers)]
    small_done = _kill_half_way(filing_work, workers, small, options.registrations)
    workers.append(_worker())
    while filing_work.left() and time.monotonic() - began < PATIENCE:
        small_done = small_done or (filing_work.is_filed(small) and time.monotonic())
        time.sleep(0.2)
    whole = time.monotonic() - began
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    counted = carrier.call("GET", "/_sim/calls")
    return _told(counted, options, whole, (small_done or time.monotonic()) - began, filing_work)


def _kill_half_way(
    work: Any, workers: list["subprocess.Popen[bytes]"], small: Any, total: int
) -> float:
    """Wait until half is filed, then end one worker as a crash would; tell when the small was."""
    done, began = 0.0, time.monotonic()
    while work.left() > total / 2 and time.monotonic() - began < PATIENCE:
        if not done and work.is_filed(small):
            done = time.monotonic()
        time.sleep(0.2)
    workers.pop(0).kill()
    return done


def _worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "benchmarks.filing_work"], cwd=ROOT)


def _told(
    counted: dict[str, Any], options: argparse.Namespace, whole: float, small: float, work: Any
) -> dict[str, Any]:
    calls = {name: each["calls"] for name, each in counted["operations"].items()}
    throttled = sum(each["throttled"] for each in counted["operations"].values())
    total = sum(calls.values())
    filings = options.registrations + 1
    return {
        "registrations": filings,
        "calls": total,
        "puts": calls.get(PUT, 0),
        "seconds": round(whole, 1),
        "throttled share": round(throttled / total, 5),
        "reached ÷ allowed": round(calls.get(PUT, 0) / whole / options.rate, 3),
        "small one ÷ whole": round(small / whole, 4),
        "filed twice": work.filed_twice(),
        "not filed": work.left(),
    }


if __name__ == "__main__":
    sys.exit(main())
