"""Accepting several filings: only clean ones, each by itself, and a word about every one."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from consent.rules import Finding, Severity, TextKind
from registrations import lifecycle, preflight
from registrations.models import Registration, RegistrationType
from registrations.staff import bulk
from registrations.states import RegistrationStatus
from tenants.models import IsvSettings, Tenant, User
from tenants.scoping import all_tenants_scope, tenant_scope
from tests.builders import make_brand, make_user
from tests.conftest import signed_in
from tests.registrations.filings import ALICE, fresh, handed_in

S, BRAND = RegistrationStatus, RegistrationType.TEN_DLC_BRAND
LIST = "admin:registrations_registration_changelist"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms")]


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What pre-flight finds in every filing: nothing, until a test adds something."""
    found: list[Finding] = []
    monkeypatch.setattr(preflight, "check", lambda registration: list(found))
    return found


@pytest.fixture
def two(tenant: Tenant, other_tenant: Tenant, brand: Any, clean: Any) -> list[Registration]:
    with tenant_scope(other_tenant.pk):
        make_brand(legal_name="Birch Books Inc", dba_name="Birch Books")
    return [handed_in(tenant, BRAND), handed_in(other_tenant, BRAND)]


def found(severity: Severity) -> Finding:
    return Finding("ANY-RULE", severity, TextKind.REGISTRATION, "It is odd.", "Mend it.", ())


def preview(browser: Any, filings: list[Registration]) -> Any:
    data = {"action": "accept_many", "_selected_action": [str(each.pk) for each in filings]}
    return browser.post(reverse(LIST), data)


def tokens(viewer: User, filings: list[Registration]) -> list[str]:
    with all_tenants_scope("test"):
        return [each.token for each in bulk.candidates([f.pk for f in filings], viewer)]


def confirm(browser: Any, given: list[str]) -> str:
    address = reverse("admin:registrations_registration_accept_many")
    return str(browser.post(address, {"filing": given}).content.decode())


def test_the_preview_accepts_nothing_and_offers_what_is_clean(as_dana, two) -> None:
    page = preview(as_dana, two).content.decode()

    assert "2 clean filings" in page
    assert page.count('class="bulk-tick"') == 2
    assert {fresh(each).status for each in two} == {S.STAFF_REVIEW}


@pytest.mark.parametrize(
    ("severity", "why"),
    [(Severity.BLOCKER, "It has blockers."), (Severity.WARNING, "nobody answered for")],
)
def test_what_is_not_clean_is_listed_with_the_reason(
    as_dana, dana: User, two, clean: list[Finding], severity: Severity, why: str
) -> None:
    clean.append(found(severity))

    page = preview(as_dana, two).content.decode()

    assert why in page
    assert 'class="bulk-tick"' not in page
    assert "0 of 2 accepted" in confirm(as_dana, tokens(dana, two))


def test_those_confirmed_are_accepted_and_each_has_a_result(
    as_dana, dana: User, two, nudges
) -> None:
    page = confirm(as_dana, tokens(dana, two))

    assert "2 of 2 accepted" in page
    assert {fresh(each).status for each in two} == {S.SUBMITTED}


def test_one_that_fails_stops_no_other(as_dana, dana: User, two, nudges) -> None:
    given = tokens(dana, two)
    with tenant_scope(str(two[0].tenant_id)):
        lifecycle.take_back(two[0].pk, actor=ALICE)

    page = confirm(as_dana, given)

    assert "1 of 2 accepted" in page
    assert "It does not wait for us: Draft." in page
    assert [fresh(each).status for each in two] == [S.DRAFT, S.SUBMITTED]


def test_what_was_handed_in_anew_is_left_alone(as_dana, dana: User, two, nudges) -> None:
    given = tokens(dana, two[:1])
    with tenant_scope(str(two[0].tenant_id)):
        lifecycle.take_back(two[0].pk, actor=ALICE)
        lifecycle.submit_for_review(two[0].pk, actor=ALICE)

    assert "handed in anew" in confirm(as_dana, given)
    assert fresh(two[0]).status == S.STAFF_REVIEW


def test_with_two_persons_it_says_which_acceptance_it_gives(
    as_dana, dana: User, two, nudges
) -> None:
    IsvSettings.objects.update_or_create(pk=1, defaults={"two_person_review": True})
    assert "First acceptance; a second person files it" in preview(as_dana, two).content.decode()
    confirm(as_dana, tokens(dana, two))

    assert "You accepted it first" in preview(as_dana, two).content.decode()
    erin = make_user("erin@isv.example", is_staff=True, is_superuser=True)
    assert "Second acceptance; files it" in preview(signed_in(erin), two).content.decode()
    assert "2 of 2 accepted" in confirm(signed_in(erin), tokens(erin, two))


def test_more_than_fifty_are_not_taken_at_once(
    as_dana, two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)

    answer = preview(as_dana, two)

    assert answer.status_code == 302
    assert "Select at most 1 at a time." in as_dana.get(reverse(LIST)).content.decode()


def test_support_sees_the_queue_and_is_offered_no_bulk(two) -> None:
    erin = make_user("erin@isv.example", is_staff=True)
    erin.groups.add(Group.objects.get(name="Support"))

    page = signed_in(erin).get(reverse(LIST)).content.decode()

    assert "accept_many" not in page
    assert "Birch Books" in page


@pytest.mark.parametrize("given", ["", "nonsense", "x~1~2"])
def test_made_up_filings_are_ignored(as_dana, given: str) -> None:
    assert "No filing was ticked." in confirm(as_dana, [given])
