"""The page of who is registered, and the staff's answer to an exception."""

import pytest
from django.test import Client

from tenants.events import Actor
from tenants.models import IsvIdentity, RegistrantDecision, Tenant, User
from tenants.registrant import registrants
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_decision

PAGE = "/setup/registrant/"
ASK = "/setup/registrant/exception/"
pytestmark = pytest.mark.django_db


def answers(first: str, second: str, third: str) -> dict[str, str]:
    """The form."""
    return {"runs_opt_in": first, "writes_messages": second, "is_named": third}


def text(client: Client, address: str = PAGE) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def shared_name(tenant: Tenant) -> IsvIdentity:
    """A business that carries the platform's name."""
    with tenant_scope(tenant.pk):
        make_brand(is_decided=False)
    return IsvIdentity.objects.create(legal_names=["Maple Dental"])


def test_three_questions_are_asked_with_two_examples(as_alice: Client) -> None:
    page = text(as_alice)

    assert page.count('value="unsure"') == 3
    assert "Two examples" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("no", "no", "no"), "Maple Dental is registered, with its own details"),
        (("yes", "yes", "unsure"), "Maple Dental is registered, with its own details"),
        (("yes", "yes", "yes"), "may be registered, if our staff agree"),
    ],
)
def test_the_result_says_in_a_sentence_what_follows(as_alice, given, sentence) -> None:
    page = as_alice.post(PAGE, answers(*given), follow=True).content.decode()

    assert sentence in page
    assert "alice@mapledental.example" in page


def test_an_answer_left_out_is_asked_for_again(as_alice: Client, tenant: Tenant) -> None:
    page = as_alice.post(PAGE, answers("yes", "", "yes")).content.decode()

    assert "Choose one." in page
    with tenant_scope(tenant.pk):
        assert registrants.current() is None


def test_answering_again_warns_and_makes_a_new_row(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post(PAGE, answers("yes", "yes", "yes"))
    assert "replace the earlier ones" in text(as_alice, f"{PAGE}?again=1")

    as_alice.post(PAGE, answers("no", "yes", "yes"))

    with tenant_scope(tenant.pk):
        assert RegistrantDecision.objects.count() == 2


def test_a_false_alarm_is_named_and_an_exception_can_be_asked_for(
    as_alice: Client, tenant: Tenant, shared_name: IsvIdentity
) -> None:
    as_alice.post(PAGE, answers("no", "no", "no"))
    assert "Maple Dental LLC" in text(as_alice)
    assert "Maple Dental LLC" in text(as_alice, "/brand/")

    assert "Say why" in as_alice.post(ASK, {"reason": ""}).content.decode()
    page = as_alice.post(ASK, {"reason": "Ours since 1998."}, follow=True).content.decode()

    assert "Waiting for staff" in page
    assert "Ours since 1998." in page


def test_asking_without_anything_to_except_is_said(as_alice: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand()

    page = as_alice.post(ASK, {"reason": "Why not"}, follow=True, headers={"referer": PAGE})

    assert "need no exception" in page.content.decode()


def test_a_viewer_reads_and_cannot_answer(as_bob: Client, tenant: Tenant) -> None:
    assert "Nobody has answered yet" in text(as_bob)
    assert as_bob.post(PAGE, answers("no", "no", "no")).status_code == 403
    assert as_bob.post(ASK, {"reason": "Why"}).status_code == 403

    with tenant_scope(tenant.pk):
        make_decision()
    assert "Answer again" not in text(as_bob, f"{PAGE}?again=1")


@pytest.fixture
def asked(tenant: Tenant, shared_name: IsvIdentity) -> RegistrantDecision:
    """An exception that waits for staff."""
    with tenant_scope(tenant.pk):
        make_decision()
        return registrants.ask_exception(reason="Ours since 1998.", actor=Actor.system("alice"))


def admin_page(decision: RegistrantDecision | None = None, step: str = "") -> str:
    """An address of the staff's pages."""
    base = "/admin/tenants/registrantdecision/"
    return f"{base}{decision.pk}/{step or 'change/'}" if decision else base


def test_staff_find_what_waits_with_the_reason_and_the_matches(
    as_dana: Client, asked: RegistrantDecision
) -> None:
    assert "Maple Dental" in text(as_dana, admin_page())
    page = text(as_dana, admin_page(asked))

    assert "Ours since 1998." in page
    assert "Maple Dental LLC" in page


def test_staff_approve_and_the_business_reads_the_remark(
    as_dana: Client, as_alice: Client, asked: RegistrantDecision
) -> None:
    as_dana.post(admin_page(asked, "approve/"), {"remark": "The tax letter shows it."})

    page = text(as_alice)
    assert "Approved" in page
    assert "The tax letter shows it." in page
    assert "ISV-INFO-DETECTED" not in page


def test_staff_refuse_only_with_a_remark(
    as_dana: Client, as_alice: Client, tenant: Tenant, asked: RegistrantDecision, dana: User
) -> None:
    refusal = as_dana.post(admin_page(asked, "refuse/"), {"remark": ""}, follow=True)
    assert "Say why" in refusal.content.decode()

    as_dana.post(admin_page(asked, "refuse/"), {"remark": "Send the letter."})

    assert "Send the letter." in text(as_alice)
    with tenant_scope(tenant.pk):
        assert RegistrantDecision.objects.get().reviewed_by == dana


def test_deciding_needs_the_right_and_a_post(
    client: Client, as_dana: Client, tenant: Tenant, asked: RegistrantDecision, dana: User
) -> None:
    assert as_dana.get(admin_page(asked, "approve/")).status_code == 403
    User.objects.filter(pk=dana.pk).update(is_superuser=False)
    for step in ("approve/", "refuse/"):
        assert as_dana.post(admin_page(asked, step), {"remark": "x"}).status_code == 403
    assert client.post(admin_page(asked, "approve/")).status_code in (302, 403)

    with tenant_scope(tenant.pk):
        assert RegistrantDecision.objects.get().exception_status == "waiting"


def test_staff_cannot_decide_on_what_the_business_replaced(
    as_dana: Client, as_alice: Client, asked: RegistrantDecision
) -> None:
    as_alice.post(PAGE, answers("no", "no", "no"))

    page = as_dana.post(admin_page(asked, "approve/"), {"remark": ""}, follow=True)

    assert "answered again" in page.content.decode()


def test_decisions_are_never_written_by_hand(as_dana: Client, asked: RegistrantDecision) -> None:
    assert as_dana.post(admin_page(asked), {"exception_status": "approved"}).status_code == 403
    assert as_dana.get("/admin/tenants/registrantdecision/add/").status_code == 403
    assert as_dana.post(admin_page(asked, "delete/"), {"post": "yes"}).status_code == 403
