"""What reviewers say, in plain words, and what it has to do with our rules."""

import pytest

from consent.rules import catalogue
from registrations import crosswalk
from registrations.crosswalk import Resubmit
from registrations.crosswalk.elsewhere import ELSEWHERE
from registrations.denials import FINAL, is_final

# Rules of ours that stand in no catalogue of texts, since only a filing has them.
FILING_RULES = {
    "FILING-BRAND-FIRST", "FILING-PROGRAM-PUBLISHED", "FORM-REQUIRED", "FORM-CONDITION",
    "FORM-LENGTH", "FORM-PATTERN", "FORM-CHOICE", "FORM-TAX-ID",
}  # fmt: skip


def test_every_reason_is_told_once_and_whole() -> None:
    every = crosswalk.every()

    assert len({each.code for each in every}) == len(every) == 134
    for each in every:
        assert not each.title.endswith("."), each.code
        assert each.meaning.endswith("."), each.code
        assert each.fix.endswith((".", "”")), each.code


def test_reasons_name_only_rules_that_we_have() -> None:
    known = {rule.id for rule in catalogue()} | FILING_RULES

    named = {rule for each in crosswalk.every() for rule in each.rules}
    assert named <= known


def test_whatever_a_rule_prevents_is_a_code_that_somebody_publishes() -> None:
    carriers = {each.code for each in crosswalk.every()}
    others = {
        code for each in crosswalk.every() for _who, codes in each.providers for code in codes
    }

    prevented = {code for rule in catalogue() for code in rule.prevents}
    assert prevented - carriers - others - set(ELSEWHERE) == set()


def test_every_rule_that_prevents_a_code_prevents_one_of_the_carriers_as_well() -> None:
    """But for what no reviewer sees: how texts are sent."""
    without = {
        rule.id
        for rule in catalogue()
        if rule.prevents and not crosswalk.codes_of_rule(rule.id) and rule.family != "RT"
    }

    assert without <= {"VERBAL-CONFIRM-SMS"}


def test_what_ends_a_filing_for_good_is_told_in_one_place() -> None:
    final = {each.code for each in crosswalk.every() if each.resubmit is Resubmit.NO}

    assert final == FINAL
    assert is_final(["CAMPAIGN_UNCLEAR", "SECURITY_REVIEW_FAILED"])
    assert not is_final(["NON_COMPLIANT_USE_CASE", "A_NEW_REASON"])
    assert "NON_COMPLIANT_USE_CASE_CANNIBIS" in final


def test_a_reason_that_was_never_published_is_told_as_it_came() -> None:
    found = crosswalk.of_code("MOON_PHASE_WRONG")

    assert (found.code, found.title) == ("MOON_PHASE_WRONG", "Moon phase wrong")
    assert found.resubmit is Resubmit.UNKNOWN
    assert not found.is_known
    assert found.rules == found.providers == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("30569", "OPT_IN_WORKFLOW_NON_COMPLIANT_DATA_RATES"),
        ("free provider", "BRAND_EMAIL_PUBLIC_DOMAIN"),
        ("CTA-CHECKBOX-UNCHECKED ticked", "OPT_IN_WORKFLOW_CHECKBOX_INVALID"),
        ("sample message short url", "SAMPLE_MESSAGE_SHORT_URL"),
    ],
)
def test_reasons_are_found_by_their_words_rules_and_other_providers_codes(words, code) -> None:
    assert code in {each.code for each in crosswalk.search(words)}


def test_words_that_stand_nowhere_find_nothing() -> None:
    assert crosswalk.search("zebra crossing") == ()
