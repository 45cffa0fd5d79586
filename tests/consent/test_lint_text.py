"""The linter as others use it: a file or a pipe in, findings and an exit code out."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consent.linting import answers

BOX = (
    "I agree to receive appointment reminder text messages from Maple Dental. Message frequency "
    "varies. Message and data rates may apply. Reply HELP for help, STOP to opt out. Terms: "
    "https://maple.example/terms Privacy Policy: https://maple.example/privacy "
    "Consent is not a condition of purchase."
)


def run(path: Path, *options: str) -> tuple[str, int]:
    """Return what the command prints and its exit code."""
    out = io.StringIO()
    try:
        call_command("lint_text", *options, str(path), stdout=out)
    except SystemExit as stop:
        return out.getvalue(), int(str(stop.code))
    return out.getvalue(), 0


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A file with a sound consent box."""
    path = tmp_path / "box.txt"
    path.write_text(BOX)
    return path


def test_a_sound_text_has_no_findings_and_exits_with_0(box: Path) -> None:
    assert run(box, "--kind", "web", "--brand", "Maple Dental") == ("No findings.\n", 0)


def test_a_blocker_is_named_with_its_fix_and_exits_with_1(box: Path) -> None:
    printed, code = run(box, "--kind", "web", "--brand", "Birch Books")

    assert code == 1
    assert "BLOCKER  CTA-BRAND" in printed
    assert "Fix: " in printed


def test_json_gives_span_and_prevented_codes(box: Path) -> None:
    box.write_text(BOX.replace("Message and data rates may apply", "Msg & data rates may apply"))
    printed, code = run(box, "--kind", "web", "--brand", "Maple Dental", "--json")
    [finding] = json.loads(printed)["findings"]

    assert code == 0  # A warning stops nobody.
    assert finding["rule"] == "CTA-RATES-VERBATIM"
    assert box.read_text()[finding["start"] : finding["end"]] == "Msg & data rates may apply"
    assert finding["prevents"] == ["30569"]


def test_json_lines_are_answered_in_order_and_a_bad_one_by_its_error(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    good: dict[str, Any] = {"kind": "web", "brand": "Maple Dental", "text": BOX}
    path.write_text(
        "\n".join(
            json.dumps(line)
            for line in ({"id": 7, **good}, {"id": "b", **good, "kind": "poem"}, {"id": 9, **good})
        )
    )
    printed, code = run(path, "--jsonl")
    rows = [json.loads(line) for line in printed.splitlines()]

    assert [row["id"] for row in rows] == [7, "b", 9]
    assert rows[0] == {"id": 7, "findings": []}
    assert "'poem' is not one of web, pos" in rows[1]["error"]
    assert code == 2


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", '{"kind": "web"}', '{"kind": "web", "text": 5}', "[" * 100_000],
)
def test_whatever_a_line_holds_it_is_answered(line: str) -> None:
    [answer] = answers([line])

    assert "error" in answer


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["no file", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "missing.txt"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=r"missing\.txt"):
        run(path, "--kind", "web")


def test_a_mark_at_the_front_windows_line_ends_and_a_bad_line_spoil_no_other(
    tmp_path: Path,
) -> None:
    path = tmp_path / "windows.jsonl"
    good = json.dumps({"id": 1, "kind": "web", "brand": "Maple Dental", "text": BOX}).encode()
    path.write_bytes(b"\xef\xbb\xbf" + good + b"\r\n\r\n\xff\xfe\r\n" + good + b"\r\n")
    printed, code = run(path, "--jsonl")
    rows = [json.loads(line) for line in printed.splitlines()]

    assert [row["id"] for row in rows] == [1, None, 1]
    assert rows[1]["error"] == "Line 3 is not UTF-8 text."
    assert (rows[0]["findings"], code) == ([], 2)


def test_each_line_is_answered_before_the_next_one_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out, seen = io.StringIO(), []

    class Pipe(io.BytesIO):
        """Notes how many answers there were whenever a line is read."""

        def readline(self, size: int | None = -1, /) -> bytes:
            seen.append(out.getvalue().count("\n"))
            return super().readline(size)

    line = json.dumps({"kind": "web", "text": "Hi"}).encode() + b"\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Pipe(line * 3)))
    call_command("lint_text", "--jsonl", "-", stdout=out)

    assert seen == [0, 1, 2, 3]


def test_what_a_terminal_would_obey_is_not_printed(box: Path) -> None:
    box.write_text("Acme [x] \x1b[31mtexts {{brand \x1b[0m}}")
    printed, _ = run(box, "--kind", "web", "--brand", "Acme")

    assert "\x1b" not in printed
    assert "Edit at " in printed
