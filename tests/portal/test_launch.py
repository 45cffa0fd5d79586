"""`make run`: one command, every process, a clear word when it cannot start, no orphan after it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from portal.embedded import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.slow


class Run:
    """A run of the launcher in a folder of its own."""

    def __init__(self, data_dir: Path, **variables: str) -> None:
        self.data_dir, self.port = data_dir, free_port()
        keep = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        ports = {"PORT": str(self.port), "SIMULATOR_PORT": str(free_port())}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "portal.launch"],
            cwd=ROOT,
            env={**keep, "DATA_DIR": str(data_dir), **ports, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []

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


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A started run; whatever a failing test leaves is killed."""
    folder = tmp_path_factory.mktemp("run")
    # The database's own user has to reach the folder when the tests run as root.
    for path in (folder, *folder.parents[:2]):
        path.chmod(0o755)
    started = Run(folder)
    yield started
    if started.process.poll() is None:
        started.stop()


def test_it_comes_up_answers_and_leaves_no_orphan(run: Run) -> None:
    run.until_ready()
    alive = run.processes()
    answer = requests.get(f"http://127.0.0.1:{run.port}/healthz/ready", timeout=5)

    code = run.stop()

    assert answer.json() == {"status": "ok"}
    assert len(alive) > 6
    assert code == 0, "".join(run.lines)
    assert run.processes() == []


def test_a_second_start_keeps_its_data(run: Run) -> None:
    run.until_ready()
    demo = (run.data_dir / "demo.json").read_text()
    run.stop()

    again = Run(run.data_dir)
    again.until_ready()
    again.stop()

    assert (run.data_dir / "demo.json").read_text() == demo


def test_a_dead_worker_is_started_again(run: Run) -> None:
    run.until_ready()
    worker = next(
        p for p in run.processes() if "inbound@%h" in p.cmdline() and p.ppid() == run.process.pid
    )

    worker.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = [p for p in run.processes() if "inbound@%h" in p.cmdline() and p.pid != worker.pid]
        if found:
            break
        time.sleep(0.2)

    assert found


def test_a_taken_port_is_said_so_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        run = Run(tmp_path, PORT=str(port))
        output, _ = run.process.communicate(timeout=60)

    assert run.process.returncode == 2
    assert f"Port {port} is taken" in output
    assert "PORT=" in output


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    run = Run(tmp_path, PORT=port)
    output, _ = run.process.communicate(timeout=60)

    assert run.process.returncode == 2
    assert "is not a port" in output
