"""The forecast of a filing: all of it is read, quoted, kept, and tied to the carrier's reasons."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from consent.models import Program
from registrations import drafting, forecasting, lifecycle, mending
from registrations.forecasting import Foretold, Moment
from registrations.models import Forecast, Registration, RegistrationType
from tenants.errors import DomainError
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_program
from tests.registrations.filings import (
    ALICE,
    DESCRIPTION,
    PERSON,
    VOLUME,
    draft_brand,
    hand_in,
    make_evidence,
)

SAMPLE = "messageSamples.messageSample1"
EMAIL = "contactInfo.supportEmail"
SHORTENED = "Maple Dental: your visit is on Friday, see http://bit.ly/x2. Reply STOP to opt out."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges", "in_tenant")]


@pytest.fixture
def filing(in_tenant: Tenant) -> Registration:
    """A toll-free filing with all its answers, in the tenant's scope."""
    make_brand()
    program = make_program(description=DESCRIPTION)
    make_evidence(program)
    made = drafting.create_registration(RegistrationType.TOLL_FREE, program=program, actor=ALICE)
    return drafting.save_answers(made.pk, answers=VOLUME, actor=ALICE)


def typed(registration: Registration, **answers: Any) -> Registration:
    """The filing with answers typed over ours."""
    return drafting.save_answers(registration.pk, answers=answers, actor=ALICE)


def found(registration: Registration, rule: str, field: str = "") -> list[Foretold]:
    """What a rule foretells, of one field or of any."""
    every = forecasting.current(registration)
    return [f for f in every if f.finding.rule == rule and field in ("", f.finding.field)]


def test_a_typed_answer_is_read_by_the_rules_with_its_own_words_marked(filing) -> None:
    typed(filing, **{SAMPLE: SHORTENED})

    (shortener,) = found(filing, "URL-SHORTENER", SAMPLE)

    finding = shortener.finding
    assert SHORTENED[finding.start : finding.end] == shortener.quote
    assert "bit.ly" in shortener.quote
    assert shortener.text == SHORTENED


def test_a_finding_names_the_carriers_published_reason(filing) -> None:
    typed(filing, **{SAMPLE: SHORTENED})

    (shortener,) = found(filing, "URL-SHORTENER", SAMPLE)

    assert "SAMPLE_MESSAGE_SHORT_URL" in shortener.codes
    assert "30857" not in shortener.codes


def test_a_typed_address_at_a_free_provider_blocks_a_toll_free_number(filing) -> None:
    typed(filing, **{EMAIL: "maple.dental@gmail.com"})

    (free,) = found(filing, "EMAIL-DOMAIN-MISMATCH", EMAIL)

    assert free.finding.is_blocker
    assert "BRAND_EMAIL_PUBLIC_DOMAIN" in free.codes


def test_a_typed_sample_without_the_name_is_told_beside_the_program(filing) -> None:
    typed(filing, **{SAMPLE: "Your visit is on Friday at nine. Reply STOP to opt out."})

    assert found(filing, "SAMPLE-BRAND", SAMPLE)


def test_other_words_are_another_warning_and_the_same_words_the_same(filing) -> None:
    typed(filing, **{SAMPLE: SHORTENED})
    (first,) = found(filing, "URL-SHORTENER", SAMPLE)
    (again,) = found(filing, "URL-SHORTENER", SAMPLE)
    typed(filing, **{SAMPLE: SHORTENED.replace("bit.ly/x2", "tinyurl.com/y3")})

    (other,) = found(filing, "URL-SHORTENER", SAMPLE)

    assert first.digest == again.digest != other.digest


def test_a_tax_id_is_never_quoted_or_kept(sound: Brand) -> None:
    registration = draft_brand(sound)
    typed(registration, **{"companyInfo.taxId": "87654321"})

    kept = forecasting.forecast(registration, moment=Moment.CHECKED, actor=PERSON)

    assert {row["rule"] for row in kept.findings} >= {"FORM-TAX-ID"}
    assert "87654321" not in str(kept.findings)


def test_a_check_that_finds_the_same_is_kept_once_and_a_changed_one_again(filing) -> None:
    first = forecasting.forecast(filing, moment=Moment.CHECKED, actor=PERSON)
    assert forecasting.forecast(filing, moment=Moment.CHECKED, actor=PERSON) == first
    typed(filing, **{SAMPLE: SHORTENED})

    other = forecasting.forecast(filing, moment=Moment.CHECKED, actor=PERSON)

    assert other != first
    (row,) = [r for r in other.findings if r["rule"] == "URL-SHORTENER"]
    assert "bit.ly" in row["quote"]
    assert (row["field"], row["severity"]) == (SAMPLE, "blocker")


def test_handing_in_and_accepting_each_keep_their_forecast_for_good(sound: Brand) -> None:
    registration = draft_brand(sound)
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=PERSON)

    kept = Forecast.objects.filter(version=registration.current)
    assert [each.moment for each in kept] == [Moment.ACCEPTED, Moment.HANDED_IN]
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.update(findings=[])


def test_one_press_mends_a_typed_answer_where_it_stands(filing) -> None:
    typed(
        filing,
        **{SAMPLE: "Maple Dental: your visit is on Friday at nine, http://mapledental.example"},
    )
    (plain,) = found(filing, "URL-HTTPS", SAMPLE)

    done = mending.mend(filing.pk, digest=plain.digest, actor=PERSON)

    assert (done.count, done.in_program) == (1, False)
    assert not found(filing, "URL-HTTPS", SAMPLE)
    assert "https://mapledental.example" in drafting.effective(filing)[SAMPLE].text


def test_our_own_answer_is_put_back_by_one_press(filing) -> None:
    typed(filing, **{EMAIL: "maple.dental@gmail.com"})
    (free,) = found(filing, "EMAIL-DOMAIN-MISMATCH", EMAIL)

    mending.put_back(filing.pk, digest=free.digest, actor=PERSON)

    assert drafting.effective(filing)[EMAIL].source == "brand"


def test_a_programs_words_are_mended_in_its_draft_and_count_once_published(filing) -> None:
    program = filing.program
    assert program is not None
    before = program.published

    done = mending.mend_all(filing.pk, actor=PERSON)

    assert Program.objects.get(pk=program.pk).published == before
    assert done.in_program is (program.latest != before)


def test_what_is_gone_by_now_is_not_mended(filing) -> None:
    with pytest.raises(DomainError) as error:
        mending.mend(filing.pk, digest="0" * 64, actor=PERSON)

    assert error.value.code == "warning_changed"


def test_another_business_sees_nothing_of_a_forecast(filing, other_tenant: Tenant) -> None:
    forecasting.forecast(filing, moment=Moment.CHECKED, actor=PERSON)

    with tenant_scope(other_tenant.pk):
        assert Forecast.objects.count() == 0
