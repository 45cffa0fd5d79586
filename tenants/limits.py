"""Rate limits: one token bucket in Redis, as one script, so that parallel requests cannot slip by.

Redis away raises redis.RedisError; the caller decides whether its door then stands open or shut.
"""

import functools
import hashlib
import hmac
from dataclasses import dataclass

import redis
from django.conf import settings

# Takes one token if there is one. Returns 0, or the seconds until there will be one, as text.
SCRIPT = """
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(kept[1]) or burst, tonumber(kept[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return tostring(wait)
"""


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds, of which `burst` may come at once."""

    name: str
    count: int
    seconds: int
    burst: int = 0

    def wait(self, whose: object) -> float:
        """Take one; return 0, or how many seconds to wait. Raises redis.RedisError."""
        burst = self.burst or self.count
        answer = _script()(keys=[self._key(whose)], args=[self.count / self.seconds, burst])
        return float(answer)

    def _key(self, whose: object) -> str:
        """Keys carry no number or address in clear, since keys turn up in dumps."""
        secret = settings.SECRET_KEY.encode()
        digest = hmac.new(secret, f"{self.name}:{whose}".encode(), hashlib.sha256).hexdigest()
        return f"assent:limit:{self.name}:{digest[:32]}"


@functools.cache
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)


def _script() -> "redis.commands.core.Script":
    return _client(settings.REDIS_URL).register_script(SCRIPT)
