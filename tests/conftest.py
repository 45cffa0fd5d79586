"""The cast: Alice owns Maple Dental, Bob views it, Charlie owns Birch Books, Dana is ISV staff."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tenants import access
from tenants.events import Actor
from tenants.models import ApiKeyKind, Membership, Role, Tenant, User
from tenants.scoping import tenant_scope
from tenants.sign_in import session_life
from tests.builders import make_tenant, make_user
from tests.committed import transactional_db  # noqa: F401 - a fixture, for every test.
from tests.running import Run, stack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests of one file share a process, and those of the whole stack one stack, first of all.

    A stack works also while nothing asks it, so two of them slow everything else down; and what
    takes longest must not begin last.
    """
    for item in items:
        needs_stack = "whole_stack" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("stack" if needs_stack else str(item.path)))
    items.sort(key=lambda item: "whole_stack" not in getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits and cached definitions must not reach the next test."""
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Argon2 is slow on purpose, and no test here is about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def whole_stack() -> Iterator[Run]:
    """Every process of `make run`, for the tests that need all of them; started once."""
    with stack() as run:
        yield run


@pytest.fixture
def alice(db: None) -> User:
    """Owner of tenant A."""
    return make_user("alice@mapledental.example")


@pytest.fixture
def charlie(db: None) -> User:
    """Owner of tenant B: the outsider in every test."""
    return make_user("charlie@birchbooks.example")


@pytest.fixture
def dana(db: None) -> User:
    """ISV staff."""
    return make_user("dana@isv.example", is_staff=True, is_superuser=True)


@pytest.fixture
def tenant(alice: User) -> Tenant:
    """Tenant A, Alice's."""
    return make_tenant("Maple Dental", owner=alice)


@pytest.fixture
def other_tenant(charlie: User) -> Tenant:
    """Tenant B, Charlie's."""
    return make_tenant("Birch Books", owner=charlie)


@pytest.fixture
def bob(tenant: Tenant) -> User:
    """Viewer in tenant A."""
    user = make_user("bob@mapledental.example")
    Membership.objects.create(tenant=tenant, user=user, role=Role.VIEWER)
    return user


@pytest.fixture
def in_tenant(tenant: Tenant) -> Iterator[Tenant]:
    """Tenant A with its scope open for the whole test."""
    with tenant_scope(tenant.pk):
        yield tenant


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    # As after a first page, so that no test counts the queries that note a visit.
    session, now = client.session, time.time()
    session.update({session_life.BEGAN: now, session_life.SEEN: now})
    session.save()
    return client


@pytest.fixture
def as_alice(alice: User, tenant: Tenant) -> Client:
    """Alice's browser."""
    return signed_in(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    """Bob's browser."""
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie: User, other_tenant: Tenant) -> Client:
    """Charlie's browser."""
    return signed_in(charlie)


@pytest.fixture
def as_dana(dana: User) -> Client:
    """Dana's browser."""
    return signed_in(dana)


@pytest.fixture
def api_secret(tenant: Tenant, alice: User) -> str:
    """A live API key of tenant A."""
    _, secret = access.issue_api_key(
        tenant, name="App", kind=ApiKeyKind.LIVE, actor=Actor.member(alice), created_by=alice
    )
    return secret
