"""Who gets which scope: members, keys, staff, readers of hosted pages, and everybody else."""

from typing import Any, cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tenants import access
from tenants.events import Actor
from tenants.middleware import SESSION_KEY, TenantScopeMiddleware
from tenants.models import Membership, Role, Tenant, TenantStatus, User
from tenants.scoping import Scope, current_scope


class Probe:
    """Runs the middleware alone and remembers the scope that the view would have had."""

    def __init__(self) -> None:
        self.scope: Scope | None = None
        self.request: HttpRequest | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.scope, self.request = current_scope(), request
        return HttpResponse()


def scope_of(
    path: str, user: User | None = None, *, session: Any = None, **headers: Any
) -> Scope | None:
    """The scope in which this path is answered to this person."""
    request = RequestFactory().get(path, headers=headers)
    request.user = user or AnonymousUser()
    request.session = session or cast(Any, {})
    probe = Probe()
    TenantScopeMiddleware(probe)(request)
    return probe.scope


def test_a_member_gets_their_tenant(tenant: Tenant, alice: User) -> None:
    assert scope_of("/brand/", alice) == Scope(tenant.pk)


def test_a_stranger_gets_no_scope(tenant: Tenant) -> None:
    assert scope_of("/brand/") is None


def test_a_member_of_two_gets_the_one_switched_to(
    tenant: Tenant, other_tenant: Tenant, alice: User
) -> None:
    Membership.objects.create(tenant=other_tenant, user=alice, role=Role.VIEWER)
    assert scope_of("/brand/", alice) == Scope(tenant.pk)
    switched = {SESSION_KEY: str(other_tenant.pk)}
    assert scope_of("/brand/", alice, session=switched) == Scope(other_tenant.pk)


def test_a_session_that_names_another_tenant_is_ignored(
    tenant: Tenant, other_tenant: Tenant, alice: User
) -> None:
    forged = {SESSION_KEY: str(other_tenant.pk)}
    assert scope_of("/brand/", alice, session=forged) == Scope(tenant.pk)


def test_a_member_who_was_removed_gets_no_scope(tenant: Tenant, bob: User) -> None:
    bob.memberships.all().delete()
    assert scope_of("/brand/", bob, session={SESSION_KEY: str(tenant.pk)}) is None


def test_staff_see_everybody_below_the_admins_address_only(dana: User, tenant: Tenant) -> None:
    scope = scope_of("/admin/tenants/tenant/", dana)
    assert scope is not None
    assert scope.tenant_id is None
    assert str(dana.pk) in scope.reason
    assert scope_of("/brand/", dana) is None
    assert scope_of("/administer/", dana) is None


def test_a_member_gets_nothing_below_the_admins_address(tenant: Tenant, alice: User) -> None:
    assert scope_of("/admin/tenants/tenant/", alice) is None


def test_a_key_gets_its_tenant_in_the_api_only(tenant: Tenant, api_secret: str) -> None:
    bearer = {"authorization": f"Bearer {api_secret}"}
    assert scope_of("/api/v1/messages", None, **bearer) == Scope(tenant.pk)
    assert scope_of("/brand/", None, **bearer) is None


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ast_live_x_y_z", "Basic {}", "{}"])
def test_anything_but_a_bearer_key_gets_no_scope(
    tenant: Tenant, api_secret: str, header: str
) -> None:
    assert scope_of("/api/v1/messages", authorization=header.format(api_secret)) is None


def test_a_session_opens_nothing_in_the_api(tenant: Tenant, alice: User) -> None:
    assert scope_of("/api/v1/messages", alice) is None


@pytest.mark.parametrize("path", ["/hooks/sns/", "/e/token.png", "/static/portal.css"])
def test_hooks_and_files_get_no_scope_even_with_a_session(
    tenant: Tenant, alice: User, path: str
) -> None:
    assert scope_of(path, alice) is None


def test_a_hosted_page_gets_the_tenant_of_its_address_whoever_reads(
    tenant: Tenant, other_tenant: Tenant, charlie: User
) -> None:
    path = f"/p/{tenant.slug}/reminders/terms/"
    assert scope_of(path) == Scope(tenant.pk)
    assert scope_of(path, charlie) == Scope(tenant.pk)
    assert scope_of("/p/unknown/reminders/terms/", charlie) is None


def test_a_suspended_tenants_api_refuses_with_a_reason(tenant: Tenant, api_secret: str) -> None:
    access.set_tenant_status(
        tenant.pk, status=TenantStatus.SUSPENDED, actor=Actor.system("test"), reason="Complaints"
    )
    answer = Client().get("/api/v1/messages", headers={"authorization": f"Bearer {api_secret}"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "tenant_suspended"


def test_a_key_of_nobody_is_answered_401_in_the_apis_shape(db) -> None:
    answer = Client().get("/api/v1/messages", headers={"authorization": "Bearer ast_live_a_b_c"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "key_invalid"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
