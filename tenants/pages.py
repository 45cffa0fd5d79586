"""The door of every member's page: signed in, in a tenant, allowed; and no error left unsaid."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tenants.errors import DomainError, NotPermitted
from tenants.models import Membership, Tenant, User
from tenants.permissions import Action, demand

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request as `member_page` hands it on; `TenantScopeMiddleware` has set the attributes."""

    user: User
    tenant: Tenant
    membership: Membership
    memberships: list[Membership]


MemberView = Callable[Concatenate[MemberRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def member_page(
    action: Action, *, while_stopped: bool = False
) -> Callable[[MemberView[P]], View[P]]:
    """Let a page through for members whose role allows the action, in their tenant's scope.

    Strangers are sent to sign in, people without a business to found one, and others get a 403
    page that says why. A DomainError that the view did not present itself undoes the view's
    writes and is shown on the page that the member came from.
    """

    def decorate(view: MemberView[P]) -> View[P]:
        @functools.wraps(view)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member = cast(MemberRequest, request)
            if member.membership is None:
                return redirect("tenants:create")
            try:
                demand(member.membership, action, while_stopped=while_stopped)
                with transaction.atomic():
                    return view(member, *args, **kwargs)
            except NotPermitted as error:
                context = {"reason": error.message}
                return render(request, "tenants/not_permitted.html", context, status=403)
            except DomainError as error:
                messages.error(request, error.message)
                return redirect(came_from(request))

        return cast(View[P], login_required(page))

    return decorate


def fresh_sign_in(view: MemberView[P]) -> MemberView[P]:
    """Ask for the password or second step once more, unless that was done minutes ago.

    It is asked before the form is shown. A form that is sent too late is shown again instead of
    replayed by allauth, whose replay would not pass our middleware.
    """
    checked = reauthentication_required(view)

    @functools.wraps(view)
    def page(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return cast(HttpResponse, checked(request, *args, **kwargs))
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            messages.info(request, _("That took a while. Nothing was done yet; go on here."))
            return redirect(request.path)

    return cast(MemberView[P], page)


def came_from(request: HttpRequest) -> str:
    """Return the page of ours whose form was posted, else home.

    A page that was merely read is never returned to: it would fail again, for ever.
    """
    referrer = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(
        referrer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referrer if own and request.method == "POST" else "home"
