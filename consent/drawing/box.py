"""Has a stranger's file opened by a process of its own, which is ended when it takes too long."""

import logging
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from consent.drawing import parcel
from consent.drawing.opening import Opened
from tenants.pictures import UnusablePicture

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = (sys.executable, "-m", "consent.drawing")
TIMEOUT = 75  # seconds, longer than the process may compute
# Nothing of ours: no address of a database, no key. Python needs to find its own files only.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}


def opened(data: bytes, *, program: tuple[str, ...] = PROGRAM, timeout: float = TIMEOUT) -> Opened:
    """Draw a file anew in a process without database, keys or room to do harm.

    Raises UnusablePicture with a sentence, also where the process ran out of time or memory.
    """
    try:
        done = subprocess.run(  # noqa: S603
            program, input=data, capture_output=True, timeout=timeout, check=False,
            cwd=ROOT, env=ENVIRONMENT,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnusablePicture(_too_much()) from error
    if done.returncode != 0:
        # Its last line names the error; the rest could quote the file.
        logger.warning("a file could not be opened: %s", done.stderr.strip()[-200:])
        raise UnusablePicture(_too_much())
    try:
        return parcel.unpacked(done.stdout)
    except parcel.Garbled as error:
        logger.warning("the answer about a file cannot be read: %s", error)
        raise UnusablePicture(_too_much()) from error


def _too_much() -> str:
    return _("The file takes too long or too much memory to open. Save it smaller, or as a PNG.")
