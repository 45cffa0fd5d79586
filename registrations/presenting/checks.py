"""What the page of the check shows: findings by group, marks, reasons, and how the look goes on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from consent import reviewing
from consent.builder.marking import Mark, marked
from consent.rules import Severity, catalogue
from consent.rules.base import DecidedBy
from registrations import crosswalk, drafting, forecasting, live_checks, live_plan, mending
from registrations.crosswalk import Crossing, Group, Resubmit
from registrations.forecasting import Foretold
from registrations.models import LiveCheck, Registration
from registrations.presenting.found import fix_url
from registrations.requirements import Answer

TITLES = {
    Severity.BLOCKER: gettext_lazy("Must fix"),
    Severity.WARNING: gettext_lazy("Likely to be questioned"),
    Severity.ADVICE: gettext_lazy("Advice"),
}
WHATS = {
    live_plan.What.WEBSITE: gettext_lazy("Website"),
    live_plan.What.JOIN: gettext_lazy("Sign-up page"),
    live_plan.What.TERMS: gettext_lazy("Terms page"),
    live_plan.What.PRIVACY: gettext_lazy("Privacy page"),
    live_plan.What.MAIL: gettext_lazy("Mail domain"),
    live_plan.What.PICTURE: gettext_lazy("Picture"),
}
STATES = {
    live_plan.WAITING: ("wait", gettext_lazy("Waiting")),
    live_plan.OK: ("ok", gettext_lazy("In order")),
    live_plan.AMISS: ("warn", gettext_lazy("Amiss")),
    live_plan.UNKNOWN: ("quiet", gettext_lazy("Not known")),
}
GROUPS = {
    Group.BRAND: gettext_lazy("The business"),
    Group.CAMPAIGN: gettext_lazy("Campaign, samples and answers"),
    Group.WEBSITE: gettext_lazy("Website, terms and privacy"),
    Group.OPT_IN: gettext_lazy("How people sign up"),
    Group.OPT_OUT: gettext_lazy("How people stop, and age"),
    Group.CONTENT: gettext_lazy("What may not be texted"),
}
AGAIN = {
    Resubmit.YES: ("ok", gettext_lazy("Can be corrected")),
    Resubmit.NO: ("bad", gettext_lazy("Final")),
    Resubmit.DEPENDS: ("warn", gettext_lazy("Depends on the content")),
    Resubmit.UNKNOWN: ("quiet", gettext_lazy("Not published")),
}
# Words before and after the fault that are quoted with it.
AROUND = 90


def page(
    registration: Registration,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what the check's page shows of a filing as it stands."""
    found = forecasting.current(registration)
    groups = findings(registration, found, typed=typed or {}, errors=errors or {})
    blockers = [each for each in found if each.finding.is_blocker]
    warnings = [each for each in found if each.is_open]
    return {
        "groups": groups,
        "blockers": len(blockers),
        "open_warnings": len(warnings),
        "can_mend": any(row["repair"] for group in groups for row in group["findings"]),
        "passed": passed(registration, found),
        "live": live(live_checks.newest(registration)),
    }


def findings(
    registration: Registration,
    found: list[Foretold],
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    may_mend: bool = True,
) -> list[dict[str, Any]]:
    """Return the findings in the groups that people act on, each with its marks and its fix."""
    answers = drafting.effective(registration)
    bench = mending.Bench(registration) if may_mend and registration.is_editable else None
    rows: dict[str, list[dict[str, Any]]] = {severity: [] for severity in TITLES}
    for each in found:
        row = _row(registration, each, answers, bench)
        row["reason"] = (typed or {}).get(each.digest, "")
        row["error"] = (errors or {}).get(each.digest, "")
        rows[each.finding.severity].append(row)
    return [
        {"title": TITLES[Severity(severity)], "severity": severity, "findings": group}
        for severity, group in rows.items()
        if group
    ]


def _row(
    registration: Registration,
    foretold: Foretold,
    answers: dict[str, Answer],
    bench: mending.Bench | None,
) -> dict[str, Any]:
    finding = foretold.finding
    url = fix_url(registration, finding.field, answers)
    if finding.field == "filing.live":
        url = "#live"
    row = reviewing.as_row(finding, text="", url=url)
    acknowledgement = foretold.acknowledgement
    return {
        **row,
        "digest": foretold.digest,
        "shown": _shown(foretold),
        "codes": crosswalk.of_codes(foretold.codes)[:3],
        "more_codes": max(len(foretold.codes) - 3, 0),
        "is_open": foretold.is_open,
        "repair": foretold.digest if bench and bench.can_mend(finding) else "",
        "put_back": foretold.digest if bench and bench.can_put_back(finding) else "",
        "answered_by": foretold.acknowledged_by,
        "answered_at": acknowledgement.made_at if acknowledgement else None,
        "answer": acknowledgement.reason if acknowledgement else "",
    }


def _shown(foretold: Foretold) -> str:
    """Return the words at fault, marked, with some around them."""
    finding = foretold.finding
    if finding.start is None or finding.end is None or not foretold.text:
        return ""
    start = max(finding.start - AROUND, 0)
    end = min(finding.end + AROUND, len(foretold.text))
    mark = Mark(finding.start, finding.end, 0, str(finding.severity))
    words = marked(foretold.text, [mark], start, end)
    before, after = "… " if start else "", " …" if end < len(foretold.text) else ""
    return before + words + after if before or after else words


def passed(registration: Registration, found: Iterable[Foretold]) -> list[dict[str, str]]:
    """Return the rules that were asked and found nothing; none that only the sending decides."""
    broken = {each.finding.rule for each in found}
    number = registration.number_type
    return [
        {"id": rule.id, "title": rule.title}
        for rule in catalogue()
        if rule.id not in broken
        and rule.decided_by is not DecidedBy.WORKER
        and number in rule.number_types
    ]


def live(check: LiveCheck | None) -> dict[str, Any] | None:
    """Return how a look at the live world stands, step by step."""
    if check is None:
        return None
    rows = [
        {
            "what": WHATS.get(row["what"], row["what"]),
            "address": row["address"],
            "said": row["said"],
            "tone": STATES[row["state"]][0],
            "label": STATES[row["state"]][1],
        }
        for row in check.seen
    ]
    return {
        "rows": rows,
        "done": check.done,
        "total": check.total,
        "is_running": check.finished_at is None,
        "finished_at": check.finished_at,
        "trouble": check.trouble,
    }


def code_groups(found: Iterable[Crossing]) -> list[dict[str, Any]]:
    """Return reasons of the reviewers under the headings of the page about them."""
    rows: dict[Group, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for each in found:
        tone, again = AGAIN[each.resubmit]
        rows[each.group].append(
            {"crossing": each, "tone": tone, "again": again, "rules": _rules(each)}
        )
    return [
        {"code": str(group), "title": GROUPS[group], "rows": group_rows}
        for group, group_rows in rows.items()
        if group_rows
    ]


def _rules(each: Crossing) -> list[dict[str, str]]:
    known = {rule.id for rule in catalogue()}
    return [
        {"id": rule, "url": f"{reverse('consent:rules')}#{rule}" if rule in known else ""}
        for rule in each.rules
    ]
