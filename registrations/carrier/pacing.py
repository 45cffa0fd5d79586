"""Keeps our calls below the carrier's rate: one bucket per operation, shared by all workers.

The client asks for a turn before every request that it sends, its own retries included, so no
call can pass by. Turns are given out by one script in Redis on Redis's clock. A call whose turn is
near waits for it; one whose turn is far is refused with the time at which to come back, and its
worker does something else. A throttled answer holds the whole class and widens its spacing, which
narrows again by itself. Without Redis each process keeps a bucket of its own, at a careful rate.
"""

import functools
import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import redis
from django.conf import settings

from registrations.carrier import CarrierBusy
from registrations.carrier.rates import class_of, rate_of

logger = logging.getLogger(__name__)

# The longest sleep inside a call; a worker whose turn is further off does other work meanwhile.
LONGEST_WAIT = 1.5  # seconds
# Calls are spaced a little wider than the rate allows, since networks hurry and delay.
MARGIN = 1.03
# A throttled class rests for so many of its own turns, but at least for a moment.
REST_TURNS, REST_LEAST = 2.0, 0.25  # turns, seconds
WIDER, WIDEST, NARROWING = 1.1, 4.0, 120.0  # factor, factor, seconds until half of it is gone
# Without Redis nobody knows how many processes call, so each takes a part of the rate.
CAREFUL = 0.25
REDIS_PAUSE = 5.0  # seconds without asking a Redis that was away
COUNTED_SECONDS = 3600

# KEYS: the class's bucket, its counter of this hour. ARGV: spacing and longest wait in seconds,
# hours' seconds, narrowing. Returns the wait as text; negative: refused, and this long to wait.
TAKE = """
local spacing, longest = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'next', 'wide', 'at', 'rest')
local free, wide = tonumber(kept[1]) or 0, tonumber(kept[2]) or 1
local at, rest = tonumber(kept[3]) or now, tonumber(kept[4]) or 0
wide = 1 + (wide - 1) * 0.5 ^ ((now - at) / tonumber(ARGV[4]))
local turn = math.max(now, free, rest)
local wait = turn - now
if wait > longest then return tostring(-wait) end
redis.call('HSET', KEYS[1], 'next', tostring(turn + spacing * wide))
redis.call('EXPIRE', KEYS[1], 3600)
redis.call('HINCRBY', KEYS[2], 'calls', 1)
redis.call('HINCRBYFLOAT', KEYS[2], 'waited', tostring(wait))
redis.call('EXPIRE', KEYS[2], tonumber(ARGV[3]) * 2)
return tostring(wait)
"""
# KEYS as above. ARGV: rest in seconds, factor, widest, hours' seconds, narrowing.
THROTTLED = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'wide', 'at', 'rest')
local wide, at = tonumber(kept[1]) or 1, tonumber(kept[2]) or now
wide = 1 + (wide - 1) * 0.5 ^ ((now - at) / tonumber(ARGV[5]))
if now >= (tonumber(kept[3]) or 0) then wide = math.min(wide * ARGV[2], ARGV[3]) end
redis.call('HSET', KEYS[1], 'wide', tostring(wide), 'at', tostring(now),
    'rest', tostring(now + ARGV[1]))
redis.call('EXPIRE', KEYS[1], 3600)
redis.call('HINCRBY', KEYS[2], 'throttled', 1)
redis.call('EXPIRE', KEYS[2], tonumber(ARGV[4]) * 2)
"""


class NotNow(CarrierBusy):
    """The carrier was not asked: this kind of call has its next turn only later."""

    def __init__(self, until: datetime, what: str = "") -> None:
        super().__init__(f"Waiting for a turn to call the carrier ({what}).")
        self.until, self.what = until, what


@dataclass
class Bucket:
    """What a process alone keeps while Redis is away."""

    next: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, spacing: float, longest: float) -> float:
        """Return the wait, or less than nothing: refused, as the script does."""
        with self.lock:
            now = time.monotonic()
            turn = max(now, self.next)
            if turn - now > longest:
                return now - turn
            self.next = turn + spacing
            return turn - now


@dataclass
class _Away:
    """Until when Redis is not asked, since it did not answer."""

    until: float = 0.0


_away = _Away()
_buckets: dict[str, Bucket] = {}


def take(operation: str) -> None:
    """Wait for the turn of one call. Raises NotNow when that would take too long."""
    name, rate = class_of(operation), rate_of(operation)
    if not rate:
        return
    wait = _turn(name, MARGIN / rate)
    if wait < 0:
        raise NotNow(datetime.now(UTC) + timedelta(seconds=-wait), name)
    if wait:
        time.sleep(wait)


def throttled(operation: str) -> None:
    """Learn from the carrier's refusal: all workers let this class rest, then go slower."""
    name, rate = class_of(operation), rate_of(operation)
    if not rate:
        return
    logger.info("the carrier throttled %s", operation)
    rest = max(REST_LEAST, REST_TURNS / rate)
    arguments = [rest, WIDER, WIDEST, COUNTED_SECONDS, NARROWING]
    try:
        _script(settings.REDIS_URL, THROTTLED)(keys=_keys(name), args=arguments)
    except redis.RedisError:
        _buckets.setdefault(name, Bucket()).next = time.monotonic() + rest


def _turn(name: str, spacing: float) -> float:
    """Return the wait for a turn; negative where it was refused."""
    if time.monotonic() >= _away.until:
        arguments = [spacing, LONGEST_WAIT, COUNTED_SECONDS, NARROWING]
        try:
            return float(_script(settings.REDIS_URL, TAKE)(keys=_keys(name), args=arguments))
        except redis.RedisError:
            logger.warning("Redis is away: this process paces its calls alone")
            _away.until = time.monotonic() + REDIS_PAUSE
    return _buckets.setdefault(name, Bucket()).take(spacing / CAREFUL, LONGEST_WAIT)


@functools.cache
def connection(url: str) -> "redis.Redis":
    """Return the connection; a Redis that hangs must not hang a worker."""
    return redis.Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5)


@functools.cache
def _script(url: str, text: str) -> Any:
    return connection(url).register_script(text)


def _keys(name: str) -> list[str]:
    return [f"assent:pace:{name}", counter_key(name, int(time.time() // COUNTED_SECONDS))]


def counter_key(name: str, hour: int) -> str:
    """The key under which one hour's calls of a class are counted."""
    return f"assent:paced:{name}:{hour}"


def attach(client: Any) -> Any:
    """Make a client of the carrier's ask for its turns; it is returned for convenience.

    Both events come once for each attempt, so the client's own retries are paced and counted.
    """
    service = client.meta.service_model.service_id.hyphenize()
    client.meta.events.register_first(f"request-created.{service}", _before)
    client.meta.events.register(f"response-received.{service}", _after)
    return client


def _before(operation_name: str, **_rest: Any) -> None:
    take(operation_name)


def _after(parsed_response: Any, event_name: str = "", **_rest: Any) -> None:
    code = (parsed_response or {}).get("Error", {}).get("Code", "")
    if code in {"ThrottlingException", "TooManyRequests"}:
        throttled(event_name.rsplit(".", 1)[-1])


@dataclass(frozen=True)
class Pace:
    """How one class of calls goes: this hour and the one before."""

    name: str
    rate: float
    calls: int
    throttled: int
    waited: float
    # Until the next turn, in seconds.
    wait: float

    @property
    def throttled_percent(self) -> float:
        """The share of calls that the carrier refused for coming too fast."""
        return 100 * self.throttled / self.calls if self.calls else 0.0

    @property
    def average_wait(self) -> float:
        """How long a call waited for its turn, in seconds."""
        return self.waited / self.calls if self.calls else 0.0


def paces() -> list[Pace]:
    """Return how every class goes that was called of late. Raises redis.RedisError."""
    store, hour = connection(settings.REDIS_URL), int(time.time() // COUNTED_SECONDS)
    found: dict[str, list[float]] = {}
    for one in (hour - 1, hour):
        for key in store.scan_iter(match=counter_key("*", one), count=500):
            name = key.decode().split(":")[2]
            counts = store.hmget(key, "calls", "throttled", "waited")
            sums = found.setdefault(name, [0.0, 0.0, 0.0])
            found[name] = [a + float(b or 0) for a, b in zip(sums, counts, strict=True)]
    return [
        Pace(name, rate_of(name), int(calls), int(refused), waited, _wait_of(store, name))
        for name, (calls, refused, waited) in sorted(found.items())
    ]


def _wait_of(store: Any, name: str) -> float:
    turns = store.hmget(f"assent:pace:{name}", "next", "rest")
    return max(0.0, *(float(turn or 0) - time.time() for turn in turns))
