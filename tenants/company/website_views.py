"""The panel on what was seen of the website, and the wish to have it looked at again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.company import websites
from tenants.company.brands import FIELDS, find_brand
from tenants.models import Brand, Membership, WebsiteCheck
from tenants.pages import MemberRequest, came_from, member_page
from tenants.permissions import Action, demand, may
from tenants.registrant.isv_doubts import isv_matches
from tenants.states import CheckStatus


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.VIEW)
def website(request: MemberRequest) -> HttpResponse:
    """Show the last look at the website; POST asks for another."""
    saved = find_brand()
    if saved is None:
        return redirect("tenants:brand")
    if request.method == "POST":
        demand(request.membership, Action.EDIT)
        websites.ask_check(saved.website, by_hand=True)
        messages.success(request, _("The website is being looked at. That takes a few seconds."))
        back = came_from(request)
        return redirect("tenants:website" if back == "home" else back)
    context = {"website": panel(saved.website, request.membership)}
    return render(request, "tenants/website.html", context)


def brand_panels(brand: Brand | None, membership: Membership) -> dict[str, Any]:
    """Return what the company page shows beside the details: ISV data, and the website."""
    if brand is None:
        return {}
    return {"isv_matches": isv_matches(brand), "website": panel(brand.website, membership)}


def panel(url: str, membership: Membership) -> dict[str, Any]:
    """Return what `tenants/_website.html` shows of an address."""
    check = websites.newest(url)
    return {
        "url": url,
        "check": check,
        "is_looking": check is not None and check.status != CheckStatus.DONE,
        "lines": _lines(check) if check else [],
        "may_ask": may(membership, Action.EDIT),
    }


def draft_panels(answers: Mapping[str, Any], membership: Membership) -> dict[str, Any]:
    """Return the same for details that are not saved yet; the first to see them sends us to look.

    Nobody can ask for another look or an exception from there, so no way to it is shown.
    """
    draft = Brand(**{name: answers.get(name, "") for name in FIELDS})
    if draft.website and websites.newest(draft.website) is None:
        websites.ask_check(draft.website)
    shown = {**panel(draft.website, membership), "may_ask": False}
    found = [replace(match, field="") for match in isv_matches(draft)]
    return {"isv_matches": found, "website": shown}


def _lines(check: WebsiteCheck) -> list[dict[str, Any]]:
    """Return what was looked for, each with whether it was there; nothing while nobody looked."""
    if check.status != CheckStatus.DONE or check.is_reachable is None:
        return []
    lines = [{"label": _("Answers under https"), "is_seen": check.is_reachable}]
    if not check.is_reachable:
        return lines
    seen = check.seen
    return [
        *lines,
        {"label": _("Has enough to read"), "is_seen": seen.get("words", 0) >= websites.MIN_WORDS},
        {"label": _("Shows the name of your business"), "is_seen": bool(check.is_brand_seen)},
        {"label": _("Links to a privacy policy"), "is_seen": bool(seen.get("has_privacy"))},
        {"label": _("Links to terms"), "is_seen": bool(seen.get("has_terms"))},
    ]
