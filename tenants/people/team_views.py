"""The team's pages: who belongs here, inviting, roles, leaving, handing the business over."""

import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import tasks
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import ApiKey, Invitation, Membership, Role, Tenant
from tenants.nudges import nudge
from tenants.pages import MemberRequest, fresh_sign_in, member_page
from tenants.people import invitations, members
from tenants.people.people_forms import InviteForm, RoleForm, TransferForm
from tenants.permissions import ROLE_MEANINGS, Action, may
from tenants.states import InvitationStatus

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@require_safe
@member_page(Action.VIEW)
def team(request: MemberRequest) -> HttpResponse:
    """Who belongs to the business and what each may do; who is invited, for those who invite."""
    step = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_STEPS)
    people = list(_members(request.tenant).annotate(has_second_step=Exists(step)))
    may_manage = may(request.membership, Action.MANAGE_PEOPLE)
    context = {
        "rows": [
            {"membership": member, "meaning": ROLE_MEANINGS[member.role]} for member in people
        ],
        "may_manage": may_manage,
        "invitations": _waiting(request.tenant) if may_manage else [],
        "mails": invitations.MAILS_PER_INVITATION,
        "is_last_owner": [each.pk for each in people if each.role == Role.OWNER]
        == [request.membership.pk],
    }
    return render(request, "tenants/team.html", context)


def _members(tenant: Tenant) -> QuerySet[Membership]:
    return Membership.objects.filter(tenant=tenant).select_related("user")


def _waiting(tenant: Tenant) -> QuerySet[Invitation]:
    return Invitation.objects.filter(tenant=tenant, status=InvitationStatus.PENDING)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_PEOPLE)
@fresh_sign_in
def team_invite(request: MemberRequest) -> HttpResponse:
    """Invite somebody. The answer is the same whether or not the address has an account."""
    form = InviteForm(request.POST or None, initial={"role": Role.VIEWER})
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invitations.invite(
                email=email,
                role=form.cleaned_data["role"],
                tenant=request.tenant,
                actor=Actor.member(request.user),
                invited_by=request.user,
            )
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            nudge(tasks.mail_invitations)
            messages.success(request, _("%s is invited. The mail is on its way.") % email)
            return redirect("tenants:team")
    return render(request, "tenants/team_invite.html", {"form": form})


@require_POST
@member_page(Action.MANAGE_PEOPLE)
def invitation_resend(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    found = _invitation(request, pk)
    invitations.resend(found.pk, tenant=request.tenant, actor=Actor.member(request.user))
    nudge(tasks.mail_invitations)
    messages.success(
        request,
        _("A new invitation to %s is on its way. The earlier link no longer works.") % found.email,
    )
    return redirect("tenants:team")


@require_POST
@member_page(Action.MANAGE_PEOPLE)
def invitation_withdraw(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the link of an invitation useless."""
    found = _invitation(request, pk)
    invitations.revoke(found.pk, tenant=request.tenant, actor=Actor.member(request.user))
    messages.success(
        request, _("The invitation to %s is withdrawn. Its link no longer works.") % found.email
    )
    return redirect("tenants:team")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_PEOPLE)
@fresh_sign_in
def member_role(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a member another role."""
    place = _place(request, pk)
    form = RoleForm(request.POST or None, initial={"role": place.role})
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        actor = Actor.member(request.user)
        try:
            members.change_role(place.pk, tenant=request.tenant, role=role, actor=actor)
        except DomainError as error:
            form.add_error("role", error.message)
        else:
            words = {"who": place.user.email, "role": role.label}
            messages.success(request, _("The role of %(who)s is now: %(role)s.") % words)
            return redirect("tenants:team")
    return render(request, "tenants/team_role.html", {"form": form, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_PEOPLE)
@fresh_sign_in
def member_remove(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what will stop working, then take a member out of the team."""
    place = _place(request, pk)
    if request.method != "POST":
        context = {"place": place, **_left_behind(request.tenant, place)}
        return render(request, "tenants/team_remove.html", context)
    members.remove_member(place.pk, tenant=request.tenant, actor=Actor.member(request.user))
    messages.success(request, _("%s no longer belongs to the team.") % place.user.email)
    return redirect("tenants:team")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.VIEW)
def team_leave(request: MemberRequest) -> HttpResponse:
    """Say what will stop working, then leave the team."""
    if request.method != "POST":
        context = {"place": request.membership, **_left_behind(request.tenant, request.membership)}
        return render(request, "tenants/team_leave.html", context)
    members.leave(tenant=request.tenant, user=request.user)
    messages.success(request, _("You no longer belong to %s.") % request.tenant.name)
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(Action.MANAGE_PEOPLE)
@fresh_sign_in
def team_transfer(request: MemberRequest) -> HttpResponse:
    """Make somebody else owner and oneself something else, in one step."""
    others = list(_members(request.tenant).exclude(pk=request.membership.pk))
    form = TransferForm(request.POST or None, members=others)
    if form.is_valid():
        try:
            heir = members.transfer_ownership(
                form.cleaned_data["heir"],
                tenant=request.tenant,
                owner=request.user,
                own_role=form.cleaned_data["own_role"],
            )
        except Membership.DoesNotExist:
            form.add_error("heir", _("This person has left the team. Choose somebody else."))
        else:
            words = {"who": heir.user.email, "name": request.tenant.name}
            messages.success(request, _("%(who)s now owns %(name)s.") % words)
            return redirect("tenants:team")
    return render(request, "tenants/team_transfer.html", {"form": form, "others": others})


def _invitation(request: MemberRequest, pk: uuid.UUID) -> Invitation:
    return get_object_or_404(Invitation, pk=pk, tenant=request.tenant)


def _place(request: MemberRequest, pk: uuid.UUID) -> Membership:
    return get_object_or_404(_members(request.tenant), pk=pk)


def _left_behind(tenant: Tenant, place: Membership) -> dict[str, Any]:
    """What stays of a person who goes: keys that work on, invitations that are withdrawn."""
    keys = ApiKey.objects.filter(
        tenant=tenant, created_by=place.user, revoked_at=None, expires_at__gt=timezone.now()
    )
    return {
        "keys": list(keys.order_by("name")),
        "sent": _waiting(tenant).filter(invited_by=place.user).count(),
    }
