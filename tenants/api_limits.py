"""What every operation of the API shares: the tenant's rate limit, and the shape of errors."""

import logging
from typing import Any, cast

import redis
from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.views import APIView

from tenants.limits import Limit
from tenants.models import ApiKey

logger = logging.getLogger(__name__)

PER_MINUTE = settings.API_RATE
RATE = Limit("api", count=PER_MINUTE, seconds=60, burst=max(1, PER_MINUTE // 3))


class ErrorSerializer(serializers.Serializer[Any]):
    """The shape of every error."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]


class LimitedView(APIView):
    """A view within the tenant's rate limit."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Take one token; Redis away lets the request through, since the tenant is known."""
        super().initial(request, *args, **kwargs)
        try:
            wait = RATE.wait(key_of(request).tenant_id)
        except redis.RedisError:
            logger.warning("the API's rate limit cannot be counted")
            return
        if wait:
            raise Throttled(wait=wait)


def key_of(request: Request) -> ApiKey:
    """Return the key that authentication found."""
    return cast(ApiKey, request.auth)
