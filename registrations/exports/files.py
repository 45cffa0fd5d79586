"""Each file that can be taken away of a round, made and named for its download."""

from collections.abc import Callable

from django.http import Http404, HttpResponse

from registrations.exports.bundle import bundle
from registrations.exports.dossier import dossier
from registrations.exports.neutral import as_json
from registrations.exports.submission import Submission
from registrations.exports.tables import as_csv, sheets_of

FILES: dict[str, tuple[str, str, Callable[[Submission], bytes]]] = {
    "dossier": ("pdf", "application/pdf", dossier),
    "archive": ("zip", "application/zip", bundle),
    "submission": ("json", "application/json", lambda found: as_json(found).encode()),
}


def download(submission: Submission, file: str) -> HttpResponse:
    """Answer with the dossier, the archive, the JSON, or a provider's sheet; raise Http404."""
    if file in FILES:
        ending, content_type, make = FILES[file]
        return _attached(submission, make(submission), content_type, f"{file}.{ending}")
    sheet = next((s for s in sheets_of(submission) if s.provider.code == file), None)
    if sheet is None:
        raise Http404
    return _attached(submission, as_csv(sheet).encode(), "text/csv; charset=utf-8", f"{file}.csv")


def _attached(submission: Submission, body: bytes, content_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{submission.stem}-{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
