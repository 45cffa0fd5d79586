"""`make run`: one command, every process, a clear word when it cannot start, no orphan after it."""

import signal
import socket
import time
from pathlib import Path

import psutil
import pytest
import requests

from tests.running import Run, stack

pytestmark = pytest.mark.slow


def started_again(run: Run, dead: psutil.Process, *, seconds: float = 30) -> bool:
    """Wait for another process that does the work of a dead one."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if any("inbound@%h" in p.cmdline() and p.pid != dead.pid for p in run.processes()):
            return True
        time.sleep(0.2)
    return False


def test_a_run_comes_up_mends_itself_keeps_its_data_and_leaves_no_orphan() -> None:
    with stack() as run:
        ready = requests.get(f"{run.url}/healthz/ready", timeout=5).json()
        worker = next(
            p
            for p in run.processes()
            if "inbound@%h" in p.cmdline() and p.ppid() == run.process.pid
        )
        worker.kill()
        assert started_again(run, worker), "a dead worker was not replaced"
        demo, alive = run.demo, run.processes()

        code, left = run.stop(), run.processes()
        again = Run(run.data_dir)
        again.until_ready()
        kept = requests.get(
            f"{again.url}/api/v1/messages",
            headers={"Authorization": f"Bearer {demo['api_key']}"},
            timeout=10,
        ).json()["results"]
        stopped = again.stop(signal.SIGTERM)

    assert ready == {"status": "ok"}
    assert len(alive) > 6
    assert (code, left, stopped, again.processes()) == (0, [], 0, []), "".join(run.lines)
    assert len(kept) == 1, "the demo's text is there, by the key of the first start"


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
