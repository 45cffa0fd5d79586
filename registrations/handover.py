"""Hands an accepted registration over to the carrier, step by step, from wherever it stands.

Each step first looks at what is done, then asks the carrier with no scope open, then records the
answer in a new scope. So a worker that dies anywhere is followed by one that repeats nothing
that counts: creation and uploads carry tokens, puts are repeatable, and the two calls without a
token (new version, submit) are preceded by a look at the version's state.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from consent.evidence import StorageUnavailable
from consent.models import Evidence
from registrations import attachments, lifecycle, originators, progress, provisioning
from registrations.carrier import CarrierBusy, CarrierError, CarrierRejected, filing
from registrations.models import RegistrationType
from registrations.progress import Job, PutValue
from tenants.events import Actor
from tenants.scoping import tenant_scope

UPLOAD_CHECKS, UPLOAD_PAUSE = 20, 0.5  # seconds
VALIDATION = "ValidationException"


class NotAccepted(Exception):
    """The carrier does not take the answers; what it says, by field where it says so."""

    def __init__(self, message: str, fields: dict[str, str]) -> None:
        super().__init__(message)
        self.message, self.fields = message, fields


def hand_over(tenant_id: str, registration_id: str, *, now: datetime) -> None:
    """File one registration as far as it goes, unless somebody else is at it.

    Trouble that may pass is shown and leads to another try; a definite no about the answers goes
    back to the tenant.
    """
    wanted = uuid.UUID(registration_id)
    with tenant_scope(tenant_id):
        job = progress.claim(wanted, now=now)
    if job is None:
        return
    try:
        _file(job)
    except NotAccepted as error:
        with tenant_scope(tenant_id):
            lifecycle.record_refusal(
                wanted, message=error.message, fields=error.fields, actor=Actor.carrier()
            )
    except (CarrierError, StorageUnavailable) as error:
        with tenant_scope(tenant_id):
            progress.record_trouble(wanted, message=str(error), now=now)
    else:
        with tenant_scope(tenant_id):
            lifecycle.record_filed(wanted, actor=Actor.system("filing"))


def _file(job: Job) -> None:
    job = _with_registration(job)
    job, is_draft = _with_version(job)
    if not is_draft:
        return  # A worker before us submitted it and died before it could say so.
    _associate(job)
    _put_all(job)
    if job.round > 1:
        _delete_strays(job)
    with _answers_at_fault():
        filing.submit(job.carrier_id)


def _with_registration(job: Job) -> Job:
    """Have a registration at the carrier; our own id is the token, so there is never a second."""
    if job.carrier_id:
        return job
    carrier_id = filing.create_registration(
        job.type, token=job.registration_id.hex, name=f"{job.name} ({job.registration_id})"
    )
    with tenant_scope(job.tenant_id):
        progress.record_carrier_id(job.registration_id, carrier_id=carrier_id)
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
    if job.type == RegistrationType.TEN_DLC_CAMPAIGN:
        filing.associate(job.carrier_id, job.brand_carrier_id)
    if job.type == RegistrationType.TOLL_FREE:
        with tenant_scope(job.tenant_id):
            number_job = originators.plan(job.registration_id)
        filing.associate(job.carrier_id, provisioning.with_number(number_job).carrier_id)


def _put_all(job: Job) -> None:
    """Put every answer that is not put yet; collect the refused ones instead of stopping."""
    refused: dict[str, str] = {}
    for value in job.values:
        if value.is_put:
            continue
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
    for _ in range(UPLOAD_CHECKS):
        if not attachment:
            attachment = _upload(job, value, evidence, failed)
        status = filing.attachment_status(attachment)
        if status == filing.UPLOAD_COMPLETE:
            return attachment
        if status != filing.UPLOAD_IN_PROGRESS:
            attachment, failed = "", attachment
        time.sleep(UPLOAD_PAUSE)
    raise CarrierBusy("The carrier is still taking in the screenshot.")


def _upload(job: Job, value: PutValue, evidence: Evidence, failed: str) -> str:
    """Upload once for each file, and once more for each upload that failed."""
    token = uuid.uuid5(evidence.pk, failed).hex
    attachment = filing.create_attachment(attachments.body_of(evidence), token=token)
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
