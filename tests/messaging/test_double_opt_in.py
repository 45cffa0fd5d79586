"""Double opt-in, by form and by keyword: one question, and nothing more until YES."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from consent.models import Consent, ConsentEvent, Standing
from messaging import gate, inbound, sending
from messaging.models import InboundMessage, InboundOutcome, Message, Purpose
from messaging.sending import MessageRefused
from messaging.states import MessageStatus
from tenants.events import Actor
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_brand, make_originator, make_program
from tests.messaging.hosted import patient, send, show
from tests.messaging.people import Sender, make_sender

__all__ = ["patient"]
JOIN = "/p/maple/reminders/join/"


@pytest.fixture
def maple(db: None) -> Sender:
    """A business whose program asks the phone before it texts."""
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    with tenant_scope(tenant.pk):
        program = make_program(
            message_kinds=("appointment", "account"),
            double_opt_in=True,
            methods=("web", "keyword"),
            text_number="+12065550199",
        )
        return Sender(program, make_originator(program, make_brand()))


def text(sender: Sender, body: str, *, at: datetime | None = None) -> InboundMessage:
    """The phone texts the program's number."""
    found = inbound.receive_text(
        inbound.Text(
            carrier_id=uuid.uuid4().hex,
            sender=RECIPIENT,
            destination=sender.originator.number,
            body=body,
            received_at=at or timezone.now(),
        )
    )
    assert found is not None
    return found


def purposes(sender: Sender) -> list[str]:
    """What we sent, oldest first."""
    with tenant_scope(sender.tenant_id):
        return list(Message.objects.order_by("created_at").values_list("purpose", flat=True))


def standing(sender: Sender) -> str:
    """Where the number stands, or nowhere."""
    with tenant_scope(sender.tenant_id):
        found = Consent.objects.filter(program=sender.program, recipient=RECIPIENT).first()
        return str(found.standing) if found else "nowhere"


def kinds(sender: Sender) -> list[str]:
    """What the ledger says, oldest first."""
    with tenant_scope(sender.tenant_id):
        return list(ConsentEvent.objects.order_by("at").values_list("kind", flat=True))


def test_the_form_asks_the_phone_and_nothing_else_happens(maple: Sender, patient: None) -> None:
    answer = send(JOIN, kinds=["appointment"])

    assert answer.status_code == 302
    assert kinds(maple) == [ConsentEvent.Kind.OPT_IN_REQUESTED]
    assert purposes(maple) == [Purpose.OPT_IN_REQUEST]
    assert standing(maple) == "nowhere"
    with tenant_scope(maple.tenant_id):
        assert "Reply YES" in Message.objects.get().body


def test_the_page_says_that_the_phone_is_asked(maple: Sender, patient: None) -> None:
    assert "only after its YES" in show(JOIN)
    assert "Reply YES to it within 24 hours" in show(f"{JOIN}?sent=1")


def test_the_question_may_go_to_somebody_who_never_agreed(maple: Sender, patient: None) -> None:
    send(JOIN, kinds=["appointment"])

    with tenant_scope(maple.tenant_id):
        assert gate.check(Message.objects.get(), now=timezone.now()).allowed


def test_no_other_text_goes_out_before_the_yes(maple: Sender, patient: None) -> None:
    send(JOIN, kinds=["appointment"])

    with tenant_scope(maple.tenant_id), pytest.raises(MessageRefused) as refused:
        sending.queue_message(
            maple.program,
            recipient=RECIPIENT,
            body="Maple Dental: see you on Friday.",
            message_kind="appointment",
            actor=Actor.system("test"),
        )
    assert refused.value.code == "consent_missing"


@pytest.mark.parametrize("word", ["YES", "yes.", " Y ", "Sí", "si", "OUI", "yes please"])
def test_yes_opts_in_to_what_was_ticked_and_is_confirmed(
    maple: Sender, patient: None, word: str
) -> None:
    send(JOIN, kinds=["appointment"])

    outcome = text(maple, word).outcome

    assert outcome == InboundOutcome.JOINED
    assert purposes(maple) == [Purpose.OPT_IN_REQUEST, Purpose.OPT_IN_CONFIRMATION]
    with tenant_scope(maple.tenant_id):
        consent = Consent.objects.get()
        assert (consent.standing, consent.message_kinds) == (Standing.OPTED_IN, ["appointment"])
        assert consent.last_event.user_agent == "Phone/1.0"
        assert "appointment" in consent.last_event.disclosure


@pytest.mark.parametrize("word", ["YES", "Y", "si", "oui"])
def test_without_a_question_a_yes_is_an_ordinary_text(maple: Sender, word: str) -> None:
    assert text(maple, word).outcome == InboundOutcome.KEPT
    assert (kinds(maple), purposes(maple)) == ([], [])


def test_a_yes_after_a_day_is_an_ordinary_text(maple: Sender, patient: None) -> None:
    send(JOIN, kinds=["appointment"])

    later = text(maple, "YES", at=timezone.now() + timedelta(hours=25))

    assert later.outcome == InboundOutcome.KEPT
    assert standing(maple) == "nowhere"


def test_a_second_yes_changes_nothing(maple: Sender, patient: None) -> None:
    send(JOIN, kinds=["appointment"])

    assert [text(maple, "YES").outcome, text(maple, "YES").outcome] == [
        InboundOutcome.JOINED,
        InboundOutcome.KEPT,
    ]


@pytest.mark.parametrize("word", ["JOIN", "START"])
def test_a_keyword_is_asked_back_before_it_counts(maple: Sender, word: str) -> None:
    assert text(maple, word).outcome == InboundOutcome.ASKED
    assert standing(maple) == "nowhere"

    assert text(maple, "YES").outcome == InboundOutcome.JOINED

    with tenant_scope(maple.tenant_id):
        assert sorted(Consent.objects.get().message_kinds) == ["account", "appointment"]
        assert "Text JOIN to" in ConsentEvent.objects.order_by("-at")[0].disclosure


def test_nobody_is_pestered_with_questions(maple: Sender) -> None:
    outcomes = [text(maple, "JOIN").outcome for _ in range(5)]

    assert outcomes == [InboundOutcome.ASKED] * 3 + [InboundOutcome.LIMITED] * 2
    assert purposes(maple) == [Purpose.OPT_IN_REQUEST] * 3


def test_stop_refuses_a_question_that_waits(maple: Sender, patient: None) -> None:
    send(JOIN, kinds=["appointment"])
    text(maple, "STOP")

    with tenant_scope(maple.tenant_id):
        question = Message.objects.get(purpose=Purpose.OPT_IN_REQUEST)
    assert (question.status, question.reason_code) == (MessageStatus.REFUSED, "opted_out")


def test_a_stopped_number_is_not_asked_by_the_form(maple: Sender, patient: None) -> None:
    text(maple, "STOP")

    send(JOIN, kinds=["appointment"])

    assert kinds(maple)[-1] == ConsentEvent.Kind.OPT_IN_UNPROVEN
    assert Purpose.OPT_IN_REQUEST not in purposes(maple)
    assert standing(maple) == Standing.OPTED_OUT


def test_a_yes_to_one_program_says_nothing_about_another(maple: Sender, patient: None) -> None:
    with tenant_scope(maple.tenant_id):
        news = make_program("News", slug="news")
        number = make_originator(news, Brand.objects.get(), number="+12065550198")
    send(JOIN, kinds=["appointment"])

    assert text(Sender(news, number), "YES").outcome == InboundOutcome.KEPT
    assert standing(maple) == "nowhere"


def test_whoever_agreed_once_comes_back_by_start_alone(maple: Sender, patient: None) -> None:
    send(JOIN, kinds=["appointment"])
    for word in ("YES", "STOP"):
        text(maple, word)

    assert text(maple, "START").outcome == InboundOutcome.JOINED
    with tenant_scope(maple.tenant_id):
        assert Consent.objects.get().message_kinds == ["appointment"]


def test_a_program_without_double_opt_in_asks_nothing(db: None, patient: None) -> None:
    tenant = Tenant.objects.create(name="Maple Dental", slug="maple")
    with tenant_scope(tenant.pk):
        sender = make_sender()
    send(JOIN, kinds=["appointment"])

    assert purposes(sender) == [Purpose.OPT_IN_CONFIRMATION]
    assert standing(sender) == Standing.OPTED_IN
