"""Keeps phone numbers and keys out of log lines.

The first line of defence is to log ids only; this formatter is the second.
"""

import logging
import re

PHONE_NUMBER = re.compile(r"(?<![\w.:-])\+\d[\d\s().-]{6,}\d")
API_KEY = re.compile(r"ast_(live|test)_[\w-]+")
# The secrets of links that we mail; an invitation's id, with its hyphens in place, may be read.
LINK = re.compile(r"(/invitations/|/password/reset/key/)(?!answer/)[\w-]+")


def redact(text: str) -> str:
    """Return the text with phone numbers, API keys and mailed links replaced by a mark."""
    text = LINK.sub(r"\1[link]", text)
    return API_KEY.sub("[api key]", PHONE_NUMBER.sub("[number]", text))


class RedactingFormatter(logging.Formatter):
    """One line a record, with line breaks escaped so that input cannot forge a record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the redacted line, followed by the traceback where there is one."""
        record.message = record.getMessage()
        record.asctime = self.formatTime(record, self.datefmt)
        line = redact(self.formatMessage(record)).replace("\r", "\\r").replace("\n", "\\n")
        if record.exc_info:
            line += "\n" + redact(self.formatException(record.exc_info))
        return line
