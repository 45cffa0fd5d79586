"""Forecasts held against what the carrier then decided."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations import scorecard, scoring
from registrations.models import Forecast, ForecastScore, Registration, RegistrationVersion
from tenants.models import Brand
from tests.registrations.filings import draft_brand

Outcome = ForecastScore.Outcome
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


@pytest.fixture
def filing(sound: Brand) -> Registration:
    """A brand's filing, with its scope open."""
    return draft_brand(sound)


def told(rule: str, severity: str = "warning", **more: Any) -> dict[str, Any]:
    """A finding as a forecast keeps it."""
    row = {"rule": rule, "severity": severity, "kind": "registration", "field": "", "prevents": []}
    return {**row, **more}


def decided(filing: Registration, *findings: dict[str, Any], **more: Any) -> RegistrationVersion:
    """The round with a forecast, decided for these reasons."""
    version = filing.current
    Forecast.objects.create(version=version, moment="handed_in", findings=list(findings))
    codes = more.pop("codes", ())
    version.denied_reasons = [{"code": code, "text": "No."} for code in codes]
    version.decided_at = more.pop("decided_at", timezone.now())
    version.save()
    return version


def outcomes(version: RegistrationVersion) -> set[tuple[str, str, tuple[str, ...]]]:
    """Score a round and say what came out."""
    rows = scoring.score(version, now=timezone.now())
    return {(row.rule, row.outcome, tuple(row.codes)) for row in rows}


def test_a_warning_whose_reason_was_given_is_a_hit(filing) -> None:
    version = decided(filing, told("BRAND-ADDRESS"), codes=["BRAND_ADDRESS_INVALID"])

    assert outcomes(version) == {("BRAND-ADDRESS", Outcome.HIT, ("BRAND_ADDRESS_INVALID",))}


def test_a_warning_about_an_answer_that_was_marked_is_a_hit(filing) -> None:
    path = "companyInfo.city"
    version = decided(filing, told("MADE-UP", field=path), codes=["A_NEW_REASON"])
    version.values.filter(path=path).update(denied_reason="No such town.")

    assert ("MADE-UP", Outcome.HIT, ()) in outcomes(version)


def test_a_warning_that_did_not_come_is_a_false_alarm(filing) -> None:
    version = decided(filing, told("BRAND-ADDRESS"), told("BRAND-PHONE", "advice"))

    assert outcomes(version) == {("BRAND-ADDRESS", Outcome.FALSE_ALARM, ())}


def test_a_reason_that_nothing_foretold_is_missed_by_the_rule_that_is_there_for_it(filing) -> None:
    version = decided(filing, told("BRAND-PHONE"), codes=["BRAND_ADDRESS_INVALID", "A_NEW_REASON"])

    assert outcomes(version) == {
        ("BRAND-PHONE", Outcome.FALSE_ALARM, ()),
        ("BRAND-ADDRESS", Outcome.MISSED, ("BRAND_ADDRESS_INVALID",)),
        ("", Outcome.MISSED, ("A_NEW_REASON",)),
    }


def test_a_round_is_scored_once(filing) -> None:
    version = decided(filing, told("BRAND-ADDRESS"))

    assert outcomes(version) == outcomes(version)
    assert ForecastScore.objects.count() == 1


def test_what_was_not_decided_or_taken_back_is_not_scored(filing) -> None:
    version = decided(filing, told("BRAND-ADDRESS"), decided_at=None)
    assert outcomes(version) == set()

    version.decided_at = version.discarded_at = timezone.now()
    version.save()
    assert outcomes(version) == set()


def test_the_last_forecast_before_the_decision_counts(filing) -> None:
    decided(filing, told("BRAND-ADDRESS"))
    version = decided(filing, told("BRAND-PHONE"))

    assert outcomes(version) == {("BRAND-PHONE", Outcome.FALSE_ALARM, ())}


def test_no_share_is_told_before_enough_filings_were_decided(
    filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    scoring.score(decided(filing, told("BRAND-ADDRESS")), now=timezone.now())

    card = scorecard.card()
    assert (card.decided, card.lacking, card.rules[0].came) == (1, 19, None)

    monkeypatch.setattr(scorecard, "ENOUGH", 1)
    assert scorecard.card().rules[0].came == 0


def test_what_nobody_foretold_is_told_first_and_by_kind_of_filing(filing) -> None:
    scoring.score(decided(filing, codes=["A_NEW_REASON"]), now=timezone.now())

    (missed,) = scorecard.card(filing.type).unforetold
    assert (missed.crossing.code, missed.count) == ("A_NEW_REASON", 1)
    assert scorecard.card("US_TOLL_FREE_REGISTRATION").unforetold == ()


def test_staff_read_the_counts_and_how_many_filings_are_needed(filing, as_dana: Any) -> None:
    version = decided(filing, told("BRAND-PHONE"), codes=["BRAND_ADDRESS_INVALID"])
    scoring.score(version, now=timezone.now())

    url = reverse("admin:registrations_forecastscore_changelist")
    shown = as_dana.get(url, {"type": filing.type}).content.decode()

    assert "1 filing was decided." in shown
    assert "19 more are needed" in shown
    assert "BRAND_ADDRESS_INVALID" in shown
    assert " % (of" not in shown
