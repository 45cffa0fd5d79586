"""Who of the ISV's staff may do what: three groups, each with no more than its work needs.

Reviewers decide on filings and exceptions and see nothing of people and keys. Support helps
businesses: invites them, looks at their pages, suspends them, revokes a key that has leaked and
takes a lost second step off, but decides on no filing. Administrators do everything that staff
can do. Nobody deletes, and nobody but a superuser makes superusers.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.management import create_permissions

APPS = ("tenants", "consent", "registrations", "messaging")
# People, what they may do, and how to get in: none of a reviewer's business.
PEOPLE_AND_KEYS = frozenset(
    {
        *("user", "userchange", "membership", "membershipchange", "apikey", "apikeychange"),
        *("invitation", "invitationimport", "invitationrow", "staffvisit"),
        *("notice", "noticesetting", "webhookendpoint", "webhookdelivery", "webhooktry"),
    }
)
DECIDES = ("registrations.change_registration", "tenants.review_registrantdecision")
HELPS = (
    "tenants.invite_tenant",
    "tenants.visit_tenant",
    "tenants.suspend_tenant",
    "tenants.change_apikey",
    "tenants.reset_second_step",
)
GOVERNS = (
    "tenants.close_tenant",
    "tenants.export_tenant",
    "tenants.add_user",
    "tenants.change_user",
    "tenants.appoint_staff",
    "tenants.add_isvidentity",
    "tenants.change_isvidentity",
    "tenants.add_isvsettings",
    "tenants.change_isvsettings",
    "messaging.change_carriercallback",
)


def grants(group: str, viewable: Iterable[str]) -> set[str]:
    """Return the permissions of a group, given every `app.view_model` that there is."""
    everything = set(viewable)
    if group == "Reviewer":
        hidden = {name for name in everything if name.split("view_")[1] in PEOPLE_AND_KEYS}
        return everything - hidden | set(DECIDES)
    if group == "Support":
        return everything | set(HELPS)
    return everything | set(DECIDES) | set(HELPS) | set(GOVERNS)


GROUPS = ("Reviewer", "Support", "Administrator")


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Make the groups, or bring them up to date; called by migrations.

    Django makes the rows of permissions after all migrations, so those needed are made first.
    """
    for label in APPS:
        config = apps.get_app_config(label)
        # What tells Django that an app has models; apps as migrations see them have none.
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.select_related("content_type")
    known = permissions.filter(content_type__app_label__in=APPS)
    by_name = {f"{row.content_type.app_label}.{row.codename}": row for row in known}
    viewable = [name for name in by_name if ".view_" in name]
    for name in GROUPS:
        group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set([by_name[each] for each in grants(name, viewable)])
