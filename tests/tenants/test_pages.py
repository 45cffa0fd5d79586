"""The door of members' pages: who gets in, and what becomes of an error that is left over."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tenants.errors import DomainError, NotPermitted
from tenants.models import Brand, Membership, Tenant, User
from tenants.pages import MemberRequest, came_from, member_page
from tenants.permissions import Action
from tests.builders import make_brand
from tests.conftest import signed_in

HERE = "http://testserver/programs/new/"


def request_of(
    user: User, tenant: Tenant, *, method: str = "POST", referer: str = HERE
) -> HttpRequest:
    """A member's request as the middleware hands it on."""
    request = RequestFactory().generic(method, "/somewhere/", headers={"referer": referer})
    request.user, request.session = user, {}  # type: ignore[assignment]
    request.membership = Membership.objects.get(user=user)  # type: ignore[attr-defined]
    request.tenant = tenant  # type: ignore[attr-defined]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def failing(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    """A page whose view writes a row and then raises."""

    @member_page(Action.VIEW)
    def page(request: MemberRequest) -> HttpResponse:
        make_brand()
        raise error

    return page


def test_a_stranger_is_sent_to_sign_in_and_back(db, client: Client) -> None:
    answer = client.get("/brand/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=/brand/"


def test_a_person_without_a_business_is_sent_to_found_one(alice: User) -> None:
    answer = signed_in(alice).get("/brand/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/welcome/"


def test_a_role_that_lacks_the_action_gets_a_page_that_says_so(as_bob: Client) -> None:
    answer = as_bob.get("/developers/keys/new/")
    assert answer.status_code == 403
    assert "Your role does not allow this. Ask an owner" in answer.content.decode()


def test_a_leftover_error_undoes_the_writes_and_goes_back_to_the_form(
    in_tenant: Tenant, alice: User
) -> None:
    request = request_of(alice, in_tenant)
    answer = failing(DomainError("Not now."))(request)
    assert (answer.status_code, answer.headers["Location"]) == (302, HERE)
    assert [str(message) for message in get_messages(request)] == ["Not now."]
    assert not Brand.objects.exists()


def test_a_leftover_refusal_is_a_403_page(in_tenant: Tenant, alice: User) -> None:
    answer = failing(NotPermitted("Only owners."))(request_of(alice, in_tenant))
    assert answer.status_code == 403
    assert "Only owners." in answer.content.decode()
    assert not Brand.objects.exists()


def test_a_bug_is_left_to_rise(in_tenant: Tenant, alice: User) -> None:
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError())(request_of(alice, in_tenant))


@pytest.mark.parametrize(
    ("method", "referer", "target"),
    [
        ("POST", HERE, HERE),
        ("POST", "http://elsewhere.example/", "home"),
        ("POST", "", "home"),
        ("GET", HERE, "home"),
    ],
)
def test_only_our_own_form_is_gone_back_to(
    in_tenant: Tenant, alice: User, method: str, referer: str, target: str
) -> None:
    assert came_from(request_of(alice, in_tenant, method=method, referer=referer)) == target
