"""Delivers notifications to the hook, in the background, until it has taken them.

As the carrier's topics do: 2xx is taken, 5xx, 429 and silence are tried again with growing
pauses for up to an hour, any other answer is final.
"""

import heapq
import http.client
import logging
import threading
import time
from urllib.parse import urlsplit

from . import outbox, sns
from .store import Document
from .world import World

log = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 15.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 20.0
WORKERS = 4


class Publisher:
    """A queue ordered by due time, emptied by a few threads."""

    def __init__(self, world: World, signer: sns.Signer, hook_url: str | None) -> None:
        self._world = world
        self._signer = signer
        self._hook = urlsplit(hook_url) if hook_url else None
        self._queue: list[tuple[float, str]] = []
        self._changed = threading.Condition()
        self._stopped = False
        self._threads = [
            threading.Thread(target=self._work, name=f"publisher-{n}", daemon=True)
            for n in range(WORKERS)
        ]

    def start(self) -> None:
        """Take up what an earlier run left behind, then deliver from now on."""
        for notification in outbox.waiting(self._world):
            self.schedule(notification["MessageId"], notification["DueAt"])
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop at once; what is not delivered stays in the store for the next start."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def schedule(self, notification_id: str, due_at: float) -> None:
        """Deliver a notification when its time has come."""
        if self._hook is None:
            return
        with self._changed:
            heapq.heappush(self._queue, (due_at, notification_id))
            self._changed.notify()

    def _work(self) -> None:
        while (notification_id := self._next()) is not None:
            notification = self._world.store.get("notifications", notification_id)
            if notification is not None:
                self._deliver(notification)

    def _next(self) -> str | None:
        with self._changed:
            while not self._stopped:
                pause = self._queue[0][0] - time.time() if self._queue else None
                if pause is not None and pause <= 0:
                    return heapq.heappop(self._queue)[1]
                self._changed.wait(pause)
        return None

    def _deliver(self, notification: Document) -> None:
        notification_id = notification["MessageId"]
        attempts = outbox.outcome(self._world, notification_id)["Attempts"] + 1
        answer = self._post(notification)
        retry = answer is None or answer >= 500 or answer == 429
        if retry:
            state = "retrying"
            pause = min(FIRST_PAUSE_SECONDS * 2 ** min(attempts - 1, 10), LONGEST_PAUSE_SECONDS)
            if time.time() + pause - notification["DueAt"] > outbox.GIVE_UP_SECONDS:
                retry, state = False, "given up"
        else:
            state = "delivered" if answer is not None and answer < 300 else "refused"
        shown = str(answer) if answer is not None else "no answer"
        outbox.record(self._world, notification_id, state, attempts, shown)
        if state != "delivered":
            log.info("notification %s: %s (%s)", notification_id, state, shown)
        if retry:
            self.schedule(notification_id, time.time() + pause)

    def _post(self, notification: Document) -> int | None:
        """Return the hook's HTTP status, or None when there was no answer."""
        if self._hook is None:
            return None
        connection = _connection(self._hook.scheme, self._hook.netloc)
        envelope = self._signer.envelope(notification)
        path = self._hook.path or "/"
        if self._hook.query:
            path = f"{path}?{self._hook.query}"
        try:
            connection.request("POST", path, sns.body(envelope), sns.headers(envelope))
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def _connection(scheme: str, netloc: str) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(netloc, timeout=ANSWER_WITHIN_SECONDS)
