"""Tells of each change of a registration's status, as the carrier's event bus does through a topic.

Off unless --registration-events or the setting of that name names a topic. An event is a nudge:
it carries no reason, comes at least once and in no order. The settings event_copies and
event_disorder make it so.
"""

import random
import time
import uuid
from datetime import UTC, datetime

from . import outbox
from .store import Document
from .world import ACCOUNT, World

DETAIL_TYPE = "Registration Status Change"
# AWS_REVIEWING and statuses of the future are not announced.
ANNOUNCED = frozenset(
    {
        *("CREATED", "SUBMITTED", "REVIEWING", "REQUIRES_AUTHENTICATION", "PROVISIONING"),
        *("COMPLETE", "REQUIRES_UPDATES", "CLOSED", "DELETED"),
    }
)


def announce(world: World, registration: Document, at: float) -> None:
    """Publish the status that a registration has come to, inside a transaction."""
    settings = world.settings()
    topic = settings["registration_events"]
    if not topic or registration["RegistrationStatus"] not in ANNOUNCED:
        return
    event = event_body(world, registration, at)
    due_at = time.time() + world.options.event_seconds * 0.1
    for _copy in range(settings["event_copies"]):
        late = random.uniform(0, 4) if settings["event_disorder"] else 0.0  # noqa: S311 - no secret
        outbox.publish(world, topic, event, due_at + late * world.options.event_seconds)


def event_body(world: World, registration: Document, at: float) -> Document:
    """Return the event as the bus writes it; the timestamp inside is in milliseconds."""
    arn = world.arn("registration", registration["RegistrationId"])
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": DETAIL_TYPE,
        "source": "aws.sms-voice",
        "account": ACCOUNT,
        "time": f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": world.options.region,
        "resources": [arn],
        "detail": {
            "registrationDetails": {
                "registrationId": registration["RegistrationId"],
                "registrationVersionNumber": registration["CurrentVersionNumber"],
                "registrationType": registration["RegistrationType"],
                "registrationStatusChangeTimestamp": int(at * 1000),
                "currentStatus": registration["RegistrationStatus"],
            },
            "registrationArn": arn,
        },
    }
