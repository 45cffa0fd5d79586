"""The verb that changes a business's own settings; history keeps what each was before."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import Tenant, TenantEvent, User
from tenants.scoping import tenant_scope

# What members may change, each on its own; everything else of a tenant has its own verb.
CHANGEABLE = ("name", "requires_mfa", "allows_visits")


class OwnSecondStepFirst(DomainError):
    """Whoever asks a second step of everybody must not lock themselves out with it."""

    code = "second_step_first"


@transaction.atomic
def change(tenant: Tenant, values: Mapping[str, Any], *, actor: Actor, user: User) -> Tenant:
    """Change the settings named in `values`; what stays the same leaves no trace.

    Raises OwnSecondStepFirst when `user` asks a second step of everybody and has none.
    """
    row = Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    changes = {
        name: [getattr(row, name), value]
        for name, value in values.items()
        if name in CHANGEABLE and getattr(row, name) != value
    }
    if not changes:
        return row
    if values.get("name") == "":
        raise InvalidInput(_("A business needs a name."), fields={"name": _("Enter a name.")})
    if "requires_mfa" in changes and values["requires_mfa"] and not has_second_step(user):
        raise OwnSecondStepFirst(_("Set up your own second step first."))
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    row.save(update_fields=list(changes))
    with tenant_scope(row.pk):
        TenantEvent.record(
            TenantEvent.Kind.SETTINGS_CHANGED, actor=actor, data={"changed": changes}
        )
    return row


def has_second_step(user: User) -> bool:
    """Has this person a second step? Recovery codes alone are none."""
    kinds = Authenticator.Type
    found = Authenticator.objects.filter(user=user, type__in=(kinds.TOTP, kinds.WEBAUTHN))
    return bool(found.exists())
