"""The servers of the embedded run: found, shared, and stopped by whoever uses them last."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal import embedded


def test_a_killed_user_of_the_database_is_forgotten(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    path = tmp_path / "users.json"
    path.write_text(json.dumps([ended.pid, os.getpid()]))

    embedded.forget_dead_users(path)

    assert json.loads(path.read_text()) == [os.getpid()]


@pytest.mark.parametrize("text", [None, "", "[]"])
def test_a_list_without_users_is_no_trouble(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "users.json"
    if text is not None:
        path.write_text(text)

    embedded.forget_dead_users(path)

    assert not path.exists() or json.loads(path.read_text()) == []


def test_without_any_redis_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)

    with pytest.raises(embedded.EmbeddedError, match="REDIS_URL"):
        embedded.redis_binary()


def test_addresses_that_are_given_are_used_and_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"DATABASE_URL": "postgresql://db.example/portal", "REDIS_URL": "redis://r.example"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with embedded.services(tmp_path / "data") as variables:
        assert variables == {"EMBEDDED": "1", **given}

    assert list((tmp_path / "data").iterdir()) == []
