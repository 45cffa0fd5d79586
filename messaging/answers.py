"""What the carrier's answer to a hand-over means for the text: the table, in one place.

| Answer                                       | Sent?      | Next                          |
|----------------------------------------------|------------|-------------------------------|
| a MessageId                                  | yes        | HANDED_OVER                   |
| throttled, over a quota, never reached       | no         | ACCEPTED again, later         |
| conflict: the number is on the opt-out list  | no         | FAILED, and an opt-out here   |
| any other 4xx                                | no         | FAILED, reason in plain words |
| no answer in time, connection reset, 5xx     | not known  | OUTCOME_UNKNOWN, never resent |
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from registrations.carrier import CarrierBusy, CarrierError, CarrierRejected

OPTED_OUT = "DESTINATION_PHONE_NUMBER_OPTED_OUT"


class Outcome(Enum):
    """The four things that an answer can mean."""

    HANDED_OVER = "handed_over"
    LATER = "later"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """One answer, in our words. `code` is the carrier's finest code, kept as it came."""

    outcome: Outcome
    carrier_message_id: str = ""
    code: str = ""
    sentence: str = ""

    @property
    def is_opt_out(self) -> bool:
        """Does the carrier know of an opt-out that we do not?"""
        return self.outcome is Outcome.REJECTED and self.code == OPTED_OUT


def handed_over(carrier_message_id: str) -> Answer:
    """The carrier has the text."""
    return Answer(Outcome.HANDED_OVER, carrier_message_id)


def from_error(error: CarrierError) -> Answer:
    """Translate what the client raised."""
    if isinstance(error, CarrierBusy):
        return Answer(Outcome.LATER, code="carrier_busy", sentence=_("The carrier was busy."))
    if isinstance(error, CarrierRejected):
        code = error.reason or error.code
        return Answer(Outcome.REJECTED, code=code[:60], sentence=_rejection(code))
    return Answer(
        Outcome.UNKNOWN,
        code="no_answer",
        sentence=_("We handed it over and did not hear back. We did not send it again."),
    )


def _rejection(code: str) -> str:
    """The carrier's code in plain words; a code we do not know is shown as it is."""
    words = {
        OPTED_OUT: _("The carrier has this number on its opt-out list."),
        "DESTINATION_PHONE_NUMBER_NOT_VERIFIED": _(
            "The carrier's account is still in its sandbox, which reaches verified numbers only."
        ),
        "ACCOUNT_DISABLED": _("The carrier has disabled the account. Ask support."),
        "REGISTRATION_NOT_COMPLETE": _("The number's registration is not complete."),
        "RESOURCE_NOT_ACTIVE": _("The number is not active at the carrier."),
        "MESSAGE_TYPE_MISMATCH": _("The number is not for this type of text."),
        "INTERNATIONAL_SENDING_NOT_SUPPORTED": _("The number sends within its country only."),
        "ParamValidationError": _("The carrier's client refused the text as malformed."),
    }
    return words.get(code) or _("The carrier refused it: %(code)s.") % {"code": code}
