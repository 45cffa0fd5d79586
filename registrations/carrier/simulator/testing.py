"""Starts a simulator for a test, as a process of its own, and catches what it publishes.

with running(tmp_path) as simulator:
    client = simulator.boto_client()
"""

import http.client
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import boto3
from botocore.config import Config

ROOT = Path(__file__).parents[3]
START_WITHIN_SECONDS = 30.0


@dataclass
class Simulator:
    """A running simulator; `kill` and `start` let a test interrupt it on the same port."""

    state_dir: Path
    arguments: list[str]
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Its address, to be used as endpoint_url."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def ca_file(self) -> Path:
        """The certificate authority that its notifications are to be checked against."""
        return self.state_dir / "ca.pem"

    def start(self) -> None:
        """Start the process and wait until it serves."""
        command = [sys.executable, "-m", "registrations.carrier.simulator"]
        command += ["--port", str(self.port), "--state-dir", str(self.state_dir)]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [*command, *self.arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        if self.process.stdout is None:
            raise RuntimeError("The simulator has no output to read.")
        ready = self.process.stdout.readline()
        if "ready at" not in ready:
            raise RuntimeError(f"The simulator did not start: {ready!r}")
        self.port = urlsplit(ready.split("ready at ")[1].split(" ")[0]).port or 0

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, and return the exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(number)
        code = self.process.wait(START_WITHIN_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None
        return code

    def kill(self) -> None:
        """End it as a crash would, with SIGKILL."""
        self.stop(signal.SIGKILL)

    def boto_client(self, **config: Any) -> Any:
        """Return an ordinary boto3 client; by default it does not retry."""
        merged: dict[str, Any] = {"retries": {"total_max_attempts": 1}, **config}
        return boto3.client(
            "pinpoint-sms-voice-v2",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="simulator",
            aws_secret_access_key="simulator",  # noqa: S106 - the simulator has no secrets
            config=Config(**merged),
        )

    def fetch(self, path: str, method: str = "GET", body: Any = None) -> bytes:
        """Return what a path answers; an error status raises ValueError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        data = None if body is None else json.dumps(body)
        try:
            connection.request(method, path, data, {"Content-Type": "application/json"})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            raise ValueError(f"{response.status} {content.decode()}")
        return content

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call a test control and return its JSON."""
        return json.loads(self.fetch(path, method, body))

    def sends(self, **filters: str) -> list[dict[str, Any]]:
        """Return the texts that were accepted; filter with to= and from_=."""
        query = urlencode({name.rstrip("_"): value for name, value in filters.items()})
        return list(self.call("GET", f"/_sim/sends?{query}")["sends"])

    def inbound(self, sender: str, recipient: str, body: str) -> dict[str, Any]:
        """Let a handset text one of the numbers."""
        text = {"from": sender, "to": recipient, "body": body}
        return dict(self.call("POST", "/_sim/inbound", text))

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change test controls."""
        return dict(self.call("POST", "/_sim/settings", changes))

    def decide(self, registration_id: str, verdict: str, **more: Any) -> dict[str, Any]:
        """End a review now; `verdicts.py` names the verdicts."""
        decision = {"registration_id": registration_id, "verdict": verdict, **more}
        return dict(self.call("POST", "/_sim/decide", decision))

    def advance(self, seconds: float) -> None:
        """Move the clock of reviews forward."""
        self.call("POST", "/_sim/advance", {"seconds": seconds})

    def change_form(self, type: str, **change: Any) -> dict[str, Any]:
        """Change a form as the carrier may do: add=, change=, remove=, form=, withdraw=True."""
        return dict(self.call("POST", "/_sim/definitions", {"type": type, **change}))

    def show_status(self, registration_id: str, status: str | None = None, **more: Any) -> None:
        """Show any status, known or not."""
        body = {"registration_id": registration_id, "status": status, **more}
        self.call("POST", "/_sim/status", body)

    def calls(self, *, restart: bool = False) -> dict[str, Any]:
        """Return calls and throttled calls by operation, and count anew if asked."""
        return dict(self.call("POST" if restart else "GET", "/_sim/calls", {} if restart else None))

    def assert_conform(self) -> None:
        """Fail if an answer since the start was outside the service's model."""
        if self.process is None or self.process.poll() is not None:
            return
        try:
            found = self.call("GET", "/_sim/nonconformities")["nonconformities"]
        except (ConnectionError, TimeoutError):
            return  # A test has left it hanging or stopped; others look at the answers.
        if found:
            raise AssertionError(f"Answers outside the service's model: {found}")

    def reset(self) -> None:
        """Forget everything."""
        self.call("POST", "/_sim/reset", {})


@contextmanager
def running(
    state_dir: Path, hook_url: str | None = None, *, port: int = 0, **flags: float | str
) -> Iterator[Simulator]:
    """Run a simulator on a free port; `review_seconds=0.2` becomes `--review-seconds 0.2`."""
    arguments = ["--check-answers", *(["--hook-url", hook_url] if hook_url else [])]
    for name, value in flags.items():
        flag = f"--{name.replace('_', '-')}"
        arguments += [flag] if value is True else [flag, str(value)]
    simulator = Simulator(state_dir, arguments, port)
    simulator.start()
    try:
        yield simulator
        simulator.assert_conform()
    finally:
        simulator.stop()


@dataclass
class Hook:
    """A web server that takes notifications in place of the portal."""

    url: str
    answers: list[int] = field(default_factory=list)
    _taken: "queue.Queue[Notification]" = field(default_factory=queue.Queue)

    def next(self, timeout: float = 10.0) -> "Notification":
        """Return the next notification, waiting for it; raise queue.Empty when none comes."""
        return self._taken.get(timeout=timeout)

    def empty(self) -> bool:
        """Tell whether nothing waits to be looked at."""
        return self._taken.empty()

    def take(self, count: int, timeout: float = 10.0) -> list["Notification"]:
        """Return this many notifications, waiting for them."""
        end = time.monotonic() + timeout
        return [self.next(max(0.1, end - time.monotonic())) for _ in range(count)]

    def receive(self, notification: "Notification") -> int:
        """Keep a notification and return the status to answer; scripted answers come first."""
        self._taken.put(notification)
        return self.answers.pop(0) if self.answers else 200


@dataclass(frozen=True)
class Notification:
    """One POST as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def envelope(self) -> dict[str, Any]:
        """The signed envelope."""
        return dict(json.loads(self.body))

    @property
    def message(self) -> dict[str, Any]:
        """The delivery event or inbound text inside it."""
        return dict(json.loads(self.envelope["Message"]))


@contextmanager
def listening_hook(port: int = 0) -> Iterator[Hook]:
    """Run a hook that answers 200, or first the statuses in its `answers`."""
    hook = Hook(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(hook.receive(Notification(headers, body)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    hook.url = f"http://127.0.0.1:{server.server_port}/hooks/sns/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
