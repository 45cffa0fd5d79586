"""What every operation needs: the store, the clock, names of things, and the options."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .agenda import Agenda
from .counts import Counts
from .errors import Invalid
from .store import Document, Store

ACCOUNT = "000000000000"


@dataclass(frozen=True)
class Options:
    """How one simulator runs; the command line fills it in. All times are seconds."""

    state_dir: Path
    host: str = "127.0.0.1"
    port: int = 8091
    public_url: str = ""
    hook_url: str | None = None
    region: str = "us-east-1"
    review_seconds: float = 2.0
    event_seconds: float = 0.3
    upload_seconds: float = 0.3
    hang_seconds: float = 30.0
    registration_events: str = ""
    check_answers: bool = False
    flushes: bool = True
    limits: dict[str, int] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    requests_per_second: float = 0.0


DEFAULT_SETTINGS: Document = {
    "down": False,
    "throttle": False,
    "fail": False,
    "fail_uploads": False,
    "requests_per_second": 0,
    "burst": 1,
    "rates": {},
    "registration_events": "",
    "event_copies": 1,
    "event_disorder": False,
    "limits": {
        "PHONE_NUMBERS": 1000,
        "POOLS": 25,
        "CONFIGURATION_SETS": 25,
        "OPT_OUT_LISTS": 1000,
        "SENDER_IDS": 200,
        "REGISTRATIONS": 1000,
        "REGISTRATION_ATTACHMENTS": 1000,
        "VERIFIED_DESTINATION_NUMBERS": 10,
        # These are quotas too, but DescribeAccountLimits does not tell them.
        "BRANDS": 1000,
        "CAMPAIGNS_PER_BRAND": 1000,
        "NUMBERS_PER_CAMPAIGN": 49,
        "VERSIONS_PER_DAY": 1_000_000,
        "ATTACHMENTS_PER_DAY": 1_000_000,
        "IDENTITIES_PER_POOL": 100,
        "KEYWORDS_PER_NUMBER": 30,
    },
}
TOLD_LIMITS = tuple(DEFAULT_SETTINGS["limits"])[:8]
# What the carrier gives a new account.
AWS_LIMITS = {
    "PHONE_NUMBERS": 25,
    "POOLS": 25,
    "CONFIGURATION_SETS": 25,
    "OPT_OUT_LISTS": 25,
    "SENDER_IDS": 200,
    "REGISTRATIONS": 25,
    "REGISTRATION_ATTACHMENTS": 25,
    "BRANDS": 25,
    "CAMPAIGNS_PER_BRAND": 10,
}
# All other calls are allowed once a second each.
AWS_RATES = {
    "PutMessageFeedback": 20.0,
    "PutOptedOutNumber": 10.0,
    "DeleteOptedOutNumber": 10.0,
    "ListTagsForResource": 10.0,
    "Send*Message": 20.0,
}


def _publish_nothing(_notification_id: str, _due_at: float) -> None:
    """Stand in for the publisher until it is started."""


@dataclass
class World:
    """One simulated account in one region."""

    store: Store
    options: Options
    schedule: Callable[[str, float], None] = field(default=_publish_nothing)
    agenda: Agenda = field(default_factory=Agenda)
    counts: Counts = field(default_factory=Counts)

    def now(self) -> float:
        """Return the simulated time: real time plus what tests have advanced it by."""
        clock = self.store.get("settings", "clock") or {}
        return time.time() + float(clock.get("ahead", 0.0))

    def settings(self) -> Document:
        """Return the test controls in force."""
        changed = self.store.get("settings", "controls") or {}
        given = self.options
        started = {
            "rates": given.rates,
            "requests_per_second": given.requests_per_second,
            "registration_events": given.registration_events,
        }
        limits = {**DEFAULT_SETTINGS["limits"], **given.limits, **changed.get("limits", {})}
        return {**DEFAULT_SETTINGS, **started, **changed, "limits": limits}

    def arn(self, kind: str, name: str) -> str:
        """Return the ARN of a resource of this account."""
        return f"arn:aws:sms-voice:{self.options.region}:{ACCOUNT}:{kind}/{name}"

    def limit(self, name: str) -> int:
        """Return the account's quota by its name in DescribeAccountLimits."""
        return int(self.settings()["limits"][name])

    def count_today(self, name: str) -> int:
        """Count one more of something today, inside a transaction, and return how many it was."""
        key = f"{name}/{int(self.now() // 86_400)}"
        before = (self.store.get("days", key) or {"Count": 0})["Count"]
        self.store.put("days", key, {"Count": before + 1})
        return int(before)


def new_id(prefix: str) -> str:
    """Return a fresh id in the carrier's form, e.g. registration-0f…"""
    return f"{prefix}-{uuid.uuid4().hex}"


def plain_id(id_or_arn: str) -> str:
    """Return the id or name inside an ARN; an id is returned as it is.

    >>> plain_id("arn:aws:sms-voice:us-east-1:000000000000:pool/pool-1")
    'pool-1'
    """
    if not id_or_arn.startswith("arn:"):
        return id_or_arn
    resource = id_or_arn.split(":", 5)[-1]
    if "/" not in resource:
        raise Invalid("INVALID_ARN", f"{id_or_arn} is not an ARN of this service.")
    return resource.split("/", 1)[1]


def visible(document: Document, *names: str) -> dict[str, Any]:
    """Return only these members, leaving out the ones that are not set."""
    return {name: document[name] for name in names if document.get(name) is not None}
