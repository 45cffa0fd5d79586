"""`manage.py rotate_field_keys`: put every stored secret under the newest of FIELD_KEYS."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants import field_keys


class Command(BaseCommand):
    """Put the new key first in FIELD_KEYS, restart, run this, then take the old key away."""

    help = "Re-encrypts tax ids, second-factor seeds and the like with the newest of FIELD_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` only looks."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="say how many rows still need an old key; exit code 1 if any",
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Go through every column that holds secrets."""
        work = field_keys.count_old if check else field_keys.reencrypt
        total = 0
        for holder in field_keys.holders():
            count = work(holder)
            total += count.old
            if count.rows:
                words = "under an old key" if check else "re-encrypted"
                self.stdout.write(f"{holder}: {count.rows} rows, {count.old} {words}")
        if not check:
            self.stdout.write(f"{total} rows were re-encrypted with the newest key.")
        elif total:
            self.stdout.write(f"{total} rows still need an old key. Run this without --check.")
            sys.exit(1)
        else:
            self.stdout.write("No row needs an old key.")
