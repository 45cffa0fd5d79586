"""What protects the API's door: wrong keys are counted, and a key in an address is revoked."""

import logging
from collections.abc import Callable
from urllib.parse import unquote_plus

import redis
from django.http import HttpRequest, HttpResponse, JsonResponse

from tenants import access
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.limits import Limit
from tenants.origin import client_address, coming_from, origin_of

logger = logging.getLogger(__name__)

FAILED_KEYS = Limit("api_failed_key", count=20, seconds=60)
IN_ADDRESS = (
    "An API key was sent in the address of a request, where logs and browsers keep it. Nothing was"
    " done, and the key is revoked. Make a new one and send it as 'Authorization: Bearer ast_…'."
)


def failed(request: HttpRequest) -> float:
    """Count a wrong key; return 0, or how many seconds its address has to wait.

    Right keys are not held up by wrong ones from the same address. Without Redis nothing is
    counted: a key has 256 random bits, so the limit spares the database rather than the key.
    """
    try:
        return FAILED_KEYS.wait(client_address(request))
    except redis.RedisError:
        logger.warning("wrong API keys cannot be counted")
        return 0


class LeakedKeyMiddleware:
    """Refuses a request whose address carries a key and revokes that key: it is in logs by now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the query string of every page, since a key is a key wherever it is put."""
        found = access.KEY_FORM.findall(unquote_plus(request.META.get("QUERY_STRING", "")))
        if not found:
            return self.get_response(request)
        with coming_from(origin_of(request)):
            for secret in found:
                _revoke(secret)
        if not request.path.startswith("/api/"):
            return HttpResponse(IN_ADDRESS, "text/plain; charset=utf-8", status=400)
        body = {"code": "key_in_address", "message": IN_ADDRESS, "fields": {}}
        return JsonResponse(body, status=400)


def _revoke(secret: str) -> None:
    key = access.find_api_key(secret)
    if key is None:
        return
    logger.warning("the API key %s was sent in an address", key.prefix)
    try:
        access.revoke_api_key(
            key.pk,
            tenant=key.tenant,
            actor=Actor.system("portal"),
            reason="It was sent in the address of a request.",
        )
    except DomainError:
        logger.exception("the API key %s could not be revoked", key.prefix)
