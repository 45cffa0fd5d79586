"""`manage.py demo`: fill the embedded run with two businesses to look at and play with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import demo
from tenants.errors import DomainError


class Command(BaseCommand):
    """Make the demo once; later starts find it."""

    help = "Make the demo businesses (embedded run only; the simulator must be running)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside the embedded run: the log-ins are public knowledge."""
        if not settings.EMBEDDED:
            raise CommandError("The demo belongs to the embedded run: its password is published.")
        try:
            demo.ensure(settings.DATA_DIR / "demo.json")
        except DomainError as error:
            raise CommandError(f"{error.message} {error.fields or ''}") from error
