"""Passkeys: added, named, removed and signed in with, in a browser that has an authenticator."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, CDPSession

from tenants.models import Tenant, User
from tests.browser import MISSING, Visitor, chromium
from tests.builders import PASSWORD
from tests.running import Run
from tests.tenants.test_second_step import SECRET, code_of, confirm_password, sign_in, with_app

LOGIN = "/accounts/2fa/webauthn/login/"


def in_a_browser(test: Any) -> Any:
    """Mark what needs Chromium and the whole stack."""
    for mark in (
        pytest.mark.e2e,
        pytest.mark.slow,
        pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here"),
    ):
        test = mark(test)
    return test


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of them."""
    with chromium() as started:
        yield started


class Person(Visitor):
    """A visitor whose computer can make passkeys, as one with a fingerprint reader does."""

    def __init__(self, browser: Browser, run: Run, **options: Any) -> None:
        # Another name for the same machine: a passkey belongs to a name, and 127.0.0.1 is none.
        super().__init__(browser, f"http://localhost:{run.port}", **options)
        self.email = f"{uuid.uuid4().hex[:8]}@pine-bakery.example"
        self.devices: CDPSession = self.page.context.new_cdp_session(self.page)
        self.devices.send("WebAuthn.enable")
        self.device = self._plug_in()

    def _plug_in(self) -> str:
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        answer = self.devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return str(answer["authenticatorId"])

    def offer_wrong_finger(self) -> None:
        """From now on the reader does not know the finger."""
        state = {"authenticatorId": self.device, "isUserVerified": False}
        self.devices.send("WebAuthn.setUserVerified", state)

    def sign_up(self) -> None:
        """Make an account and a business."""
        self.go("/accounts/signup/")
        self.fill(email=self.email, password1=PASSWORD)
        self.press("Create account")
        mails = requests.get(f"{self.base}/mailbox/", timeout=10).text
        code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mails)
        assert code
        self.fill(code=code[0])
        self.press("Confirm")
        self.fill(name="Pine Bakery")
        self.press("Start")

    def sign_in(self) -> None:
        """With address and password."""
        self.go("/accounts/login/")
        self.fill(login=self.email, password=PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_load_state()

    def sign_out(self) -> None:
        """As a closed browser does, with a message to nobody."""
        self.page.context.clear_cookies()

    def add_passkey(self, name: str, *, alone: bool = True) -> None:
        """Through the page for it, which asks for the password first."""
        self.go("/accounts/2fa/webauthn/add/")
        self.fill(password=PASSWORD)
        self.press("Continue")
        self.fill(name=name)
        self.page.locator("[name=passwordless]").set_checked(alone)
        self.press("Add passkey")
        self.page.wait_for_url("**/recovery-codes/")


@pytest.fixture
def rosa(whole_stack: Run, browser: Browser) -> Iterator[Person]:
    """Somebody with a business and no second step yet, whose pages never complain."""
    person = Person(browser, whole_stack)
    person.sign_up()
    yield person
    assert person.complaints == []


@in_a_browser
def test_a_passkey_is_added_named_used_renamed_and_removed(rosa: Person) -> None:
    rosa.add_passkey("Work laptop")
    assert "You see them this once." in rosa.page.locator("main").inner_text()
    rosa.sign_out()

    rosa.go("/accounts/login/?next=/accounts/2fa/webauthn/")
    rosa.press("Sign in with a passkey")
    rosa.page.wait_for_url(f"{rosa.base}/accounts/2fa/webauthn/")
    assert "Work laptop" in rosa.page.locator("main").inner_text()

    rosa.press("Rename")
    # The passkey serves where the password would.
    rosa.press("Use a passkey")
    rosa.press("Use a passkey")
    rosa.page.wait_for_url(re.compile(r"/keys/\d+/edit/$"))
    rosa.fill(name="Kitchen tablet")
    rosa.press("Save name")
    assert "Kitchen tablet" in rosa.page.locator("main").inner_text()

    rosa.press("Remove")
    rosa.press("Remove")
    assert "No passkeys yet" in rosa.page.locator("main").inner_text()


@in_a_browser
def test_a_key_that_cannot_sign_in_alone_is_the_second_step(rosa: Person) -> None:
    rosa.add_passkey("Blue key", alone=False)
    rosa.sign_out()
    rosa.sign_in()
    assert rosa.page.url.endswith("/accounts/2fa/authenticate/")
    rosa.press("Use a passkey")
    rosa.page.wait_for_url(f"{rosa.base}/")
    assert "Pine Bakery" in rosa.page.locator("body").inner_text()


@in_a_browser
def test_a_sensitive_page_takes_the_passkey_for_the_password(rosa: Person) -> None:
    rosa.add_passkey("Work laptop")
    rosa.sign_out()
    rosa.go("/accounts/login/")
    rosa.press("Sign in with a passkey")
    rosa.page.wait_for_url(f"{rosa.base}/")
    rosa.go("/developers/keys/new/")
    rosa.press("Use a passkey")
    rosa.press("Use a passkey")
    rosa.page.wait_for_url(f"{rosa.base}/developers/keys/new/")


@in_a_browser
def test_a_wrong_finger_is_explained_and_opens_nothing(rosa: Person) -> None:
    rosa.add_passkey("Work laptop")
    rosa.sign_out()
    rosa.offer_wrong_finger()
    rosa.go("/accounts/login/")
    rosa.press("Sign in with a passkey")
    problem = rosa.page.locator("[data-passkey-problem]")
    problem.wait_for()
    assert "No passkey was chosen, or it took too long." in problem.inner_text()
    assert rosa.page.evaluate("document.activeElement.hasAttribute('data-passkey-problem')")
    assert rosa.page.url.endswith("/accounts/login/")


@in_a_browser
def test_the_keyboard_alone_signs_in_by_passkey(rosa: Person) -> None:
    rosa.add_passkey("Work laptop")
    rosa.sign_out()
    rosa.go("/accounts/login/")
    for _ in range(20):
        rosa.page.keyboard.press("Tab")
        focused = rosa.page.evaluate("document.activeElement.innerText")
        if focused == "Sign in with a passkey":
            break
    rosa.page.keyboard.press("Enter")
    rosa.page.wait_for_url(f"{rosa.base}/")


@in_a_browser
@pytest.mark.parametrize(
    ("host", "script", "words"),
    [
        ("localhost", "delete window.PublicKeyCredential", "This browser knows no passkeys."),
        ("127.0.0.1", "", "Open this page at localhost"),
    ],
)
def test_where_passkeys_cannot_work_the_page_says_so(
    whole_stack: Run, browser: Browser, host: str, script: str, words: str
) -> None:
    visitor = Visitor(browser, f"http://{host}:{whole_stack.port}")
    visitor.page.add_init_script(script)
    visitor.go("/accounts/login/")
    visitor.page.get_by_text(words).wait_for()
    assert not visitor.page.get_by_text("Sign in with a passkey").is_visible()
    assert visitor.complaints == []


@in_a_browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_about_signing_in_has_a_barrier(rosa: Person, width: int, scheme: Any) -> None:
    rosa.page.set_viewport_size({"width": width, "height": 900})
    rosa.page.emulate_media(color_scheme=scheme)
    rosa.add_passkey("Work laptop")
    rosa.go("/accounts/2fa/webauthn/")
    key = re.search(r"/keys/(\d+)/edit/", rosa.page.content())
    assert key
    found = {}
    for path in (
        *("", "webauthn/", "webauthn/add/", f"webauthn/keys/{key[1]}/edit/", "totp/activate/"),
        *(f"webauthn/keys/{key[1]}/remove/", "reauthenticate/", "webauthn/reauthenticate/"),
        *("recovery-codes/", "../sessions/", "../reauthenticate/", "../password/change/"),
        *("../login/", "../second-step/"),
    ):
        rosa.go(f"/accounts/2fa/{path}")
        results = Axe().run(rosa.page, options={"resultTypes": ["violations"]})
        wide = rosa.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert results.response["passes"], "axe looked at nothing"
        found[path] = [v["id"] for v in results.response["violations"]] + ["scrolls"] * wide
    assert {path: faults for path, faults in found.items() if faults} == {}


MADE_UP = '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
NOBODY = (
    '{"clientDataJSON": "e30", "authenticatorData": "'
    + "A" * 50
    + '", "signature": "AA", "userHandle": "AAAA"}}'
)


@pytest.mark.parametrize(
    "credential",
    [
        *("", "{}", "[]", "null", "7", '"x"', "not json", '{"response": {}}'),
        MADE_UP + '{"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}}',
        MADE_UP + NOBODY,
    ],
)
def test_a_made_up_passkey_is_refused(db: None, client: Client, credential: str) -> None:
    client.get(LOGIN, headers={"accept": "application/json"})
    answer = client.post(LOGIN, {"credential": credential})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert not client.get("/accounts/email/").headers["Location"].startswith("/accounts/email")


def test_what_a_stranger_is_sent_names_nobodys_passkey(client: Client, db: None) -> None:
    options = client.get(LOGIN, headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"].get("allowCredentials", []) == []
    assert options["request_options"]["publicKey"]["userVerification"] == "required"


def test_the_last_passkey_of_a_must_is_kept(client: Client, alice: User, tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(requires_mfa=True)
    sign_in(client, with_app(alice), code_of(SECRET))
    confirm_password(client)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Blue key"})
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    assert "this is your last one" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 409
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_removes_or_renames_somebody_elses_passkey(
    client: Client, alice: User, charlie: User, other_tenant: Tenant
) -> None:
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Blue key"})
    sign_in(client, charlie)
    confirm_password(client)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[key.pk]), {"name": "x"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Blue key"
