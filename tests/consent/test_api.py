"""The REST API for wordings: judge one or many texts, list the rules, refuse whoever may not."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from consent import api
from consent.rules import catalogue
from tenants import access, api_limits, limits
from tenants.events import Actor
from tenants.models import ApiKeyKind, KeyScope, Tenant

LINT, RULES = "/api/v1/texts/lint", "/api/v1/rules"
SAMPLE = {
    "kind": "sample_message",
    "brand": "Maple Dental",
    "text": "Maple Dental: see http://maple.example/a Reply STOP to opt out.",
}
Ask = Callable[..., Any]


def secret_of(tenant: Tenant, *scopes: str, kind: ApiKeyKind = ApiKeyKind.LIVE) -> str:
    """Return a key of this business, with every scope unless some are named."""
    given: dict[str, Any] = {"scopes": list(scopes)} if scopes else {}
    actor = Actor.system("test")
    return str(access.issue_api_key(tenant, name="CI", kind=kind, actor=actor, **given)[1])


@pytest.fixture
def ask(tenant: Tenant) -> Ask:
    """Post to the linter as tenant A's app."""

    def post(body: Any, secret: str = "") -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {secret or secret_of(tenant)}"}
        return Client().post(LINT, raw, content_type="application/json", headers=headers)

    return post


def test_one_text_is_answered_by_its_findings_with_the_edit_that_mends_each(ask: Ask) -> None:
    answer = ask({"id": 7, **SAMPLE})
    [finding] = answer.json()["findings"]

    assert (answer.status_code, answer.json()["id"]) == (200, 7)
    assert (finding["rule"], finding["severity"]) == ("URL-HTTPS", "warning")
    assert SAMPLE["text"][finding["start"] : finding["end"]] == "http://maple.example/a"
    assert finding["edit"] == {
        "start": finding["start"],
        "end": finding["end"],
        "replacement": "https://maple.example/a",
    }
    assert set(finding) == {
        "rule", "severity", "start", "end", "message", "fix", "prevents", "edit"
    }  # fmt: skip


def test_several_texts_are_answered_in_their_order(ask: Ask) -> None:
    answer = ask({"texts": [{"id": name, **SAMPLE} for name in ("c", "a", "b")]})

    assert [each["id"] for each in answer.json()["texts"]] == ["c", "a", "b"]


def test_what_is_missing_has_no_span_and_nothing_is_invented(ask: Ask) -> None:
    answer = ask({"kind": "web", "text": "Text me, Acme!", "brand": "Acme"})
    found = {each["rule"]: each for each in answer.json()["findings"]}

    assert (found["CTA-TERMS"]["start"], found["CTA-TERMS"]["edit"]) == (None, None)
    assert "STOP" in found["CTA-STOP"]["edit"]["replacement"]


@pytest.mark.parametrize("kind", ApiKeyKind.values)
def test_test_keys_and_live_keys_get_the_same_answer(ask: Ask, tenant: Tenant, kind: Any) -> None:
    assert ask(SAMPLE, secret_of(tenant, kind=kind)).json()["findings"][0]["rule"] == "URL-HTTPS"


@pytest.mark.parametrize("scope", [KeyScope.MESSAGES_READ, KeyScope.MESSAGES_SEND])
def test_a_key_without_the_scope_is_told_which_one_it_lacks(
    ask: Ask, tenant: Tenant, scope: str
) -> None:
    secret = secret_of(tenant, scope)
    listed = Client().get(RULES, headers={"Authorization": f"Bearer {secret}"})

    for answer in (ask(SAMPLE, secret), listed):
        assert answer.status_code == 403
        assert answer.json()["fields"] == {"scope": "texts:lint"}


@pytest.mark.parametrize("secret", ["nonsense", "ast_live_aaaaaaaaaaaa_x_y"])
def test_without_a_usable_key_nothing_is_judged(ask: Ask, secret: str) -> None:
    assert ask(SAMPLE, secret).status_code == 401


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown kind": ({**SAMPLE, "kind": "poem"}, "kind"),
    "no kind": ({"text": "Hi"}, "kind"),
    "no text": ({"kind": "web"}, "text"),
    "text is a number": ({"kind": "web", "text": 5}, "text"),
    "unknown field": ({**SAMPLE, "language": "en"}, "language"),
    "unknown number type": ({**SAMPLE, "number_type": "fax"}, "number_type"),
    "unknown use case": ({**SAMPLE, "use_case": "spam"}, "use_case"),
    "long text": ({**SAMPLE, "text": "x" * 20_001}, "text"),
    "long brand": ({**SAMPLE, "brand": "x" * 201}, "brand"),
    "too many domains": ({**SAMPLE, "domains": ["a.example"] * 51}, "domains"),
    "id is a structure": ({**SAMPLE, "id": {"a": 1}}, "id"),
    "no texts": ({"texts": []}, "texts"),
    "too many texts": ({"texts": [SAMPLE] * 101}, "texts"),
    "too much text": ({"texts": [{**SAMPLE, "text": "x" * 20_000}] * 11}, "texts"),
    "texts is no list": ({"texts": "a"}, "texts"),
    "the third is wrong": ({"texts": [SAMPLE, SAMPLE, {**SAMPLE, "kind": "poem"}]}, "texts.2.kind"),
    "the second is no object": ({"texts": [SAMPLE, "a"]}, "texts.1.non_field_errors"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_request_names_the_field_and_the_text(ask: Ask, case: str) -> None:
    body, field = WRONG[case]
    answer = ask(body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == [field]


@pytest.mark.parametrize(
    ("raw", "status"),
    [(b"{", 400), (b'["a"]', 400), (b'{"kind": "web", "text": "\\u0000"}', 400),
     (b'{"kind": "web", "text": "\\ud800"}', 400), (b" " * 3_000_000, 413)],
    ids=["half", "list", "NUL", "half a pair", "huge"],
)  # fmt: skip
def test_a_body_that_is_no_sound_json_is_a_clear_error(ask: Ask, raw: bytes, status: int) -> None:
    assert ask(raw).status_code == status


def test_too_many_requests_are_told_when_to_come_back(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_limits, "RATE", limits.Limit("api_test", count=2, seconds=60))

    assert [ask(SAMPLE).status_code for _ in range(3)] == [200, 200, 429]


def test_the_rules_are_listed_as_they_are_declared(tenant: Tenant) -> None:
    answer = Client().get(RULES, headers={"Authorization": f"Bearer {secret_of(tenant)}"})
    rules = answer.json()["rules"]
    condition = next(each for each in rules if each["id"] == "CTA-NOT-PREREQUISITE")

    assert [each["id"] for each in rules] == [each.id for each in catalogue()]
    assert condition["severity_by_use_case"]["marketing"] == "blocker"
    assert condition["number_types"] == ["10dlc", "short_code", "toll_free"]
    assert condition["prevents"] == ["30475"]


def test_a_parameter_of_the_list_is_refused_rather_than_ignored(tenant: Tenant) -> None:
    headers = {"Authorization": f"Bearer {secret_of(tenant)}"}

    assert Client().get(f"{RULES}?family=CTA", headers=headers).status_code == 400


def test_the_schema_describes_both_operations() -> None:
    paths = SchemaGenerator().get_schema(public=True)["paths"]

    assert paths[LINT]["post"]["operationId"] == "lint_texts"
    assert paths[RULES]["get"]["operationId"] == "list_rules"
    assert api.MOST_TEXTS == 100
