"""Who among staff may do more than whom: nobody gives, or takes from, more than they have."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from tenants.models import User


def outranks(person: User, whom: Any) -> bool:
    """May this person do anything that `whom` may not, even while they are not active?"""
    if whom.is_superuser:
        return False
    if person.is_superuser:
        return True
    theirs = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    return bool(_names(theirs) - whom.get_all_permissions())


def groups_to_give(giver: Any) -> QuerySet[Group]:
    """Return the groups whose every right the giver has."""
    if giver.is_superuser:
        return Group.objects.all()
    beyond = [
        group.pk
        for group in Group.objects.all()
        if _names(group.permissions.all()) - giver.get_all_permissions()
    ]
    return Group.objects.exclude(pk__in=beyond)


def _names(permissions: QuerySet[Permission]) -> set[str]:
    rows = permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}
