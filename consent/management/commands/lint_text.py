"""`manage.py lint_text`: judge texts by the compliance rules, for a terminal or somebody's CI."""

import io
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent.content import NumberType, UseCase
from consent.linting import KINDS, answers, as_data, judge
from consent.rules import Finding


class Command(BaseCommand):
    """Prints what is wrong with a text. Exit code: 0 clean, 1 blockers found, 2 bad question."""

    help = "Judge a text by the compliance rules. FILE is a path, or - for standard input."
    # Pure rules: no database is needed, and none is asked for.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; with --jsonl every line brings its own."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--kind", choices=KINDS)
        parser.add_argument("--brand", default="", help="the name of the sender")
        parser.add_argument(
            "--number-type", choices=NumberType.codes(), default=str(NumberType.TEN_DLC)
        )
        parser.add_argument(
            "--use-case", choices=UseCase.codes(), default=str(UseCase.TRANSACTIONAL)
        )
        parser.add_argument(
            "--domain", action="append", default=[], help="a domain of the sender; repeatable"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help="read objects with id, kind, brand, text, number_type, use_case, one a line",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge one text, or a line after another."""
        if options["jsonl"]:
            return self._lines(options["file"])
        if not options["kind"]:
            raise CommandError("Say what the text is: --kind web", returncode=2)
        given = {
            "kind": options["kind"],
            "text": self._read(options["file"]),
            "brand": options["brand"],
            "number_type": options["number_type"],
            "use_case": options["use_case"],
            "domains": options["domain"],
        }
        found = judge(given)
        if options["json"]:
            self.stdout.write(json.dumps({"findings": [as_data(each) for each in found]}, indent=2))
        else:
            self._show(found, given["text"])
        if any(each.is_blocker for each in found):
            sys.exit(1)
        return None

    def _lines(self, name: str) -> None:
        """Answer as lines come in, so that a pipe never waits for its own end."""
        source = sys.stdin if name == "-" else io.StringIO(self._read(name))
        bad = False
        for answer in answers(source):
            bad = bad or "error" in answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if bad:
            sys.exit(2)

    def _show(self, found: list[Finding], text: str) -> None:
        for each in found:
            quoted = "" if each.start is None else f"  “{text[each.start : each.end][:80]}”"
            self.stdout.write(f"{each.severity.upper():<8} {each.rule}: {each.message}{quoted}")
            self.stdout.write(f"         Fix: {each.fix}")
        if not found:
            self.stdout.write("No findings.")

    @staticmethod
    def _read(name: str) -> str:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            return data.decode("utf-8-sig")
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}", returncode=2) from None
        except UnicodeDecodeError:
            raise CommandError(f"{name} is not UTF-8 text.", returncode=2) from None
