"""Starts the carrier simulator: `python -m registrations.carrier.simulator --help`."""

import argparse
import logging
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from . import optouts, protocol, review
from .publisher import Publisher
from .server import App
from .sns import Signer
from .store import StateInUse, Store
from .world import AWS_LIMITS, AWS_RATES, DEFAULT_SETTINGS, Options, World

CANNOT_START = 2


class QuietHandler(WSGIRequestHandler):
    """Logs no request lines, because paths carry phone numbers."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def parse(arguments: list[str] | None = None) -> Options:
    """Read the command line."""
    defaults = Options(state_dir=Path())
    parser = argparse.ArgumentParser(
        prog="python -m registrations.carrier.simulator",
        description="A local carrier: the API of pinpoint-sms-voice-v2, signed events, a phone.",
    )
    add = parser.add_argument
    add("--host", default=defaults.host, help="address to listen on (%(default)s)")
    add("--port", type=int, default=defaults.port, help="0 for any free port (%(default)s)")
    add("--state-dir", type=Path, required=True, help="directory that keeps everything")
    add("--hook-url", help="where events and inbound texts are posted; without it, nowhere")
    add("--public-url", default="", help="own address as the hook's server sees it")
    add("--region", default=defaults.region, help="region in ARNs (%(default)s)")
    add("--review-seconds", type=float, default=defaults.review_seconds, help="(%(default)s)")
    add("--event-seconds", type=float, default=defaults.event_seconds, help="(%(default)s)")
    add("--upload-seconds", type=float, default=defaults.upload_seconds, help="(%(default)s)")
    add("--hang-seconds", type=float, default=defaults.hang_seconds, help="(%(default)s)")
    add("--registration-events", default="", metavar="TOPIC", help="publish changes of status")
    add("--limit", action=_Pairs, dest="limits", default={}, help="NAME=N, a quota; repeatable")
    add("--rate", action=_Pairs, dest="rates", default={}, help="OPERATION=N a second; repeatable")
    add("--requests-per-second", type=float, default=0.0, help="for each operation; 0: no limit")
    add("--aws-limits", action="store_true", help="the quotas and rate of a new account")
    add("--check-answers", action="store_true", help="check own answers against the model")
    add("--no-flush", dest="flushes", action="store_false", help="faster, less safe on a crash")
    given = vars(parser.parse_args(arguments))
    if given.pop("aws_limits"):
        given["requests_per_second"] = given["requests_per_second"] or 1.0
        given["limits"] = {**AWS_LIMITS, **given["limits"]}
        given["rates"] = {**given["rates"], **AWS_RATES}
    return Options(**given)


class _Pairs(argparse.Action):
    """Collects NAME=N."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: Any = None) -> None:
        name, _equals, number = str(values).partition("=")
        known = self.dest != "limits" or name in DEFAULT_SETTINGS["limits"]
        try:
            amount = int(number) if self.dest == "limits" else float(number)
        except ValueError:
            parser.error(f"{option} takes NAME=N")
        if not known or amount < 0:
            parser.error(f"{option} knows no {name}")
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), name: amount})


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or raise OSError."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(256)
    return listener


def run(options: Options, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = _stop_on_signals()
    port = listener.getsockname()[1]
    url = options.public_url or f"http://{options.host}:{port}"
    store = Store(options.state_dir, flushes=options.flushes)
    world = World(store, options)
    review.resume(world)
    with store.transaction():
        optouts.ensure_default(world)
    signer = Signer(options.state_dir, url)
    publisher = Publisher(world, signer, options.hook_url)
    world.schedule = publisher.schedule
    protocol.service_model()
    server = make_server(
        options.host,
        port,
        App(world, signer),
        threaded=True,
        request_handler=QuietHandler,
        fd=listener.fileno(),
    )
    publisher.start()
    settling = threading.Thread(target=review.keep_settling, args=(world, stop), daemon=True)
    settling.start()
    serving = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    serving.start()
    sys.stdout.write(f"Carrier simulator ready at {url} (help at /, phones at /phone/)\n")
    sys.stdout.flush()
    stop.wait()
    server.shutdown()
    # The store stays open: answers under way still need it, and it is on disk at all times.
    publisher.stop()


def _stop_on_signals() -> threading.Event:
    """Return what SIGTERM and SIGINT set, in place of breaking off what is being done."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def main() -> int:
    """Return the exit code: 2 when the port or the state directory is taken."""
    logging.basicConfig(level=logging.WARNING, format="simulator: %(message)s")
    options = parse()
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        sys.stderr.write(
            f"The carrier simulator cannot listen on {options.host}:{options.port} "
            f"({error.strerror}). Choose another port with --port.\n"
        )
        return CANNOT_START
    try:
        run(options, listener)
    except StateInUse as error:
        sys.stderr.write(f"{error} Choose another one with --state-dir.\n")
        return CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
