"""One round of a registration as a value: what every export is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from consent.models import Evidence, ProgramVersion
from consent.rendering import RenderedTexts
from registrations import drafting
from registrations.answers import SENSITIVE
from registrations.definitions import FormField
from registrations.models import AnswerSource, Registration, RegistrationVersion
from registrations.requirements import Answer
from tenants.company.tax_ids import mask
from tenants.crypto import decrypt
from tenants.models import Brand

ERASED = "erased"


@dataclass(frozen=True)
class Picture:
    """A file among the answers: where it is shown, and its hash."""

    evidence: Evidence
    url: str

    @property
    def sha256(self) -> str:
        """Of the public copy, as anybody who fetches it can check."""
        return str(self.evidence.public_sha256)


@dataclass(frozen=True)
class Line:
    """One answer, with its question and where it came from."""

    path: str
    section: str
    title: str
    text: str
    choices: tuple[str, ...] = ()
    picture: Picture | None = None
    source: str = ""

    @property
    def shown(self) -> str:
        """The answer in one string, as a person reads it."""
        if self.picture is not None:
            return self.picture.url
        return ", ".join(self.choices) or self.text


@dataclass(frozen=True)
class Submission:
    """All that is known of one round."""

    registration: Registration
    version: RegistrationVersion
    brand: Brand
    wording: ProgramVersion | None
    lines: tuple[Line, ...]
    made_at: datetime
    is_sent: bool
    """Was it handed in? Otherwise these are the answers as they would be."""
    shows_tax_ids: bool = False
    """May whoever takes it away read tax ids in full?"""

    @property
    def texts(self) -> RenderedTexts | None:
        """The texts that the round was filed with, or None for one without a program."""
        return self.wording.frozen_texts if self.wording else None

    @property
    def stem(self) -> str:
        """How files of it are called, without their ending: letters, digits and hyphens."""
        about = self.registration.program or self.brand
        name = slugify(f"{self.brand.legal_name} {about} {self.registration.type_label}")
        return f"{name[:60].rstrip('-') or 'registration'}-round-{self.version.number}"

    def answer(self, path: str) -> Line | None:
        """Return one answer by its path."""
        return next((line for line in self.lines if line.path == path), None)


def submission_of(version: RegistrationVersion, *, reveal: bool) -> Submission:
    """Return a round of the tenant in scope; tax ids are masked unless revealed."""
    registration = version.registration
    is_sent = version.answers_sent is not None
    wording = version.program_version
    if wording is None and registration.program is not None:
        wording = registration.program.published
    answers = _sent(version) if is_sent else _as_they_would_be(version)
    return Submission(
        registration=registration,
        version=version,
        brand=registration.brand,
        wording=wording,
        lines=tuple(_lines(registration, answers, reveal=reveal)),
        made_at=timezone.now(),
        is_sent=is_sent,
        shows_tax_ids=reveal,
    )


def _as_they_would_be(version: RegistrationVersion) -> Mapping[str, Answer]:
    """Return the answers of a round that is being written; of an older one, those it kept."""
    registration = version.registration
    if version.pk == registration.current.pk:
        return drafting.effective(registration)
    return {value.path: value.answer for value in version.values.all()}


def _sent(version: RegistrationVersion) -> Mapping[str, Answer]:
    """Read the frozen answers back; where each came from stands beside them in the round."""
    sources = dict(version.values.values_list("path", "source"))
    sent: dict[str, dict[str, Any]] = version.answers_sent or {}
    return {path: _thawed(path, kept, sources.get(path, "")) for path, kept in sent.items()}


def _thawed(path: str, kept: dict[str, Any], source: str) -> Answer:
    if "file" in kept:
        return Answer(path, source, evidence_id=UUID(kept["file"]))
    if "choices" in kept:
        return Answer(path, source, choices=tuple(kept["choices"]))
    if "encrypted" in kept:
        return Answer(path, source, text=decrypt(kept["encrypted"]))
    return Answer(path, source, text=kept.get("text", "") or (ERASED if ERASED in kept else ""))


def _lines(
    registration: Registration, answers: Mapping[str, Answer], *, reveal: bool
) -> Iterator[Line]:
    """Yield the answers in the form's order, then those that the form no longer asks for."""
    form = drafting.form_of(registration.type)
    titles = {field.path: (section.title, field) for section in form for field in section.fields}
    pictures = {picture.pk: picture for picture in Evidence.objects.all()} if answers else {}
    for path in [*titles, *(path for path in answers if path not in titles)]:
        answer = answers.get(path)
        if answer is not None and answer.is_given:
            section, field = titles.get(path, ("", FormField(path, "TEXT", "OPTIONAL", path)))
            yield _line(section, field, answer, pictures.get(answer.evidence_id), reveal=reveal)


def _line(
    section: str, field: FormField, answer: Answer, picture: Evidence | None, *, reveal: bool
) -> Line:
    hidden = field.path in SENSITIVE and not reveal
    return Line(
        path=field.path,
        section=section,
        title=field.title,
        text=mask(answer.text) if hidden else answer.text,
        choices=answer.choices,
        picture=Picture(picture, address_of(picture)) if picture else None,
        source=str(AnswerSource(answer.source).label) if answer.source else "",
    )


def address_of(picture: Evidence) -> str:
    """Return the public address of a picture, for whoever has no account here."""
    path = reverse("consent:evidence", args=[picture.token, picture.extension])
    return f"{settings.PUBLIC_URL}{path}"
