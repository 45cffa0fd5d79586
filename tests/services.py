"""A pytest plugin that starts PostgreSQL and Redis before Django reads its settings.

Loaded by name in pyproject.toml. Every process of a parallel run has servers of its own, so no
test can meet another's rows, locks or cached limits. Where DATABASE_URL and REDIS_URL are set,
those are used; run one process then.
"""

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from portal.embedded import services

_stack = ExitStack()


def _start() -> None:
    root = Path(os.environ.get("TEST_DATA_DIR") or Path(__file__).parent.parent / ".data" / "test")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker or not _only_hands_out():
        os.environ.update(_stack.enter_context(services(root / (worker or "main"), durable=False)))
    files = tempfile.mkdtemp(prefix="assent-test-")
    _stack.callback(shutil.rmtree, files, ignore_errors=True)
    os.environ["EMBEDDED"] = "1"
    os.environ["DATA_DIR"] = files
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    atexit.register(_stack.close)


def _only_hands_out() -> bool:
    """Is this the process that gives the tests of a parallel run to others, and runs none?"""
    return any(argument.startswith(("-n", "--numprocesses")) for argument in sys.argv[1:])


_start()
