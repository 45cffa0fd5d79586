"""What staff see of one business on one page, to which every app adds what it knows.

Apps to the right of this one may not be imported here; they register what they contribute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.models import (
    ApiKey,
    Brand,
    CustomDomain,
    Membership,
    StaffVisit,
    Tenant,
    TenantEvent,
    TenantExport,
    User,
)
from tenants.registrant import registrants
from tenants.sign_in import second_step

EVENTS = 50
NAMED = 5  # Fields of one change that are named.
Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Figure:
    """One number about a business, where its rows are, and the right that it takes to see it."""

    label: str
    value: int | str
    permission: str
    url: str = ""
    note: str = ""
    is_alarming: bool = False


@dataclass(frozen=True)
class Button:
    """Something that staff can do for a business, if they have the right."""

    label: str
    url: str
    permission: str


Figures = Callable[[Tenant], Sequence[Figure]]
Buttons = Callable[[Tenant], Sequence[Button]]
_figures: list[Figures] = []
_buttons: list[Buttons] = []


def contributes_figures(function: Figures) -> Figures:
    """Add an app's figures to the page; called in the scope of the business."""
    _figures.append(function)
    return function


def contributes_buttons(function: Buttons) -> Buttons:
    """Add what an app can do for a business to the page."""
    _buttons.append(function)
    return function


def rows_of(tenant: Tenant, model: str, **filters: str) -> str:
    """Return the address of a model's rows of this business in the admin."""
    chosen = "&".join(f"{name}={value}" for name, value in filters.items())
    address = reverse(f"admin:{model.replace('.', '_')}_changelist")
    return f"{address}?tenant__id__exact={tenant.pk}{'&' if chosen else ''}{chosen}"


@dataclass
class Page:
    """Everything on a business that this member of staff may see, in the order of the page."""

    figures: list[Figure]
    buttons: list[Button]
    brand: Brand | None = None
    decision: Any = None
    members: list[dict[str, Any]] = field(default_factory=list)
    keys: list[ApiKey] = field(default_factory=list)
    domain: CustomDomain | None = None
    visits: list[StaffVisit] = field(default_factory=list)
    exports: list[TenantExport] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


def assemble(tenant: Tenant, viewer: Viewer) -> Page:
    """Return the page of a business, whose scope is open."""

    def sees(model: str) -> bool:
        return viewer.has_perm(f"tenants.view_{model}")

    page = Page(
        figures=[
            figure
            for function in (_own_figures, *_figures)
            for figure in function(tenant)
            if viewer.has_perm(figure.permission)
        ],
        buttons=[
            button
            for function in _buttons
            for button in function(tenant)
            if viewer.has_perm(button.permission)
        ],
    )
    if sees("brand"):
        page.brand = Brand.objects.first()
    if sees("registrantdecision"):
        page.decision = registrants.current()
    if sees("membership"):
        page.members = _members(tenant)
    if sees("apikey"):
        page.keys = list(ApiKey.objects.filter(tenant=tenant))
    if sees("customdomain"):
        page.domain = CustomDomain.objects.filter(tenant=tenant).first()
    if sees("staffvisit"):
        page.visits = list(StaffVisit.objects.filter(tenant=tenant).select_related("staff")[:10])
    if sees("tenantexport"):
        page.exports = list(TenantExport.objects.all()[:10])
    if sees("tenantevent"):
        page.events = [_event(event) for event in TenantEvent.objects.all()[:EVENTS]]
    return page


def _own_figures(tenant: Tenant) -> list[Figure]:
    members = _members(tenant)
    without = sum(not member["has_second_step"] for member in members)
    usable = ApiKey.objects.filter(tenant=tenant, revoked_at=None, expires_at__gt=timezone.now())
    return [
        Figure(_("Members"), len(members), "tenants.view_membership"),
        Figure(
            _("Members without a second step"),
            without,
            "tenants.view_membership",
            is_alarming=bool(without and tenant.requires_mfa),
        ),
        Figure(
            _("API keys that work"),
            usable.count(),
            "tenants.view_apikey",
            url=rows_of(tenant, "tenants.apikey"),
        ),
    ]


def _members(tenant: Tenant) -> list[dict[str, Any]]:
    steps = second_step.Authenticator.objects.filter(
        user=OuterRef("user"), type__in=second_step.STEPS
    )
    found = Membership.objects.filter(tenant=tenant).select_related("user")
    return [
        {"membership": each, "has_second_step": each.has_second_step}
        for each in found.annotate(has_second_step=Exists(steps))
    ]


def _event(event: TenantEvent) -> dict[str, Any]:
    """Say what happened in words; a kind that we no longer know is shown as it was stored."""
    data = event.data
    told = [
        str(data[name]) for name in ("email", "name", "role", "host", "reason") if data.get(name)
    ]
    changed = data.get("changed")
    if isinstance(changed, dict):
        names = [name.replace("_", " ") for name in changed]
        more = _(" and %d more") % (len(names) - NAMED) if len(names) > NAMED else ""
        told.append(_("changed: %s") % ", ".join(names[:NAMED]) + more)
    return {
        "at": event.at,
        "what": str(event),
        "who": event.actor_label or event.get_actor_kind_display(),
        "door": event.get_door_display(),
        "note": " · ".join(told),
    }
