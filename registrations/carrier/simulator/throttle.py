"""Trouble that tests switch on for calls: throttling, failures, rate limits."""

import threading
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .errors import InternalFailure, Throttled
from .world import World


@dataclass
class Bucket:
    """Tokens that come back with time; one call takes one."""

    tokens: float
    at: float

    def take(self, rate: float, burst: float, now: float) -> bool:
        """Take a token if there is one; `rate` comes back each second, `burst` fit in at most."""
        self.tokens = min(burst, self.tokens + (now - self.at) * rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Throttle:
    """Decides before each call whether it is refused by the test controls, and counts."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, float], Bucket] = {}

    def check(self, operation: str, request_id: str) -> None:
        """Raise the error that is switched on, if any."""
        self._world.counts.called(operation)
        if self._use_up("throttle") or not self._within_rates(operation):
            self._world.counts.throttled(operation)
            raise Throttled
        if self._use_up("fail"):
            raise InternalFailure(request_id)

    def _use_up(self, name: str) -> bool:
        """Tell whether a setting applies; a number counts the calls it still applies to."""
        if not self._world.settings()[name]:
            return False
        with self._world.store.transaction():
            value = self._world.settings()[name]
            if value and value is not True:
                changed = self._world.store.get("settings", "controls") or {}
                self._world.store.put("settings", "controls", {**changed, name: value - 1})
        return bool(value)

    def _within_rates(self, operation: str) -> bool:
        """Tell whether a call is within its rate; the first pattern that fits an operation counts.

        A pattern such as `Describe*` is one bucket for all operations that it fits.
        """
        settings = self._world.settings()
        shared, rate = operation, settings["requests_per_second"]
        for pattern, own in settings["rates"].items():
            if fnmatchcase(operation, pattern):
                shared, rate = pattern, own
                break
        if not rate:
            return True
        burst = max(1.0, float(settings["burst"]), rate)
        now = time.monotonic()
        with self._lock:
            bucket = self._buckets.setdefault((shared, rate), Bucket(burst, now))
            return bucket.take(rate, burst, now)
