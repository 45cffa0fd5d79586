"""A member's pages of what can be taken away of a round."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registrations.exports.facts import missing_answers
from registrations.exports.files import download
from registrations.exports.submission import Submission, submission_of
from registrations.exports.tables import sheets_of, without_form
from registrations.models import RegistrationVersion
from tenants.pages import MemberRequest, member_page
from tenants.permissions import Action, may


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
    return download(_submission(request, pk, number), file)


def _submission(request: MemberRequest, pk: uuid.UUID, number: int) -> Submission:
    """Find a round; only who may hand it in sees tax ids in full."""
    versions = RegistrationVersion.objects.select_related(
        "registration__brand", "registration__program", "program_version"
    )
    version = get_object_or_404(versions, registration_id=pk, number=number)
    return submission_of(version, reveal=may(request.membership, Action.SUBMIT))
