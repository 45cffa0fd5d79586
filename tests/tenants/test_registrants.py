"""Who is registered: what the answers mean, and what an exception lets pass and what not."""

import pytest

from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import IsvIdentity, RegistrantDecision, TenantEvent, User
from tenants.registrant import registrants
from tenants.registrant.registrants import Answers
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_tenant")]
ALICE = Actor.system("alice")
YES, NO = ("yes", "yes", "yes"), ("no", "no", "no")


@pytest.fixture
def isv(db: None) -> IsvIdentity:
    """The platform shares two of Maple Dental's details."""
    return IsvIdentity.objects.create(
        legal_names=["Maple Dental Software"], tax_ids=["91-1144442"], domains=["isv.example"]
    )


def events() -> list[str]:
    """The kinds of what happened, oldest first."""
    return [event.kind for event in TenantEvent.objects.order_by("at")]


def asked(reason: str = "We shared the name before.") -> RegistrantDecision:
    """An exception asked for by a business that is registered itself."""
    make_decision(*NO)
    return registrants.ask_exception(reason=reason, actor=ALICE)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (YES, "isv"),
        (NO, "end_business"),
        (("yes", "yes", "no"), "end_business"),
        (("yes", "unsure", "yes"), "end_business"),
        (("unsure", "unsure", "unsure"), "end_business"),
    ],
)
def test_any_no_and_any_doubt_registers_the_end_business(answers, outcome) -> None:
    decision = registrants.decide(answers=Answers(*answers), actor=ALICE)

    assert decision.outcome == outcome
    assert registrants.is_settled(decision) is (outcome == "end_business")


def test_answers_person_and_date_are_kept_and_answering_again_keeps_the_first_row() -> None:
    registrants.decide(answers=Answers("no", "yes", "unsure"), actor=ALICE)
    registrants.decide(answers=Answers(*YES), actor=ALICE)

    newest, first = RegistrantDecision.objects.all()
    assert (first.runs_opt_in, first.writes_messages, first.is_named) == ("no", "yes", "unsure")
    assert (first.decided_by, first.decided_at < newest.decided_at) == ("alice", True)
    assert registrants.current() == newest
    assert events() == ["registrant.decided", "registrant.decided"]


@pytest.mark.parametrize("answers", [("", "no", "no"), ("yes", "yes", "perhaps")])
def test_three_answers_are_needed(answers) -> None:
    with pytest.raises(InvalidInput):
        registrants.decide(answers=Answers(*answers), actor=ALICE)


def test_nothing_is_settled_before_anybody_answered() -> None:
    assert registrants.current() is None
    assert not registrants.is_settled(None)


def test_three_times_yes_with_a_reason_waits_for_staff(dana: User) -> None:
    make_brand(is_decided=False)
    decision = registrants.decide(answers=Answers(*YES), reason="Our app.", actor=ALICE)

    assert (decision.exception_status, registrants.is_settled(decision)) == ("waiting", False)
    decision = registrants.approve(decision.pk, reviewer=dana, remark="Agreed")
    assert registrants.is_settled(decision)
    assert events() == [
        "registrant.decided",
        "registrant.exception_asked",
        "registrant.exception_approved",
    ]


def test_an_approved_exception_covers_exactly_the_values_it_names(
    isv: IsvIdentity, dana: User
) -> None:
    brand = make_brand(is_decided=False)
    registrants.approve(asked().pk, reviewer=dana)

    assert registrants.open_matches(brand) == []
    assert registrants.may_carry_isv_data("legal_name", "maple dental  LLC")
    assert registrants.may_carry_isv_data("tax_id", "911144442")
    assert not registrants.may_carry_isv_data("tax_id", "911144443")
    assert not registrants.may_carry_isv_data("website", "https://isv.example")
    assert not registrants.may_carry_isv_data("legal_name", "Maple Dental Software")


def test_an_exception_lapses_for_a_value_that_is_entered_later(
    isv: IsvIdentity, dana: User
) -> None:
    brand = make_brand(is_decided=False)
    registrants.approve(asked().pk, reviewer=dana)

    brand.website = "https://app.isv.example"

    assert [match.field for match in registrants.open_matches(brand)] == ["website"]
    assert "website" not in registrants.excepted_fields(brand, registrants.current())
    assert "legal_name" in registrants.excepted_fields(brand, registrants.current())


@pytest.mark.parametrize("status", ["none", "waiting", "refused"])
def test_only_an_approved_exception_covers_anything(isv: IsvIdentity, status: str) -> None:
    brand = make_brand(is_decided=False)
    decision = asked()
    RegistrantDecision.objects.filter(pk=decision.pk).update(exception_status=status)

    assert not registrants.may_carry_isv_data("legal_name", brand.legal_name)
    assert len(registrants.open_matches(brand)) == 3


def test_a_tax_id_is_not_stored_with_the_exception(isv: IsvIdentity) -> None:
    make_brand(is_decided=False)

    named = asked().matches["tax_id"]

    assert "1144442" not in str(named)
    assert named["value"].endswith("442")


def test_answering_again_ends_the_exception(isv: IsvIdentity, dana: User) -> None:
    make_brand(is_decided=False)
    registrants.approve(asked().pk, reviewer=dana)

    registrants.decide(answers=Answers(*NO), actor=ALICE)

    assert not registrants.may_carry_isv_data("tax_id", "911144442")


def test_a_refused_exception_may_be_asked_for_again(isv: IsvIdentity, dana: User) -> None:
    make_brand(is_decided=False)
    decision = registrants.refuse(asked().pk, reviewer=dana, remark="Show the tax letter.")
    assert (decision.remark, decision.reviewed_by) == ("Show the tax letter.", dana)

    again = registrants.ask_exception(reason="Here is the letter.", actor=ALICE)

    assert (again.pk, again.exception_status, again.remark) == (decision.pk, "waiting", "")


def test_an_approved_exception_can_be_taken_back(isv: IsvIdentity, dana: User) -> None:
    make_brand(is_decided=False)
    decision = registrants.approve(asked().pk, reviewer=dana)

    registrants.refuse(decision.pk, reviewer=dana, remark="The letter was false.")

    assert not registrants.may_carry_isv_data("tax_id", "911144442")


def test_asking_for_more_keeps_what_was_approved_as_it_was(isv: IsvIdentity, dana: User) -> None:
    brand = make_brand(is_decided=False)
    first = registrants.approve(asked().pk, reviewer=dana)
    brand.website = "https://isv.example"
    brand.save()

    second = registrants.ask_exception(reason="Also the website.", actor=ALICE)

    assert second.pk != first.pk
    assert set(second.matches) == {"legal_name", "dba_name", "tax_id", "website"}
    first.refresh_from_db()
    assert (first.exception_status, set(first.matches)) == (
        "approved",
        {"legal_name", "dba_name", "tax_id"},
    )


def test_staff_cannot_decide_on_what_was_replaced(isv: IsvIdentity, dana: User) -> None:
    make_brand(is_decided=False)
    old = asked()
    registrants.decide(answers=Answers(*NO), actor=ALICE)

    with pytest.raises(TransitionNotAllowed):
        registrants.approve(old.pk, reviewer=dana)


def test_staff_decide_once(isv: IsvIdentity, dana: User) -> None:
    make_brand(is_decided=False)
    decision = registrants.refuse(asked().pk, reviewer=dana, remark="No.")

    with pytest.raises(TransitionNotAllowed):
        registrants.approve(decision.pk, reviewer=dana)


def test_a_refusal_says_why(isv: IsvIdentity, dana: User) -> None:
    make_brand(is_decided=False)
    with pytest.raises(InvalidInput):
        registrants.refuse(asked().pk, reviewer=dana, remark=" ")


@pytest.mark.parametrize(
    ("is_decided", "has_brand", "reason", "code"),
    [
        (True, True, " ", "invalid"),
        (True, True, "x" * 1001, "invalid"),
        (False, True, "Why", "registrant_undecided"),
        (True, False, "Why", "brand_missing"),
        (True, True, "Nothing looks like yours", "exception_needless"),
    ],
)
def test_an_exception_needs_a_reason_an_answer_and_something_to_except(
    is_decided, has_brand, reason, code
) -> None:
    if is_decided:
        make_decision(*NO)
    if has_brand:
        make_brand(is_decided=False)

    with pytest.raises(DomainError) as error:
        registrants.ask_exception(reason=reason, actor=ALICE)

    assert error.value.code == code


def test_the_same_exception_is_not_asked_for_twice(isv: IsvIdentity) -> None:
    make_brand(is_decided=False)
    asked()

    with pytest.raises(DomainError, match="already"):
        registrants.ask_exception(reason="Again", actor=ALICE)


def test_one_businesss_exception_is_no_other_businesss(
    isv: IsvIdentity, dana: User, other_tenant
) -> None:
    make_brand(is_decided=False)
    registrants.approve(asked().pk, reviewer=dana)

    with tenant_scope(other_tenant.pk):
        assert not registrants.may_carry_isv_data("tax_id", "911144442")
