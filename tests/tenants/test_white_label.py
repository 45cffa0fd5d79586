"""The portal wears the ISV's name, colour and logo, and mails from its address."""

from typing import Any

import pytest
import redis
from django.core.cache import cache

from tenants import white_label
from tenants.events import Actor
from tenants.models import IsvSettings, IsvSettingsChange

SYSTEM = Actor.system("test")


@pytest.mark.django_db
def test_without_a_row_the_environment_speaks(settings: Any) -> None:
    settings.ISV_NAME, settings.OPEN_SIGN_UP = "Maple", False
    settings.DEFAULT_FROM_EMAIL = "Maple <mail@maple.example>"

    current = white_label.current()

    assert (current.name, current.open_sign_up) == ("Maple", False)
    assert current.sender == "Maple <mail@maple.example>"
    assert (current.accent, current.logo_url, current.requires_mfa) == ("", "", False)


@pytest.mark.django_db
def test_a_saved_name_reaches_the_very_next_page(django_capture_on_commit_callbacks: Any) -> None:
    white_label.current()

    with django_capture_on_commit_callbacks(execute=True):
        white_label.save({"name": "Cedar", "open_sign_up": False}, actor=SYSTEM)

    assert white_label.current().name == "Cedar"
    assert white_label.current().open_sign_up is False
    assert white_label.current().sender.startswith("Cedar <")


@pytest.mark.django_db
def test_the_row_is_read_once_a_minute(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        white_label.current()
        white_label.current()


@pytest.mark.django_db
def test_without_redis_the_row_still_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    IsvSettings.objects.create(name="Cedar")

    def away(*args: Any, **kwargs: Any) -> None:
        raise redis.ConnectionError

    for name in ("get", "set"):
        monkeypatch.setattr(type(cache._connections["default"]), name, away)  # type: ignore[attr-defined]

    assert white_label.current().name == "Cedar"


@pytest.mark.django_db
def test_every_change_of_the_row_is_kept() -> None:
    white_label.save({"name": "Cedar"}, actor=SYSTEM)
    white_label.save({"name": "Birch"}, actor=SYSTEM)

    names = list(IsvSettingsChange.objects.order_by("pgh_id").values_list("name", flat=True))
    assert names[-2:] == ["Cedar", "Birch"]
