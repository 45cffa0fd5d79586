"""What an export holds of registrations; tax ids among the answers are masked."""

from typing import Any

from registrations.answers import SENSITIVE
from registrations.models import (
    Acknowledgement,
    Deadline,
    FieldValue,
    Forecast,
    ForecastScore,
    LiveCheck,
    Originator,
    ProvisionStep,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from tenants.company import tax_ids
from tenants.exporting import HIDDEN, Table


def _text(value: FieldValue) -> str:
    return tax_ids.mask(value.text) if value.path in SENSITIVE else value.text


def _answers_sent(version: RegistrationVersion) -> dict[str, Any] | None:
    if version.answers_sent is None:
        return None
    return {
        path: HIDDEN if "encrypted" in answer else answer
        for path, answer in version.answers_sent.items()
    }


TABLES: tuple[Table, ...] = (
    Table(
        Registration,
        omit=frozenset({"filing_lease_until", "filing_turn_at", "claimed_by", "claimed_at"}),
    ),
    Table(RegistrationVersion, shown={"answers_sent": _answers_sent}),
    Table(FieldValue, shown={"text": _text}),
    Table(Originator),
    Table(RegistrationEvent),
    Table(ProvisionStep),
    Table(Forecast),
    Table(Acknowledgement),
    Table(LiveCheck, omit=frozenset({"lease_until"})),
    Table(ForecastScore),
    Table(Deadline),
)
