"""Sets numbers up at the carrier: the order, the tenant's own opt-out list, replies, events."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from registrations import originators
from registrations.carrier import CarrierError, numbers
from registrations.originators import NumberJob
from tenants.scoping import tenant_scope


def provision(tenant_id: str, registration_id: str, *, now: datetime) -> None:
    """Bring the number of an approved registration one step nearer to being live.

    Everything is looked at before it is changed, so repeating this also mends what has drifted.
    """
    with tenant_scope(tenant_id):
        job = originators.plan(UUID(registration_id))
    try:
        numbers.ensure_configuration_set(
            settings.CARRIER_CONFIGURATION_SET, topic_arn=settings.SNS_EVENTS_TOPIC_ARN
        )
        number = _set_up(with_number(job))
        with tenant_scope(tenant_id):
            originators.record_number(job.originator_id, number=number, now=now)
    except CarrierError as error:
        with tenant_scope(tenant_id):
            originators.record_trouble(job.originator_id, message=str(error), now=now)


def with_number(job: NumberJob) -> NumberJob:
    """Have a number leased; the row's own id is the token, so there is never a second."""
    if job.carrier_id:
        return job
    numbers.create_opt_out_list(job.opt_out_list)
    number = numbers.request_number(
        numbers.NumberOrder(
            number_type=job.number_type,
            message_type=job.message_type,
            opt_out_list=job.opt_out_list,
            token=job.originator_id.hex,
            registration=job.campaign,
        )
    )
    with tenant_scope(job.tenant_id):
        originators.record_number(job.originator_id, number=number, now=timezone.now())
    return replace(job, carrier_id=number.id)


def _set_up(job: NumberJob) -> numbers.Number:
    """Let replies reach us and, for 10DLC, leave STOP and HELP to us, unless it is so already."""
    number = numbers.describe_number(job.carrier_id)
    if number.is_two_way and number.is_self_managed == job.self_managed:
        return number
    return numbers.update_number(
        job.carrier_id,
        topic_arn=settings.SNS_INBOUND_TOPIC_ARN,
        self_managed=job.self_managed,
    )
