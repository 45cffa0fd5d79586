"""The pages of one's own notices: the list, opening one, and which mails one wants."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenants.notices import reading
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action

PAGE = 25


class MailsForm(forms.Form):
    """The one choice: mails about what ends nothing."""

    mails_soft = forms.BooleanField(
        label=gettext_lazy("Mail me reminders and news"),
        required=False,
        help_text=gettext_lazy("What ends something if nobody answers is always mailed."),
    )


@require_safe
@member_page(Action.VIEW)
def notices(request: MemberRequest) -> HttpResponse:
    """What this person was told about this business, the newest first."""
    listed = reading.listed(request.user)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    wanted = reading.wants_soft_mails(request.user.pk)
    context = {
        "page_obj": page,
        "new": reading.unread(request.user),
        "mails_form": MailsForm(initial={"mails_soft": wanted}),
    }
    return render(request, "tenants/notices.html", context)


@require_POST
@member_page(Action.VIEW)
def open_one(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that one was read, and lead to where it can be acted on."""
    notice = get_object_or_404(reading.listed(request.user), pk=pk)
    reading.mark_read(notice, now=timezone.now())
    return redirect(notice.path or "tenants:notices")


@require_POST
@member_page(Action.VIEW)
def read_all(request: MemberRequest) -> HttpResponse:
    """Note that everything was read."""
    reading.mark_all_read(request.user, now=timezone.now())
    return redirect("tenants:notices")


@require_POST
@member_page(Action.VIEW)
def setting(request: MemberRequest) -> HttpResponse:
    """Keep which mails this person wants."""
    form = MailsForm(request.POST)
    wanted = form.is_valid() and form.cleaned_data["mails_soft"]
    reading.set_soft_mails(request.user, wanted=wanted)
    messages.success(request, _("Saved."))
    return redirect("tenants:notices")
