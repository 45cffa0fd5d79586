"""The events that an app can be told of, each with its meaning: the whole catalogue."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST = "webhook.test"

EVENT_TYPES: dict[str, Promise] = {
    "registration.submitted": _("A registration was handed in for review"),
    "registration.in_review": _("It is with the carrier and its reviewers"),
    "registration.needs_changes": _("It came back with reasons"),
    "registration.approved": _("It was approved"),
    "registration.rejected": _("It was refused for good"),
    "registration.revoked": _("An approval was taken back; its numbers no longer text"),
    "registration.closed": _("It was closed"),
    "registration.deadline": _("Somebody must act on it by a day"),
    "number.live": _("A number may text"),
    "number.suspended": _("A number may not text for now"),
    "message.delivered": _("A text arrived"),
    "message.undelivered": _("A text did not arrive"),
}
