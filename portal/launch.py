"""`make run`: every process of the portal on one machine, supervised, stopped together.

PostgreSQL and Redis out of wheels, the carrier simulator, the web server, a Celery worker for
STOP and HELP, one for sending and filing, one for long work, and beat. A process that dies is
started again; Ctrl-C stops all of them and leaves no orphan.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from portal.embedded import EmbeddedError, end_with_parent, services

ROOT = Path(__file__).resolve().parent.parent
RESTARTS = 5
STOP_SECONDS = 8


class LaunchError(RuntimeError):
    """The run cannot start; the message says what to do."""


@dataclass
class Program:
    """One supervised process and the file that its output goes to."""

    name: str
    command: list[str]
    log: Path
    # What it writes to its log once it is at work; empty where an address tells.
    marker: bytes = b""
    restarts: int = 0
    offset: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    _output: "IO[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches only the launcher."""
        self._output = self._output or self.log.open("ab")
        self.offset = self.log.stat().st_size
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=ROOT,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def is_running(self) -> bool:
        """Has it been started, and not ended?"""
        return self.process is not None and self.process.poll() is None

    def has_reported(self) -> bool:
        """Has it said, since its last start, that it is at work?"""
        with self.log.open("rb") as log:
            log.seek(self.offset)
            return self.marker in log.read()

    def signal(self, number: int) -> None:
        """Send a signal to the process and all that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def main() -> int:
    """Run until interrupted; return the exit code."""
    # Set outright: a shell that starts us in the background has SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        return _run(Path(os.environ.get("DATA_DIR", ROOT / ".data")))
    except (LaunchError, EmbeddedError) as error:
        print(f"\n{error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(data_dir: Path) -> int:
    port = _port("PORT", 8000)
    simulator_port = _port("SIMULATOR_PORT", port + 91)
    data_dir.mkdir(parents=True, exist_ok=True)
    with _only_one(data_dir), contextlib.ExitStack() as stack:
        for number, name in ((port, "PORT"), (simulator_port, "SIMULATOR_PORT")):
            _refuse_taken(number, name)
        _say("Starting PostgreSQL and Redis …")
        os.environ.update(stack.enter_context(services(data_dir)))
        os.environ.update(_addresses(data_dir, port, simulator_port))
        _say("Preparing the database …")
        _manage("migrate", "--verbosity", "0")
        programs = _programs(data_dir, port, simulator_port)
        stack.callback(_stop_all, programs)
        for program in programs:
            program.start()
        _await_ready(programs, port, simulator_port)
        if not (data_dir / "demo.json").is_file():
            _say("Filling in the demo (this once) …")
            _manage("demo")
        _announce(data_dir, port, simulator_port)
        _supervise(programs)
    return 1


def _port(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LaunchError(f"{name}={text} is not a port. Use a number from 1 to 65535.")
    return int(text)


@contextlib.contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Hold a lock on the data folder: two runs over one database would fight."""
    with (data_dir / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LaunchError(
                f"Another run uses {data_dir}. Stop it, or set DATA_DIR to another folder."
            ) from None
        yield


def _refuse_taken(port: int, name: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise LaunchError(
                f"Port {port} is taken. Choose another: {name}={port + 1000} make run"
            ) from None


def _addresses(data_dir: Path, port: int, simulator_port: int) -> dict[str, str]:
    simulator = f"http://127.0.0.1:{simulator_port}"
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATA_DIR": str(data_dir),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{port}"),
        "CARRIER_ENDPOINT_URL": simulator,
        # The simulator checks the form of the signature, not the secret.
        "AWS_ACCESS_KEY_ID": "embedded",
        "AWS_SECRET_ACCESS_KEY": "embedded",
    }


def _programs(data_dir: Path, port: int, simulator_port: int) -> list[Program]:
    logs = data_dir / "logs"
    logs.mkdir(exist_ok=True)
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "portal"]
    worker = [*celery, "worker", "--loglevel", "info", "--without-gossip", "--without-mingle"]
    commands = {
        "simulator": [
            *(python, "-m", "registrations.carrier.simulator", "--port", str(simulator_port)),
            *("--state-dir", str(data_dir / "simulator")),
            *("--hook-url", f"http://127.0.0.1:{port}/hooks/sns/"),
            *("--registration-events", "arn:aws:sns:us-east-1:000000000000:assent-events"),
        ],
        "web": [
            *(python, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "2", "--threads", "4", "--access-logfile", "-"),
            *("--logger-class", "portal.access_log.RedactedLogger"),
            *("--graceful-timeout", "5", "--no-control-socket"),
        ],
        "worker-inbound": [*worker, "-n", "inbound@%h", "-c", "1", "-Q", "inbound"],
        "worker": [*worker, "-n", "main@%h", "-c", "2", "-Q", "send"],
        # Waits for its turns at the carrier, which no text may wait for.
        "worker-carrier": [*worker, "-n", "carrier@%h", "-c", "1", "-Q", "carrier"],
        "worker-default": [*worker, "-n", "default@%h", "-c", "2", "-Q", "default,hooks"],
        "beat": [
            *(*celery, "beat", "--loglevel", "info"),
            # In memory: a schedule file that a kill cut short ends beat at every later start, and
            # what is due is found by its row, not by when a sweep ran last.
            *("--scheduler", "celery.beat:Scheduler"),
        ],
    }
    return [
        Program(name, command, logs / f"{name}.log", b" ready." if "worker" in name else b"")
        for name, command in commands.items()
    ]


def _manage(*arguments: str) -> None:
    result = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=False)  # noqa: S603
    if result.returncode:
        raise LaunchError(f"'manage.py {' '.join(arguments)}' failed; its message is above.")


def _await_ready(programs: list[Program], port: int, simulator_port: int) -> None:
    """Wait until every server answers and every worker has said so."""
    urls = [
        f"http://127.0.0.1:{simulator_port}/_sim/health",
        f"http://127.0.0.1:{port}/healthz",
    ]
    deadline = time.monotonic() + 60
    while urls or not all(program.has_reported() for program in programs):
        for program in programs:
            if not program.is_running():
                raise LaunchError(f"{program.name} ended while starting; see {program.log}.")
        if time.monotonic() > deadline:
            raise LaunchError(
                f"No answer from {urls[0]}; see the logs in {programs[0].log.parent}."
            )
        urls = [url for url in urls if not _answers(url)]
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _announce(data_dir: Path, port: int, simulator_port: int) -> None:
    """Print where to go and how to sign in, then the one line that scripts wait for."""
    base, demo = f"http://127.0.0.1:{port}", json.loads((data_dir / "demo.json").read_text())
    rows = [
        ("Dashboard", f"{base}/", f"{demo['owner']}  {demo['password']}"),
        ("Staff admin", f"{base}/admin/", f"{demo['staff']}  {demo['password']}"),
        ("E-mails sent", f"{base}/mailbox/", ""),
        ("A phone", f"http://127.0.0.1:{simulator_port}/phone/", "play the person who is texted"),
        ("Opt-in form", f"{base}{demo['join_path']}", ""),
        ("API key", demo["api_key"], ""),
        ("Logs", str(data_dir / "logs"), ""),
    ]
    print()  # noqa: T201
    for label, where, note in rows:
        print(f"  {label:<13} {where}  {note}".rstrip())  # noqa: T201
    print(f"\nReady: {base}/  (Ctrl-C stops everything)", flush=True)  # noqa: T201


def _supervise(programs: list[Program]) -> None:
    """Start again whatever dies, until one keeps dying."""
    pause = threading.Event()
    while not pause.wait(0.5):
        for program in programs:
            if program.is_running():
                continue
            program.restarts += 1
            if program.restarts > RESTARTS:
                raise LaunchError(f"{program.name} keeps ending; see {program.log}.")
            _say(f"{program.name} ended and is started again (log: {program.log}).")
            program.start()


def _stop_all(programs: list[Program]) -> None:
    """Ask politely, wait, then insist; in reverse order, so that work stops before its servers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # A second Ctrl-C must not leave orphans.
    _say("\nStopping …")
    for number in (signal.SIGTERM, signal.SIGKILL):
        for program in reversed(programs):
            if program.is_running():
                program.signal(number)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(p.is_running() for p in programs):
            time.sleep(0.05)
    for program in programs:
        # Children that outlived their parent are in its group still.
        program.signal(signal.SIGKILL)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
