"""Staff's pages about single invitations: invite one business, send again, withdraw."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.admin_base import ReadOnlyAdmin
from tenants.company import countries
from tenants.company.brand_fields import BrandFields
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import EntityType, Invitation, Role, User, Vertical
from tenants.people import invitations
from tenants.people.invitation_csv import OPTIONAL, REQUIRED, SheetRow
from tenants.people.invitation_rows import judge
from tenants.states import InvitationStatus

PERMISSION = "tenants.invite_tenant"
EXPIRED = "expired"
S = InvitationStatus


class StateFilter(admin.SimpleListFilter):
    """By what became of it; one whose time is over is a state of its own here."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The stored states, and the one that time makes."""
        return [*S.choices, (EXPIRED, _("Expired"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        now = timezone.now()
        if self.value() == EXPIRED:
            return queryset.filter(status=S.PENDING, expires_at__lte=now)
        if self.value() == S.PENDING:
            return queryset.filter(status=S.PENDING, expires_at__gt=now)
        return queryset.filter(status=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """Into a team, or to found a business."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The two kinds."""
        return [("found", _("To found a business")), ("join", _("To join a team"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        if not self.value():
            return queryset
        return (
            queryset.exclude(business_name="")
            if self.value() == "found"
            else queryset.filter(business_name="")
        )


class InviteForm(forms.Form):
    """One business to invite; the rules are those of a row of a file."""

    email = forms.EmailField(label=_("E-mail address of its owner"), max_length=100)
    business_name = forms.CharField(label=_("Business name"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "entity_type": EntityType.choices,
            "vertical": Vertical.choices,
            "country": countries.choices(),
            "tax_id_country": countries.choices(),
        }
        for name in OPTIONAL:
            self.fields[name] = (
                forms.ChoiceField(choices=[("", "—"), *choices[name]], required=False)
                if name in choices
                else forms.CharField(max_length=100, required=False)
            )
            # As the business will read them in its set-up.
            self.fields[name].label = BrandFields.base_fields[name].label

    def clean(self) -> dict[str, Any]:
        """Judge it like a row of a file; what is refused is said at its field."""
        values = {name: self.cleaned_data.get(name, "") for name in (*REQUIRED, *OPTIONAL)}
        self.judged = judge(SheetRow(1, values))
        for column, text in self.judged.problems:
            if column not in self.errors:
                self.add_error(column or None, text)
        return self.cleaned_data

    @property
    def optional(self) -> list[Any]:
        """The fields that only begin the set-up."""
        return [self[name] for name in OPTIONAL]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations to found a business or to join a team; written by verbs only."""

    list_display = ("email", "whose", "role", "state", "mailed_at", "expires_at", "invited_by")
    list_filter = (StateFilter, KindFilter)
    list_select_related = ("tenant", "invited_by")
    search_fields = ("email", "business_name", "tenant__name")
    fields = (
        *("email", "whose", "role", "state", "invited_by", "created_at", "expires_at"),
        *("mailed_at", "times_mailed", "mail_error", "accepted_by", "ended_at"),
    )
    readonly_fields = fields
    actions = ("send_again", "withdraw")

    @admin.display(description=_("business"), ordering="business_name")
    def whose(self, invitation: Invitation) -> str:
        """The business that it is about."""
        return str(invitation.tenant or invitation.business_name)

    @admin.display(description=_("state"), ordering="status")
    def state(self, invitation: Invitation) -> str:
        """What became of it."""
        is_over = invitation.status == S.PENDING and not invitation.is_open
        return str(_("Expired") if is_over else invitation.get_status_display())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may invite."""
        return request.user.has_perm(PERMISSION)

    def has_invite_permission(self, request: HttpRequest) -> bool:
        """The right of the actions."""
        return request.user.has_perm(PERMISSION)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Invite one business to found its place here."""
        user = request.user
        if not isinstance(user, User) or not user.has_perm(PERMISSION):
            raise PermissionDenied
        form = InviteForm(request.POST or None)
        if form.is_valid():
            try:
                invitations.invite(
                    email=form.judged.email,
                    role=Role.OWNER,
                    tenant=None,
                    business_name=form.judged.business_name,
                    details=form.judged.details,
                    actor=Actor.staff(user),
                    invited_by=user,
                )
            except DomainError as error:
                form.add_error("email", error.message)
            else:
                messages.success(request, _("Invited. The mail follows within seconds."))
                return redirect("admin:tenants_invitation_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite a business"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/tenants/invitation/invite.html", context)

    @admin.action(description=_("Send the chosen invitations again"), permissions=["invite"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send each once more, with a new link."""
        self._each(request, queryset, invitations.resend)

    @admin.action(description=_("Withdraw the chosen invitations"), permissions=["invite"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Make the links of those that wait useless."""
        self._each(request, queryset, invitations.revoke)

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Invitation], verb: Callable[..., Any]
    ) -> None:
        """Do it with each; say how many, and why not the others."""
        done, refused = 0, set()
        for invitation in queryset.select_related("tenant"):
            try:
                verb(invitation.pk, tenant=invitation.tenant, actor=Actor.staff(request.user))
                done += 1
            except DomainError as error:
                refused.add(f"{invitation.email}: {error.message}")
        for sentence in sorted(refused)[:10]:
            messages.error(request, sentence)
        if done:
            text = ngettext("%d invitation is done.", "%d invitations are done.", done)
            messages.success(request, text % done)
