"""The history page: everything that happened to a business, for its members."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import history
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may

PER_PAGE = 50


class HistoryFilters(forms.Form):
    """What to narrow the history to; everything may be left empty."""

    person = forms.ChoiceField(label=_("Person or app"), required=False)
    subject = forms.ChoiceField(
        label=_("Subject"),
        required=False,
        choices=[("", _("All subjects")), *((k, s.label) for k, s in history.SUBJECTS.items())],
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Everybody")), *people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


@require_safe
@member_page(Action.VIEW)
def history_page(request: MemberRequest) -> HttpResponse:
    """Who did what, when and from where, with what was before and after; newest first."""
    form = HistoryFilters(request.GET, people=history.people(request.tenant))
    form.is_valid()  # A filter that cannot be read is left out, and its field says so.
    given = form.cleaned_data
    filters = history.Filters(
        person=given.get("person", ""),
        subject=given.get("subject", ""),
        since=given.get("since"),
        until=given.get("until"),
    )
    after = history.Cursor.read(request.GET.get("after", ""))
    events, following = history.page(filters, after=after, size=PER_PAGE)
    sees_addresses = may(request.membership, Action.MANAGE_PEOPLE)
    context = {
        "form": form,
        "entries": [history.entry(event, with_address=sees_addresses) for event in events],
        "following": following,
        "is_first": after is None,
        "is_filtered": any(given.values()),
        "may_export": may(request.membership, Action.MANAGE_TENANT),
    }
    return render(request, "history/history.html", context)
