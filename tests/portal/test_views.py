"""Bad addresses and servers that are away: a clear answer, never a 500."""

from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from tenants import access

AWAY = Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/admin/tenants/apikey/?kind=%00", "/?%00=1"])
def test_an_address_with_nul_is_a_bad_request(as_dana: Client, address: str) -> None:
    assert as_dana.get(address).status_code == 400


def test_the_description_carries_our_version_whatever_is_asked_for(api_secret: str) -> None:
    headers = {"Authorization": f"Bearer {api_secret}"}

    answer = Client().get("/api/v1/schema?version=%0d%0aSet-Cookie:x", headers=headers)

    assert answer.status_code == 200
    assert "Cookie" not in answer["Content-Disposition"]


@pytest.fixture
def _no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise redis.ConnectionError

    for name in ("get", "set", "add", "incr", "get_many"):
        monkeypatch.setattr(type(cache._connections[cache._alias]), name, away)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("_no_redis")
def test_without_redis_signing_in_is_put_off_in_words(db: None) -> None:
    form = {"login": "alice@mapledental.example", "password": "x"}

    answer = AWAY.post("/accounts/login/", form)

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Back in a moment" in answer.content.decode()


@pytest.mark.parametrize("address", ["/help/", "/api/v1/messages"])
def test_without_a_database_every_address_is_put_off(
    db: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(access, "memberships_of", away)
    monkeypatch.setattr(access, "find_api_key", away)

    answer = AWAY.get(address, headers={"Authorization": "Bearer ast_live_x_y"})

    assert answer.status_code == 503
    assert ("json" in answer["Content-Type"]) == address.startswith("/api/")


def test_the_process_answers_while_the_database_does_not(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", away)
        broken.setattr(connection, "savepoint", away)
        found = [AWAY.get(address).status_code for address in ("/healthz", "/healthz/ready")]

    assert found == [200, 503]
