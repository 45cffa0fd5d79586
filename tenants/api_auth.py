"""REST authentication: only reads what the middleware found, so there is one place that decides."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.errors import NotPermitted
from tenants.models import ApiKey, KeyScope


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer ast_…`; a missing, wrong, revoked or expired key is 401."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey]:
        """Return the key as `request.auth`."""
        key = request._request.api_key  # type: ignore[attr-defined]
        if key is None and (wait := request._request.api_wait):  # type: ignore[attr-defined]
            raise Throttled(wait=wait)
        if key is None:
            raise AuthenticationFailed(
                "Send a usable API key as 'Authorization: Bearer ast_…'.", code="key_invalid"
            )
        if not key.tenant.is_active:
            raise NotPermitted("This business is suspended.", code="tenant_suspended")
        return (None, key)

    def authenticate_header(self, request: Request) -> str:
        """Make DRF answer 401 rather than 403."""
        return "Bearer"


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI description tells a client to send its key."""

    target_class = ApiKeyAuthentication
    name = "API key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Bearer, as in RFC 6750."""
        return {"type": "http", "scheme": "bearer"}


class HasApiKey(BasePermission):
    """Every operation needs a key; there is no anonymous API."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True when authentication found a key."""
        return isinstance(request.auth, ApiKey)


class HasScope(HasApiKey):
    """The base of what `demands` returns; `scopes` says which one each method needs."""

    scopes: ClassVar[Mapping[str, KeyScope]] = {}

    def has_permission(self, request: Request, view: Any) -> bool:
        """True when the key may do this; raises NotPermitted naming the scope it lacks."""
        key = request.auth
        if not isinstance(key, ApiKey):
            return False
        wanted = self.scopes.get(str(request.method))
        if wanted is not None and wanted not in key.scopes:
            raise NotPermitted(
                f"This key may not do this: it lacks the scope {wanted}.",
                code="scope_missing",
                fields={"scope": str(wanted)},
            )
        return True


def demands(**scopes: KeyScope) -> type[HasScope]:
    """Return the permission of a view whose methods need these scopes: `demands(GET=…)`."""
    if "GET" in scopes:
        scopes["HEAD"] = scopes["GET"]
    return type("Demands", (HasScope,), {"scopes": scopes})
