"""The staff's review queue: what it shows, the two decisions, and who may take them."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from consent.models import Program
from registrations import drafting, progress, tasks
from registrations.models import Registration, RegistrationEvent, RegistrationType
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_user
from tests.conftest import signed_in
from tests.registrations.filings import ALICE, accepted, drafted, fresh, handed_in

BRAND, TOLL_FREE = RegistrationType.TEN_DLC_BRAND, RegistrationType.TOLL_FREE
S = RegistrationStatus
LIST = "admin:registrations_registration_changelist"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms")]


def url(name: str, registration: Registration) -> str:
    return reverse(f"admin:registrations_registration_{name}", args=[registration.pk])


def events(registration: Registration) -> list[tuple[str, str, str]]:
    with tenant_scope(str(registration.tenant_id)):
        rows = RegistrationEvent.objects.filter(
            registration=registration, kind="registration.moved"
        )
        return [(row.to_status, row.actor_kind, row.actor_label) for row in rows]


def test_the_first_page_says_how_many_wait(as_dana, tenant: Tenant, brand) -> None:
    handed_in(tenant, BRAND)

    shown = as_dana.get(reverse("admin:index")).content.decode()

    assert "Review queue" in shown
    assert "1 registration waits for you." in shown


def test_the_queue_shows_every_tenants_filings_that_wait_and_no_others(
    as_dana, tenant: Tenant, other_tenant: Tenant, brand
) -> None:
    with tenant_scope(other_tenant.pk):
        make_brand(legal_name="Birch Books Inc", dba_name="Birch Books")
    handed_in(tenant, BRAND)
    drafted(other_tenant, BRAND)

    queue = as_dana.get(reverse(LIST)).content.decode()
    everything = as_dana.get(reverse(LIST), {"state": "all"}).content.decode()

    assert "Maple Dental" in queue
    assert "Birch Books" not in queue
    assert "Birch Books" in everything


def test_the_page_shows_answers_evidence_texts_findings_and_history(
    as_dana, tenant: Tenant, program: Program, evidence
) -> None:
    registration = handed_in(tenant, TOLL_FREE, program)

    shown = as_dana.get(url("change", registration)).content.decode()

    assert "911144442" in shown, "staff check the tax id"
    assert evidence.token in shown
    assert "Reply STOP to opt out." in shown
    assert "Handed in to Assent" in shown
    assert "Accept and file" in shown


def test_findings_are_those_of_the_filings_own_tenant(
    as_dana, tenant: Tenant, other_tenant: Tenant, program: Program, evidence, nudges
) -> None:
    """Another tenant's approved brand must not pass for this one's."""
    with tenant_scope(other_tenant.pk):
        Registration.objects.create(
            type=BRAND,
            brand=make_brand(),
            status=S.APPROVED,
            approved_round=1,
            carrier_id="registration-other",
        )
    campaign = drafted(tenant, RegistrationType.TEN_DLC_CAMPAIGN, program)

    assert "FILING-BRAND-FIRST" in as_dana.get(url("change", campaign)).content.decode()


def test_staff_accept_and_the_filing_is_handed_over(
    as_dana, tenant: Tenant, brand, nudges, django_capture_on_commit_callbacks
) -> None:
    registration = handed_in(tenant, BRAND)

    with django_capture_on_commit_callbacks(execute=True):
        answer = as_dana.post(url("accept", registration))

    assert answer["Location"] == reverse(LIST)
    assert fresh(registration).status == S.SUBMITTED
    assert nudges == [(tasks.file_registration, [str(tenant.pk), str(registration.pk)])]
    assert events(registration)[0] == ("submitted", "staff", "dana@isv.example")


def test_staff_send_back_with_a_reason(as_dana, tenant: Tenant, brand) -> None:
    registration = handed_in(tenant, BRAND)

    as_dana.post(url("send_back", registration), {"reason": " Which suite? "})

    again = fresh(registration)
    assert (again.status, again.review_note) == (S.NEEDS_CHANGES, "Which suite?")
    assert events(registration)[0] == ("needs_changes", "staff", "dana@isv.example")


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_reason_sends_nothing_back(as_dana, tenant: Tenant, brand, reason: str) -> None:
    registration = handed_in(tenant, BRAND)

    answer = as_dana.post(url("send_back", registration), {"reason": reason})

    assert "Say what to change" in answer.content.decode()
    assert fresh(registration).status == S.STAFF_REVIEW


@pytest.mark.parametrize("decision", ["accept", "send_back"])
def test_what_a_colleague_decided_meanwhile_is_said_and_stands(
    as_dana, tenant: Tenant, brand, nudges, decision: str
) -> None:
    registration = handed_in(tenant, BRAND)
    as_dana.post(url("accept", registration))

    answer = as_dana.post(url(decision, registration), {"reason": "No"}, follow=True)

    assert "by now" in answer.content.decode()
    assert fresh(registration).status == S.SUBMITTED


def test_staff_without_the_right_read_and_do_not_decide(tenant: Tenant, brand) -> None:
    erin = make_user("erin@isv.example", is_staff=True)
    erin.user_permissions.add(Permission.objects.get(codename="view_registration"))
    browser, registration = signed_in(erin), handed_in(tenant, BRAND)

    shown = browser.get(url("change", registration))
    assert shown.status_code == 200
    assert "Accept and file" not in shown.content.decode()
    for decision in ("accept", "send_back"):
        assert browser.post(url(decision, registration)).status_code == 403
    assert fresh(registration).status == S.STAFF_REVIEW


@pytest.mark.parametrize("decision", ["accept", "send_back"])
def test_a_member_who_is_no_staff_decides_nothing(
    as_alice, tenant: Tenant, brand, decision: str
) -> None:
    registration = handed_in(tenant, BRAND)

    assert as_alice.post(url(decision, registration)).status_code == 302
    assert fresh(registration).status == S.STAFF_REVIEW


def test_a_decision_is_not_taken_by_following_a_link(as_dana, tenant: Tenant, brand) -> None:
    registration = handed_in(tenant, BRAND)

    assert as_dana.get(url("accept", registration)).status_code == 403
    assert fresh(registration).status == S.STAFF_REVIEW


def test_nothing_is_added_deleted_or_typed_by_hand(as_dana, tenant: Tenant, brand) -> None:
    registration = handed_in(tenant, BRAND)

    assert as_dana.get(reverse("admin:registrations_registration_add")).status_code == 403
    assert as_dana.post(url("delete", registration), {"post": "yes"}).status_code == 403
    as_dana.post(url("change", registration), {"status": "approved"})
    assert fresh(registration).status == S.STAFF_REVIEW


def test_an_address_that_is_no_id_is_not_found(as_dana, tenant: Tenant) -> None:
    address = reverse("admin:registrations_registration_change", args=["nonsense"])

    assert as_dana.get(address).status_code == 404


@pytest.mark.parametrize("model", ["originator", "formdefinition"])
def test_numbers_and_forms_are_read_only(as_dana, model: str) -> None:
    assert as_dana.get(reverse(f"admin:registrations_{model}_changelist")).status_code == 200
    assert as_dana.get(reverse(f"admin:registrations_{model}_add")).status_code == 403


def test_staff_take_back_what_does_not_get_to_the_carrier(as_dana, tenant: Tenant, brand) -> None:
    registration = accepted(tenant, BRAND)

    answer = as_dana.post(url("recall", registration), {"reason": "The account is blocked."})

    assert answer.status_code == 302
    found = fresh(registration)
    assert (found.status, found.review_note) == (S.NEEDS_CHANGES, "The account is blocked.")
    with tenant_scope(tenant.pk):
        assert drafting.revise(found.pk, actor=ALICE).number == 2


def test_nothing_is_taken_back_while_a_worker_files_it(as_dana, tenant: Tenant, brand) -> None:
    registration = accepted(tenant, BRAND)
    with tenant_scope(tenant.pk):
        progress.claim(registration.pk, now=timezone.now())

    as_dana.post(url("recall", registration), {"reason": "The account is blocked."})

    assert fresh(registration).status == S.SUBMITTED
