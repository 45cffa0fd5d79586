"""What the last look at the live world says of a filing, as findings of the forecast."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from consent.rules import Finding, Severity, TextKind
from registrations import live_plan
from registrations.models import LiveCheck, Registration, RegistrationVersion
from registrations.requirements import Answers

# So long a look holds; an older one is no more than a reason to look again.
FRESH = timedelta(days=1)
GOOD_ENOUGH = timedelta(days=7)
NOT_CHECKED = "FILING-NOT-CHECKED-LIVE"


def of_round(registration: Registration, answers: Answers) -> Iterator[Finding]:
    """Yield what the newest finished look found, or that nobody looked within seven days."""
    targets = live_plan.plan(registration, answers)
    if not targets:
        return
    version = registration.current
    check = finished(version)
    if check is None or not _is_good_enough(check, targets):
        yield _not_checked(version)
        return
    for row in check.findings:
        yield as_finding(row)


def finished(version: RegistrationVersion) -> LiveCheck | None:
    """Return the newest finished look at what a round points to."""
    done = LiveCheck.objects.filter(version=version, finished_at__isnull=False)
    found: LiveCheck | None = done.order_by("-finished_at").first()
    return found


def is_fresh(check: LiveCheck, targets: list[live_plan.Target]) -> bool:
    """Was it finished within a day, and did it look at all that the filing points to now?"""
    return _covers(check, targets) and _age(check) <= FRESH


def _is_good_enough(check: LiveCheck, targets: list[live_plan.Target]) -> bool:
    return _covers(check, targets) and _age(check) <= GOOD_ENOUGH


def _age(check: LiveCheck) -> timedelta:
    return timezone.now() - (check.finished_at or check.asked_at)


def _covers(check: LiveCheck, targets: list[live_plan.Target]) -> bool:
    """Did it look at every address that the filing names now?"""
    looked_at = {(row["what"], row["address"]) for row in check.seen}
    return {(str(each.what), each.address) for each in targets} <= looked_at


def _not_checked(version: RegistrationVersion) -> Finding:
    return Finding(
        rule=NOT_CHECKED,
        severity=Severity.WARNING,
        kind=TextKind.REGISTRATION,
        message=f"Not checked live: what round {version.number} points to (website, pages, mail "
        "domain, pictures) was not looked at within seven days as it stands.",
        fix="Start the live check and wait until it is through, which takes about a minute.",
        prevents=("BRAND_URL_INVALID", "INVALID_URL"),
        field="filing.live",
    )


def as_row(finding: Finding) -> dict[str, Any]:
    """Return a finding as a look keeps it."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "fix": finding.fix,
        "prevents": list(finding.prevents),
        "field": finding.field,
    }


def as_finding(row: dict[str, Any]) -> Finding:
    """Return what a look kept as a finding again."""
    return Finding(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        kind=TextKind.REGISTRATION,
        message=row["message"],
        fix=row["fix"],
        prevents=tuple(row["prevents"]),
        field=row["field"],
    )
