"""Unsafe settings stop the program, each with a sentence that says what to change."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from portal.checks import (
    database_role_is_fenced,
    settings_are_safe,
    the_scanner_can_be_asked,
)

ROOT = Path(__file__).resolve().parent.parent.parent
SAFE = {
    "EMBEDDED": False,
    "DEBUG": False,
    "CARRIER_ENDPOINT_URL": "",
    "SECRET_KEY": "s" * 60,
    "FIELD_KEYS": ["ZW1iZWRkZWQtb25seS1maWVsZC1rZXktMDAwMDAwMDA="],
    "API_KEY_PEPPER": "p" * 40,
    "PUBLIC_URL": "https://sms.example.com",
    "EVIDENCE_BUCKET": "evidence",
    "PUBLIC_BUCKET": "public",
    "SNS_INBOUND_TOPIC_ARN": "arn:aws:sns:us-east-1:111122223333:inbound",
    "SNS_EVENTS_TOPIC_ARN": "arn:aws:sns:us-east-1:111122223333:events",
}
PRODUCTION = {
    "SECRET_KEY": "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hL3nR6uX9bD2fJ5kP8tV1xA4eG7",
    "API_KEY_PEPPER": "zQ8sT1vW4yZ7cF0hL3nR6uX9bD2fJ5kP8",
    "FIELD_KEYS": "ZW1iZWRkZWQtb25seS1maWVsZC1rZXktMDAwMDAwMDA=",
    "PUBLIC_URL": "https://sms.example.com",
    "ALLOWED_HOSTS": "sms.example.com",
    "EVIDENCE_BUCKET": "evidence",
    "PUBLIC_BUCKET": "public",
    "SNS_INBOUND_TOPIC_ARN": "arn:aws:sns:us-east-1:111122223333:inbound",
    "SNS_EVENTS_TOPIC_ARN": "arn:aws:sns:us-east-1:111122223333:events",
}


def test_safe_settings_have_no_complaint() -> None:
    with override_settings(**SAFE):
        assert settings_are_safe(None) == []


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("CARRIER_ENDPOINT_URL", "http://127.0.0.1:8091", "portal.E001"),
        ("SECRET_KEY", "short", "portal.E002"),
        ("FIELD_KEYS", [], "portal.E003"),
        ("API_KEY_PEPPER", "short", "portal.E004"),
        ("PUBLIC_URL", "http://sms.example.com", "portal.E005"),
        ("PUBLIC_BUCKET", "", "portal.E006"),
        ("DEBUG", True, "portal.E007"),
        ("SNS_EVENTS_TOPIC_ARN", "", "portal.E008"),
    ],
)
def test_an_unsafe_setting_is_refused_with_advice(name: str, value: object, error: str) -> None:
    with override_settings(**{**SAFE, name: value}):
        found = settings_are_safe(None)

    assert [problem.id for problem in found] == [error]
    assert found[0].hint


@pytest.mark.parametrize("name", ["nowhere.scan", "scan", "portal.settings.DEBUG"])
def test_a_scanner_that_nobody_can_ask_is_refused_with_advice(name: str) -> None:
    with override_settings(EVIDENCE_SCANNER=name):
        found = the_scanner_can_be_asked(None)

    assert [problem.id for problem in found] == ["portal.E014"]
    assert found[0].hint


@pytest.mark.parametrize("name", ["", "consent.evidence.scanning.Verdict"])
def test_a_scanner_that_can_be_asked_is_taken_and_so_is_none(name: str) -> None:
    with override_settings(EVIDENCE_SCANNER=name):
        assert the_scanner_can_be_asked(None) == []


def manage(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run manage.py as a deployment would: nothing of the embedded run in its environment."""
    keep = {k: v for k, v in os.environ.items() if k in {"PATH", "DATABASE_URL", "HOME"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**keep, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean_with_production_settings() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_the_simulator_is_refused_in_production() -> None:
    simulated = {**PRODUCTION, "CARRIER_ENDPOINT_URL": "http://127.0.0.1:8091"}
    result = manage("check", "--deploy", **simulated)

    assert result.returncode == 1
    assert "portal.E001" in result.stderr


@pytest.mark.django_db
def test_the_database_role_of_the_tests_is_fenced() -> None:
    assert database_role_is_fenced(None, databases=["default"]) == []


@pytest.mark.django_db
def test_the_whole_project_passes_its_checks() -> None:
    assert run_checks(databases=["default"]) == []
