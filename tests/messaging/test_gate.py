"""The gate's truth table: what may be sent, and every reason why not (INV-5, INV-6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import OptMethod, Program
from messaging import gate
from messaging.models import Message, Purpose
from registrations.states import FINAL, OriginatorStatus, RegistrationStatus
from tenants.models import TenantStatus
from tests.builders import RECIPIENT, make_brand, make_message, make_originator, make_program
from tests.messaging.people import Sender, opt_in, opt_out

ALL = list(Purpose)


def codes(message: Message) -> list[str]:
    """The gate's reasons, by code."""
    return [reason.code for reason in gate.check(message, now=timezone.now()).reasons]


def text(sender: Sender, **fields: Any) -> Message:
    """An accepted text of the sender's program."""
    return make_message(sender.program, sender.originator, **fields)


@pytest.mark.parametrize("purpose", ALL)
def test_inv5_everything_in_order_is_allowed(sender: Sender, purpose: Purpose) -> None:
    opt_in(sender.program)

    assert gate.check(text(sender, purpose=purpose), now=timezone.now()).allowed


STANDINGS = {
    # Whoever never agreed may be asked, and nothing else; whoever stopped not even that.
    "stranger": ("consent_missing", "consent_missing", None, None, None),
    "opted in": (None, None, None, None, None),
    "stopped": ("opted_out", "opted_out", "opted_out", None, None),
}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("purpose", ALL)
def test_consent_is_asked_for_all_but_the_required_replies(
    sender: Sender, standing: str, purpose: Purpose
) -> None:
    if standing != "stranger":
        opt_in(sender.program)
    if standing == "stopped":
        opt_out(sender.program)

    expected = STANDINGS[standing][ALL.index(purpose)]
    assert codes(text(sender, purpose=purpose)) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        (Purpose.PROGRAM, ["tenant_suspended"]),
        (Purpose.OPT_IN_CONFIRMATION, ["tenant_suspended"]),
        (Purpose.OPT_IN_REQUEST, ["tenant_suspended"]),
        (Purpose.OPT_OUT_CONFIRMATION, []),
        (Purpose.HELP_REPLY, []),
    ],
)
def test_inv6_a_suspended_business_still_confirms_stop_and_answers_help(
    sender: Sender, purpose: Purpose, expected: list[str]
) -> None:
    opt_in(sender.program)
    tenant = sender.program.tenant
    tenant.status = TenantStatus.SUSPENDED
    tenant.save()

    assert codes(text(sender, purpose=purpose)) == expected


@pytest.mark.parametrize("status", [OriginatorStatus.PENDING, OriginatorStatus.RELEASED])
@pytest.mark.parametrize("purpose", ALL)
def test_nothing_leaves_from_a_number_that_is_not_live(
    sender: Sender, purpose: Purpose, status: OriginatorStatus
) -> None:
    opt_in(sender.program)
    sender.originator.status = status
    sender.originator.save()

    assert codes(text(sender, purpose=purpose)) == ["no_live_number"]


@pytest.mark.parametrize(
    "status", [s for s in RegistrationStatus if s != RegistrationStatus.APPROVED]
)
@pytest.mark.parametrize("is_update", [False, True])
def test_inv5_nothing_leaves_without_an_approved_registration(
    sender: Sender, status: RegistrationStatus, is_update: bool
) -> None:
    """An update on its way takes nothing from the approval; an end of the registration does."""
    opt_in(sender.program)
    registration = sender.originator.registration
    stands = is_update and status not in FINAL
    registration.status, registration.approved_round = status, 1 if stands else None
    registration.save()

    assert codes(text(sender)) == ([] if stands else ["registration_not_approved"])


def test_a_kind_that_the_person_did_not_agree_to_is_refused(sender: Sender) -> None:
    opt_in(sender.program)

    verdict = gate.check(text(sender, message_kind="marketing"), now=timezone.now())

    assert verdict.code == "kind_not_covered"
    assert "Appointment reminders" in verdict.sentence


@pytest.mark.parametrize(
    ("length", "allowed"), [(0, False), (1, True), (1600, True), (1601, False)]
)
def test_a_text_has_between_1_and_1600_characters(
    sender: Sender, length: int, allowed: bool
) -> None:
    opt_in(sender.program)

    assert (codes(text(sender, body="x" * length)) == []) is allowed


@pytest.mark.parametrize(
    ("endpoint", "expected"), [("", ["test_key"]), ("http://127.0.0.1:8091", [])]
)
def test_a_test_key_reaches_the_simulator_only(
    sender: Sender, settings: Any, endpoint: str, expected: list[str]
) -> None:
    opt_in(sender.program)
    settings.CARRIER_ENDPOINT_URL = endpoint

    assert codes(text(sender, is_test=True)) == expected


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        (Purpose.PROGRAM, []),
        (Purpose.OPT_IN_CONFIRMATION, []),
        (Purpose.OPT_OUT_CONFIRMATION, ["carrier_answers"]),
        (Purpose.HELP_REPLY, ["carrier_answers"]),
    ],
)
def test_where_the_carrier_answers_keywords_we_do_not(
    sender: Sender, purpose: Purpose, expected: list[str]
) -> None:
    opt_in(sender.program)
    sender.originator.is_self_managed = False
    sender.originator.save()

    assert codes(text(sender, purpose=purpose)) == expected


def test_an_unpublished_program_sends_nothing(in_tenant: object) -> None:
    program = Program.objects.create(name="Draft", slug="draft")
    message = make_message(program, make_originator(program, make_brand()))

    assert codes(message) == ["consent_missing", "program_not_published"]


def test_consent_to_one_program_is_none_to_another(sender: Sender) -> None:
    opt_in(sender.program)
    other = make_program("Maple Offers", slug="offers")

    assert codes(make_message(other, sender.originator)) == ["consent_missing"]


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (OptMethod.KEYWORD, "This person texted STOP on 24 November 2026."),
        (OptMethod.CARRIER, "The carrier has this number on its opt-out list since 24 November"),
        (OptMethod.STAFF, "This person opted out on 24 November 2026."),
    ],
)
def test_the_refusal_says_when_and_how_the_person_stopped(
    sender: Sender, method: OptMethod, words: str
) -> None:
    day = timezone.now().replace(year=2026, month=11, day=24, hour=9)
    opt_out(sender.program, method=method, at=day)

    sentence = gate.check(text(sender), now=timezone.now()).sentence

    assert words in sentence
    assert "must text START" in sentence


def make_otp(number_type: str = "TEN_DLC") -> Sender:
    """A program for one-time codes."""
    program = make_program(use_case="otp", message_kinds=("security_code", "account"))
    return Sender(program, make_originator(program, make_brand(), number_type=number_type))


@pytest.mark.parametrize(
    ("kind", "number_type", "queued_after", "expected"),
    [
        ("security_code", "TEN_DLC", True, []),
        ("security_code", "TEN_DLC", False, ["opted_out"]),
        ("account", "TEN_DLC", True, ["opted_out"]),
        ("security_code", "TOLL_FREE", True, ["opted_out"]),
    ],
)
def test_a_code_asked_for_after_a_stop_is_a_new_opt_in_to_codes(
    in_tenant: object, kind: str, number_type: str, queued_after: bool, expected: list[str]
) -> None:
    otp = make_otp(number_type)
    opt_in(otp.program, kinds=["security_code", "account"])
    opt_out(otp.program)
    shift = timedelta(seconds=1 if queued_after else -60)

    message = text(otp, message_kind=kind, created_at=timezone.now() + shift)

    assert codes(message) == expected


def test_every_reason_is_given_the_weightiest_first(sender: Sender) -> None:
    opt_out(sender.program)
    sender.originator.status = OriginatorStatus.PENDING
    sender.originator.save()

    assert codes(text(sender, body="x" * 1601)) == ["opted_out", "no_live_number", "body_length"]


def test_a_text_without_any_number_has_a_reason_too(sender: Sender) -> None:
    opt_in(sender.program)
    message = Message.objects.create(
        program=sender.program, recipient=RECIPIENT, body="Hello", message_kind="appointment"
    )

    assert codes(message) == ["no_live_number"]
