"""Each group of staff can do its work and nothing else; nobody gives more than they have."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from portal import staff_groups
from tenants.models import Tenant, User
from tests.builders import make_user
from tests.conftest import signed_in


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


@pytest.mark.parametrize("lookup", ["password", "password__startswith", "password__gt"])
def test_a_list_of_people_answers_nothing_about_passwords(staff, lookup: str) -> None:
    people, support = reverse("admin:tenants_user_changelist"), signed_in(staff("Support"))

    assert support.get(people).status_code == 200
    assert support.get(people, {lookup: "argon2$"}).status_code == 400


@pytest.mark.parametrize("group", staff_groups.GROUPS)
@pytest.mark.django_db
def test_no_group_may_delete_anything(group: str) -> None:
    assert not Group.objects.get(name=group).permissions.filter(codename__contains="delete")


def change(model: str, pk: object) -> str:
    """The page of one row."""
    return reverse(f"admin:{model.replace('.', '_')}_change", args=[pk])


SEES = {
    "Reviewer": {
        *("tenants.tenant", "tenants.brand", "tenants.tenantevent", "tenants.isvidentity"),
        *("consent.program", "consent.evidence", "consent.consentevent", "messaging.message"),
        *("registrations.registration", "registrations.originator"),
    },
}
SEES["Support"] = SEES["Reviewer"] | {
    *("tenants.user", "tenants.apikey", "tenants.invitation", "tenants.invitationimport"),
}
SEES["Administrator"] = SEES["Support"]
STEPS = {
    "Reviewer": set(),
    "Support": {"suspend", "reactivate", "visit"},
    "Administrator": {"suspend", "reactivate", "visit", "close", "reopen", "export"},
}


@pytest.mark.parametrize("group", staff_groups.GROUPS)
def test_each_group_opens_the_lists_that_its_work_needs(staff, group: str) -> None:
    client = signed_in(staff(group))
    opened = {
        model
        for model in SEES["Administrator"]
        if client.get(reverse(f"admin:{model.replace('.', '_')}_changelist")).status_code == 200
    }

    assert opened == SEES[group]


@pytest.mark.parametrize("group", staff_groups.GROUPS)
def test_each_group_takes_the_steps_that_are_its_own(staff, tenant: Tenant, group: str) -> None:
    client = signed_in(staff(group))
    page = client.get(change("tenants.tenant", tenant.pk)).content.decode()
    every = STEPS["Administrator"]
    allowed = {
        step
        for step in every
        if client.get(reverse(f"admin:tenants_tenant_{step}", args=[tenant.pk])).status_code == 200
    }

    assert allowed == STEPS[group]
    offered = {step for step in every if f"/{tenant.pk}/{step}/" in page}
    assert offered == STEPS[group] - {"reactivate", "reopen"}


@pytest.mark.parametrize("group", staff_groups.GROUPS)
def test_only_those_who_help_businesses_invite_them(staff, group: str) -> None:
    client = signed_in(staff(group))
    expected = 403 if group == "Reviewer" else 200
    for name in ("invitation_add", "invitationimport_add", "invitationimport_template"):
        assert client.get(reverse(f"admin:tenants_{name}")).status_code == expected


def test_a_reviewer_sees_no_lists_of_people_and_keys_on_a_business(
    staff, tenant: Tenant, api_secret: str
) -> None:
    page = signed_in(staff("Reviewer")).get(change("tenants.tenant", tenant.pk)).content.decode()

    for heading in ("Members", "API keys", "Visits by staff"):
        assert f"<h2>{heading}</h2>" not in page
    assert tenant.api_keys.get().prefix not in page
    assert "<h2>Last events</h2>" in page


@pytest.mark.parametrize("group", staff_groups.GROUPS)
def test_keys_are_revoked_by_those_who_help(
    staff, tenant: Tenant, api_secret: str, group: str
) -> None:
    key = tenant.api_keys.get()
    signed_in(staff(group)).post(
        reverse("admin:tenants_apikey_changelist"),
        {"action": "revoke", "_selected_action": [str(key.pk)]},
    )
    key.refresh_from_db()
    assert key.is_usable is (group == "Reviewer")


@pytest.mark.parametrize("group", ["Reviewer", "Support"])
def test_only_administrators_make_people_staff(staff, alice: User, group: str) -> None:
    client = signed_in(staff(group))
    answer = client.post(change("tenants.user", alice.pk), {"is_staff": "on", "is_active": "on"})

    assert answer.status_code == 403
    alice.refresh_from_db()
    assert not alice.is_staff


def test_an_administrator_makes_somebody_staff_of_a_group(staff, alice: User) -> None:
    group = Group.objects.get(name="Reviewer")
    form = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "groups": [group.pk]}

    signed_in(staff("Administrator")).post(change("tenants.user", alice.pk), form)

    alice.refresh_from_db()
    assert (alice.is_staff, alice.is_superuser) == (True, False)
    assert list(alice.groups.all()) == [group]


def test_an_administrator_gives_no_group_that_can_do_more(staff, alice: User) -> None:
    more = Group.objects.create(name="More")
    more.permissions.set(Permission.objects.filter(codename="change_group"))
    form = {"is_active": "on", "is_staff": "on", "groups": [more.pk]}

    signed_in(staff("Administrator")).post(change("tenants.user", alice.pk), form)

    assert not alice.groups.exists()


@pytest.mark.parametrize("is_active", [True, False])
def test_an_administrator_changes_no_superuser(staff, dana: User, is_active: bool) -> None:
    User.objects.filter(pk=dana.pk).update(is_active=is_active)
    client = signed_in(staff("Administrator"))

    assert client.post(change("tenants.user", dana.pk), {"is_active": ""}).status_code == 403
    page = reverse("admin:tenants_user_second_step", args=[dana.pk])
    assert client.post(page, {"reason": "Lost it"}).status_code == 403


def test_support_takes_a_second_step_off_members_and_not_off_administrators(
    staff, alice: User
) -> None:
    client, boss = signed_in(staff("Support")), staff("Administrator")

    def answer(person: User) -> int:
        return client.get(reverse("admin:tenants_user_second_step", args=[person.pk])).status_code

    assert (answer(alice), answer(boss)) == (200, 403)


@pytest.mark.parametrize("group", staff_groups.GROUPS)
def test_groups_themselves_are_a_superusers_matter(staff, group: str) -> None:
    client = signed_in(staff(group))
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 403
