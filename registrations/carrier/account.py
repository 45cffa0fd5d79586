"""The ISV's account at the carrier: how much it holds and how much it may hold."""

from dataclasses import dataclass

from registrations.carrier.aws import asking, client

READS = 3


@dataclass(frozen=True)
class Limit:
    """One quota by the carrier's name."""

    name: str
    used: int
    maximum: int


def limits() -> list[Limit]:
    """Read every quota that the carrier tells of."""
    with asking():
        pages = client(retries=READS).get_paginator("describe_account_limits").paginate()
        entries = [entry for page in pages for entry in page["AccountLimits"]]
    return [Limit(entry["Name"][:60], entry["Used"], entry["Max"]) for entry in entries]
