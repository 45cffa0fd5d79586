"""Who called what: calls and throttled calls by operation, and answers outside the model."""

import threading
import time
from collections import Counter

KEPT_FAULTS = 50


class Counts:
    """Counters in memory, read by benchmarks and tests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._throttled: Counter[str] = Counter()
        self._faults: list[dict[str, object]] = []
        self._since = time.time()

    def called(self, operation: str) -> None:
        """Count a call."""
        with self._lock:
            self._calls[operation] += 1

    def throttled(self, operation: str) -> None:
        """Count a call that was refused for its rate."""
        with self._lock:
            self._throttled[operation] += 1

    def answered_wrongly(self, operation: str, mismatches: list[str]) -> None:
        """Keep where an answer departs from the service's model."""
        with self._lock:
            if len(self._faults) < KEPT_FAULTS:
                self._faults.append({"operation": operation, "mismatches": mismatches})

    def faults(self) -> list[dict[str, object]]:
        """Return the answers outside the model."""
        with self._lock:
            return list(self._faults)

    def show(self) -> dict[str, object]:
        """Return how often each operation was called and throttled since the last restart."""
        with self._lock:
            operations = {
                name: {"calls": calls, "throttled": self._throttled[name]}
                for name, calls in sorted(self._calls.items())
            }
            return {
                "operations": operations,
                "calls": self._calls.total(),
                "throttled": self._throttled.total(),
                "seconds": round(time.time() - self._since, 3),
            }

    def restart(self) -> None:
        """Count calls from nothing again; answers outside the model stay."""
        with self._lock:
            self._calls.clear()
            self._throttled.clear()
            self._since = time.time()
