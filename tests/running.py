"""A run of the launcher, as `make run` starts it, for the tests that need the whole stack."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from portal.embedded import free_port

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A folder that everybody may enter: as root, the database server runs as somebody else.

    pytest's own temporary folders are closed to others, and closed again by every other run.
    """
    with tempfile.TemporaryDirectory(prefix="assent-run-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


class Run:
    """A run of the launcher in a folder of its own."""

    def __init__(self, data_dir: Path, **variables: str) -> None:
        self.data_dir, self.port, self.simulator_port = data_dir, free_port(), free_port()
        keep = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        ports = {"PORT": str(self.port), "SIMULATOR_PORT": str(self.simulator_port)}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "portal.launch"],
            cwd=ROOT,
            env={**keep, "DATA_DIR": str(data_dir), **ports, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []

    @property
    def url(self) -> str:
        """Where the portal answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def simulator_url(self) -> str:
        """Where the carrier simulator answers."""
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def demo(self) -> dict[str, Any]:
        """The demo's log-ins, program and key."""
        demo: dict[str, Any] = json.loads((self.data_dir / "demo.json").read_text())
        return demo

    def until_ready(self) -> None:
        """Read what it prints, up to the ready line."""
        output = self.process.stdout
        assert output is not None
        for line in output:
            self.lines.append(line)
            if line.startswith("Ready:"):
                return
        raise AssertionError("".join(self.lines))

    def processes(self) -> list[psutil.Process]:
        """Everything that works on this run's folder, however it was started."""
        folder = str(self.data_dir)
        return [p for p in psutil.process_iter() if _names(p, folder)]

    def stop(self, number: int = signal.SIGINT) -> int:
        """Interrupt it as Ctrl-C does and return its exit code."""
        self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=60)
        self.lines.append(output)
        return self.process.returncode


def _names(process: psutil.Process, folder: str) -> bool:
    try:
        return folder in " ".join(process.cmdline()) or process.environ().get("DATA_DIR") == folder
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return False


@contextmanager
def stack() -> Iterator[Run]:
    """The whole stack in a new folder, ready; stopped at the end whatever happened."""
    with fresh_folder() as folder:
        run = Run(folder)
        try:
            run.until_ready()
            yield run
        finally:
            if run.process.poll() is None:
                run.stop()
