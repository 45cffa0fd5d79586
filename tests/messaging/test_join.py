"""The hosted opt-in form: exact words, empty boxes, one answer for everybody, no programs."""

import html
import re
from typing import Any

import pytest
import redis
from django.core import signing
from django.test import Client, RequestFactory

from consent.models import Consent, ConsentEvent, OptMethod, Program, Standing
from consent.states import VersionStatus
from messaging import form_tokens, public
from messaging.models import Message, Purpose
from tenants import limits
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_program, make_version
from tests.messaging.people import Sender, make_sender, opt_in, opt_out


@pytest.fixture
def maple(db: None) -> Sender:
    """A business with a hosted form."""
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    with tenant_scope(tenant.pk):
        return make_sender()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who need no time to read."""
    monkeypatch.setattr(form_tokens, "SOONEST_SECONDS", -1)


URL = "/p/maple/reminders/join/"


def show(url: str = URL) -> str:
    """Open the form."""
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def token_in(page: str) -> str:
    """The form's token."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def post(page: str = "", **fields: Any) -> Any:
    """Fill the form in and send it."""
    data = {
        "token": token_in(page or show()),
        "phone": "206 555 0123",
        "kinds": ["appointment"],
        "reason": "",
    }
    headers = {"User-Agent": "Phone/1.0"}
    return Client().post(URL, {**data, **fields}, headers=headers)


def events(sender: Sender) -> list[ConsentEvent]:
    """The ledger, oldest first."""
    with tenant_scope(sender.tenant_id):
        return list(ConsentEvent.objects.order_by("at").select_related("version"))


def confirmations(sender: Sender) -> int:
    """How many welcomes were queued."""
    with tenant_scope(sender.tenant_id):
        return int(Message.objects.filter(purpose=Purpose.OPT_IN_CONFIRMATION).count())


def test_the_form_shows_the_published_boxes_empty(maple: Sender) -> None:
    page = show()

    with tenant_scope(maple.tenant_id):
        version = maple.program.published
    assert version is not None
    words = html.unescape(re.sub(r"</?a\b[^>]*>", "", page))
    assert version.frozen_texts.cta_web[0].text in words
    assert f'href="{version.frozen_content.terms_url}"' in page.partition("<footer>")[0]
    assert page.count('type="checkbox"') == 1
    assert "checked" not in page
    assert version.frozen_content.terms_url in page
    assert version.frozen_content.privacy_url in page


def test_there_is_one_box_for_each_kind(maple: Sender) -> None:
    with tenant_scope(maple.tenant_id):
        make_program("Offers", slug="offers", message_kinds=("appointment", "marketing"))

    assert show("/p/maple/offers/join/").count('type="checkbox"') == 2


def test_the_page_is_light_and_without_script_or_cookie(maple: Sender) -> None:
    answer = Client().get(URL)

    assert len(answer.content) < 15_000
    assert b"<script" not in answer.content
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/p/nobody/reminders/join/", "/p/maple/nothing/join/"])
def test_what_is_not_there_is_not_found(maple: Sender, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_program_without_a_published_version_is_not_found(maple: Sender) -> None:
    with tenant_scope(maple.tenant_id):
        Program.objects.create(name="Draft", slug="draft")

    assert Client().get("/p/maple/draft/join/").status_code == 404


def test_an_opt_in_is_kept_with_its_proof(maple: Sender, patient: None, settings: Any) -> None:
    answer = post()

    event = events(maple)[0]
    assert event.version is not None
    box = event.version.frozen_texts.cta_web[0]
    assert answer.status_code == 302
    assert (event.kind, event.method) == (ConsentEvent.Kind.OPT_IN, OptMethod.WEB_FORM)
    assert (event.recipient, event.message_kinds) == (RECIPIENT, ["appointment"])
    assert (event.disclosure, event.is_witnessed) == (box.text, True)
    assert (event.ip_address, event.user_agent) == ("127.0.0.1", "Phone/1.0")
    assert event.page_url == f"{settings.PUBLIC_URL}{URL}"
    assert confirmations(maple) == 1


def test_only_the_words_of_the_ticked_boxes_are_kept(maple: Sender, patient: None) -> None:
    with tenant_scope(maple.tenant_id):
        program = make_program("Offers", slug="offers", message_kinds=("appointment", "marketing"))
    page = show("/p/maple/offers/join/")
    Client().post(
        "/p/maple/offers/join/",
        {"token": token_in(page), "phone": RECIPIENT, "kinds": ["marketing"], "reason": ""},
    )

    event = events(maple)[0]
    assert event.program_id == program.pk
    assert event.message_kinds == ["marketing"]
    assert "marketing" in event.disclosure
    assert "appointment" not in event.disclosure


def test_the_answer_is_the_same_for_new_known_and_stopped_numbers(
    maple: Sender, patient: None
) -> None:
    with tenant_scope(maple.tenant_id):
        opt_in(maple.program, "+12065550124")
        opt_in(maple.program, "+12065550125")
        opt_out(maple.program, "+12065550125")

    answers = [post(phone=f"206555{ending}") for ending in ("0123", "0124", "0125")]
    pages = [Client().get(answer["Location"]).content for answer in answers]

    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1
    assert len(set(pages)) == 1
    assert b"text START to (206) 555-0199" in pages[0]


def test_inv1_a_stopped_number_cannot_be_brought_back_by_the_form(
    maple: Sender, patient: None
) -> None:
    with tenant_scope(maple.tenant_id):
        opt_out(maple.program)

    post()

    assert events(maple)[-1].kind == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert confirmations(maple) == 0
    with tenant_scope(maple.tenant_id):
        assert Consent.objects.get().standing == Standing.OPTED_OUT


@pytest.mark.parametrize("phone", ["", "123", "555-0123", "hello", "+1 206 555 0123 ext 4", "0"])
def test_a_wrong_number_is_a_clear_error_at_the_field(
    maple: Sender, patient: None, phone: str
) -> None:
    answer = post(phone=phone)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_phone_error"' in page
    assert "There is a problem" in page
    assert events(maple) == []


def test_no_box_ticked_records_nothing_and_says_so(maple: Sender, patient: None) -> None:
    answer = post(kinds=[], phone="no number")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing was recorded" in page
    assert "There is a problem" not in page
    assert events(maple) == []


@pytest.mark.parametrize("kinds", [["marketing"], ["appointment", "marketing"], ["<script>"]])
def test_a_box_that_was_never_shown_cannot_be_ticked(
    maple: Sender, patient: None, kinds: list[str]
) -> None:
    assert post(kinds=kinds).status_code == 422
    assert events(maple) == []


def test_posted_words_are_never_kept(maple: Sender, patient: None) -> None:
    post(disclosure="I agree to everything", version="other")

    assert "everything" not in events(maple)[0].disclosure


def test_a_newer_wording_is_shown_before_anything_is_agreed_to(
    maple: Sender, patient: None
) -> None:
    page = show()
    with tenant_scope(maple.tenant_id):
        old = maple.program.versions.get()
        type(old).objects.filter(pk=old.pk).update(status=VersionStatus.SUPERSEDED)
        make_version(maple.program, number=2, frequency="Up to 9 messages per month")

    answer = post(page).content.decode()

    assert "The wording has changed" in answer
    assert "Up to 9 messages per month" in answer
    assert "206 555 0123" in answer
    assert "checked" not in answer
    assert events(maple) == []
    assert post(answer).status_code == 302
    assert events(maple)[0].version.number == 2  # type: ignore[union-attr]


def test_a_program_that_fills_the_hidden_field_reads_the_usual_answer(
    maple: Sender, patient: None
) -> None:
    assert post(reason="buy").status_code == 302
    assert events(maple) == []


def test_a_form_sent_at_once_is_shown_again_with_what_was_typed(maple: Sender) -> None:
    answer = post()

    assert "That was very quick" in answer.content.decode()
    assert "206 555 0123" in answer.content.decode()
    assert events(maple) == []


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", signing.dumps({"v": "x"}, salt="messaging.join")],
    ids=["none", "nonsense", "another version"],
)
def test_a_token_that_is_not_ours_shows_the_form_again(
    maple: Sender, patient: None, token: str
) -> None:
    answer = post(token=token)

    assert "open for a long time" in answer.content.decode()
    assert events(maple) == []


def test_a_form_that_was_open_too_long_is_shown_again(
    maple: Sender, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show()
    monkeypatch.setattr(form_tokens, "LATEST", form_tokens.LATEST * 0)
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)

    assert "open for a long time" in post(page).content.decode()


def test_a_double_click_is_one_opt_in(maple: Sender, patient: None) -> None:
    page = show()

    assert [post(page).status_code, post(page).status_code] == [302, 302]
    assert len(events(maple)) == confirmations(maple) == 1


def test_one_number_is_confirmed_three_times_a_day_at_most(maple: Sender, patient: None) -> None:
    statuses = [post().status_code for _ in range(4)]

    assert statuses == [302] * 4
    assert confirmations(maple) == 3


def test_one_address_is_asked_to_wait(maple: Sender, patient: None) -> None:
    for number in range(5):
        post(phone=f"206555010{number}")

    answer = post(phone="2065550109")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Wait a few minutes" in answer.content.decode()


def test_without_its_limits_the_form_is_shut(
    maple: Sender, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show()

    def away(self: object, whose: object) -> float:
        raise redis.ConnectionError

    monkeypatch.setattr(limits.Limit, "wait", away)
    answer = post(page)

    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.content.decode()
    assert events(maple) == []


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "", None),
        (1, "unknown", None),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_our_own_proxies_are_believed_about_addresses(
    settings: Any, hops: int, forwarded: str, expected: str | None
) -> None:
    settings.TRUSTED_PROXIES = hops
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded}
    )

    assert public.client_address(request) == expected


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(maple: Sender, method: str) -> None:
    assert getattr(Client(), method)(URL).status_code == 405
