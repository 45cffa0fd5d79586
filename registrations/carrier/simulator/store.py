"""The simulator's memory: documents in collections, kept in an append-only journal.

One transaction is one line of JSON, written before the answer leaves. A line that a crash cut
short is ignored at the next start, so a transaction is there as a whole or not at all. The disk
is flushed once for all transactions that wait for it, which keeps hundreds of them a second
affordable. Documents are never changed in place: put a new one.
"""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Change = tuple[str, str, Document | None]

COMPACT_AT_BYTES = 64 * 1024 * 1024


class StateInUse(Exception):
    """Another simulator works on the same state directory."""


class Store:
    """Thread-safe collections of documents that survive a kill of the process."""

    def __init__(self, directory: Path, *, flushes: bool = True) -> None:
        """Open the directory; without `flushes` a crash of the machine may lose what is newest."""
        self._flushes = flushes
        directory.mkdir(parents=True, exist_ok=True)
        self._path = directory / "journal.jsonl"
        self._lock = threading.RLock()
        self._disk_lock = threading.Lock()
        self._data: dict[str, dict[str, Document]] = {}
        self._changes: list[Change] = []
        self._undo: list[Change] = []
        self._afterwards: list[Callable[[], None]] = []
        self._written = self._flushed = 0
        self._guard = _take_lock(directory / "lock")
        self._load()
        self._file = self._rewrite()

    def get(self, collection: str, key: str) -> Document | None:
        """Return one document, or None."""
        with self._lock:
            return self._data.get(collection, {}).get(key)

    def all(self, collection: str) -> list[Document]:
        """Return every document of a collection, oldest first."""
        with self._lock:
            return list(self._data.get(collection, {}).values())

    def count(self, collection: str) -> int:
        """Return how many documents a collection has."""
        with self._lock:
            return len(self._data.get(collection, {}))

    def items(self, collection: str) -> list[tuple[str, Document]]:
        """Return every key with its document, oldest first."""
        with self._lock:
            return list(self._data.get(collection, {}).items())

    def put(self, collection: str, key: str, document: Document) -> None:
        """Store a document under its key, inside a transaction."""
        self._change(collection, key, document)

    def delete(self, collection: str, key: str) -> None:
        """Forget a document, inside a transaction; a missing one is no error."""
        if self.get(collection, key) is not None:
            self._change(collection, key, None)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` once the transaction is on disk; it may raise the answer to give."""
        self._afterwards.append(action)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes of the block, or none if it raises."""
        with self._lock:
            self._changes, self._undo, self._afterwards = [], [], []
            try:
                yield
                line_end = self._append(self._changes)
            except BaseException:
                self._roll_back()
                raise
            afterwards = self._afterwards
        self._flush(line_end)
        for action in afterwards:
            action()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._data = {}
            self._replace_file()

    def close(self) -> None:
        """Flush and let another process have the state directory."""
        with self._lock:
            self._flush(self._written)
            os.close(self._file)
            os.close(self._guard)

    def _change(self, collection: str, key: str, document: Document | None) -> None:
        self._undo.append((collection, key, self.get(collection, key)))
        self._changes.append((collection, key, document))
        self._apply(collection, key, document)

    def _apply(self, collection: str, key: str, document: Document | None) -> None:
        documents = self._data.setdefault(collection, {})
        if document is None:
            documents.pop(key, None)
        else:
            documents[key] = document

    def _roll_back(self) -> None:
        for collection, key, document in reversed(self._undo):
            self._apply(collection, key, document)

    def _append(self, changes: list[Change]) -> int:
        if changes:
            line = json.dumps(changes, separators=(",", ":")).encode() + b"\n"
            _write_all(self._file, line)
            self._written += len(line)
            if self._written > self._compact_at:
                self._replace_file()
        return self._written

    def _flush(self, up_to: int) -> None:
        with self._disk_lock:
            if self._flushes and self._flushed < up_to:
                reached = self._written
                os.fsync(self._file)
                self._flushed = reached

    def _load(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb") as journal:
            for line in journal:
                if not line.endswith(b"\n"):
                    break
                for collection, key, document in json.loads(line):
                    self._apply(collection, key, document)

    def _replace_file(self) -> None:
        with self._disk_lock:
            old = self._file
            self._file = self._rewrite()
            os.close(old)

    def _rewrite(self) -> int:
        """Write the present state as a new journal and put it in the old one's place."""
        fresh = self._path.with_suffix(".new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        size = 0
        for collection, documents in self._data.items():
            for key, document in documents.items():
                line = json.dumps([(collection, key, document)], separators=(",", ":"))
                size += _write_all(file, line.encode() + b"\n")
        os.fsync(file)
        fresh.replace(self._path)
        _flush_directory(self._path.parent)
        self._written = self._flushed = size
        self._compact_at = max(COMPACT_AT_BYTES, 4 * size)
        return file


def _take_lock(path: Path) -> int:
    guard = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(guard)
        raise StateInUse(f"Another simulator uses the state directory {path.parent}.") from error
    return guard


def _write_all(file: int, data: bytes) -> int:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
    return len(data)


def _flush_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
