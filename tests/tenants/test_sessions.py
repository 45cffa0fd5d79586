"""Where one is signed in: shown, ended one by one or all at once, and over by itself in time."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tenants.models import Tenant, User
from tenants.sign_in import session_life
from tenants.sign_in.devices import describe
from tests.builders import PASSWORD

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(user: User, user_agent: str = WINDOWS, password: str = PASSWORD) -> Client:
    """A browser in which somebody has signed in by hand."""
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    """Is this browser still signed in?"""
    return client.get("/team/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS, "Chrome on Windows"),
        (IPHONE, "Safari on iPhone"),
        (WINDOWS + " Edg/130.0", "Edge on Windows"),
        (WINDOWS + " OPR/115.0", "Opera on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("<script>alert(1)</script>", "A browser that we do not know"),
        ("", "A browser that we do not know"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words


def test_every_browser_is_listed_and_this_one_marked(alice: User, tenant: Tenant) -> None:
    here = browser(alice)
    browser(alice, IPHONE)
    answer = here.get("/accounts/sessions/")
    page = answer.content.decode()
    assert [each.device for each in answer.context["sessions"]] == [
        "Chrome on Windows",
        "Safari on iPhone",
    ]
    assert page.count("This browser") == 1
    assert "127.0.0.1" in page


def test_one_browser_is_signed_out_from_another(alice: User, tenant: Tenant) -> None:
    here, phone = browser(alice), browser(alice, IPHONE)
    session = UserSession.objects.get(user_agent=IPHONE)
    answer = here.post(reverse("session_end", args=[session.pk]), follow=True)
    assert "Safari on iPhone is signed out." in answer.content.decode()
    assert is_in(here)
    assert not is_in(phone)


def test_all_others_are_signed_out_at_once(alice: User, tenant: Tenant) -> None:
    here, phone, laptop = browser(alice), browser(alice, IPHONE), browser(alice)
    here.post("/accounts/sessions/")
    assert [is_in(each) for each in (here, phone, laptop)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(
    alice: User, tenant: Tenant, as_charlie: Client
) -> None:
    here = browser(alice)
    session = UserSession.objects.get(user=alice)
    assert as_charlie.post(reverse("session_end", args=[session.pk])).status_code == 404
    assert is_in(here)


def test_a_session_is_not_ended_by_a_link(alice: User, tenant: Tenant) -> None:
    here = browser(alice)
    session = UserSession.objects.get(user=alice)
    assert here.get(reverse("session_end", args=[session.pk])).status_code == 405


def test_signing_in_changes_the_sessions_key(alice: User, tenant: Tenant) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key or ""
    client.cookies["sessionid"] = planted
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def change_password(client: Client) -> Any:
    """Choose another password."""
    new = "another correct horse battery"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post("/accounts/password/change/", form)


def test_a_new_password_signs_out_everywhere(alice: User, tenant: Tenant) -> None:
    here, phone = browser(alice), browser(alice, IPHONE)
    assert change_password(here).status_code == 302
    assert not is_in(here)
    assert not is_in(phone)
    assert is_in(browser(alice, password="another correct horse battery"))


def test_a_new_password_is_told_by_mail(alice: User, tenant: Tenant, mailoutbox) -> None:
    change_password(browser(alice))
    assert [message.to for message in mailoutbox] == [[alice.email]]
    assert "Was it you?" in mailoutbox[0].body


def test_a_session_ends_after_twelve_hours_without_a_visit(alice: User, tenant: Tenant) -> None:
    client = browser(alice)
    expires = Session.objects.get(session_key=client.session.session_key).expire_date
    left = (expires - timezone.now()).total_seconds()
    assert 12 * 3600 - 60 < left <= 12 * 3600


def test_a_visit_renews_the_twelve_hours(alice: User, tenant: Tenant) -> None:
    client = browser(alice)
    client.get("/team/")
    key = client.session.session_key
    almost = timezone.now() + timedelta(minutes=5)
    Session.objects.filter(session_key=key).update(expire_date=almost)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    session = client.session
    session[session_life.SEEN] = time.time() - session_life.NOTED_EVERY - 1
    session.save()
    Session.objects.filter(session_key=key).update(expire_date=almost)

    client.get("/team/")

    assert Session.objects.get(session_key=key).expire_date > almost
    seen = UserSession.objects.get().last_seen_at
    assert timezone.now() - seen < timedelta(minutes=1)


def test_a_second_page_within_the_minute_writes_nothing(alice: User, tenant: Tenant) -> None:
    client = browser(alice)
    client.get("/team/")
    before = UserSession.objects.get().last_seen_at
    client.get("/team/")
    assert UserSession.objects.get().last_seen_at == before


def test_no_session_lasts_longer_than_fourteen_days(alice: User, tenant: Tenant) -> None:
    client = browser(alice)
    assert is_in(client)
    session = client.session
    session[session_life.BEGAN] = time.time() - 14 * 24 * 3600 - 1
    session.save()
    assert not is_in(client)


def test_a_page_for_strangers_starts_no_session(client: Client, db: None) -> None:
    assert "sessionid" not in client.get("/help/").cookies
