"""The hosted opt-in form: no session, no sign-in, no script, the same answer for everybody."""

import logging
from typing import Any

import redis
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consent import addresses, draft_pages, hosted, phones
from consent.addresses import JOIN
from consent.ledger import Visit
from consent.models import Program, ProgramVersion
from messaging import form_tokens, joining, sending
from messaging.hosted_forms import JoinForm
from tenants.limits import Limit
from tenants.models import TenantStatus
from tenants.origin import client_address

logger = logging.getLogger(__name__)

BY_ADDRESS = Limit("join_address", count=5, seconds=600)
BY_NUMBER = Limit("join_number", count=3, seconds=24 * 3600)
# Whoever would pester a number through the forms of many businesses.
ANYWHERE = Limit("join_anywhere", count=10, seconds=24 * 3600)
# What a tenant's form can cost in confirmations, whoever fills it in and with which numbers.
BY_TENANT = Limit("join_tenant", count=200, seconds=3600)
SENT, REFUSED = "sent", "refused"
PAGE = "hosted page"


# Signed tokens instead of a CSRF cookie: hosted pages set no cookie, and there is no login here
# whose power a foreign page could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, program_slug: str, tenant_slug: str = "") -> HttpResponse:
    """Show the published version's boxes, and take the answer.

    On a tenant's own host the tenant is known by it, and there is no slug.
    """
    version = published(request, program_slug)
    if not hosted.has_form(version) and not addresses.own_url(version, JOIN):
        raise Http404
    with translation.override(version.frozen_content.language):
        if request.method == "POST":
            return _take(request, version)
        if SENT in request.GET:
            return page(request, version, "messaging/join_sent.html")
        if REFUSED in request.GET:
            return page(request, version, "messaging/join_refused.html")
        elsewhere = addresses.own_url(version, JOIN)
        return _sent_on(elsewhere) if elsewhere else _show(request, version, JoinForm.of(version))


def published(request: HttpRequest, program_slug: str) -> ProgramVersion:
    """Return the version in force of the program that an address names, or answer 404."""
    # The middleware opened the scope of the tenant that the address names, if there is one.
    tenant = getattr(request, "tenant", None)
    # Nobody agrees to texts of a business that is gone, and whose data were erased.
    if tenant is None or tenant.status == TenantStatus.ERASED:
        raise Http404
    program = get_object_or_404(Program.objects.select_related("tenant"), slug=program_slug)
    version = program.published
    if version is None:
        raise Http404
    return version


def _sent_on(address: str) -> HttpResponse:
    """The tenant has a form of its own."""
    answer = redirect(address)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = hosted.UNLISTED
    return answer


@require_safe
def draft_join(request: HttpRequest, token: str) -> HttpResponse:
    """The form as it would be published now, for whoever has the link; it cannot be sent."""
    return draft_pages.by_link(request, token, JOIN, _show_draft)


def _show_draft(version: ProgramVersion) -> HttpResponse:
    frame = hosted.draft_frame(version)
    boxes = [(box.kind, box.text) for box in frame["texts"].cta_web]
    with translation.override(frame["language"]):
        form = JoinForm(boxes=boxes, minimum_age=version.minimum_age)
        return hosted.answer("messaging/join.html", {**frame, "form": form})


def _take(request: HttpRequest, version: ProgramVersion) -> HttpResponse:
    """Check the token, the limits and the fields, in that order; then record."""
    form = JoinForm.of(version, request.POST)
    try:
        token = form_tokens.read(request.POST.get("token", ""))
        if token.version_id != version.pk:
            return _again(request, version, _note_newer())
        wait = BY_ADDRESS.wait(client_address(request))
        if wait:
            return _refused(request, version, wait)
        if not request.POST.getlist("kinds"):
            return _nothing(request, version)
        if not form.is_valid():
            return _show(request, version, form, status=422)
        if form.is_refused(now=timezone.now()):
            return redirect(f"{request.path}?{REFUSED}=1")
        _record(request, version, form, token)
    except form_tokens.TooSoon:
        return _again(request, version, note_quick())
    except form_tokens.TooLate:
        return _again(request, version, note_late())
    except redis.RedisError:
        # Shut rather than open: without limits this form would text whomever a program types.
        logger.error("the opt-in form is closed: its limits cannot be counted")
        note = pgettext(PAGE, "We cannot take sign-ups for a moment. Try again in a few minutes.")
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
    tenant_id = version.tenant_id
    if (
        BY_NUMBER.wait(f"{tenant_id}:{number}")
        or ANYWHERE.wait(number)
        or BY_TENANT.wait(tenant_id)
    ):
        logger.warning("an opt-in form was ignored: over the limit of its number or business")
        return
    joining.join(
        number,
        version=version,
        kinds=kinds,
        visit=visit_of(request),
        minimum_age=version.minimum_age,
    )


def visit_of(request: HttpRequest) -> Visit:
    """Return where a form was filled in, as the ledger keeps it."""
    return Visit(
        page_url=addresses.shown_at(request),
        ip_address=client_address(request),
        user_agent=request.headers.get("User-Agent", "").replace("\0", ""),
    )


def note_quick() -> str:
    """What a form says that was sent sooner than a person can read."""
    return pgettext(PAGE, "That was very quick. Check the form and send it again.")


def note_late() -> str:
    """What a form says whose token is too old, or none of ours."""
    return pgettext(PAGE, "This page was open for a long time. Check the form and send it again.")


def note_often() -> str:
    """What a form says to an address that sends it all the time."""
    return pgettext(PAGE, "That was often. Wait a few minutes, then try again.")


def _note_newer() -> str:
    return pgettext(PAGE, "The wording has changed since you opened this page. Read it once more.")


def _again(
    request: HttpRequest,
    version: ProgramVersion,
    note: str,
    status: int = 200,
    *,
    is_nothing: bool = False,
) -> HttpResponse:
    """Show the form afresh, its boxes empty, with the number kept and a word why."""
    form = JoinForm.of(version, initial={"phone": request.POST.get("phone", "")[:30]})
    return _show(request, version, form, note=note, status=status, is_nothing=is_nothing)


def _nothing(request: HttpRequest, version: ProgramVersion) -> HttpResponse:
    """Say that a form without a tick did nothing: the boxes are optional, so it is no error."""
    note = pgettext(
        PAGE,
        "You ticked no box, so we did not keep your number and will not text you. "
        "If you want texts, tick a box below and send the form again.",
    )
    return _again(request, version, note, is_nothing=True)


def _refused(request: HttpRequest, version: ProgramVersion, wait: float) -> HttpResponse:
    answer = _again(request, version, note_often(), status=429)
    answer["Retry-After"] = str(int(wait) + 1)
    return answer


def _show(
    request: HttpRequest, version: ProgramVersion, form: JoinForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "token": form_tokens.issue(version.pk), **more}
    return page(request, version, "messaging/join.html", context, status=status)


def page(
    request: HttpRequest,
    version: ProgramVersion,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page about a version that no cache may keep, since its token is used once."""
    on_own_host = getattr(request, "tenant_host", None) is not None
    originator = sending.originator_of(version.program)
    number = phones.national(originator.number) if originator else ""
    frame = hosted.frame(version, on_own_host=on_own_host)
    answer = hosted.answer(template, {**frame, "number": number, **(context or {})}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
