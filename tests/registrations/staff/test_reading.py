"""The page of one filing: findings at their fields, differences, and decisions with remarks."""

import pytest
from django.urls import reverse

from consent.models import Program
from registrations import lifecycle
from registrations.models import Registration, RegistrationEvent, RegistrationType
from registrations.staff.reading import marked
from registrations.states import RegistrationStatus
from tenants.events import Actor
from tenants.models import IsvSettings, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_user
from tests.conftest import signed_in
from tests.registrations.filings import ALICE, fresh, handed_in, resubmitted

BRAND, TOLL_FREE = RegistrationType.TEN_DLC_BRAND, RegistrationType.TOLL_FREE
S = RegistrationStatus
PATH = "messagingUseCase.useCaseDetails"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forms")]


def url(name: str, registration: Registration) -> str:
    return reverse(f"admin:registrations_registration_{name}", args=[registration.pk])


def last_event(registration: Registration) -> RegistrationEvent:
    with tenant_scope(str(registration.tenant_id)):
        return RegistrationEvent.objects.filter(registration=registration)[0]


def remark_on(registration: Registration) -> str:
    with tenant_scope(str(registration.tenant_id)):
        return str(registration.current.values.get(path=PATH).staff_remark)


@pytest.fixture
def filing(tenant: Tenant, program: Program, evidence) -> Registration:
    return handed_in(tenant, TOLL_FREE, program)


def test_each_answer_offers_standard_phrases_and_a_remark(as_dana, filing: Registration) -> None:
    page = as_dana.get(url("change", filing)).content.decode()

    assert f'name="remark:{PATH}"' in page
    assert "DESC-SPECIFIC: Say what you send" in page


def test_remarks_reach_the_business_at_their_fields(as_dana, filing: Registration) -> None:
    as_dana.post(
        url("send_back", filing),
        {f"remark:{PATH}": "Who gets these?", f"phrase:{PATH}": "Say it plainly.", "reason": ""},
    )

    assert fresh(filing).status == S.NEEDS_CHANGES
    assert remark_on(filing) == "Say it plainly. Who gets these?"
    assert last_event(filing).actor_label == "dana@isv.example"


def test_a_remark_at_no_field_of_the_form_is_dropped(as_dana, filing: Registration) -> None:
    as_dana.post(url("send_back", filing), {"remark:made.up": "x", "reason": "Mend it."})

    with tenant_scope(str(filing.tenant_id)):
        assert not filing.current.values.filter(path="made.up").exists()


def test_a_decision_without_words_keeps_what_was_typed(as_dana, filing: Registration) -> None:
    answer = as_dana.post(url("refuse", filing), {"refusal": "", f"remark:{PATH}": "Kept."})

    assert "Say why: the business reads it." in answer.content.decode()
    assert "Kept." in answer.content.decode()
    assert fresh(filing).status == S.STAFF_REVIEW


def test_staff_refuse_for_good_with_a_reason(as_dana, filing: Registration) -> None:
    as_dana.post(url("refuse", filing), {"refusal": "We take no such business."})

    assert (fresh(filing).status, fresh(filing).review_note) == (
        S.REJECTED,
        "We take no such business.",
    )


def test_a_decision_falls_on_the_round_that_was_read_and_on_no_other(
    as_dana, filing: Registration, tenant: Tenant
) -> None:
    read = as_dana.get(url("change", filing)).context["read"]
    with tenant_scope(tenant.pk):
        lifecycle.take_back(filing.pk, actor=ALICE)
        lifecycle.submit_for_review(filing.pk, actor=ALICE)

    answer = as_dana.post(url("accept", filing), {"read": read}, follow=True)

    assert "handed in anew" in answer.content.decode()
    assert fresh(filing).status == S.STAFF_REVIEW


def test_with_two_persons_the_first_acceptance_files_nothing(
    as_dana, filing: Registration, nudges
) -> None:
    IsvSettings.objects.update_or_create(pk=1, defaults={"two_person_review": True})
    erin = signed_in(make_user("erin@isv.example", is_staff=True, is_superuser=True))

    said = as_dana.post(url("accept", filing), follow=True).content.decode()
    assert "First acceptance noted" in said
    assert (
        "a colleague has to give the second" in as_dana.get(url("change", filing)).content.decode()
    )
    assert "You may give the second." in erin.get(url("change", filing)).content.decode()
    assert fresh(filing).status == S.STAFF_REVIEW

    erin.post(url("accept", filing))
    assert fresh(filing).status == S.SUBMITTED


def test_a_later_round_is_shown_beside_the_one_before(
    as_dana, filing: Registration, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        lifecycle.accept_for_carrier(filing.pk, actor=Actor.system("dana"))
        Registration.objects.filter(pk=filing.pk).update(status=S.NEEDS_CHANGES)
    resubmitted(tenant, filing, **{PATH: "Maple Dental tells patients of changed appointments."})

    page = as_dana.get(url("change", filing)).content.decode()
    compared = as_dana.get(url("compare", filing), {"before": "1", "after": "x"}).content.decode()

    for shown in (page, compared):
        assert "What changed from round 1 to round 2" in shown
        assert "<ins>" in shown
        assert "answers are unchanged" in shown


def test_the_raw_words_of_the_carrier_stand_in_the_history(
    as_dana, filing: Registration, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        RegistrationEvent.record(
            RegistrationEvent.Kind.CARRIER_STATUS,
            actor=Actor.carrier(),
            registration=filing,
            data={"from": "CREATED", "to": "AWAITING_MOON", "version": "HELD"},
        )

    page = as_dana.get(url("change", filing)).content.decode()

    assert "from: CREATED · to: AWAITING_MOON · version: HELD" in page


def test_quotes_are_marked_and_nothing_of_the_text_becomes_markup() -> None:
    shown = marked("<b>Click mark here</b>", ["mark", "<b>"])

    assert shown == "<mark>&lt;b&gt;</mark>Click <mark>mark</mark> here&lt;/b&gt;"
