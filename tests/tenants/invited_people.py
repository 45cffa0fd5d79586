"""What the tests of invitations share: inviting, and the link in the mail that follows."""

import re
from collections.abc import Sequence
from typing import Any

from tenants import tasks
from tenants.events import Actor
from tenants.models import Invitation, Role, Tenant, User
from tenants.people import invitations

GUEST = "erin@mapledental.example"


def invite(tenant: Tenant | None, by: User, email: str = GUEST, **fields: Any) -> Invitation:
    """An invitation as a viewer, not yet mailed."""
    fields.setdefault("role", Role.VIEWER if tenant else Role.OWNER)
    return invitations.invite(
        email=email, tenant=tenant, actor=Actor.member(by), invited_by=by, **fields
    )


def token_in(mail: Any) -> str:
    """The secret of the link that a mail carries."""
    found = re.search(r"/invitations/([\w-]+)/", mail.body)
    assert found, mail.body
    return found[1]


def mailed(outbox: Sequence[Any]) -> str:
    """Let the sweep run, and return the secret in the newest mail."""
    tasks.mail_invitations()
    return token_in(outbox[-1])
