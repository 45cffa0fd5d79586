"""A pytest plugin that starts PostgreSQL and Redis before Django reads its settings.

Loaded by name in pyproject.toml. Where DATABASE_URL and REDIS_URL are set, those are used.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from portal.embedded import services

_stack = ExitStack()


def _start() -> None:
    root = Path(os.environ.get("TEST_DATA_DIR") or Path(__file__).parent.parent / ".data" / "test")
    os.environ.update(_stack.enter_context(services(root, durable=False)))
    files = tempfile.mkdtemp(prefix="assent-test-")
    _stack.callback(shutil.rmtree, files, ignore_errors=True)
    os.environ["DATA_DIR"] = files
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    atexit.register(_stack.close)


_start()
