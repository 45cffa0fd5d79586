"""One Idempotency-Key, one effect: the key, the message and the answer are one commit.

The key's row is inserted first, in the transaction that then does the work. A second request with
the same key waits on the unique index, and finds either nothing (the first was rolled back) or
the first one's answer.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from rest_framework.exceptions import APIException

from messaging.models import IdempotentRequest
from tenants.errors import DomainError, InvalidInput

KEY = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?")
IN_PROGRESS = 0


class KeyReused(DomainError):
    """The key came with another body before."""

    code = "idempotency_key_reused"


class RequestInProgress(APIException):
    """The first request with this key has not been answered yet."""

    status_code = 409
    default_code = "request_in_progress"
    default_detail = "A request with this Idempotency-Key is being answered. Try again in a second."
    wait = 1


@dataclass(frozen=True)
class Stored:
    """An answer as it was, or will be, given."""

    status_code: int
    body: str
    is_replay: bool


def once(
    *, key: str, route: str, request: dict[str, Any], work: Callable[[], tuple[int, str]]
) -> Stored:
    """Do the work for a new key, or return the answer that it had.

    `work` returns a status and a body. Whatever it raises leaves no trace of the key, so that a
    correction or a retry is a fresh try.
    """
    if not KEY.fullmatch(key):
        raise InvalidInput(
            "Send an Idempotency-Key header of 1 to 255 printable ASCII characters:"
            " a new one for each text, the same one when you repeat a request.",
            code="idempotency_key_missing" if not key else "idempotency_key_invalid",
        )
    mine = IdempotentRequest(
        key=key,
        route=route,
        fingerprint=fingerprint(route, request),
        status_code=IN_PROGRESS,
        answer="",
    )
    with transaction.atomic():
        found = _insert(mine)
        if found.pk != mine.pk:
            return _replay(found, mine.fingerprint)
        status_code, body = work()
        IdempotentRequest.objects.filter(pk=mine.pk).update(status_code=status_code, answer=body)
    return Stored(status_code, body, is_replay=False)


def fingerprint(route: str, request: dict[str, Any]) -> str:
    """Hash what was asked for, whatever the order and spacing of its JSON."""
    canonical = json.dumps(request, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{route}\n{canonical}".encode()).hexdigest()


def _insert(mine: IdempotentRequest) -> IdempotentRequest:
    """Insert the key's row, waiting up to three seconds for whoever is at it; return what stands.

    A wait that is too long raises RequestInProgress.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            IdempotentRequest.objects.bulk_create([mine], ignore_conflicts=True)
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        raise RequestInProgress from error
    found: IdempotentRequest = IdempotentRequest.objects.get(route=mine.route, key=mine.key)
    return found


def _replay(found: IdempotentRequest, wanted: str) -> Stored:
    if found.fingerprint != wanted:
        raise KeyReused("This Idempotency-Key was used with another body. Use a new key.")
    return Stored(found.status_code, found.answer, is_replay=True)
