"""Verbs of writing a registration: open it, answer it, correct it, open its next round.

While a registration may be edited, its answers are computed from the company details, the
published program and the screenshots, and only what a person typed over them is of the filing's
own. Handing in (`lifecycle.submit_for_review`) writes them all down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from consent.models import Evidence, Program
from registrations.answers import Company, Facts, Words, mapped
from registrations.definitions import ATTACHMENT, SELECT, FormField, Section
from registrations.models import (
    AnswerSource,
    FieldValue,
    FormDefinition,
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.requirements import Answer, check_answer
from registrations.states import RegistrationStatus
from registrations.types import Kind, TypeFacts, facts_of_type
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import Brand

Given = str | Sequence[str] | UUID | None


@transaction.atomic
def create_registration(
    registration_type: str, *, program: Program | None, actor: Actor
) -> Registration:
    """Open a registration with its first round, answered as far as our facts go."""
    brand = Brand.objects.first()
    if brand is None:
        raise DomainError("Enter your company details first.", code="brand_missing")
    facts = next((each for each in offered_types() if each.type == registration_type), None)
    if facts is None:
        raise InvalidInput("Choose what to register.", fields={"type": "unknown"})
    if facts.kind == Kind.VETTING and not _approved_brands().exists():
        raise DomainError(
            "A vetting judges an approved brand. Register the brand first.", code="brand_first"
        )
    needs_program = facts.needs_program
    if needs_program and program is None:
        raise InvalidInput("Choose the program.", fields={"program": "missing"})
    registration = _insert(registration_type, brand, program if needs_program else None)
    version = RegistrationVersion.objects.create(registration=registration, number=1)
    prefill(version)
    RegistrationEvent.record(
        RegistrationEvent.Kind.CREATED,
        actor=actor,
        registration=registration,
        version=version,
        to_status=registration.status,
    )
    return registration


def offered_types() -> list[TypeFacts]:
    """Return the types that the carrier lists, ours first; ours while its list was never read."""
    read = FormDefinition.objects.filter(is_offered=True).values_list("pk", flat=True)
    place = {name: position for position, name in enumerate(RegistrationType.values)}
    names = sorted(read, key=lambda name: (place.get(name, len(place)), name)) or list(place)
    return [facts_of_type(name) for name in names]


def _approved_brands() -> QuerySet[Registration]:
    found: QuerySet[Registration] = Registration.objects.in_force().filter(
        type=RegistrationType.TEN_DLC_BRAND
    )
    return found


def _insert(registration_type: str, brand: Brand, program: Program | None) -> Registration:
    """Insert the row; the database allows one open filing of a kind."""
    try:
        with transaction.atomic():
            return Registration.objects.create(type=registration_type, brand=brand, program=program)
    except IntegrityError:
        raise DomainError(
            "There is an open registration of this kind already. Continue with that one.",
            code="registration_exists",
        ) from None


def facts_of(registration: Registration) -> Facts:
    """Gather what a registration is answered from, as it is now."""
    brand = registration.brand
    company = Company(**{field.name: getattr(brand, field.name) for field in fields(Company)})
    if registration.program is None:
        return Facts(company)
    published = registration.program.published
    words = Words(published.frozen_content, published.frozen_texts) if published else None
    newest = Evidence.objects.filter(program=registration.program).first()
    return Facts(company, words, newest.pk if newest else None)


def form_of(registration_type: str) -> tuple[Section, ...]:
    """Return the carrier's form, or nothing while it has not been read yet."""
    definition = FormDefinition.objects.filter(pk=registration_type).first()
    return definition.form if definition else ()


def is_read(registration_type: str) -> bool:
    """Was the form of a type read from the carrier? It may ask nothing all the same."""
    return FormDefinition.objects.filter(pk=registration_type).exists()


def fields_of(sections: Iterable[Section]) -> list[FormField]:
    """Return the fields of a form in its order."""
    return [field for section in sections for field in section.fields]


def effective(registration: Registration) -> dict[str, Answer]:
    """Return the answers that would be, or were, handed in with the newest round."""
    version = registration.current
    stored = {value.path: value.answer for value in version.values.all()}
    if not registration.is_editable or not version.is_open:
        return stored
    return answered(registration, stored.values())


def answered(registration: Registration, stored: Iterable[Answer]) -> dict[str, Answer]:
    """Return our answers as they are now with the typed ones over them, for an open round.

    A typed answer to a question that the carrier's form asks no more is left out: nobody could
    take it back, and the carrier would refuse it.
    """
    fields = fields_of(form_of(registration.type))
    paths = {field.path for field in fields}
    typed = {a.path: a for a in stored if _is_typed(a) and (not paths or a.path in paths)}
    ours = mapped(registration.type, facts_of(registration), fields, typed=typed)
    return {**ours, **typed}


@transaction.atomic
def prefill(version: RegistrationVersion) -> None:
    """Write the computed answers down; what a person typed stays as it is.

    An answer that our facts no longer give goes; where a reviewer's remark stands on it, the
    remark stays beside the empty answer.
    """
    registration = version.registration
    rows = list(version.values.all())
    answers = answered(registration, (row.answer for row in rows))
    for row in rows:
        if row.path in answers and _is_typed(row.answer):
            del answers[row.path]
        elif row.path not in answers and (row.denied_reason or row.staff_remark):
            answers[row.path] = Answer(row.path, AnswerSource.TYPED.value)
        elif row.path not in answers:
            row.delete()
    for answer in answers.values():
        _write(version, answer)
    published = registration.program.published if registration.program else None
    version.program_version = published
    # The form by which the answers were asked for, and are checked when they are handed in.
    form = FormDefinition.objects.filter(pk=registration.type).first()
    version.form_revision = form.revision if form else None
    version.save(update_fields=["program_version", "form_revision"])


def ours_of(registration: Registration) -> dict[str, Answer]:
    """Return what our facts alone answer, whatever was typed over it."""
    fields = fields_of(form_of(registration.type))
    return mapped(registration.type, facts_of(registration), fields)


def _is_typed(answer: Answer) -> bool:
    return answer.source == AnswerSource.TYPED and answer.is_given


@transaction.atomic
def save_answers(
    registration_id: UUID, *, answers: Mapping[str, Given], actor: Actor
) -> Registration:
    """Type answers over the computed ones; an empty one puts the computed one back."""
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    version = open_round(registration)
    known = {field.path: field for field in fields_of(form_of(registration.type))}
    computed = ours_of(registration)
    changed = []
    for path, given in answers.items():
        if path not in known:
            raise InvalidInput("The carrier's form has no such field.", fields={path: "unknown"})
        answer = _typed(known[path], given, registration)
        if answer.is_given:
            _check(known[path], answer)
        if _save_one(version, answer, computed.get(path)):
            changed.append(path)
    if changed:
        RegistrationEvent.record(
            RegistrationEvent.Kind.ANSWERED,
            actor=actor,
            registration=registration,
            version=version,
            data={"fields": changed},
        )
    return registration


@transaction.atomic
def revise(registration_id: UUID, *, actor: Actor) -> RegistrationVersion:
    """Open the next round after a denial, with every answer carried over and the remarks kept.

    The carrier's new version starts empty, so all of it is put again from ours. Uploaded files
    keep their ids there.
    """
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    denied = registration.current
    if registration.status != RegistrationStatus.NEEDS_CHANGES or denied.is_open:
        raise DomainError("There is nothing to correct in a new round.", code="not_denied")
    return next_round(registration, after=denied, actor=actor)


def next_round(
    registration: Registration, *, after: RegistrationVersion, actor: Actor
) -> RegistrationVersion:
    """Open the next round of a locked registration with the answers of an earlier one."""
    version = RegistrationVersion.objects.create(
        registration=registration, number=registration.current.number + 1
    )
    FieldValue.objects.bulk_create(_carried_over(value, version) for value in after.values.all())
    prefill(version)
    RegistrationEvent.record(
        RegistrationEvent.Kind.REVISED,
        actor=actor,
        registration=registration,
        version=version,
        data={"round": version.number, "after": after.number},
    )
    return version


def _carried_over(value: FieldValue, version: RegistrationVersion) -> FieldValue:
    """Copy an answer into the next round: with the remark on it, and not yet put."""
    return FieldValue(
        version=version,
        path=value.path,
        text=value.text,
        choices=value.choices,
        evidence_id=value.evidence_id,
        carrier_attachment_id=value.carrier_attachment_id,
        source=value.source,
        denied_reason=value.denied_reason,
        feedback=value.feedback,
        staff_remark=value.staff_remark,
    )


def open_round(registration: Registration) -> RegistrationVersion:
    """Return the round that may be written in, or say why there is none."""
    if not registration.is_editable:
        raise DomainError(
            f"This registration is “{registration.get_status_display()}” and cannot be edited.",
            code="not_editable",
        )
    version = registration.current
    if not version.is_open:
        raise DomainError(
            "This round was handed in. Press “Put it right” to open the next one.",
            code="round_closed",
        )
    return version


def _typed(field: FormField, given: Given, registration: Registration) -> Answer:
    """Make an answer of what a person gave, by the field's type."""
    source = AnswerSource.TYPED.value
    if not given:
        return Answer(field.path, source)
    if field.type == ATTACHMENT:
        offered = Evidence.objects.filter(program=registration.program)
        evidence = next((each for each in offered if str(each.pk) == str(given)), None)
        if evidence is None:
            raise InvalidInput("Choose one of the screenshots.", fields={field.path: "unknown"})
        return Answer(field.path, source, evidence_id=evidence.pk)
    if field.type == SELECT:
        choices = (given,) if isinstance(given, str) else tuple(map(str, given))  # type: ignore[arg-type]
        return Answer(field.path, source, choices=choices)
    return Answer(field.path, source, text=str(given).strip())


def _check(field: FormField, answer: Answer) -> None:
    found = check_answer(field, answer)
    if found:
        message = f"{found[0].message} {found[0].fix}"
        raise InvalidInput(message, fields={field.path: message})


def _save_one(version: RegistrationVersion, answer: Answer, computed: Answer | None) -> bool:
    """Keep one typed answer, or put the computed one back; tell whether anything changed."""
    row = version.values.filter(path=answer.path).first()
    before = row.answer if row else None
    same_as_ours = computed is not None and _value(computed) == _value(answer)
    wanted = computed if same_as_ours or not answer.is_given else answer
    if wanted is None:
        if row is not None:
            row.delete()
        return row is not None
    if before == wanted:
        return False
    _write(version, wanted)
    return True


def _value(answer: Answer) -> tuple[str, tuple[str, ...], UUID | None]:
    return answer.text, answer.choices, answer.evidence_id


def _write(version: RegistrationVersion, answer: Answer) -> None:
    """Write one answer; a file that changed has to be uploaded anew."""
    row = version.values.filter(path=answer.path).first() or FieldValue(
        version=version, path=answer.path
    )
    if row.evidence_id != answer.evidence_id:
        row.carrier_attachment_id = ""
    row.text, row.choices = answer.text, list(answer.choices)
    row.evidence_id, row.source, row.put_at = answer.evidence_id, answer.source, None
    row.save()
