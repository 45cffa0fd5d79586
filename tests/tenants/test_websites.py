"""The look at a website: what is read of a page, what is said of it, and who looks when."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consent import reviewing
from tenants.company import brands, website_reading, website_tasks, websites
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Brand, BrandDraft, Tenant, TenantEvent, WebsiteCheck
from tenants.outbound.fetching import FetchFailed, FetchRefused, Page
from tenants.scoping import tenant_scope
from tenants.states import CheckStatus
from tests.builders import make_brand

NAMES = ("Maple Dental LLC", "Maple Dental")
URL = "https://mapledental.example"
FILLER = "We look after teeth. " * 60
WHOLE = f"""<!doctype html><html><head><title>Maple Dental | Seattle</title>
<style>.never {{}}</style></head><body><h1>Welcome</h1><p>{FILLER}</p>
<script>document.write("never")</script>
<footer>© 2026 Maple Dental LLC <a href="/privacy">Privacy</a> <a href="/t">Terms</a></footer>
</body></html>"""
PAGE = "/brand/website/"


def reading(html: str, *, url: str = URL, content_type: str = "text/html; charset=utf-8") -> Any:
    """What is read of a page of Maple Dental's."""
    return website_reading.read(
        html.encode(), content_type=content_type, url=url, brand_names=NAMES
    )


def page(html: str = WHOLE, *, status: int = 200, url: str = URL, kind: str = "text/html") -> Page:
    """An answer of the site."""
    return Page(status, url, {"content-type": kind}, html.encode())


def test_a_whole_site_is_read_with_its_name_words_and_policies() -> None:
    found = reading(WHOLE)

    assert (found.title, found.is_brand_seen) == ("Maple Dental | Seattle", True)
    assert (found.has_privacy, found.has_terms, found.is_unfinished) == (True, True, False)
    assert found.words > 200
    assert "never" not in found.excerpt


@pytest.mark.parametrize(
    "html",
    [
        "<title>MAPLE DENTAL</title>",
        "<p>maple&nbsp;dental, llc</p>",
        "<img alt='Maple-Dental'>",
        "<meta property='og:site_name' content='Mapledental'>",
        "<p>© Maple <b>Dental</b></p>",
        "<p>Máple Dental</p>",
    ],
)
def test_a_name_is_seen_however_it_is_written(html: str) -> None:
    assert reading(html).is_brand_seen


@pytest.mark.parametrize(
    "html", ["<title>Just another theme</title>", "<p>Maple syrup. Dental care.</p>", "",
             "<script>Maple Dental</script>", "<p>Mapledentalist</p>"]
)  # fmt: skip
def test_another_name_is_not_taken_for_it(html: str) -> None:
    assert not reading(html).is_brand_seen


@pytest.mark.parametrize(
    ("html", "is_unfinished"),
    [
        ("<h1>Coming soon</h1>", True),
        ("<title>Under Construction</title>" + FILLER, True),
        ("<p>This domain is for sale</p>", True),
        ("<title>Welcome to nginx!</title>", True),
        ("<p>Buy this domain</p>", True),
        # A shop may announce something and be finished all the same.
        (f"<title>Shop</title><p>{FILLER} Coming soon: winter shoes.</p>", False),
        (WHOLE, False),
    ],
)
def test_a_parked_or_unfinished_site_is_told_from_a_finished_one(html, is_unfinished) -> None:
    assert reading(html).is_unfinished is is_unfinished


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\x00<", b"<a href=", b"<!" * 2000, b"\x00" * 99, b"<title>" * 500, b"&#0;"],
)  # fmt: skip
@pytest.mark.parametrize("content_type", ["", "text/html; charset=klingon", "text/html"])
def test_broken_pages_are_read_as_far_as_they_go(body: bytes, content_type: str) -> None:
    found = website_reading.read(body, content_type=content_type, url=URL, brand_names=NAMES)

    assert "\x00" not in found.title + found.excerpt


@pytest.mark.parametrize("piece", ["<a ", "<!", "<!--", "<a b='", "</", "<?", "&#", "<![CDATA["])
def test_a_page_made_to_keep_a_worker_busy_is_given_up_within_seconds(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(website_reading, "_READ_FOR", 0.2)
    html = f"<title>Maple Dental</title>{piece * (400_000 // len(piece))}"
    began = time.monotonic()

    found = reading(html)

    assert time.monotonic() - began < 5
    assert found.title == "Maple Dental"


@pytest.mark.parametrize(
    ("answer", "is_reachable", "problem"),
    [
        (page(), True, ""),
        (page(status=404), False, "error 404"),
        (page(status=503), False, "error 503"),
        (page(url="http://mapledental.example"), False, "https"),
        (page(kind="application/pdf"), True, "file"),
        (page(url="https://www.facebook.com/maple"), True, "social network"),
        (page("<h1>Coming soon</h1>"), True, "unfinished"),
        (page("<p>Maple Dental. Call us.</p>"), True, "only 4 words"),
    ],
)
def test_the_worst_thing_is_said_in_a_sentence(answer, is_reachable, problem) -> None:
    look = websites.judge(answer, NAMES)

    assert look.is_reachable is is_reachable
    assert problem in look.problem
    assert bool(look.problem) is bool(problem)


@pytest.mark.parametrize(
    ("error", "is_reachable"),
    [
        (FetchRefused.because("not_public"), False),
        (FetchFailed.because("certificate"), False),
        (FetchFailed.because("name"), False),
        # Our own network may be at fault, and the business is not blamed for that.
        (FetchFailed.because("lookup"), None),
    ],
)
def test_a_site_that_cannot_be_fetched_is_said_why(monkeypatch, error, is_reachable) -> None:
    def fails(url: str, **_options: Any) -> Page:
        raise error

    monkeypatch.setattr(websites, "fetch_public", fails)
    look = websites.look(URL, NAMES)

    assert (look.is_reachable, look.problem) == (is_reachable, error.message)


@pytest.fixture
def brand(in_tenant: Tenant) -> Brand:
    """Maple Dental's details, with the scope open."""
    return make_brand()


def looked(brand: Brand, answer: Page | None = None, **fields: Any) -> WebsiteCheck:
    """A finished look at the brand's website."""
    check = websites.ask_check(brand.website)
    assert check is not None
    now = timezone.now()
    websites.take_up(check.pk, now=now)
    found = websites.judge(answer or page(), NAMES) if not fields else websites.Look(**fields)
    done = websites.finish(check.pk, found=found, now=now)
    assert done is not None
    return done


def findings(brand: Brand) -> tuple[str, bool]:
    """What the pre-flight check is told of the website."""
    facts = reviewing.business_facts(brand)
    return facts.website_problem, facts.website_shows_brand


def test_a_look_is_noted_with_what_was_seen_and_stands_in_the_history(brand: Brand) -> None:
    check = looked(brand)

    assert (check.status, check.is_reachable, check.is_brand_seen) == ("done", True, True)
    assert (check.http_status, check.final_url, check.problem) == (200, URL, "")
    assert check.seen["has_privacy"] is True
    event = TenantEvent.objects.get(kind="website.checked")
    assert (event.actor_label, event.data["url"]) == ("website check", URL)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page(), ("", True)),
        (page(status=500), ("The site answers with error 500.", True)),
        (page(WHOLE.replace("Maple Dental", "Theme")), ("", False)),
    ],
)
def test_pre_flight_is_told_what_was_seen(brand: Brand, answer: Page, told) -> None:
    assert findings(brand) == ("", True)
    looked(brand, answer)
    assert findings(brand) == told


def test_pre_flight_is_not_told_of_another_address_or_of_our_own_faults(brand: Brand) -> None:
    looked(brand, page(status=500))
    looked(brand, is_reachable=None, problem="The name could not be looked up just now.")
    assert findings(brand) == ("", True)

    looked(brand, page(status=500))
    brand.website = "https://other.example"
    assert findings(brand) == ("", True)


def test_saving_the_details_asks_for_a_look_and_once_only(in_tenant: Tenant) -> None:
    values = {"legal_name": "Maple Dental LLC", "website": URL, "support_phone": "+12065550100"}
    saved = brands.save_brand(values=values, revision=0, actor=Actor.system("alice"))
    brands.save_brand(
        values={"dba_name": "Maple"}, revision=saved.revision, actor=Actor.system("alice")
    )

    assert WebsiteCheck.objects.get().status == CheckStatus.WAITING


def test_a_person_may_ask_five_times_an_hour(brand: Brand) -> None:
    for _ in range(websites.BY_HAND):
        looked(brand)

    with pytest.raises(DomainError) as error:
        websites.ask_check(URL, by_hand=True)
    assert error.value.code == "too_many_checks"

    WebsiteCheck.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert websites.ask_check(URL, by_hand=True)


def test_what_we_ask_ourselves_has_an_end_too(brand: Brand) -> None:
    for _ in range(websites.ALTOGETHER):
        looked(brand)

    assert websites.ask_check(URL) is None


def test_one_worker_takes_a_look_up_and_another_after_its_lease(brand: Brand) -> None:
    check, now = websites.ask_check(URL), timezone.now()
    assert check is not None
    assert websites.take_up(check.pk, now=now)
    assert websites.take_up(check.pk, now=now + timedelta(seconds=30)) is None
    assert websites.take_up(check.pk, now=now + timedelta(seconds=90))

    look = websites.Look(True)
    assert websites.finish(check.pk, found=look, now=now)
    assert websites.finish(check.pk, found=look, now=now) is None
    assert websites.take_up(check.pk, now=now + timedelta(seconds=900)) is None


def test_a_look_that_never_succeeds_is_given_up(brand: Brand) -> None:
    check = websites.ask_check(URL)
    assert check is not None

    assert websites.take_up(check.pk, now=timezone.now() + timedelta(hours=1)) is None

    check.refresh_from_db()
    assert (check.status, check.is_reachable) == (CheckStatus.DONE, None)


def test_the_names_come_from_the_draft_until_there_are_details(in_tenant: Tenant) -> None:
    assert websites.brand_names() == ()
    BrandDraft.objects.create(answers_json='{"legal_name": "Birch Inc.", "dba_name": ""}')
    assert websites.brand_names() == ("Birch Inc.",)
    make_brand()
    assert websites.brand_names() == ("Maple Dental LLC", "Maple Dental")


def test_the_worker_looks_and_the_sweep_finds_what_waits(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(website_tasks, "nudge", lambda task, *ids: asked.append(ids))
    monkeypatch.setattr(websites, "fetch_public", lambda url, **_options: page())
    with tenant_scope(tenant.pk):
        make_brand()
        check = websites.ask_check(URL)
    assert check is not None

    website_tasks.check_websites()
    assert asked == [(tenant.pk, check.pk)]
    website_tasks.check_website(str(tenant.pk), str(check.pk))
    website_tasks.check_website(str(tenant.pk), str(check.pk))

    with tenant_scope(tenant.pk):
        assert WebsiteCheck.objects.get().is_brand_seen
        assert TenantEvent.objects.filter(kind="website.checked").count() == 1


def test_the_panel_shows_progress_then_what_was_seen_escaped(
    as_alice: Client, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        brand = make_brand()
        websites.ask_check(brand.website)
    assert 'data-refresh="2"' in as_alice.get("/brand/").content.decode()
    assert "Looking…" in as_alice.get(PAGE).content.decode()

    with tenant_scope(tenant.pk):
        nasty = WHOLE.replace("Welcome", "&lt;script&gt;alert(1)&lt;/script&gt;")
        looked(brand, page(nasty))
    shown = as_alice.get("/brand/").content.decode()

    assert "data-refresh" not in shown
    assert "live and shows the name" in shown
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_check_again_asks_and_says_when_that_was_too_often(
    as_alice: Client, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        brand = make_brand()
        for _ in range(websites.BY_HAND - 1):
            looked(brand)

    first = as_alice.post(PAGE, follow=True).content.decode()
    with tenant_scope(tenant.pk):
        looked(brand)
    second = as_alice.post(PAGE, follow=True).content.decode()

    assert "being looked at" in first
    assert "within the hour" in second


def test_a_viewer_sees_the_panel_and_cannot_ask(as_bob: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        looked(make_brand())

    assert "Check again" not in as_bob.get("/brand/").content.decode()
    assert as_bob.post(PAGE).status_code == 403
