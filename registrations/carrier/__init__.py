"""Our words for the carrier: the errors it can cause, in the only three kinds that matter.

`aws.py` holds the one client, `filing.py` registrations and numbers, `texting.py` texts. None of
them sees a model. The simulator (`simulator/`) is a separate process that speaks the same wire
protocol, so demo, tests and production run the same code and differ by an address alone.
"""

from dataclasses import dataclass, field

# The carrier's enumerations grow. A value that we do not know is kept and shown as it came, cut
# to what the columns hold: the longest of today has 25 characters.
STATUS_MAX = 40


class CarrierError(Exception):
    """The carrier did not do as asked."""


@dataclass
class CarrierRejected(CarrierError):
    """A definite no: asking again changes nothing.

    `code` is the exception's name, `reason` the carrier's finer code where it gives one, and
    `fields` its complaints by field.
    """

    code: str
    message: str
    reason: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}{f' ({self.reason})' if self.reason else ''}: {self.message}"


class CarrierBusy(CarrierError):
    """Definitely not done (throttled, over a quota, or never reached): try again later."""


class CarrierFull(CarrierBusy):
    """A quota of the account is used up; `reason` is the carrier's name of it, if it gave one."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class CarrierUnavailable(CarrierError):
    """No answer came back, so whether it was done is unknown."""
