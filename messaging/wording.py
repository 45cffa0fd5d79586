"""How pages put the state of a text: its tone, and one sentence on what it means."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.states import MessageStatus

S = MessageStatus

TONES: dict[str, str] = {
    S.ACCEPTED: "wait",
    S.HANDING_OVER: "wait",
    S.HANDED_OVER: "wait",
    S.DELIVERED: "ok",
    S.UNDELIVERED: "bad",
    S.REFUSED: "bad",
    S.FAILED: "bad",
    S.OUTCOME_UNKNOWN: "warn",
    S.UNCONFIRMED: "warn",
}

MEANINGS: dict[str, Promise] = {
    S.ACCEPTED: _("It waits its turn. Whether it may be sent is asked once more when it leaves."),
    S.HANDING_OVER: _("A worker is handing it to the carrier this moment."),
    S.HANDED_OVER: _(
        "The carrier has it. Its report usually comes within seconds, and may take 72 hours."
    ),
    S.DELIVERED: _("It arrived, says the carrier."),
    S.UNDELIVERED: _("It did not arrive, says the carrier."),
    S.REFUSED: _("It was never sent."),
    S.FAILED: _("The carrier did not take it. It was not sent."),
    S.OUTCOME_UNKNOWN: _(
        "We handed it over and did not hear back. It may or may not have arrived. We did not send"
        " it again, so that nobody is texted twice; the carrier's report will settle it."
    ),
    S.UNCONFIRMED: _(
        "Nobody can say whether it arrived: the carrier's report did not come in time, or did not"
        " know. We did not send it again."
    ),
}
