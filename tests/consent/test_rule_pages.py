"""The page of rules: every declared rule, by topic, narrowed without a script."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent.rule_pages import TOPICS
from consent.rules import catalogue
from consent.rules.base import DecidedBy
from tests.builders import make_user

URL = "/rules/"


@pytest.fixture
def page(db: None) -> Any:
    """Read the page as somebody who is signed in."""
    client = Client()
    client.force_login(make_user("reader@maple.example"))

    def read(**query: str) -> str:
        answer = client.get(URL, query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def shown(html: str) -> list[str]:
    """The ids of the rules on a page, in order."""
    return re.findall(r'<article class="panel rule" id="([A-Z0-9-]+)"', html)


def test_every_rule_is_there_once_at_an_address_of_its_own(page: Any) -> None:
    html = page()

    assert sorted(shown(html)) == sorted(rule.id for rule in catalogue())
    assert f"{len(catalogue())} rules of {len(catalogue())}." in html
    assert 'href="#CTA-STOP"' in html


def test_every_family_of_rules_has_a_topic() -> None:
    families = [family for _, families in TOPICS.values() for family in families]

    assert {rule.family for rule in catalogue()} == set(families)
    assert len(families) == len(set(families))


def test_a_rule_says_what_to_do_how_severe_it_is_and_what_it_prevents(page: Any) -> None:
    html = page()
    article = html[html.index('id="CTA-NOT-PREREQUISITE"') :].split("</article>")[0]

    for words in ("Advice; ", "Offers: Must fix", "30475", "47 CFR 64.1200", "10DLC, toll-free"):
        assert words in article


@pytest.mark.parametrize(
    ("query", "some", "none"),
    [({"topic": "privacy"}, "PRIVACY-NO-SHARING", "CTA-STOP"),
     ({"kind": "help_reply"}, "HELP-BRAND", "CTA-STOP"),
     ({"decided": "worker"}, "RT-QUIET-HOURS", "CTA-STOP"),
     ({"topic": "call-to-action", "kind": "verbal"}, "CTA-STOP", "CTA-CHECKBOX-UNCHECKED")],
    ids=["topic", "kind", "decided", "both"],
)  # fmt: skip
def test_the_rules_are_narrowed(page: Any, query: dict[str, str], some: str, none: str) -> None:
    ids = shown(page(**query))

    assert some in ids
    assert none not in ids


def test_a_mistyped_choice_narrows_nothing(page: Any) -> None:
    assert len(shown(page(kind="poem"))) == len(catalogue())


def test_what_is_about_nothing_says_so(page: Any) -> None:
    assert "No rule is about this" in page(topic="texting", kind="web")


@pytest.mark.parametrize("decided", list(DecidedBy))
def test_each_way_to_decide_has_rules(page: Any, decided: str) -> None:
    assert shown(page(decided=decided))


@pytest.mark.django_db
def test_strangers_are_asked_to_sign_in() -> None:
    assert "/accounts/login/" in Client().get(reverse("consent:rules"))["Location"]
