"""What the page of one registration shows: who acts, the next button, and all that is known."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from registrations import drafting, preflight, presenting, repairing, timeline
from registrations.definitions import REQUIRED
from registrations.forms import asked
from registrations.models import Registration, RegistrationVersion
from registrations.states import RegistrationStatus
from tenants.models import Membership

S = RegistrationStatus
# How often the page looks again by itself, in seconds, while others are at it.
SOON = 4


def context(registration: Registration, membership: Membership | None) -> dict[str, Any]:
    """Return what the page's template takes, beside what every page of a registration has."""
    is_open = registration.is_editable and registration.current.is_open
    found = preflight.check(registration) if is_open else []
    open_questions = questions(registration) if is_open else {}
    blockers = len(preflight.blockers(found))
    rounds = list(registration.versions.all())
    return {
        **open_questions,
        "is_open": is_open,
        "next": presenting.next_step(
            registration,
            membership,
            blockers=blockers,
            must_answer=bool(open_questions.get("must_answer")),
        ),
        "groups": presenting.grouped(registration, found),
        "blockers": blockers,
        "remarks": _remarks(registration),
        "sections": presenting.sections(registration),
        "history": timeline.entries(registration),
        "carrier_words": timeline.carrier_words(registration),
        "numbers": registration.originators.all(),
        "rounds": _rounds(registration, rounds),
        "refresh": _refresh(registration),
    }


def questions(registration: Registration) -> dict[str, bool]:
    """Say whether anything is left for a person to answer, and whether any of it must be."""
    fields = drafting.fields_of(drafting.form_of(registration.type))
    answers = drafting.effective(registration)
    remarks = {value.path for value in presenting.remarks_on(registration.current)}
    open_ones = asked(fields, answers, remarks=remarks)
    missing = [f for f in open_ones if f.path not in answers and f.requirement == REQUIRED]
    return {"has_questions": bool(open_ones), "must_answer": bool(missing)}


def _remarks(registration: Registration) -> dict[str, Any] | None:
    """Return what was refused, in short, with how much of it is put right."""
    version = repairing.round_to_repair(registration)
    if version is None or registration.status == S.CLOSED:
        return None
    found = repairing.proposals(version)
    return {
        "round": version.number,
        "rows": found,
        "done": sum(each.is_done for each in found),
        "total": len(found),
        "is_ours": version.is_open,
        "is_final": not registration.is_editable,
    }


def _rounds(registration: Registration, rounds: list[RegistrationVersion]) -> list[dict[str, Any]]:
    """Return every round, newest first, each with how it differs from the one before."""
    earlier = [*rounds[1:], None]
    return [
        {
            "version": version,
            "is_in_force": version.number == registration.approved_round,
            "when": _when(version),
            "compare_url": _compare_url(registration, before, version) if before else "",
            "export_url": reverse("registrations:export", args=[registration.pk, version.number]),
        }
        for version, before in zip(rounds, earlier, strict=True)
    ]


def _when(version: RegistrationVersion) -> datetime:
    return version.decided_at or version.submitted_at or version.created_at


def _compare_url(
    registration: Registration, before: RegistrationVersion, after: RegistrationVersion
) -> str:
    url = reverse("registrations:compare", args=[registration.pk])
    return f"{url}?before={before.number}&after={after.number}"


def _refresh(registration: Registration) -> int:
    """Return after how many seconds to look again; 0 for not at all."""
    others = (presenting.WE, presenting.CARRIER)
    return SOON if presenting.turn(registration)["who"] in others else 0
