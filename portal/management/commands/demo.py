"""Fills the embedded run with a demo."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Make demo people."""

    def handle(self, *args: object, **options: object) -> None:
        """Write demo.json."""
        (settings.DATA_DIR / "demo.json").write_text(
            json.dumps(
                {"owner": "o", "staff": "s", "password": "p", "api_key": "k", "join_path": "/"}
            )
        )
