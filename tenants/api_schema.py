"""The OpenAPI description of the API: what the library finds, and the scope of each call."""

from drf_spectacular.openapi import AutoSchema

from tenants.api_auth import HasScope


class ScopedSchema(AutoSchema):
    """Says in the OpenAPI description which scope each operation needs."""

    def get_description(self) -> str:  # type: ignore[override]
        """Return the operation's own words, and its scope."""
        wanted = [
            permission.scopes.get(self.method)
            for permission in getattr(self.view, "permission_classes", ())
            if issubclass(permission, HasScope)
        ]
        needs = [f"Needs a key with the scope `{scope}`." for scope in wanted if scope]
        return "\n\n".join(filter(None, [super().get_description(), *needs]))
