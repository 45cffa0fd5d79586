"""`manage.py lint_text`: judge texts by the compliance rules, for a terminal or somebody's CI."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent.content import NumberType, UseCase
from consent.linting import KINDS, Judgement, answers, judge

BLOCKED, BAD_QUESTION = 1, 2
_SHOWN = 80


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
            raise CommandError("Say what the text is: --kind web", returncode=BAD_QUESTION)
        with _opened(options["file"]) as source:
            text = _decoded(source.read(), options["file"])
        judgement = judge(
            {
                "kind": options["kind"],
                "text": text,
                "brand": options["brand"],
                "number_type": options["number_type"],
                "use_case": options["use_case"],
                "domains": options["domain"],
            }
        )
        if options["json"]:
            self.stdout.write(json.dumps({"findings": judgement.as_data()}, indent=2))
        else:
            self._show(judgement)
        if judgement.has_blockers:
            sys.exit(BLOCKED)
        return None

    def _lines(self, name: str) -> None:
        """Answer each line as it comes in, so that a pipe never waits for its own end."""
        bad = False
        with _opened(name) as source:
            for answer in answers(_split(source)):
                bad = bad or "error" in answer
                self.stdout.write(json.dumps(answer))
                self.stdout.flush()
        if bad:
            sys.exit(BAD_QUESTION)

    def _show(self, judgement: Judgement) -> None:
        """Print for people: severity, rule, sentence, the words at fault, and what mends it."""
        for each, edit in zip(judgement.findings, judgement.edits, strict=True):
            quoted = judgement.text[each.start : each.end] if each.start is not None else ""
            shown = f"  “{_printable(quoted)}”" if quoted else ""
            self.stdout.write(f"{each.severity.upper():<8} {each.rule}: {each.message}{shown}")
            self.stdout.write(f"         Fix: {each.fix}")
            if edit is not None:
                verb = "replace it by" if edit.end > edit.start else "put in"
                new = _printable(edit.replacement.strip())
                what = f"{verb} “{new}”" if new else "take it out"
                self.stdout.write(f"         Edit at {edit.start}: {what}")
        if not judgement.findings:
            self.stdout.write("No findings.")


def _printable(words: str) -> str:
    """Return the first of some words on one line, without what a terminal would obey."""
    cut = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    return "".join(c if c.isprintable() else " " for c in cut)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """Return what to read from. Raises CommandError when there is no such file."""
    if name == "-":
        return nullcontext(sys.stdin.buffer)  # Somebody else's to close.
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", returncode=BAD_QUESTION) from None


def _decoded(data: bytes, name: str) -> str:
    """Return a file's text, without a byte order mark. Raises CommandError when it is no text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{name} is not UTF-8 text.", returncode=BAD_QUESTION) from None


def _split(source: BinaryIO) -> Iterator[bytes]:
    """Yield lines one by one, without the mark that some editors put before the first."""
    for number, line in enumerate(iter(source.readline, b"")):
        yield line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
