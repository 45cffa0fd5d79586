"""What the pages about registrations show: whose turn it is, the answers, what was found.

Reads and words only; members' pages and staff's pages share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import reviewing
from consent.models import Evidence
from consent.rules import Finding, Severity
from consent.rules.preflight import text_fields
from registrations import drafting
from registrations.answers import SENSITIVE
from registrations.definitions import FormField, Section
from registrations.models import (
    AnswerSource,
    FieldValue,
    Registration,
    RegistrationType,
    RegistrationVersion,
)
from registrations.requirements import Answer, is_allowed
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.isv import white_label

S = RegistrationStatus
FILED_STATES = frozenset({S.STAFF_REVIEW, S.SUBMITTED, S.IN_REVIEW})
# What each type is for and how long its review usually takes, by the carrier's guide.
ABOUT: dict[str, dict[str, Any]] = {
    RegistrationType.TEN_DLC_BRAND: {
        "step": gettext_lazy("First"),
        "for": gettext_lazy("Tells the carriers which business texts from ten-digit numbers."),
        "time": gettext_lazy("Usually 1 to 2 business days; longer outside the US."),
        "needs": gettext_lazy("Your company details."),
    },
    RegistrationType.TEN_DLC_CAMPAIGN: {
        "step": gettext_lazy("Second, once the brand is approved"),
        "for": gettext_lazy("Registers one program for texts from a ten-digit number."),
        "time": gettext_lazy("From some hours to 4 weeks, then up to 10 days for the number."),
        "needs": gettext_lazy("An approved brand and a published program."),
    },
    RegistrationType.TOLL_FREE: {
        "step": gettext_lazy("Needs no brand registration"),
        "for": gettext_lazy("Registers one program for texts from a toll-free number."),
        "time": gettext_lazy("Usually 1 to 4 days, up to 15 business days."),
        "needs": gettext_lazy("A published program and a screenshot of your sign-up form."),
    },
}
YOU, WE, CARRIER, NOBODY = "you", "we", "carrier", "nobody"


def turn(registration: Registration) -> dict[str, str]:
    """Return whose turn it is, as a word and as a sentence."""
    who, sentence = _turn(registration)
    words = {
        YOU: _("Your turn"),
        WE: _("%(isv)s's turn") % {"isv": white_label.current().name},
        CARRIER: _("The carrier's turn"),
        NOBODY: _("Nothing to do"),
    }
    return {"who": who, "label": words[who], "sentence": sentence}


def _turn(registration: Registration) -> tuple[str, str]:
    status, isv = registration.status, {"isv": white_label.current().name}
    if status == S.DRAFT and (brand := _brand_being_decided(registration)):
        return _turn(brand)[0], _(
            "A draft. Its brand must be approved first; you can prepare the answers meanwhile."
        )
    if status == S.DRAFT:
        return YOU, _("A draft. Nothing has been sent to anybody.")
    if status == S.STAFF_REVIEW:
        return WE, _("%(isv)s is reading it before it goes to the carrier.") % isv
    if status == S.SUBMITTED and registration.filing_error:
        return WE, _("Accepted. Handing it to the carrier did not work yet; we keep trying.")
    if status == S.SUBMITTED:
        return WE, _("Accepted. We are handing it to the carrier.")
    if status == S.IN_REVIEW:
        return _turn_in_review(registration)
    if status == S.NEEDS_CHANGES:
        return YOU, _("Sent back. Read why below, correct it, and hand it in again.")
    return _turn_approved(registration) if status == S.APPROVED else (NOBODY, _ended(registration))


def _turn_approved(registration: Registration) -> tuple[str, str]:
    """An approval is not the end: a brand needs a campaign, a campaign a number."""
    if registration.facts.number_type:
        if registration.originators.filter(status=OriginatorStatus.ACTIVE).exists():
            return NOBODY, _("Approved by the carrier, and its number may text.")
        return WE, _("Approved by the carrier. We are setting its number up.")
    campaigns = Registration.objects.filter(type=RegistrationType.TEN_DLC_CAMPAIGN)
    if registration.type == RegistrationType.TEN_DLC_BRAND and not campaigns.exists():
        return YOU, _("The brand is approved. Next comes a campaign for a program.")
    return NOBODY, _("Approved by the carrier.")


def _brand_being_decided(registration: Registration) -> Registration | None:
    """Return the brand registration that a campaign waits for while others have it."""
    if registration.type != RegistrationType.TEN_DLC_CAMPAIGN:
        return None
    brands = Registration.objects.filter(type=RegistrationType.TEN_DLC_BRAND)
    if brands.in_force().exists():
        return None
    return brands.filter(status__in=FILED_STATES).select_related("brand").first()


def _turn_in_review(registration: Registration) -> tuple[str, str]:
    if registration.carrier_status == "REQUIRES_AUTHENTICATION":
        return YOU, _(
            "The carrier's registry sent an e-mail to %(email)s. Press the link in it within 7 "
            "days; the review then goes on by itself."
        ) % {"email": registration.brand.contact_email}
    about = ABOUT.get(registration.type, {})
    return CARRIER, _("The reviewers have it. %(time)s") % {"time": about.get("time", "")}


def _ended(registration: Registration) -> str:
    words = {
        S.REJECTED: _("Refused for good. A new registration is needed; ask us before you start."),
        S.REVOKED: _("The approval was withdrawn, so its number may not send any more."),
        S.CLOSED: _("Closed."),
    }
    return words.get(S(registration.status), "")


@dataclass(frozen=True)
class _Answers:
    """What the rows of one filing are made from, read once."""

    registration: Registration
    answers: dict[str, Answer]
    remarks: dict[str, FieldValue]
    pictures: dict[Any, Evidence]
    reveal: bool
    may_change: bool


def sections(registration: Registration, *, reveal: bool = False) -> list[dict[str, Any]]:
    """Return the answers by section, as rows of a summary list; tax ids masked unless revealed."""
    version = registration.current
    page = _Answers(
        registration=registration,
        answers=drafting.effective(registration),
        remarks={value.path: value for value in remarks_on(version)},
        pictures={e.pk: e for e in Evidence.objects.filter(program=registration.program)},
        reveal=reveal,
        may_change=registration.is_editable and version.is_open,
    )
    form = drafting.form_of(registration.type) or _bare_form(page.answers)
    shown = [
        {
            "title": section.title,
            "rows": [_row(page, f) for f in section.fields if _is_shown(page, f)],
        }
        for section in form
    ]
    return [section for section in shown if section["rows"]]


def remarks_on(version: RegistrationVersion) -> Iterable[FieldValue]:
    """Return the answers with a reviewer's remark that still speaks of this round."""
    if version.registration.status == S.APPROVED:
        return []
    found: Iterable[FieldValue] = version.values.exclude(denied_reason="")
    return found


def _bare_form(answers: dict[str, Answer]) -> tuple[Section, ...]:
    """Stand in for a form that was not read yet: paths instead of questions."""
    fields = tuple(FormField(path, "TEXT", "OPTIONAL", path) for path in answers)
    return (Section("", _("Answers"), fields),)


def _is_shown(page: _Answers, field: FormField) -> bool:
    """Is a field worth a row? An empty one only if required, denied, or asked by its condition."""
    if field.path in page.answers or field.path in page.remarks:
        return True
    conditional = field.condition is not None and field.requirement == "CONDITIONAL"
    return field.requirement == "REQUIRED" or (conditional and is_allowed(field, page.answers))


def _row(page: _Answers, field: FormField) -> dict[str, Any]:
    answer, remark = page.answers.get(field.path), page.remarks.get(field.path)
    return {
        "path": field.path,
        "label": field.title,
        "value": _value(page, field, answer) if answer else "",
        "note": source_of(answer),
        "url": _change_url(page.registration, field.path) if page.may_change else "",
        "denied": remark.denied_reason if remark else "",
        "feedback": remark.feedback if remark else "",
    }


def _value(page: _Answers, field: FormField, answer: Answer) -> str:
    picture = page.pictures.get(answer.evidence_id)
    if picture is not None:
        link = '<a href="{}" target="_blank" rel="noopener">{}</a>'
        return format_html(link, picture_path(picture), picture.caption)
    if answer.choices:
        return ", ".join(field.title_of(choice) for choice in answer.choices)
    if field.path in SENSITIVE and not page.reveal:
        return "•" * max(len(answer.text) - 3, 0) + answer.text[-3:]
    return answer.text


def picture_path(picture: Evidence) -> str:
    """Return where a screenshot is shown, below the address that the reader is at."""
    return reverse("consent:evidence", args=[picture.token, picture.extension])


def _change_url(registration: Registration, path: str) -> str:
    return reverse("registrations:answers", args=[registration.pk]) + f"?field={path}"


def grouped(registration: Registration, found: list[Finding]) -> list[dict[str, Any]]:
    """Return the findings in the three groups that people act on."""
    titles = {
        Severity.BLOCKER: _("Must fix"),
        Severity.WARNING: _("Likely to be questioned"),
        Severity.ADVICE: _("Advice"),
    }
    answers = drafting.effective(registration)
    texts = _texts(registration)
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


def _texts(registration: Registration) -> dict[str, str]:
    published = registration.program.published if registration.program else None
    if published is None:
        return {}
    fields = text_fields(published.frozen_content, published.frozen_texts)
    return {path: text for path, (_kind, text) in fields.items()}


def fix_url(registration: Registration, path: str, answers: dict[str, Answer]) -> str:
    """Return the page where a fact can be mended; empty while nothing may be edited."""
    if not registration.is_editable:
        return ""
    answer = answers.get(path)
    source = answer.source if answer else ""
    program = registration.program
    if source == AnswerSource.BRAND or path.startswith("brand."):
        return reverse("tenants:brand")
    if path == "registrant":
        return reverse("tenants:registrant")
    if path == "filing.brand":
        return reverse("registrations:list")
    if path == "filing.form":
        return ""
    if program is None:
        return _change_url(registration, path)
    if source == AnswerSource.EVIDENCE or path == "program.evidence":
        return reverse("consent:evidence_upload", args=[program.pk])
    if path == "filing.program":
        return reverse("consent:program", args=[program.pk])
    if source == AnswerSource.PROGRAM or path.startswith(("program.", "texts.")):
        return reverse("consent:program_edit", args=[program.pk])
    return _change_url(registration, path)


def source_of(answer: Answer | None) -> str:
    """Return where an answer came from, in words; empty where there is none."""
    return str(AnswerSource(answer.source).label) if answer and answer.is_given else ""


def pictures(registration: Registration) -> list[dict[str, str]]:
    """Return the screenshots of the program, with where each is shown."""
    found = Evidence.objects.filter(program=registration.program) if registration.program else ()
    return [{"caption": each.caption, "url": picture_path(each)} for each in found]
