"""What staff take away of a filing: the newest round as a dossier, or with all its files."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from registrations.exports.files import download
from registrations.exports.submission import submission_of
from registrations.staff import deciding
from tenants.scoping import tenant_scope


def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the file that is asked for; only who decides on filings sees tax ids in full."""
    if not request.user.has_perm("registrations.view_registration"):
        raise PermissionDenied
    registration = deciding.find(pk)
    with tenant_scope(str(registration.tenant_id)):
        submission = submission_of(registration.current, reveal=deciding.may_decide(request))
        return download(submission, request.GET.get("file", "dossier"))
