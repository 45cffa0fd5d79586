"""Opens and sends the hosted forms, as somebody without an account does."""

import re
from typing import Any

import pytest
from django.test import Client

from messaging import form_tokens


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who need no time to read."""
    monkeypatch.setattr(form_tokens, "SOONEST_SECONDS", -1)


def show(url: str) -> str:
    """Open a form."""
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def token_in(page: str) -> str:
    """The form's token."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(url: str, **fields: Any) -> Any:
    """Fill a form in and send it, with a token of its own."""
    data = {"token": token_in(show(url)), "phone": "206 555 0123", "reason": "", **fields}
    return Client().post(url, data, headers={"User-Agent": "Phone/1.0"})
