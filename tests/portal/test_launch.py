"""`make run`: one command, every process, a clear word when it cannot start, no orphan after it."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.running import Run, reachable_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A started run; whatever a failing test leaves is killed."""
    started = Run(reachable_folder(tmp_path_factory.mktemp("run")))
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
