"""What is due when: the next step of each review, so that nobody has to look at all of them."""

import heapq
import threading


class Agenda:
    """Registrations ordered by the time of their next step; kept in memory, read back at start."""

    def __init__(self) -> None:
        self._queue: list[tuple[float, str]] = []
        self._changed = threading.Condition()

    def add(self, at: float, registration_id: str) -> None:
        """Remember that something is due for a registration; once too often does no harm."""
        with self._changed:
            heapq.heappush(self._queue, (at, registration_id))
            self._changed.notify_all()

    def take_due(self, now: float) -> list[str]:
        """Return the registrations whose time has come, and forget them."""
        due: list[str] = []
        with self._changed:
            while self._queue and self._queue[0][0] <= now:
                due.append(heapq.heappop(self._queue)[1])
        return due

    def is_due(self, now: float) -> bool:
        """Tell whether anything is due."""
        with self._changed:
            return bool(self._queue) and self._queue[0][0] <= now

    def wait(self, now: float, longest: float) -> None:
        """Sleep until something is due or was added, at most so many seconds."""
        with self._changed:
            pause = self._queue[0][0] - now if self._queue else longest
            if pause > 0:
                self._changed.wait(min(pause, longest))

    def clear(self) -> None:
        """Forget everything."""
        with self._changed:
            self._queue.clear()
