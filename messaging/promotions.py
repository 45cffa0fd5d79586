"""What holds for single texts beyond consent: hours for offers, and how to get help each month."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.content import Language, MessageKind, UseCase
from consent.models import Consent
from consent.rules.base import Context, TextKind
from consent.rules.subject import Subject
from messaging import quiet_hours
from messaging.models import Message, MessageEvent, Purpose
from messaging.states import MessageStatus
from tenants.events import Actor

# Carriers ask for the way to help and out at least once a month.
MONTH = timedelta(days=30)
DAY = timedelta(hours=24)
# Seconds; the carrier takes no shorter time to live.
SHORTEST_LIFE = 5
FOOTERS: dict[str, str] = {
    Language.ENGLISH: "Reply HELP for help, STOP to cancel.",
    Language.SPANISH: "Responda HELP para ayuda, STOP para cancelar.",
    Language.FRENCH: "Répondez HELP pour de l'aide, STOP pour annuler.",
}
_NEVER_LEFT = (MessageStatus.REFUSED, MessageStatus.FAILED)


def is_offer(message: Message) -> bool:
    """Is it an advertisement, which the law keeps to certain hours?"""
    return message.purpose == Purpose.PROGRAM and message.message_kind == MessageKind.MARKETING


def held_until(message: Message, *, now: datetime) -> datetime:
    """Return when a text may leave: now, or for an offer when the hours of its place begin.

    Answers to STOP and HELP, codes and notices never wait. Test texts reach no phone.
    """
    if message.is_test or not is_offer(message):
        return now
    return quiet_hours.opens_at(message.recipient, now=now)


def hold(message: Message, *, now: datetime) -> bool:
    """Put an offer off until daytime where its recipient is at home; say whether it waits.

    Runs inside the transaction that accepts or claims the text. The reason is gone from the row
    once the text has left; the event stays.
    """
    until = held_until(message, now=now)
    if until <= now:
        return False
    message.not_before, message.reason_code = until, "quiet_hours"
    message.reason = _("Offers reach this number in daytime only. It leaves at %(time)s (UTC).") % {
        "time": date_format(until, "j F, H:i")
    }
    message.save(update_fields=["not_before", "reason_code", "reason"])
    MessageEvent.record(
        MessageEvent.Kind.HELD,
        actor=Actor.system("quiet hours"),
        message=message,
        data={"until": until.isoformat()},
    )
    return True


def lifetime(message: Message, *, ordinary: int, now: datetime) -> int:
    """Return how many seconds the carrier may keep trying: an offer not into the night."""
    if message.is_test or not is_offer(message):
        return ordinary
    left = (quiet_hours.closes_at(message.recipient, now=now) - now).total_seconds()
    return max(SHORTEST_LIFE, min(ordinary, int(left)))


def over_the_cap(message: Message, *, now: datetime) -> bool:
    """Would this be one offer too many for the state that the number is at home in?"""
    if message.is_test or not is_offer(message):
        return False
    if quiet_hours.place_of(message.recipient).state not in quiet_hours.CAPPED_STATES:
        return False
    recent = Message.objects.filter(
        program_id=message.program_id,
        recipient=message.recipient,
        message_kind=message.message_kind,
        created_at__gt=now - DAY,
    )
    earlier = recent.exclude(status__in=_NEVER_LEFT).exclude(pk=message.pk)
    return bool(earlier.count() >= quiet_hours.CAP)


def tells_help(body: str) -> bool:
    """Does a text say how to get help and how to stop?"""
    subject = Subject(TextKind.SAMPLE_MESSAGE, body, Context())
    return subject.help is not None and subject.stop is not None


def with_monthly_help(message: Message, *, now: datetime) -> str:
    """Return the body of a program's text, with the way to help and out where a month went by.

    The call to action said it at the opt-in, so the month begins there. Codes are not recurring
    messages, and a text that has no room is left as it is: the next one has.
    """
    version = message.program.published
    if message.purpose != Purpose.PROGRAM or version is None or version.use_case == UseCase.OTP:
        return message.body
    longer = f"{message.body.rstrip()} {FOOTERS[version.language]}"
    if tells_help(message.body) or len(longer) > Message.BODY_LENGTH:
        return message.body
    if _told_within_a_month(message, now):
        return message.body
    return longer


def _told_within_a_month(message: Message, now: datetime) -> bool:
    since = now - MONTH
    of_recipient = {"program_id": message.program_id, "recipient": message.recipient}
    if Consent.objects.filter(**of_recipient, changed_at__gt=since).exists():
        return True
    told = Message.objects.filter(**of_recipient, tells_help=True, created_at__gt=since)
    return bool(told.exclude(status__in=_NEVER_LEFT).exists())
