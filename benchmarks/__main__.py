"""`make bench`: what the safety costs, each as a ratio, since machines differ and drift.

- fences: a tenant's newest texts through both fences ÷ the same SQL by the staff role, which row
  security lets through
- lint: a mix of typical texts judged by every rule ÷ folding and counting their words 20 times;
  the plain number a second is printed, too
- accept: a text accepted through gate, message and event rows ÷ one bare insert of a row
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from portal.embedded import services

ROOT = Path(__file__).resolve().parent.parent


def paired(first: Callable[[], object], second: Callable[[], object], rounds: int) -> list[float]:
    """Time two things in turn, A B A B …, and return the ratio of each pair."""
    ratios = []
    for _ in range(rounds):
        times = []
        for work in (first, second):
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
        ratios.append(times[0] / times[1])
    return ratios


def main() -> int:
    """Run every benchmark on servers of its own and print one line each."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with services(ROOT / ".data" / "bench") as variables:
        os.environ.update(variables)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        # Django reads its settings on import, and they need the servers' addresses.
        from benchmarks import cases  # noqa: PLC0415

        results = {
            name: paired(*pair, rounds=options.rounds) for name, pair in cases.prepare().items()
        }
    for name, ratios in results.items():
        low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
        if options.json:
            print(json.dumps({"case": name, "min": low, "median": middle, "max": high}))
        else:
            print(f"{name:<8} median {middle:6.2f}   min {low:6.2f}   max {high:6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
