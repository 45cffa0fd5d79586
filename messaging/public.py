"""The hosted opt-in form: no session, no sign-in, no script, the same answer for everybody.

Rendered without the request, so that nothing of a visitor (cookie, session, language) can make
two visitors' answers differ.
"""

import logging
from typing import Any

import redis
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from consent import addresses, phones
from consent.models import Program, ProgramVersion
from messaging import form_tokens, joining, sending
from messaging.forms import JoinForm
from tenants.isv import white_label
from tenants.limits import Limit
from tenants.models import TenantStatus
from tenants.origin import client_address

logger = logging.getLogger(__name__)

BY_ADDRESS = Limit("join_address", count=5, seconds=600)
BY_NUMBER = Limit("join_number", count=3, seconds=24 * 3600)
# What a tenant's form can cost in confirmations, whoever fills it in and with which numbers.
BY_TENANT = Limit("join_tenant", count=200, seconds=3600)
SENT = "sent"


# Signed tokens instead of a CSRF cookie: hosted pages set no cookie, and there is no login here
# whose power a foreign page could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, program_slug: str, tenant_slug: str = "") -> HttpResponse:
    """Show the published version's boxes, and take the answer.

    On a tenant's own host the tenant is known by it, and there is no slug.
    """
    # The middleware opened the scope of the tenant that the address names, if there is one.
    tenant = getattr(request, "tenant", None)
    # Nobody agrees to texts of a business that is gone, and whose data were erased.
    if tenant is None or tenant.status == TenantStatus.ERASED:
        raise Http404
    program = get_object_or_404(Program, slug=program_slug)
    version = program.published
    if version is None:
        raise Http404
    with translation.override(version.frozen_content.language):
        if request.method == "POST":
            return _take(request, version)
        if SENT in request.GET:
            return _page("messaging/join_sent.html", version)
        return _show(version, JoinForm(version=version))


def _take(request: HttpRequest, version: ProgramVersion) -> HttpResponse:
    """Check the token, the limits and the fields, in that order; then record."""
    form = JoinForm(request.POST, version=version)
    try:
        token = form_tokens.read(request.POST.get("token", ""))
        if token.version_id != version.pk:
            note = _("The wording has changed since you opened this page. Read it once more.")
            return _again(request, version, note)
        wait = BY_ADDRESS.wait(client_address(request))
        if wait:
            return _refused(request, version, wait)
        if not request.POST.getlist("kinds"):
            return _nothing(request, version)
        if not form.is_valid():
            return _show(version, form, status=422)
        _record(request, version, form, token)
    except form_tokens.TooSoon:
        return _again(request, version, _("That was very quick. Check the form and send it again."))
    except form_tokens.TooLate:
        note = _("This page was open for a long time. Check the form and send it again.")
        return _again(request, version, note)
    except redis.RedisError:
        # Shut rather than open: without limits this form would text whomever a program types.
        logger.error("the opt-in form is closed: its limits cannot be counted")
        note = _("We cannot take sign-ups for a moment. Try again in a few minutes.")
        return _again(request, version, note, status=503)
    return redirect(f"{request.path}?{SENT}=1")


def _record(
    request: HttpRequest, version: ProgramVersion, form: JoinForm, token: form_tokens.Token
) -> None:
    """Record the opt-in, unless a program filled the form in, or it comes too often.

    Whoever sent it reads the same answer in every case.
    """
    number, kinds = form.cleaned_data["phone"], form.cleaned_data["kinds"]
    if form.cleaned_data["reason"] or not token.use():
        logger.info("an opt-in form was ignored: filled in by a program, or sent twice")
        return
    if BY_NUMBER.wait(f"{version.tenant_id}:{number}") or BY_TENANT.wait(version.tenant_id):
        logger.warning("an opt-in form was ignored: over the limit of its number or business")
        return
    visit = joining.Visit(
        page_url=addresses.shown_at(request),
        ip_address=client_address(request),
        user_agent=request.headers.get("User-Agent", "").replace("\0", ""),
    )
    joining.join(number, version=version, kinds=kinds, visit=visit)


def _again(
    request: HttpRequest,
    version: ProgramVersion,
    note: str,
    status: int = 200,
    *,
    is_nothing: bool = False,
) -> HttpResponse:
    """Show the form afresh, its boxes empty, with the number kept and a word why."""
    form = JoinForm(version=version, initial={"phone": request.POST.get("phone", "")[:30]})
    return _show(version, form, note=note, status=status, is_nothing=is_nothing)


def _nothing(request: HttpRequest, version: ProgramVersion) -> HttpResponse:
    """Say that a form without a tick did nothing: the boxes are optional, so it is no error."""
    note = _(
        "You ticked no box, so we did not keep your number and will not text you. "
        "If you want texts, tick a box below and send the form again."
    )
    return _again(request, version, note, is_nothing=True)


def _refused(request: HttpRequest, version: ProgramVersion, wait: float) -> HttpResponse:
    note = _("That was often. Wait a few minutes, then try again.")
    answer = _again(request, version, note, status=429)
    answer["Retry-After"] = str(int(wait) + 1)
    return answer


def _show(
    version: ProgramVersion,
    form: JoinForm,
    *,
    note: str = "",
    status: int = 200,
    is_nothing: bool = False,
) -> HttpResponse:
    token = form_tokens.issue(version.pk)
    context = {"form": form, "token": token, "note": note, "is_nothing": is_nothing}
    return _page("messaging/join.html", version, context, status)


def _page(
    template: str,
    version: ProgramVersion,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    content, originator = version.frozen_content, sending.originator_of(version.program)
    answer = HttpResponse(
        render_to_string(
            template,
            {
                "brand_name": content.brand_name,
                "isv": white_label.current(),
                "language": content.language,
                "program": version.program,
                "content": content,
                "intro": version.frozen_texts.cta_web_intro,
                "number": phones.national(originator.number) if originator else "",
                **(context or {}),
            },
        ),
        status=status,
    )
    answer["Content-Language"] = content.language
    answer["Cache-Control"] = "no-store"
    return answer
