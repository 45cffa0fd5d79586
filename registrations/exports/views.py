"""A member's pages of what can be taken away of a round."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registrations.exports.bundle import bundle
from registrations.exports.dossier import dossier
from registrations.exports.facts import missing_answers
from registrations.exports.neutral import as_json
from registrations.exports.submission import Submission, submission_of
from registrations.exports.tables import as_csv, sheets_of, without_form
from registrations.models import RegistrationVersion
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may

FILES: dict[str, tuple[str, str, Callable[[Submission], bytes]]] = {
    "dossier": ("pdf", "application/pdf", dossier),
    "archive": ("zip", "application/zip", bundle),
    "submission": ("json", "application/json", lambda found: as_json(found).encode()),
}


@require_safe
@member_page(Action.VIEW)
def export_page(request: MemberRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """What can be taken away, and how each provider's form fares."""
    submission = _submission(request, pk, number)
    context = {
        "submission": submission,
        "registration": submission.registration,
        "version": submission.version,
        "rounds": submission.registration.versions.all(),
        "sheets": sheets_of(submission),
        "without_form": without_form(submission),
        "missing": missing_answers(submission),
    }
    return render(request, "registrations/export.html", context)


@require_safe
@member_page(Action.VIEW)
def export_file(request: MemberRequest, pk: uuid.UUID, number: int, file: str) -> HttpResponse:
    """One file: the dossier, the archive, the JSON, or a provider's sheet."""
    submission = _submission(request, pk, number)
    if file in FILES:
        ending, content_type, make = FILES[file]
        return _download(submission, make(submission), content_type, f"{file}.{ending}")
    sheet = next((s for s in sheets_of(submission) if s.provider.code == file), None)
    if sheet is None:
        raise Http404
    return _download(submission, as_csv(sheet).encode(), "text/csv; charset=utf-8", f"{file}.csv")


def _submission(request: MemberRequest, pk: uuid.UUID, number: int) -> Submission:
    """Find a round; only who may hand it in sees tax ids in full."""
    versions = RegistrationVersion.objects.select_related(
        "registration__brand", "registration__program", "program_version"
    )
    version = get_object_or_404(versions, registration_id=pk, number=number)
    return submission_of(version, reveal=may(request.membership, Action.SUBMIT))


def _download(submission: Submission, body: bytes, content_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{submission.stem}-{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
