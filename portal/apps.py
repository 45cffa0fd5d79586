"""Registers the project's own system checks."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy

# Said in every form, those of the libraries too; set before any of them is imported.
Field.default_error_messages["required"] = gettext_lazy("Fill this in.")


class PortalConfig(AppConfig):
    """Holds templates, checks and management commands that belong to no one domain."""

    name = "portal"

    def ready(self) -> None:
        """Import the checks, so that `manage.py check` and every start run them."""
        from portal import checks  # noqa: F401, PLC0415  # Needs loaded apps.
