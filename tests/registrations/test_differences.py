"""What differs between two rounds: each field once, word by word, with nothing secret in it."""

from typing import Any

import pytest
from django.urls import reverse

from consent.models import Evidence, Program
from registrations import differences, drafting, lifecycle
from registrations.differences import Change, FieldDifference
from registrations.models import Registration, RegistrationType
from registrations.requirements import Answer
from registrations.states import RegistrationStatus
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import (
    ALICE,
    DANA,
    DENIED,
    draft_brand,
    drafted,
    hand_in,
    make_evidence,
    seen,
)

CITY, TAX_ID = "companyInfo.city", "companyInfo.taxId"
S = RegistrationStatus
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms", "nudges")]


def denied(registration: Registration) -> Registration:
    """Hand a round in, and let the carrier deny it."""
    hand_in(registration)
    lifecycle.accept_for_carrier(registration.pk, actor=DANA)
    lifecycle.record_filed(registration.pk, actor=ALICE)
    assert seen(registration, "REQUIRES_UPDATES", DENIED) == S.NEEDS_CHANGES
    return Registration.objects.get(pk=registration.pk)


def next_round(registration: Registration, **answers: Any) -> list[FieldDifference]:
    """Open the next round with some answers typed, and compare it to the denied one."""
    before = registration.current
    drafting.revise(registration.pk, actor=ALICE)
    given = {path.replace("__", "."): value for path, value in answers.items()}
    drafting.save_answers(registration.pk, answers=given, actor=ALICE)
    return differences.between(before, Registration.objects.get(pk=registration.pk).current)


def of(path: str, found: list[FieldDifference]) -> FieldDifference:
    """The one field."""
    return next(each for each in found if each.path == path)


def test_a_new_round_carries_everything_over_so_that_nothing_differs(sound: Brand) -> None:
    found = next_round(denied(draft_brand(sound)))

    assert found
    assert differences.changed(found) == []


def test_a_changed_word_is_marked_and_the_rest_stays(sound: Brand) -> None:
    found = next_round(denied(draft_brand(sound)), companyInfo__city="Port Townsend Harbour")
    field = of(CITY, found)

    assert field.change == Change.CHANGED
    assert field.pieces[-1] == {"text": "Port Townsend Harbour", "change": "added"}
    assert [each.path for each in differences.changed(found)] == [CITY]


def test_a_tax_id_differs_without_being_shown(sound: Brand) -> None:
    field = of(TAX_ID, next_round(denied(draft_brand(sound)), companyInfo__taxId="911234567"))

    assert field.change == Change.CHANGED
    assert sound.tax_id not in repr(field)
    assert "911234567" not in repr(field)
    assert field.after == "••••••567"


def test_pictures_stand_side_by_side(tenant: Tenant, program: Program, evidence: Evidence) -> None:
    registration = drafted(tenant, RegistrationType.TOLL_FREE, program)
    path = "messagingUseCase.optInImage"
    with tenant_scope(tenant.pk):
        before = drafting.effective(registration)
        newer = make_evidence(program, caption="The form since March")
        after = {**before, path: Answer(path, "evidence", evidence_id=newer.pk)}
        field = of(path, differences.between(before, after, version=registration.current))

    assert field.has_picture
    assert field.picture_before == {
        "caption": evidence.caption,
        "url": reverse("consent:evidence", args=[evidence.token, "png"]),
    }
    assert field.picture_after is not None
    assert field.picture_after["caption"] == "The form since March"


@pytest.mark.parametrize(("old", "new", "change"), [
    ("", "Anna", Change.ADDED),
    ("Anna", "", Change.REMOVED),
    ("Anna", "Anna", Change.SAME),
])  # fmt: skip
def test_an_answer_comes_goes_or_stays(sound: Brand, old: str, new: str, change: Change) -> None:
    sides = [{"x.y": Answer("x.y", "typed", text)} for text in (old, new)]

    found = differences.between(*sides, version=draft_brand(sound).current)

    assert [each.change for each in found] == [change]


def test_choices_say_the_same_in_any_order(sound: Brand) -> None:
    sides = [{"x": Answer("x", "typed", choices=c)} for c in (("A", "B"), ("B", "A"))]

    found = differences.between(*sides, version=draft_brand(sound).current)

    assert found[0].change == Change.SAME


def test_the_page_compares_any_two_rounds(as_alice, tenant: Tenant, brand: Brand) -> None:
    with tenant_scope(tenant.pk):
        registration = denied(draft_brand(brand))
        next_round(registration, companyInfo__city="Tacoma")
    url = reverse("registrations:compare", args=[registration.pk])

    shown = as_alice.get(url, {"before": "2", "after": "1"}).content.decode()

    assert "1 answer differs between round 1 and round 2" in shown
    assert ">Tacoma<" in shown
    assert "answers are unchanged" in shown
    assert brand.tax_id not in shown


def test_a_single_round_has_nothing_to_compare(as_alice, tenant: Tenant, brand: Brand) -> None:
    registration = drafted(tenant, RegistrationType.TEN_DLC_BRAND)

    shown = as_alice.get(reverse("registrations:compare", args=[registration.pk]))

    assert "There is one round so far" in shown.content.decode()
