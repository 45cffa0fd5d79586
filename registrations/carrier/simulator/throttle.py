"""Trouble that tests switch on for all calls: throttling, failures, a rate limit."""

import threading
import time
from collections import defaultdict

from .errors import InternalFailure, Throttled
from .world import World


class Throttle:
    """Decides before each call whether it is refused by the test controls."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._allowed_at: dict[str, float] = defaultdict(float)

    def check(self, operation: str, request_id: str) -> None:
        """Raise the error that is switched on, if any."""
        if self._use_up("throttle"):
            raise Throttled
        if self._use_up("fail"):
            raise InternalFailure(request_id)
        rate = self._world.settings()["requests_per_second"]
        if rate and not self._within(operation, 1 / rate):
            raise Throttled

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

    def _within(self, operation: str, pause: float) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._allowed_at[operation]:
                return False
            self._allowed_at[operation] = now + pause
            return True
