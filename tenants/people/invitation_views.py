"""The pages of an invited person: opening the link, and answering.

The link itself only remembers that it was opened and goes on to an address without the secret, so
that no history, log or referrer gets it; and it accepts nothing, since mail scanners follow links.
"""

import uuid

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenants.errors import DomainError
from tenants.middleware import SESSION_KEY
from tenants.models import Invitation
from tenants.people import invitations, invited
from tenants.permissions import ROLE_MEANINGS


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Remember that the link was opened; one that no longer works is told from no other."""
    found = invitations.open_by_token(token)
    if found:
        invited.remember(request, found)
        answer: HttpResponse = redirect("tenants:invitation_answer", found.pk)
    elif invitations.was_accepted_by(token, request.user):
        messages.info(request, _("You have accepted this invitation already."))
        answer = redirect("home")
    else:
        answer = _over(request)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what is offered, to whoever opened the link or has verified the address."""
    found = invitations.open_by_id(pk)
    if found is None or not (invited.opened(request) == found or _is_mine(request, found)):
        return _over(request)
    if request.method == "POST":
        steps = {"accept": _accept, "account": _make_account, "sign_out": _sign_out}
        step = steps.get(request.POST.get("do", ""))
        if step:
            return step(request, found)
    return _show(request, found)


def _show(request: HttpRequest, found: Invitation) -> HttpResponse:
    here = reverse("tenants:invitation_answer", args=[found.pk])
    context = {
        "invitation": found,
        "meaning": ROLE_MEANINGS[found.role],
        "is_mine": _is_mine(request, found),
        "has_account": not request.user.is_authenticated and invited.has_account(found),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': here})}",
    }
    return render(request, "tenants/invitation.html", context)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return _show(request, found)
    try:
        place = invitations.accept_by_id(found.pk, user=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return _show(request, found)
    request.session[SESSION_KEY] = str(place.tenant_id)
    messages.success(request, _("Welcome to %s.") % place.tenant.name)
    return redirect("home")


def _make_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Go on to the sign-up form, in which the address is fixed."""
    if request.user.is_authenticated or invited.opened(request) != found:
        return _show(request, found)
    invited.begin_sign_up(request, found)
    here = reverse("tenants:invitation_answer", args=[found.pk])
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': here})}")


def _sign_out(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Make place for the person who is invited, without losing the opened link."""
    had_opened = invited.opened(request) == found
    get_adapter().logout(request)
    if had_opened:
        invited.remember(request, found)
    return redirect("tenants:invitation_answer", found.pk)


def _is_mine(request: HttpRequest, found: Invitation) -> bool:
    return invitations.is_for(found, request.user)


def _over(request: HttpRequest) -> HttpResponse:
    """The one answer to everything that cannot be accepted, for whatever reason."""
    return render(request, "tenants/invitation_over.html", status=404)
