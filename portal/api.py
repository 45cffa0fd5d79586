"""The REST routes, versioned by path. Each app keeps its serializers and views in its `api.py`."""

from typing import Any

from django.conf import settings
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from consent import api as consent
from messaging import api as messaging
from registrations import api as registrations
from tenants.isv import white_label


class NamedSchema(SchemaGenerator):
    """The schema under the portal's own name, which staff may change."""

    def get_schema(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Write the title when the schema is asked for."""
        schema: dict[str, Any] = super().get_schema(*args, **kwargs)
        schema["info"]["title"] = f"{white_label.current().name} API"
        return schema


VERSION = str(settings.SPECTACULAR_SETTINGS["VERSION"])

urlpatterns = [
    # The version is said here, or the view would write whatever is asked for into a header.
    path(
        "schema",
        SpectacularAPIView.as_view(api_version=VERSION, generator_class=NamedSchema),
        name="schema",
    ),
    path("messages", messaging.Messages.as_view(), name="messages"),
    path("messages/<uuid:pk>", messaging.MessageDetail.as_view(), name="message"),
    path("registrations", registrations.Registrations.as_view(), name="registrations"),
    path(
        "registrations/<uuid:pk>", registrations.RegistrationDetail.as_view(), name="registration"
    ),
    path("texts/lint", consent.Lint.as_view(), name="texts_lint"),
    path("rules", consent.Rules.as_view(), name="rules"),
]
