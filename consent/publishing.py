"""The page before a publication: what becomes public, what changes, for whom, and the decision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import consequences, fields, overview, programs, versions
from consent.changes import Suggestion
from consent.forms import VerbForm
from consent.models import Program, ProgramVersion
from consent.programs import NOTE_LENGTH, Decision, EditConflict
from consent.states import ChangeKind
from consent.widgets import Cards
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.pages import MemberRequest

_KINDS = {
    ChangeKind.COSMETIC.value: (
        gettext_lazy("Cosmetic"),
        gettext_lazy("People agreed to the same thing. Nothing changes for them."),
    ),
    ChangeKind.MATERIAL.value: (
        gettext_lazy("Material"),
        gettext_lazy(
            "People who agreed before did not agree to this. They go on getting only what they "
            "agreed to; for anything new, ask them again."
        ),
    ),
}


class DecisionForm(VerbForm):
    """What a person says that the change means for those who agreed before."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is this change for people who agreed before?"),
        choices=[(code, words[0]) for code, words in _KINDS.items()],
        widget=Cards(_KINDS),
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "Needed if you call cosmetic what we think is material. It is kept with the version."
        ),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def publish(request: MemberRequest, program: Program, draft: ProgramVersion) -> HttpResponse:
    """GET: what would become public, and what would change. POST: publish it."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and (program.published is None or form.is_valid()):
        answer = _published(request, program, form)
        if answer is not None:
            return answer
    return render(request, "consent/program_publish.html", _context(program, draft, form))


def _published(request: MemberRequest, program: Program, form: DecisionForm) -> HttpResponse | None:
    """Publish and say where to go, or return nothing where the form has to be looked at again."""
    data = form.cleaned_data if form.is_valid() else {}
    try:
        version = programs.publish(
            program,
            seen=request.POST.get("seen", ""),
            actor=Actor.member(request.user),
            decision=Decision(data.get("kind", ""), data.get("note", "")),
        )
    except EditConflict as error:
        messages.error(request, error.message)
        return redirect("consent:program_publish", pk=program.pk)
    except InvalidInput as error:
        if not error.fields.keys() & form.fields.keys():
            messages.error(request, error.message)
            return redirect("consent:program_edit", pk=program.pk)
        form.refuse(error)
        return None
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("consent:program_edit", pk=program.pk)
    messages.success(request, _("Version %(number)d is live.") % {"number": version.number})
    return redirect("consent:program", pk=program.pk)


def _context(program: Program, draft: ProgramVersion, form: DecisionForm) -> dict[str, Any]:
    live = program.published
    shown = overview.preview_of(draft, evidence_count=program.evidence.count())
    gaps = fields.missing(fields.of_version(draft))
    changes = versions.text_changes(live, draft) if live else []
    return {
        "program": program,
        "draft": draft,
        "published": live,
        "form": form,
        "gaps": [{"name": name, "label": overview.field_names([name])} for name in gaps],
        "preview": shown,
        "facts": overview.facts(draft),
        "links": overview.links(program, draft),
        "changes": changes,
        "changed_count": sum(each["is_changed"] for each in changes),
        "suggestion": _suggestion(live, draft),
        "agreements": versions.agreements(program),
        "consequences": consequences.of(program, shown.content, shown.texts),
    }


def _suggestion(live: ProgramVersion | None, draft: ProgramVersion) -> Suggestion | None:
    return programs.suggestion(live, draft) if live else None
