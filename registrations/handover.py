"""Hands an accepted registration over to the carrier, a turn at a time, from wherever it stands.

Each step first looks at what is done, then asks the carrier with no scope open, then records the
answer in a new scope. So a worker that dies anywhere is followed by one that repeats nothing
that counts: creation and uploads carry tokens, puts are repeatable, and the two calls without a
token (new version, submit) are preceded by a look at the version's state. A turn is short, so that
every tenant's comes round; the next one, by any worker, goes on where it ended.
"""

import enum
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consent.evidence import StorageUnavailable
from consent.models import Evidence
from registrations import attachments, lifecycle, originators, progress, provisioning, quotas
from registrations.carrier import CarrierError, CarrierFull, CarrierRejected, filing
from registrations.carrier.pacing import NotNow
from registrations.progress import Job, PutValue
from tenants.events import Actor
from tenants.scoping import tenant_scope

UPLOAD_CHECKS, UPLOAD_PAUSE = 4, 0.5  # seconds
UPLOAD_WAIT = timedelta(seconds=3)
VALIDATION = "ValidationException"
# How long one turn lasts; a call that has begun is ended.
TURN_SECONDS = 15.0
# How long a filing without room or brand is left alone. The queue skips it while it knows better.
NO_ROOM_WAIT = timedelta(minutes=1)


class How(enum.Enum):
    """How a turn ended."""

    NOTHING = "nothing"  # it was not ours to do
    FILED = "filed"
    REFUSED = "refused"  # by the carrier, for its answers
    GIVEN_BACK = "given back"  # its time was over
    PACED = "paced"  # no turn at the carrier
    WAITS = "waits"  # for room, or for its brand
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Turn:
    """What came of a turn, and from when on the next may be of use."""

    how: How
    until: datetime | None = None


class TurnOver(Exception):
    """The time of this turn is over."""


class NoBrand(Exception):
    """The brand that it is filed under is not approved."""


class NotAccepted(Exception):
    """The carrier does not take the answers; what it says, by field where it says so."""

    def __init__(self, message: str, fields: dict[str, str]) -> None:
        super().__init__(message)
        self.message, self.fields = message, fields


def hand_over(
    tenant_id: str, registration_id: str, *, now: datetime, seconds: float = TURN_SECONDS
) -> Turn:
    """File one registration for the time of a turn, unless somebody else is at it.

    Trouble that may pass is shown and leads to another try; a definite no about the answers goes
    back to the tenant; what has to wait says for what.
    """
    wanted = uuid.UUID(registration_id)
    with tenant_scope(tenant_id):
        job = progress.claim(wanted, now=now)
    if job is None:
        return Turn(How.NOTHING)
    try:
        _file(job, until=time.monotonic() + seconds)
    except TurnOver:
        return _given_back(job, How.GIVEN_BACK)
    except NotNow as error:
        return _given_back(job, How.PACED, until=error.until, wait=progress.PACE)
    except NoBrand:
        return _without_brand(job, now)
    except (quotas.NoRoom, CarrierFull) as error:
        return _without_room(job, error, now)
    except NotAccepted as error:
        with tenant_scope(tenant_id):
            progress.forget_wait(wanted)
            lifecycle.record_refusal(
                wanted, message=error.message, fields=error.fields, actor=Actor.carrier()
            )
        return Turn(How.REFUSED)
    except (CarrierError, StorageUnavailable) as error:
        with tenant_scope(tenant_id):
            progress.record_trouble(wanted, message=str(error), now=now)
        return Turn(How.TROUBLE)
    with tenant_scope(tenant_id):
        progress.forget_wait(wanted)
        lifecycle.record_filed(wanted, actor=Actor.system("filing"))
    return Turn(How.FILED)


def _given_back(job: Job, how: How, *, until: datetime | None = None, wait: str = "") -> Turn:
    with tenant_scope(job.tenant_id):
        progress.give_back(job.registration_id, until=until, wait=wait)
    return Turn(how, until)


def _without_brand(job: Job, now: datetime) -> Turn:
    """Wait for a brand that is being updated; send back what is filed under one that has ended."""
    if not job.is_brand_gone:
        return _given_back(job, How.WAITS, until=now + NO_ROOM_WAIT, wait=progress.BRAND)
    message = _("The brand that it is filed under is approved no more. Register it again first.")
    with tenant_scope(job.tenant_id):
        lifecycle.record_refusal(
            job.registration_id, message=message, fields={}, actor=Actor.system("filing")
        )
    return Turn(How.REFUSED)


def _without_room(job: Job, error: quotas.NoRoom | CarrierFull, now: datetime) -> Turn:
    """Let a filing wait for a quota; what the carrier itself refused is believed at once."""
    if isinstance(error, CarrierFull):
        name = quotas.name_of(error)
        quotas.note_full(name)
    else:
        name = error.name
    return _given_back(job, How.WAITS, until=now + NO_ROOM_WAIT, wait=name)


def _file(job: Job, *, until: float) -> None:
    if job.facts.needs_brand and not job.is_brand_in_force:
        raise NoBrand
    job = _with_registration(job)
    job, is_draft = _with_version(job)
    if not is_draft:
        return  # A worker before us submitted it and died before it could say so.
    _associate(job)
    _put_all(job, until=until)
    if job.round > 1:
        _delete_strays(job)
    with _answers_at_fault():
        filing.submit(job.carrier_id)


def _with_registration(job: Job) -> Job:
    """Have a registration at the carrier; our own id is the token, so there is never a second."""
    if job.carrier_id:
        return job
    quotas.demand_for_new(job.facts.kind, parent=job.parent_id)
    carrier_id = filing.create_registration(
        job.type, token=job.registration_id.hex, name=f"{job.name} ({job.registration_id})"
    )
    with tenant_scope(job.tenant_id):
        progress.record_carrier_id(job.registration_id, carrier_id=carrier_id)
    quotas.note_used(quotas.REGISTRATIONS)
    return replace(job, carrier_id=carrier_id)


def _with_version(job: Job) -> tuple[Job, bool]:
    """Have a version for this round, and tell whether it is still a draft."""
    if job.carrier_version is not None:
        status = filing.version_decision(job.carrier_id, job.carrier_version).status
        return job, status == filing.DRAFT
    number = filing.registration_status([job.carrier_id])[0].current_version
    if filing.version_decision(job.carrier_id, number).status != filing.DRAFT:
        number = filing.new_version(job.carrier_id)
    with tenant_scope(job.tenant_id):
        progress.record_carrier_version(job.version_id, number=number)
    return replace(job, carrier_version=number), True


def _associate(job: Job) -> None:
    """Tie what must be tied before the submit: a campaign its brand, toll-free its number."""
    if any(value.is_put for value in job.values):
        return  # It comes before the first answer, so it is done.
    if job.facts.needs_brand:
        filing.associate(job.carrier_id, job.brand_carrier_id)
    if job.facts.number_comes_first:
        with tenant_scope(job.tenant_id):
            number_job = originators.plan(job.registration_id)
        filing.associate(job.carrier_id, provisioning.with_number(number_job).carrier_id)


def _put_all(job: Job, *, until: float) -> None:
    """Put every answer that is not put yet; collect the refused ones instead of stopping.

    Texts come first: meanwhile the carrier takes the files in.
    """
    refused: dict[str, str] = {}
    for value in sorted(job.values, key=lambda value: value.evidence is not None):
        if value.is_put:
            continue
        if time.monotonic() >= until:
            raise TurnOver
        try:
            attachment = _uploaded(job, value, value.evidence) if value.evidence else ""
            _put(job, value, attachment)
        except attachments.TooFine as error:
            refused[value.path] = error.message
        except CarrierRejected as error:
            if error.code != VALIDATION:
                raise
            refused[value.path] = error.fields.get(value.path) or error.message
        else:
            with tenant_scope(job.tenant_id):
                progress.record_put(value.id, now=timezone.now())
    if refused:
        raise NotAccepted("The carrier's form does not take some answers.", refused)


def _put(job: Job, value: PutValue, attachment: str) -> None:
    if attachment:
        filing.put_attachment(job.carrier_id, value.path, attachment)
    elif value.choices:
        filing.put_choices(job.carrier_id, value.path, value.choices)
    else:
        filing.put_text(job.carrier_id, value.path, value.text)


def _uploaded(job: Job, value: PutValue, evidence: Evidence) -> str:
    """Have the file at the carrier, completely; a failed upload is followed by a new one."""
    attachment, failed = value.attachment, ""
    for _check in range(UPLOAD_CHECKS):
        if not attachment:
            attachment = _upload(job, value, evidence, failed)
        status = filing.attachment_status(attachment)
        if status == filing.UPLOAD_COMPLETE:
            return attachment
        if status != filing.UPLOAD_IN_PROGRESS:
            attachment, failed = "", attachment
        time.sleep(UPLOAD_PAUSE)
    raise NotNow(timezone.now() + UPLOAD_WAIT, "upload")


def _upload(job: Job, value: PutValue, evidence: Evidence, failed: str) -> str:
    """Upload once for each file, and once more for each upload that failed."""
    token = uuid.uuid5(evidence.pk, failed).hex
    body = attachments.body_of(evidence)
    quotas.demand(quotas.ATTACHMENTS)
    attachment = filing.create_attachment(body, token=token)
    quotas.note_used(quotas.ATTACHMENTS)
    with tenant_scope(job.tenant_id):
        progress.record_attachment(value.id, attachment=attachment)
    return attachment


def _delete_strays(job: Job) -> None:
    """Take answers out of the draft that this round no longer gives.

    A draft that was refused is filled again, and a conditional field left in it would be denied.
    """
    ours = {value.path for value in job.values}
    for held in filing.field_decisions(job.carrier_id, job.carrier_version or 1):
        if held.path not in ours:
            filing.delete_value(job.carrier_id, held.path)


@contextmanager
def _answers_at_fault() -> Iterator[None]:
    """Read a refused submit as a fault of the answers: the carrier misses a field."""
    try:
        yield
    except CarrierRejected as error:
        if error.reason != "SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED":
            raise
        raise NotAccepted(error.message, error.fields) from error
