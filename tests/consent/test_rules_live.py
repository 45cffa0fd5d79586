"""Proves what is held against a page that reviewers would open."""

from dataclasses import replace

import pytest

from consent.rules import Context
from consent.rules.live import LiveFacts, live_findings, vanished

CONTEXT = Context(brand_names=("Acme",), domains=("acme.example", "texts.example"))
PATHS = {"join": "/sms", "terms": "/terms", "privacy": "/privacy", "website": "/"}
RULES = {
    "join": "CTA-LIVE-LINK",
    "terms": "TERMS-REACHABLE",
    "privacy": "PRIVACY-REACHABLE",
    "website": "WEBSITE-REACHABLE",
}
pages = pytest.mark.parametrize("page", PATHS)


def facts(page: str, **changes: object) -> LiveFacts:
    """Return what a look at a sound page saw."""
    url = f"https://www.acme.example{PATHS[page]}"
    sound = LiveFacts(page=page, url=url, final_url=url, status=200, words=400)
    return replace(sound, **changes)  # type: ignore[arg-type]


def found(page: str, **changes: object) -> list[str]:
    """Return the rules that speak against a page."""
    return [each.rule for each in live_findings(facts(page, **changes), CONTEXT)]


@pages
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"final_url": "https://acme.example/en/sms-page"},
        {"url": "https://texts.example/p/acme/x/", "final_url": ""},
        {"content_type": "text/html; charset=utf-8", "words": 200},
        {"status": 203},
    ],
    ids=["sound", "redirected", "hosted", "short", "203"],
)
def test_a_public_page_of_the_business_passes(page: str, changes: dict[str, object]) -> None:
    assert found(page, **changes) == []


@pages
@pytest.mark.parametrize(
    "changes",
    [
        {"status": 404},
        {"status": 0, "final_url": ""},
        {"problem": "The certificate has expired."},
        {"has_login": True},
        {"has_cookie_wall": True},
        {"final_url": "http://www.acme.example/x"},
        {"final_url": "https://elsewhere.example/x"},
        {"words": 3},
        {"is_unfinished": True},
        {"is_social": True},
        {"content_type": "application/zip"},
    ],
    ids=["404", "silence", "certificate", "login", "cookies", "http", "elsewhere", "empty",
         "parked", "social", "file"],
)  # fmt: skip
def test_what_reviewers_cannot_read_is_found(page: str, changes: dict[str, object]) -> None:
    assert found(page, **changes) == [RULES[page]]


@pytest.mark.parametrize("page", ["join", "terms", "privacy"])
@pytest.mark.parametrize("end", ["", "/", "/index.html", "/?utm_source=x"])
def test_a_page_that_leads_to_the_front_page_is_found(page: str, end: str) -> None:
    assert found(page, final_url=f"https://www.acme.example{end}") == [RULES[page]]


@pytest.mark.parametrize("page", ["terms", "privacy"])
def test_a_policy_may_be_a_pdf(page: str) -> None:
    assert found(page, content_type="application/pdf", words=0) == []


def test_a_website_without_the_brand_is_found() -> None:
    assert found("website", shows_brand=False) == ["WEBSITE-BRAND-MATCH"]


def test_a_page_without_a_form_is_only_a_warning() -> None:
    (only,) = live_findings(facts("join", has_form=False), CONTEXT, field="program.join_url")
    assert (only.rule, only.severity, only.field) == (
        "CTA-LIVE-LINK", "warning", "program.join_url",
    )  # fmt: skip


def test_unknown_domains_are_not_held_against_a_page() -> None:
    page = facts("terms", final_url="https://elsewhere.example/terms")
    assert list(live_findings(page, Context())) == []


def test_what_vanished_is_what_was_attested_and_not_seen() -> None:
    seen = facts("join", wanted=frozenset({"CTA-STOP", "CTA-RATES"}),
                 disclosures=frozenset({"CTA-STOP"}))  # fmt: skip
    assert vanished(seen) == {"CTA-RATES"}
