"""Asks the virus scanner that the operator has chosen, where there is one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenants.errors import InvalidInput

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What a scanner says of one file; `name` is what it found."""

    is_clean: bool
    name: str = ""


class ScannerUnavailable(Exception):
    """The scanner cannot say. It raises this, and the file is looked at again later."""


Scanner = Callable[[bytes], Verdict]


def scanner() -> Scanner | None:
    """Return the function that the setting names. Raises ImportError where there is no such."""
    if not settings.EVIDENCE_SCANNER:
        return None
    found: Scanner = import_string(settings.EVIDENCE_SCANNER)
    return found


def demand_clean(data: bytes) -> None:
    """Refuse a file in which the scanner found something. Raises ScannerUnavailable too."""
    ask = scanner()
    if ask is None:
        return
    verdict = ask(data)
    if not verdict.is_clean:
        logger.warning("the scanner found something in an upload: %s", verdict.name[:100])
        raise InvalidInput(
            _("The virus scanner found something in this file. It was deleted."),
            code="virus_found",
        )
