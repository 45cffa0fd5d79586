"""A submission as JSON that belongs to no provider."""

import json
from typing import Any

from registrations.exports.facts import facts_of
from registrations.exports.submission import Line, Submission

FORMAT = "registration-submission/1"


def as_json(submission: Submission) -> str:
    """Return the round: the answers as filed, the facts under neutral names, texts and hashes."""
    registration, version = submission.registration, submission.version
    found = {
        "format": FORMAT,
        "made_at": submission.made_at.isoformat(),
        "registration": {
            "id": str(registration.pk),
            "type": registration.type,
            "status": registration.status,
            "carrier_id": registration.carrier_id,
            "carrier_status": registration.carrier_status,
        },
        "round": {
            "number": version.number,
            "is_sent": submission.is_sent,
            "carrier_version": version.carrier_version,
            "carrier_status": version.carrier_status,
            "submitted_at": _moment(version.submitted_at),
            "decided_at": _moment(version.decided_at),
            "denied_reasons": version.denied_reasons,
        },
        "answers": [_answer(line) for line in submission.lines],
        "facts": facts_of(submission),
        "texts": submission.texts.as_dict() if submission.texts else None,
        "texts_sha256": submission.wording.texts_sha256 if submission.wording else None,
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _answer(line: Line) -> dict[str, Any]:
    answer: dict[str, Any] = {"path": line.path, "title": line.title, "source": line.source}
    if line.picture is not None:
        return {**answer, "url": line.picture.url, "sha256": line.picture.sha256}
    return (
        {**answer, "choices": list(line.choices)} if line.choices else {**answer, "text": line.text}
    )


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None
