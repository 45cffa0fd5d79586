"""The one answer to "may this text be sent?", with every reason if not.

Asked when a text is queued, for a friendly refusal at once, and again in the transaction that
claims it, which is the answer that counts: there the recipient's `Consent` row is locked FOR
SHARE, so an opt-out is either before the answer or after the claim, never in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent import ledger
from consent.content import MessageKind, UseCase
from consent.models import Consent, OptMethod, ProgramVersion, Standing
from messaging import promotions, quiet_hours
from messaging.models import Message, Purpose
from registrations.carrier.aws import simulator_url
from registrations.models import Originator
from registrations.states import OriginatorStatus
from tenants.models import Tenant


@dataclass(frozen=True)
class Refusal:
    """One reason: a stable code, and a sentence for a person."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """Allowed, or every reason why not, the weightiest first."""

    reasons: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        """May it be sent?"""
        return not self.reasons

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.reasons[0].code if self.reasons else ""

    @property
    def sentence(self) -> str:
        """All reasons, as one paragraph."""
        return " ".join(reason.sentence for reason in self.reasons)


@dataclass(frozen=True)
class Facts:
    """All that the rules look at, read in one transaction."""

    message: Message
    tenant: Tenant
    version: ProgramVersion | None
    originator: Originator | None
    consent: Consent | None
    now: datetime


Rule = Callable[[Facts], Refusal | None]


def check(message: Message, *, now: datetime) -> Verdict:
    """Say whether a text, saved or not, may go out now; runs in the tenant's scope.

    Where consent is asked for, its row stays locked against opt-outs until the transaction ends.
    """
    rules = TEST_RULES if message.is_test else RULES[Purpose(message.purpose)]
    asks_consent = not ASKING_CONSENT.isdisjoint(rules)
    facts = Facts(
        message=message,
        tenant=Tenant.objects.get(pk=str(message.tenant_id)),
        version=message.program.published,
        originator=_originator(message),
        consent=_consent(message) if asks_consent else None,
        now=now,
    )
    found = (rule(facts) for rule in rules)
    return Verdict(tuple(refusal for refusal in found if refusal))


def _originator(message: Message) -> Originator | None:
    """Read the number afresh: the message may hold what it was when it was queued."""
    if message.originator is None:
        return None
    numbers = Originator.objects.select_related("registration")
    found: Originator | None = numbers.filter(pk=message.originator.pk).first()
    return found


def _consent(message: Message) -> Consent | None:
    """Lock the standing FOR SHARE, which the ORM cannot say, and read it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM consent_consent"
            " WHERE tenant_id = %s AND program_id = %s AND recipient = %s FOR SHARE",
            [message.tenant_id, message.program_id, message.recipient],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    found: Consent = Consent.objects.select_related("last_event").get(pk=row[0])
    return found


def _tenant_active(facts: Facts) -> Refusal | None:
    if facts.tenant.is_active:
        return None
    return Refusal("tenant_suspended", _("This business is suspended."))


def _published(facts: Facts) -> Refusal | None:
    if facts.version:
        return None
    return Refusal("program_not_published", _("The program has not been published yet."))


def _number_live(facts: Facts) -> Refusal | None:
    if facts.originator and facts.originator.status == OriginatorStatus.ACTIVE:
        return None
    return Refusal("no_live_number", _("The program has no live number to text from yet."))


def _registration_approved(facts: Facts) -> Refusal | None:
    number = facts.originator
    if number is None or number.registration.is_in_force:
        return None
    return Refusal("registration_not_approved", _("The number's registration is not approved."))


def _fits(facts: Facts) -> Refusal | None:
    if 0 < len(facts.message.body) <= Message.BODY_LENGTH:
        return None
    return Refusal("body_length", _("A text has 1 to 1,600 characters."))


def _test_stays_inside(facts: Facts) -> Refusal | None:
    """A test key must never reach a person's phone, whatever its holder believes."""
    if not facts.message.is_test or simulator_url():
        return None
    return Refusal(
        "test_key",
        _("Texts sent with a test key reach the carrier simulator only, and there is none here."),
    )


def _we_answer(facts: Facts) -> Refusal | None:
    """Where the carrier answers STOP and HELP by itself, a second answer is one too many."""
    if facts.originator is None or facts.originator.is_self_managed:
        return None
    return Refusal("carrier_answers", _("The carrier answers this keyword by itself."))


def _opted_in(facts: Facts) -> Refusal | None:
    if facts.consent is None:
        return Refusal(
            "consent_missing",
            _("This number has not opted in to %(program)s.")
            % {"program": facts.message.program.name},
        )
    if facts.consent.standing == Standing.OPTED_IN or _asks_for_a_new_code(facts):
        return None
    return Refusal("opted_out", _opted_out_sentence(facts.consent))


def _not_stopped(facts: Facts) -> Refusal | None:
    """Whoever has never agreed may be asked whether they do; whoever stopped may not."""
    if not ledger.has_stopped(facts.message.recipient, facts.consent):
        return None
    if facts.consent is None:
        return Refusal("opted_out", _("This person stopped all texts of the business."))
    return Refusal("opted_out", _opted_out_sentence(facts.consent))


def _kind_covered(facts: Facts) -> Refusal | None:
    consent, kind = facts.consent, facts.message.message_kind
    if consent is None or consent.standing != Standing.OPTED_IN or kind in consent.message_kinds:
        return None
    labels = dict(MessageKind.choices())
    agreed = ", ".join(labels.get(code, code) for code in consent.message_kinds)
    return Refusal(
        "kind_not_covered",
        _("This person agreed to: %(agreed)s. Not to: %(kind)s.")
        % {"agreed": agreed, "kind": labels.get(kind, kind)},
    )


def _asks_for_a_new_code(facts: Facts) -> bool:
    """A code requested after the STOP is a new opt-in to codes: the carriers' rule for OTP.

    Only in a program for one-time codes, only for what was queued after the STOP, and not on
    toll-free numbers, where the carrier itself blocks everything until START.
    """
    stopped_at = facts.consent.changed_at if facts.consent else None
    return (
        facts.version is not None
        and facts.version.use_case == UseCase.OTP
        and facts.message.message_kind == MessageKind.SECURITY_CODE
        and facts.originator is not None
        and facts.originator.number_type != "TOLL_FREE"
        and stopped_at is not None
        and facts.message.created_at > stopped_at
    )


def _under_the_cap(facts: Facts) -> Refusal | None:
    if not promotions.over_the_cap(facts.message, now=facts.now):
        return None
    return Refusal(
        "too_many_offers",
        _("The law of this number's state allows %(count)d offers in 24 hours.")
        % {"count": quiet_hours.CAP},
    )


def _opted_out_sentence(consent: Consent) -> str:
    day = date_format(consent.opted_out_at or consent.changed_at, "j F Y")
    if consent.last_event.method == OptMethod.KEYWORD:
        return _("This person texted STOP on %(day)s. They must text START to come back.") % {
            "day": day
        }
    if consent.last_event.method == OptMethod.CARRIER:
        return _(
            "The carrier has this number on its opt-out list since %(day)s."
            " The person must text START to come back."
        ) % {"day": day}
    return _("This person opted out on %(day)s. They must text START to come back.") % {"day": day}


_CAN_LEAVE: tuple[Rule, ...] = (_number_live, _registration_approved, _fits)
_IN_BUSINESS: tuple[Rule, ...] = (_tenant_active, _published)
# The rules for which the consent row must be read and locked.
ASKING_CONSENT: frozenset[Rule] = frozenset({_opted_in, _kind_covered, _not_stopped})

# A test text needs no number and no registration: whoever builds an app need not wait for them.
TEST_RULES: tuple[Rule, ...] = (
    _test_stays_inside, _opted_in, _kind_covered, *_IN_BUSINESS, _fits,
)  # fmt: skip
# HELP is answered for everybody, and STOP is confirmed to everybody, subscribed or not and even
# while the business is suspended: the law asks it of whoever holds the number.
RULES: dict[Purpose, tuple[Rule, ...]] = {
    Purpose.PROGRAM: (_opted_in, _kind_covered, *_IN_BUSINESS, *_CAN_LEAVE, _under_the_cap),
    Purpose.OPT_IN_CONFIRMATION: (_opted_in, *_IN_BUSINESS, *_CAN_LEAVE),
    Purpose.OPT_IN_REQUEST: (_not_stopped, *_IN_BUSINESS, *_CAN_LEAVE),
    Purpose.OPT_OUT_CONFIRMATION: (_we_answer, *_CAN_LEAVE),
    Purpose.HELP_REPLY: (_we_answer, *_CAN_LEAVE),
}
