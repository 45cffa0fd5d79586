"""Row history of what staff may edit by hand, written by triggers whatever the code does.

Our own events say what happened to a tenant and why; these rows say which columns of the few
tables outside a tenant's fence changed, by whom and on which page. The library's triggers also
see what no verb wrote: an edit in the admin, or a statement typed into the database. Secrets and
what changes at every sign-in are left out.
"""

from typing import Any

import pghistory

from tenants.models.isv import IsvIdentity, IsvSettings
from tenants.models.keys import ApiKey
from tenants.models.people import Membership, User
from tenants.models.tenant import Tenant


def _changes_of(model: Any, *, exclude: tuple[str, ...] = ()) -> Any:
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name="changes"),
        context_field=pghistory.ContextJSONField(),
        append_only=True,
    )


class TenantChange(_changes_of(Tenant)):  # type: ignore[misc]
    """One change of a business's own row."""


class MembershipChange(_changes_of(Membership)):  # type: ignore[misc]
    """One change of who belongs to a business, and as what."""


class UserChange(_changes_of(User, exclude=("password", "last_login"))):  # type: ignore[misc]
    """One change of a person, above all of who is staff."""


class ApiKeyChange(_changes_of(ApiKey, exclude=("digest", "last_used_at"))):  # type: ignore[misc]
    """One change of a key."""


class IsvIdentityChange(_changes_of(IsvIdentity)):  # type: ignore[misc]
    """One change of the data that no end business may carry."""


class IsvSettingsChange(_changes_of(IsvSettings)):  # type: ignore[misc]
    """One change of how the portal looks and behaves."""
