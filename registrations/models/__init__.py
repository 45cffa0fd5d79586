"""Filings with the carrier: what was asked, answered, foretold, sent, decided and set up."""

from registrations.models.deadlines import Deadline
from registrations.models.filings import (
    AnswerSource,
    FieldValue,
    Registration,
    RegistrationEvent,
    RegistrationQuerySet,
    RegistrationVersion,
)
from registrations.models.forecasts import Acknowledgement, Forecast, ForecastScore, LiveCheck
from registrations.models.forms import AccountLimit, FormDefinition, FormRevision
from registrations.models.numbers import Originator, ProvisionStep
from registrations.types import RegistrationType

__all__ = [
    "AccountLimit",
    "Acknowledgement",
    "AnswerSource",
    "Deadline",
    "FieldValue",
    "Forecast",
    "ForecastScore",
    "FormDefinition",
    "FormRevision",
    "LiveCheck",
    "Originator",
    "ProvisionStep",
    "Registration",
    "RegistrationEvent",
    "RegistrationQuerySet",
    "RegistrationType",
    "RegistrationVersion",
]
