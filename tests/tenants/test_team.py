"""The team's page: who belongs here, what each may do."""

from django.test import Client

from tenants.models import Role, Tenant
from tenants.permissions import ALLOWED, ROLE_MEANINGS, Action


def test_every_role_is_explained_and_has_actions() -> None:
    assert set(ROLE_MEANINGS) == set(ALLOWED) == set(Role)
    assert all(Action.VIEW in actions for actions in ALLOWED.values())


def test_members_see_each_other_and_nobody_else(
    as_bob: Client, as_charlie: Client, tenant: Tenant
) -> None:
    page = as_bob.get("/team/").content.decode()
    assert "alice@mapledental.example" in page
    assert "bob@mapledental.example" in page
    assert "charlie@birchbooks.example" not in page
    assert "Can see everything and change nothing." in page
    assert "alice@" not in as_charlie.get("/team/").content.decode()
