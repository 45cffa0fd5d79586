"""Role → allowed actions, as one table that views and the API read."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.errors import NotPermitted
from tenants.models import Membership, Role


class Action(StrEnum):
    """What a member may be allowed to do."""

    VIEW = "view"
    EDIT = "edit"  # company details, programs, evidence, registrations' answers
    SUBMIT = "submit"  # hand a registration in, in the name of the business
    MANAGE_KEYS = "manage_keys"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TENANT = "manage_tenant"  # second step, own domain, exports, closing the business


ALLOWED: dict[str, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.EDITOR: frozenset({Action.VIEW, Action.EDIT, Action.SUBMIT}),
    Role.DEVELOPER: frozenset({Action.VIEW, Action.MANAGE_KEYS}),
    Role.VIEWER: frozenset({Action.VIEW}),
}

# The same table in words, for the people who give and hold the roles.
ROLE_MEANINGS: dict[str, Promise] = {
    Role.OWNER: _("Can do everything: also people, API keys and settings."),
    Role.EDITOR: _("Can edit company details, programs and registrations, and hand them in."),
    Role.DEVELOPER: _("Can see everything, and make and revoke API keys."),
    Role.VIEWER: _("Can see everything and change nothing."),
}


def may(membership: Membership | None, action: Action, *, while_stopped: bool = False) -> bool:
    """Does this membership allow the action? No membership allows nothing.

    In a business that is suspended or closed everything can be seen and nothing changed, but for
    what is meant for such a business (`while_stopped`).
    """
    if membership is None or action not in ALLOWED.get(membership.role, frozenset()):
        return False
    return action == Action.VIEW or while_stopped or membership.tenant.is_active


def demand(membership: Membership | None, action: Action, *, while_stopped: bool = False) -> None:
    """Raise NotPermitted, with a sentence for the member, unless the action is allowed."""
    if may(membership, action, while_stopped=while_stopped):
        return
    if may(membership, action, while_stopped=True):
        raise NotPermitted(
            str(_("The business is suspended or closed: everything can be seen, nothing changed."))
        )
    raise NotPermitted("Your role does not allow this. Ask an owner of the business.")
