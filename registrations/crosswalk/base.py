"""What one reason of the reviewers is, in plain words, and how the tables of reasons are written.

Pure. A reason that was never published is not invented: `providers` names only what providers say
of the same thing themselves, and stays empty where nobody does.
"""

from dataclasses import dataclass
from enum import StrEnum


class Resubmit(StrEnum):
    """May a filing that was denied for this be corrected and handed in again?"""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    """On the content: the carrier decides from case to case."""
    UNKNOWN = "unknown"
    """The reason is not among those that the carrier published."""


class Group(StrEnum):
    """What a reason is about, as the carrier's guide groups them."""

    BRAND = "brand"
    CAMPAIGN = "campaign"
    WEBSITE = "website"
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    CONTENT = "content"
    OTHER = "other"


@dataclass(frozen=True)
class Crossing:
    """One reason of the reviewers, and what it corresponds to with us and with other providers."""

    code: str
    title: str
    meaning: str
    fix: str
    group: Group = Group.OTHER
    rules: tuple[str, ...] = ()
    """Our rules that look for the same before a filing is handed in."""
    fields: tuple[str, ...] = ()
    """Last names of the form's fields that it usually points to."""
    resubmit: Resubmit = Resubmit.YES
    is_known: bool = True
    twilio: tuple[str, ...] = ()
    tcr: tuple[str, ...] = ()
    """The registry's own and those of the two companies that connect campaigns to networks."""
    telnyx: tuple[str, ...] = ()
    bandwidth: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def providers(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What others call it, by who calls it so; only those of whom it is known."""
        named = (
            ("Twilio", self.twilio),
            ("TCR, DCA", self.tcr),
            ("Telnyx", self.telnyx),
            ("Bandwidth", self.bandwidth),
            ("Microsoft", self.others),
        )
        return tuple((who, codes) for who, codes in named if codes)


def row(
    code: str,
    title: str,
    meaning: str,
    fix: str,
    *,
    rules: str = "",
    fields: str = "",
    resubmit: Resubmit = Resubmit.YES,
    twilio: str = "",
    tcr: str = "",
    bandwidth: str = "",
    others: str = "",
) -> Crossing:
    """Return a row of a table; lists are written as words with spaces between."""
    return Crossing(
        code,
        title,
        meaning,
        fix,
        rules=tuple(rules.split()),
        fields=tuple(fields.split()),
        resubmit=resubmit,
        twilio=tuple(twilio.split()),
        tcr=tuple(tcr.split()),
        bandwidth=tuple(bandwidth.split()),
        others=tuple(others.split()),
    )
