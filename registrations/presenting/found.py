"""What pre-flight found, in the groups that people act on, each with where it is mended."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consent import reviewing
from consent.rules import Finding, Severity
from registrations import drafting, forecasting
from registrations.answers import COMPANY_FIELDS
from registrations.models import AnswerSource, Registration
from registrations.presenting.shown import change_url
from registrations.requirements import Answer


def grouped(registration: Registration, found: list[Finding]) -> list[dict[str, Any]]:
    """Return the findings in the three groups that people act on."""
    titles = {
        Severity.BLOCKER: _("Must fix"),
        Severity.WARNING: _("Likely to be questioned"),
        Severity.ADVICE: _("Advice"),
    }
    answers = drafting.effective(registration)
    texts = forecasting.texts_of(registration, answers)
    groups = []
    for severity, title in titles.items():
        rows = [
            _finding(registration, finding, answers, texts)
            for finding in found
            if finding.severity == severity
        ]
        if rows:
            groups.append({"title": title, "severity": severity, "findings": rows})
    return groups


def _finding(
    registration: Registration,
    finding: Finding,
    answers: dict[str, Answer],
    texts: dict[str, str],
) -> dict[str, str]:
    url = fix_url(registration, finding.field, answers)
    return reviewing.as_row(finding, text=texts.get(finding.field, ""), url=url)


def fix_url(registration: Registration, path: str, answers: dict[str, Answer]) -> str:
    """Return the page where a fact can be mended; empty while nothing may be edited."""
    if not registration.is_editable:
        return ""
    answer = answers.get(path)
    source = answer.source if answer else ""
    program = registration.program
    if source == AnswerSource.BRAND or path.startswith("brand."):
        name = path.removeprefix("brand.")
        name = COMPANY_FIELDS.get(name, name if name != path else "")
        return reverse("tenants:brand") + (f"#id_{name}" if name else "")
    if path == "registrant":
        return reverse("tenants:registrant")
    if path == "filing.brand":
        return reverse("registrations:list")
    if path in ("filing.form", "filing.live"):
        return ""
    if program is None:
        return change_url(registration, path)
    if source == AnswerSource.EVIDENCE or path == "program.evidence":
        return reverse("consent:evidence_upload", args=[program.pk])
    if path == "filing.program":
        return reverse("consent:program", args=[program.pk])
    if source == AnswerSource.PROGRAM or path.startswith(("program.", "texts.")):
        return reverse("consent:program_edit", args=[program.pk])
    return change_url(registration, path)
