"""Registers the project's own system checks."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds templates, checks and management commands that belong to no one domain."""

    name = "portal"

    def ready(self) -> None:
        """Import the checks, so that `manage.py check` and every start run them."""
        from portal import checks  # noqa: F401, PLC0415  # Needs loaded apps.
