"""The hosted preference centre: stop all texts of a business, or some kinds of one program.

Nobody signs in and nothing is proven: whoever types a number can only make it get less. The
answer is the same for a number that is known and for one that is not.
"""

import logging
from typing import Any

import redis
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from consent.models import ProgramVersion
from messaging import form_tokens, public, stopping
from messaging.hosted_forms import PreferencesForm
from tenants.limits import Limit
from tenants.origin import client_address

logger = logging.getLogger(__name__)

BY_ADDRESS = Limit("preferences_address", count=10, seconds=600)
# Whoever would fill a business's ledger, or stop all of its recipients, one number after another.
BY_TENANT = Limit("preferences_tenant", count=300, seconds=3600)
DONE, ALL, SOME = "done", "all", "some"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, program_slug: str, tenant_slug: str = "") -> HttpResponse:
    """Ask which texts to stop, and stop them."""
    version = public.published(request, program_slug)
    with translation.override(version.frozen_content.language):
        if request.method == "POST":
            return _take(request, version)
        done = request.GET.get(DONE)
        if done in (ALL, SOME):
            context = {"is_all": done == ALL}
            return public.page(request, version, "messaging/preferences_done.html", context)
        return _show(request, version, PreferencesForm(version=version))


def _take(request: HttpRequest, version: ProgramVersion) -> HttpResponse:
    """Check the token, the limits and the fields; then record at once."""
    form = PreferencesForm(request.POST, version=version)
    try:
        form_tokens.read(request.POST.get("token", ""))
    except form_tokens.TooSoon:
        return _show(request, version, form, note=public.note_quick(), status=422)
    except form_tokens.TooLate:
        return _show(request, version, form, note=public.note_late(), status=422)
    wait = _wait(request, version)
    if wait:
        answer = _show(request, version, form, note=public.note_often(), status=429)
        answer["Retry-After"] = str(int(wait) + 1)
        return answer
    if not form.is_valid():
        return _show(request, version, form, status=422)
    if not (form.cleaned_data["everything"] or form.cleaned_data["kinds"]):
        note = pgettext(
            public.PAGE, "You ticked no box, so nothing was changed. Tick what you want to stop."
        )
        return _show(request, version, form, note=note)
    return _stop(request, version, form.cleaned_data)


def _wait(request: HttpRequest, version: ProgramVersion) -> float:
    """How long to wait; with the counting out of order nobody is kept from stopping texts."""
    try:
        return BY_ADDRESS.wait(client_address(request)) or BY_TENANT.wait(version.tenant_id)
    except redis.RedisError:
        logger.warning("opt-outs by the web form cannot be counted")
        return 0


def _stop(request: HttpRequest, version: ProgramVersion, said: dict[str, Any]) -> HttpResponse:
    """Record what was asked, unless a program filled the form in; everybody reads the same."""
    visit = public.visit_of(request)
    if said["reason"]:
        logger.info("a preferences form was ignored: filled in by a program")
    elif said["everything"]:
        stopping.by_web_form(said["phone"], program=version.program, visit=visit)
    else:
        stopping.some_kinds(said["phone"], version=version, kinds=said["kinds"], visit=visit)
    return redirect(f"{request.path}?{DONE}={ALL if said['everything'] else SOME}")


def _show(
    request: HttpRequest,
    version: ProgramVersion,
    form: PreferencesForm,
    *,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "token": form_tokens.issue(version.pk), "note": note}
    return public.page(request, version, "messaging/preferences.html", context, status=status)
