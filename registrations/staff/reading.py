"""One filing as staff read it: answers with what was found at each, pictures, texts, history."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consent import reviewing
from registrations import history, presenting
from registrations.answers import COMPANY_FIELDS
from registrations.models import Acknowledgement, ProvisionStep, Registration, RegistrationVersion
from registrations.staff import bulk, claiming, comparing, findings, phrases
from registrations.staff.findings import Found
from registrations.staff.phrases import Phrase
from registrations.staff.remarks import PHRASE, REMARK, DecisionForm
from registrations.staff.working_hours import age
from registrations.states import RegistrationStatus

HISTORY = 100
_COMPANY_PATHS = {f"brand.{name}": path for path, name in COMPANY_FIELDS.items()}


@dataclass
class Answer:
    """One answer as staff read it: with its findings, marks, remarks, and phrases to choose."""

    path: str
    label: str
    value: str | SafeString
    note: str
    denied: str
    feedback: str
    remark: str = ""
    found: list[dict[str, Any]] = field(default_factory=list)
    offered: list[Phrase] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    phrase: str = ""

    @property
    def remark_name(self) -> str:
        """The name of the remark's control."""
        return f"{REMARK}{self.path}"

    @property
    def phrase_name(self) -> str:
        """The name of the control with the standard phrases."""
        return f"{PHRASE}{self.path}"

    @property
    def shown(self) -> str | SafeString:
        """The answer with the words marked that a finding is about."""
        return marked(self.value, self.quotes)


@dataclass
class Text:
    """One text of the program as people see it, with what was found in it."""

    title: str
    paths: tuple[str, ...]
    texts: list[str]
    kind: str = "text"
    found: list[dict[str, Any]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[str | SafeString]:
        """The paragraphs with the words marked that a finding is about."""
        return [marked(text, self.quotes) for text in self.texts]


def of(
    registration: Registration, *, viewer: Any, decides: bool, form: DecisionForm | None
) -> dict[str, Any]:
    """Return what the page shows of a filing, whose business is in scope."""
    now, version = timezone.now(), registration.current
    found = findings.of(registration)
    sections, texts = _sections(registration, version, form), _texts(version)
    elsewhere = _spread(found, sections, texts)
    waits = registration.status == RegistrationStatus.STAFF_REVIEW
    is_first = registration.first_accepted_by_id == viewer.pk
    return {
        "registration": registration,
        "version": version,
        "read": bulk.handed_in(registration),
        "turn": presenting.turn(registration),
        "age": age(registration.changed_at, now, settings.STAFF_TIME_ZONE),
        "waits": waits,
        "may_decide": decides and waits,
        "may_recall": decides and registration.status == RegistrationStatus.SUBMITTED,
        "gave_first": is_first,
        "two_persons": bulk.two_persons_accept(),
        "holder": claiming.holder(registration, now),
        "sections": sections,
        "elsewhere": elsewhere,
        "counts": _counts(found),
        "pictures": presenting.pictures(registration),
        "texts": texts,
        "program_version": version.program_version,
        "acknowledged": Acknowledgement.objects.filter(version=version),
        "rounds": registration.versions.exclude(denied_reasons=[]),
        "comparison": comparing.with_last(registration),
        "history": _history(registration),
        "steps": ProvisionStep.objects.filter(originator__registration=registration),
        "deadlines": registration.deadlines.all(),
        "form": form or DecisionForm(),
    }


def paths_of(registration: Registration) -> set[str]:
    """Return the fields at which a remark can stand; the business is in scope."""
    rows = presenting.sections(registration)
    return {row["path"] for section in rows for row in section["rows"]}


def _sections(
    registration: Registration, version: RegistrationVersion, form: DecisionForm | None
) -> list[dict[str, Any]]:
    """Return the answers by section; a form that came back keeps what was typed."""
    typed: Any = form.data if form else {}
    kept = dict(version.values.exclude(staff_remark="").values_list("path", "staff_remark"))
    return [
        {
            "title": section["title"],
            "rows": [
                Answer(
                    **{name: row[name] for name in ("path", "label", "value", "note")},
                    denied=row["denied"],
                    feedback=row["feedback"],
                    remark=typed.get(f"{REMARK}{row['path']}", kept.get(row["path"], "")),
                    phrase=typed.get(f"{PHRASE}{row['path']}", ""),
                )
                for row in section["rows"]
            ],
        }
        for section in presenting.sections(registration, reveal=True)
    ]


def _texts(version: RegistrationVersion) -> list[Text]:
    """Return the texts of the round as people see them, in the order in which they meet them."""
    wording = version.program_version
    if wording is None:
        return []
    texts = wording.frozen_texts
    boxes = tuple(f"texts.cta_web.{index}" for index in range(len(texts.cta_web)))
    samples = tuple(f"texts.sample_messages.{n}" for n in range(len(texts.sample_messages)))
    shown = [
        Text(_("Sign-up form"), boxes, [texts.cta_web_intro], "intro"),
        Text(_("Box, unticked"), boxes, [box.text for box in texts.cta_web], "box"),
        Text(_("Counter card"), ("texts.cta_counter",), [texts.cta_counter]),
        Text(_("Flyer"), ("texts.cta_flyer",), [texts.cta_flyer]),
        Text(_("Keyword"), ("texts.cta_keyword",), [texts.cta_keyword]),
        Text(_("Read aloud"), ("texts.verbal_script",), [texts.verbal_script]),
        Text(_("Welcome"), ("texts.optin_confirmation",), [texts.optin_confirmation], "bubble"),
        Text(_("Answer to HELP"), ("texts.help_reply",), [texts.help_reply], "bubble"),
        Text(_("Answer to STOP"), ("texts.optout_confirmation",), [texts.optout_confirmation],
             "bubble"),
        Text(_("Samples"), samples, list(texts.sample_messages), "bubble"),
        Text(_("Terms page"), ("texts.terms",), [texts.terms_text], "page"),
        Text(_("Privacy page"), ("texts.privacy",), [texts.privacy_text], "page"),
    ]  # fmt: skip
    return [text for text in shown if any(text.texts)]


def _spread(
    found: Sequence[Found],
    sections: Iterable[dict[str, Any]],
    texts: Sequence[Text],
) -> list[dict[str, Any]]:
    """Put each finding at its answer or text; return those that are about neither."""
    answers = [row for section in sections for row in section["rows"]]
    elsewhere = []
    for each in found:
        row = _row(each)
        place = _answer_of(each, answers, row["quote"]) or _text_of(each, texts)
        if place is None:
            elsewhere.append(row)
            continue
        place.found.append(row)
        if row["quote"]:
            place.quotes.append(row["quote"])
    for answer in answers:
        here = [each.finding for each in found if _is_at(each, answer)]
        answer.offered = phrases.for_field(answer.path, here)
    return elsewhere


def _row(each: Found) -> dict[str, Any]:
    row = reviewing.as_row(each.finding, text="", url="")
    return {**row, "quote": each.quote, "answered": each.answered, "field": each.finding.field}


def _is_at(each: Found, answer: Answer) -> bool:
    return answer.path in (each.finding.field, _COMPANY_PATHS.get(each.finding.field))


def _answer_of(each: Found, answers: Sequence[Answer], quote: str) -> Answer | None:
    """Return the answer that a finding is about: by its path, or by the words that it quotes."""
    for answer in answers:
        if _is_at(each, answer):
            return answer
    if each.finding.field == "program.evidence":
        return next((answer for answer in answers if "/e/" in answer.value), None)
    return next((answer for answer in answers if quote and quote in answer.value), None)


def _text_of(each: Found, texts: Sequence[Text]) -> Text | None:
    return next((text for text in texts if each.finding.field in text.paths), None)


def _counts(found: Sequence[Found]) -> dict[str, int]:
    """Return how many findings there are, by what they ask of the reader."""
    answered = sum(each.answered is not None for each in found)
    blockers = sum(each.finding.is_blocker for each in found)
    open_ones = sum(each.is_open for each in found) - blockers
    advice = len(found) - blockers - open_ones - answered
    return {"blockers": blockers, "open": open_ones, "answered": answered, "advice": advice}


def _history(registration: Registration) -> list[dict[str, Any]]:
    """Return every step with the carrier's statuses as they came, newest first."""
    events = registration.events.select_related("version")[:HISTORY]
    return [{**history.entry(event), "raw": _raw(event.data)} for event in events]


def _raw(data: dict[str, Any]) -> str:
    """Return the carrier's own words of a step, if it told of any."""
    names = ("from", "to", "version", "carrier_status", "number_status")
    return " · ".join(f"{name}: {data[name]}" for name in names if data.get(name))


def marked(text: str | SafeString, quotes: Iterable[str]) -> str | SafeString:
    """Return a text with the quoted words marked; what is markup already stays as it is."""
    if isinstance(text, SafeString) or not any(quotes):
        return text
    known = sorted({quote for quote in quotes if quote}, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, known))})", text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if part in known else part,)
                   for part in parts)
    )  # fmt: skip
