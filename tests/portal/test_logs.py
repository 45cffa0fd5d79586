"""INV-10: a phone number or key that slips into a log call does not reach the log."""

import logging

import pytest

from portal.logs import RedactingFormatter, redact


@pytest.mark.parametrize(
    "text",
    ["sent to +12065550123 now", "sent to +1 (206) 555-0123 now", "sent to +1.206.555.0123 now"],
)
def test_phone_numbers_are_redacted(text: str) -> None:
    assert redact(text) == "sent to [number] now"


def test_api_keys_are_redacted() -> None:
    assert "abcdef" not in redact("key ast_live_abcdef_ghijkl")


def test_api_keys_are_redacted_to_their_end() -> None:
    """Secrets hold hyphens: three keys of four have one."""
    text = "GET /?key=ast_live_abcdefghijkl_Ab3-dE-6gh_abcdef HTTP/1.1"

    assert redact(text) == "GET /?key=[api key] HTTP/1.1"


@pytest.mark.parametrize(
    "text",
    ["2026-11-24 09:14:36", "id 00000000-0000-4000-8000-000000000000", "127.0.0.1:8000 200 5120"],
)
def test_times_ids_and_addresses_stay_readable(text: str) -> None:
    assert redact(text) == text


def test_a_line_break_cannot_forge_a_second_record() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "a\nERROR forged", None, None)

    assert "\n" not in RedactingFormatter().format(record)
