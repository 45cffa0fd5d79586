"""Who must sign in with a second step is let through with one only; a lost one is taken off."""

import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from portal.checks import staff_use_a_second_step
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.isv import white_label
from tenants.models import Tenant, TenantEvent, User
from tenants.scoping import tenant_scope
from tenants.sign_in import second_step
from tenants.sign_in.second_step_gate import ALWAYS, PUBLIC_PATHS
from tests.builders import PASSWORD, make_user
from tests.conftest import signed_in
from tests.isolation_table import PUBLIC_ROUTES

SECRET = "JBSWY3DPEHPK3PXP"
SET_UP = "/accounts/2fa/totp/activate/"


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user: User) -> User:
    """Give somebody an authenticator app, set up in another browser."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def sign_in(client: Client, user: User, code: str = "") -> Any:
    """Sign in by hand, with password and code."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    if code:
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    return answer


def confirm_password(client: Client) -> None:
    """Say the password once more, as sensitive pages ask."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.fixture
def strict(tenant: Tenant) -> Tenant:
    """Alice's business asks for a second step."""
    Tenant.objects.filter(pk=tenant.pk).update(requires_mfa=True)
    return tenant


def is_led_to_the_second_step(answer: Any) -> bool:
    """Was the request refused in favour of the page that asks for the step?"""
    return answer.status_code == 302 and answer.headers["Location"].startswith(
        "/accounts/second-step/"
    )


@pytest.mark.parametrize("path", ["/", "/brand/", "/team/", "/recipients/", "/welcome/"])
def test_a_member_without_one_is_led_to_set_one_up(
    as_alice: Client, strict: Tenant, path: str
) -> None:
    answer = as_alice.get(path)
    assert is_led_to_the_second_step(answer)
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": [path]}


def test_the_page_says_who_asks_and_offers_both_ways(as_alice: Client, strict: Tenant) -> None:
    page = as_alice.get("/accounts/second-step/").content.decode()
    assert "Maple Dental asks everybody who works there" in page
    assert reverse("mfa_add_webauthn") in page
    assert SET_UP in page


def test_a_form_is_refused_the_same_way_and_changes_nothing(
    as_alice: Client, strict: Tenant
) -> None:
    assert is_led_to_the_second_step(as_alice.post("/welcome/", {"name": "Maple Kids"}))
    assert Tenant.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/help/", "/healthz", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/"]
)
def test_help_and_the_account_stay_open(as_alice: Client, strict: Tenant, path: str) -> None:
    assert as_alice.get(path).status_code == 200


def test_switching_to_another_business_and_signing_out_stay_open(
    as_alice: Client, strict: Tenant
) -> None:
    assert as_alice.post("/switch/", {"tenant": str(strict.pk)}).headers["Location"] == "/"
    assert not is_led_to_the_second_step(as_alice.post("/accounts/logout/"))
    assert as_alice.get("/brand/").headers["Location"].startswith("/accounts/login/")


def test_the_api_asks_for_no_second_step(client: Client, strict: Tenant, api_secret: str) -> None:
    answer = client.get("/api/v1/messages", headers={"authorization": f"Bearer {api_secret}"})
    assert answer.status_code == 200


def test_every_public_route_is_open_to_whoever_lacks_a_step() -> None:
    """All but the home page, a member's own once signed in, and invitations, which can wait."""
    account = ("account_", "mfa_", "usersessions_", "second_step", "session_end")
    resolver = get_resolver()

    def is_open(name: str) -> bool:
        if name in ALWAYS or name.startswith(account):
            return True
        namespace, _, short = name.rpartition(":")
        inner = resolver.namespace_dict[namespace][1] if namespace else resolver
        prefix = resolver.namespace_dict[namespace][0] if namespace else ""
        pattern = "/" + prefix + inner.reverse_dict.getlist(short)[0][0][0][0]
        return pattern.startswith(PUBLIC_PATHS)

    closed = {name for name in PUBLIC_ROUTES - {"home"} if not is_open(name)}
    assert {name for name in closed if not name.startswith("tenants:invitation")} == set()


def test_after_setting_an_app_up_one_goes_on_where_one_wanted(client, alice, strict) -> None:
    sign_in(client, alice)
    client.get(client.get("/team/").headers["Location"])
    confirm_password(client)
    secret = client.get(SET_UP).context["form"].secret
    answer = client.post(SET_UP, {"code": code_of(secret)})
    codes = client.get(answer.headers["Location"]).content.decode()
    assert "You see them this once" in codes
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10
    assert client.get("/accounts/second-step/").headers["Location"] == "/team/"
    assert client.get("/team/").status_code == 200


def test_recovery_codes_are_shown_once(client, alice, tenant) -> None:
    sign_in(client, alice)
    confirm_password(client)
    secret = client.get(SET_UP).context["form"].secret
    address = client.post(SET_UP, {"code": code_of(secret)}).headers["Location"]
    first = re.findall(r"<li>(\d{8})</li>", client.get(address).content.decode())
    again = client.get(address).content.decode()
    assert first[0] not in again
    assert "They were shown once" in again
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 403


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_led_to_another_site(client, alice, strict, wanted: str) -> None:
    with_app(alice)
    sign_in(client, alice, code_of(SECRET))
    answer = client.get("/accounts/second-step/", {"next": wanted})
    assert answer.headers["Location"] == "/"


def test_signing_in_with_the_step_opens_everything(client, alice, strict) -> None:
    with_app(alice)
    assert sign_in(client, alice).headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/team/").headers["Location"].startswith("/accounts/login/")
    sign_in(client, alice, code_of(SECRET))
    assert client.get("/team/").status_code == 200


def test_a_session_older_than_the_step_must_use_it(client, alice, strict) -> None:
    sign_in(client, alice)
    with_app(alice)
    answer = client.get("/team/")
    assert is_led_to_the_second_step(answer)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "this session began without it" in page
    answer = client.post("/accounts/2fa/reauthenticate/?next=/team/", {"code": code_of(SECRET)})
    assert answer.headers["Location"] == "/team/"
    assert client.get("/team/").status_code == 200


@pytest.mark.parametrize(
    "path", [SET_UP, "/accounts/2fa/webauthn/add/", "/accounts/email/", "/accounts/2fa/"]
)
def test_a_session_without_the_step_cannot_add_one_by_password(
    client, alice, strict, path: str
) -> None:
    sign_in(client, alice)
    confirm_password(client)
    with_app(alice)
    assert is_led_to_the_second_step(client.get(path))


def test_the_portal_can_ask_it_of_everybody(as_alice: Client, tenant: Tenant, dana: User) -> None:
    with tenant_scope(tenant.pk):
        white_label.save({"requires_mfa": True}, actor=Actor.staff(dana))
    white_label._forget()
    answer = as_alice.get("/brand/")
    assert is_led_to_the_second_step(answer)
    assert (
        "asks everybody for more than a password"
        in as_alice.get(answer.headers["Location"]).content.decode()
    )


@override_settings(STAFF_MFA=True)
def test_staff_are_always_asked(as_dana: Client) -> None:
    answer = as_dana.get("/admin/")
    assert is_led_to_the_second_step(answer)
    assert "see every business" in as_dana.get(answer.headers["Location"]).content.decode()


@override_settings(STAFF_MFA=True)
def test_staff_prove_it_anew_each_working_day(client, dana, monkeypatch) -> None:
    with_app(dana)
    sign_in(client, dana, code_of(SECRET))
    assert client.get("/admin/").status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] = time.time() - 12 * 3600 - 1
    session.save()
    assert is_led_to_the_second_step(client.get("/admin/"))


@pytest.mark.parametrize(("embedded", "on", "errors"), [(0, 0, 1), (0, 1, 0), (1, 0, 0)])
def test_staff_without_a_second_step_are_for_the_embedded_run_only(embedded, on, errors) -> None:
    with override_settings(EMBEDDED=bool(embedded), STAFF_MFA=bool(on)):
        found = [problem.id for problem in staff_use_a_second_step(None)]
    assert found == ["portal.E013"] * errors


def test_the_last_step_of_a_must_cannot_be_turned_off(client, alice, strict) -> None:
    with_app(alice)
    sign_in(client, alice, code_of(SECRET))
    confirm_password(client)
    page = client.post("/accounts/2fa/totp/deactivate/").content.decode()
    assert "this is your last one. Set another up first." in page
    assert second_step.steps_of(alice).exists()


def test_a_step_that_is_not_a_must_can_be_turned_off(client, alice, tenant) -> None:
    with_app(alice)
    sign_in(client, alice, code_of(SECRET))
    confirm_password(client)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_the_sixth_wrong_code_is_not_looked_at(client, alice, tenant) -> None:
    with_app(alice)
    sign_in(client, alice)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()


def test_a_lost_step_is_taken_off_by_staff_and_told(
    client, alice, tenant, dana, as_dana, django_capture_on_commit_callbacks
) -> None:
    with_app(alice)
    sign_in(client, alice, code_of(SECRET))
    address = reverse("admin:tenants_user_second_step", args=[alice.pk])
    assert (
        address
        in as_dana.get(reverse("admin:tenants_user_change", args=[alice.pk])).content.decode()
    )
    assert as_dana.post(address, {"reason": " "}).status_code == 200
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        as_dana.post(address, {"reason": "Phone lost; called back at the office"})

    assert not Authenticator.objects.filter(user=alice).exists()
    assert not UserSession.objects.filter(user=alice).exists()
    assert client.get("/team/").headers["Location"].startswith("/accounts/login/")
    assert [message.to for message in mail.outbox] == [[alice.email]]
    assert "Our staff removed the second step" in mail.outbox[0].body
    with tenant_scope(tenant.pk):
        event = TenantEvent.objects.get(kind="member.second_step_reset")
    assert (event.actor_label, event.data["reason"]) == (
        dana.email,
        "Phone lost; called back at the office",
    )


def test_a_reset_needs_a_reason(alice: User, dana: User) -> None:
    with pytest.raises(InvalidInput):
        second_step.reset(alice, actor=Actor.staff(dana), reason="  ")


@pytest.fixture
def as_support(db: None) -> Client:
    """The browser of staff who may change people, but are no administrators."""
    support = make_user("support@isv.example", is_staff=True)
    codes = ["view_user", "change_user", "reset_second_step"]
    support.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return signed_in(support)


def test_staff_who_may_change_people_take_a_members_step_off(as_support, alice, tenant) -> None:
    with_app(alice)
    address = reverse("admin:tenants_user_second_step", args=[alice.pk])
    assert as_support.post(address, {"reason": "Lost"}).status_code == 302
    assert not second_step.steps_of(alice).exists()


def test_only_administrators_touch_an_administrator(as_support: Client, dana: User) -> None:
    with_app(dana)
    change = reverse("admin:tenants_user_change", args=[dana.pk])
    form = {"first_name": "Locked", "last_name": "Out"}
    assert as_support.post(change, form).status_code == 403
    reset = reverse("admin:tenants_user_second_step", args=[dana.pk])
    assert as_support.post(reset, {"reason": "Lost"}).status_code == 403
    dana.refresh_from_db()
    assert dana.is_active
    assert second_step.steps_of(dana).exists()
    assert 'name="_save"' not in as_support.get(change).content.decode()


def test_nobody_takes_their_own_step_off_in_the_admin(as_dana: Client, dana: User) -> None:
    address = reverse("admin:tenants_user_second_step", args=[with_app(dana).pk])

    assert as_dana.post(address, {"reason": "Lost"}).status_code == 403
    assert second_step.steps_of(dana).exists()


def test_staff_without_the_right_take_nothing_off(alice: User) -> None:
    reader = make_user("reader@isv.example", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_user"))
    address = reverse("admin:tenants_user_second_step", args=[with_app(alice).pk])
    assert signed_in(reader).post(address, {"reason": "Lost"}).status_code == 403
    assert second_step.steps_of(alice).exists()
