"""Each group of staff can do its work and nothing else; nobody gives more than they have."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from portal import staff_groups
from tenants.models import User
from tests.builders import make_user


@pytest.fixture
def staff(db: None):
    """Make a member of staff of a group."""

    def make(group: str) -> User:
        user = make_user(f"{group.lower()}@isv.example", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.mark.parametrize("group", staff_groups.GROUPS)
@pytest.mark.django_db
def test_the_migration_gives_each_group_what_the_table_says(group: str) -> None:
    """Also of models that came later: a migration that adds one makes the groups again."""
    viewable = {
        f"{model._meta.app_label}.view_{model._meta.model_name}"
        for label in staff_groups.APPS
        for model in apps.get_app_config(label).get_models()
    }
    rows = Group.objects.get(name=group).permissions.values_list(
        "content_type__app_label", "codename"
    )

    assert {".".join(row) for row in rows} == staff_groups.grants(group, viewable)


@pytest.mark.parametrize("group", staff_groups.GROUPS)
@pytest.mark.django_db
def test_no_group_may_delete_anything(group: str) -> None:
    assert not Group.objects.get(name=group).permissions.filter(codename__contains="delete")
