"""Pages about signing in that go beyond allauth's: what is demanded, and where one is signed in."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenants.models import User
from tenants.pages import MemberRequest
from tenants.sign_in import second_step
from tenants.sign_in.devices import describe

# Where somebody wanted to go before a second step was asked for.
NEXT = "second_step_next"


@login_required
def second_step_page(request: HttpRequest) -> HttpResponse:
    """Say who asks for a second step and why, with every way to it; go on once it is done."""
    wanted = request.GET.get("next", "")
    if wanted and get_adapter().is_safe_url(wanted):
        request.session[NEXT] = wanted
    user, tenant = cast(User, request.user), cast(MemberRequest, request).tenant
    demand = second_step.demand_on(user, *([tenant] if tenant else []))
    if demand is None or second_step.is_proved(request):
        return redirect(request.session.pop(NEXT, None) or "home")
    kinds = set(second_step.steps_of(user).values_list("type", flat=True))
    context = {
        "demand": demand,
        "kinds": kinds,
        "next": request.session.get(NEXT, "/"),
    }
    return render(request, "mfa/second_step.html", context)


def _count_as_proof(request: HttpRequest, kind: str) -> None:
    """Setting a step up has just shown that the person holds it: ask for it next time only."""
    newest = Authenticator.objects.filter(user=request.user, type=kind).latest("created_at")
    record_authentication(request, cast(User, request.user), "mfa", id=newest.pk, type=kind)


class SetUpApp(ActivateTOTPView):
    """Allauth's page, whose code counts as the second step of this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Turn the app on."""
        answer: HttpResponse = super().form_valid(form)
        _count_as_proof(self.request, Authenticator.Type.TOTP)
        return answer


class AddPasskey(AddWebAuthnView):
    """Allauth's page, whose passkey counts as the second step of this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the passkey."""
        answer: HttpResponse = super().form_valid(form)
        _count_as_proof(self.request, Authenticator.Type.WEBAUTHN)
        return answer


class RemovePasskey(RemoveWebAuthnView):
    """Allauth's page, which keeps the last second step of somebody who must have one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say beforehand that it cannot be removed."""
        is_last = second_step.is_last_of_a_must(self.object)
        return {**super().get_context_data(**kwargs), "is_last_of_a_must": is_last}

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, unless it is the last one of a must."""
        if second_step.is_last_of_a_must(self.object):
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return cast(HttpResponse, super().form_valid(form))


class ProvePasskey(ReauthenticateWebAuthnView):
    """Allauth's page, which stays where it is when the passkey is not the right one."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say so and ask again."""
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return redirect(self.request.get_full_path())


class Sessions(ListUserSessionsView):
    """Where one is signed in, newest visit first, with this browser on top."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name each device in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        key = self.request.session.session_key
        for session in context["sessions"]:
            session.device = describe(session.user_agent)
            session.is_this = session.session_key == key
        context["sessions"].sort(key=lambda each: (each.is_this, each.last_seen_at), reverse=True)
        return context


@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other browser of this person out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        return redirect("account_logout")
    device = describe(session.user_agent)
    session.end()
    messages.success(request, _("%(device)s is signed out.") % {"device": device})
    return redirect("usersessions_list")


set_up_app = SetUpApp.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
prove_passkey = ProvePasskey.as_view()
sessions = Sessions.as_view()
