"""Who the ISV is and who the end business is, as far as the rules need to know the two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tenants.registrant.isv_data import BusinessDetails, IsvIdentity

__all__ = ["BusinessFacts", "Complaint", "Decision", "IsvIdentity"]


class Decision(StrEnum):
    """How far it is decided whose data a registration carries."""

    MISSING = "missing"
    SETTLED = "settled"
    """The end business, or the ISV by an approved exception."""
    REASON_MISSING = "reason_missing"
    """The ISV, but nobody has asked for the exception yet."""
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True)
class Complaint:
    """What the company's forms found about one of its details."""

    rule: str
    """Id of the rule, such as BRAND-ADDRESS."""
    field: str
    """Name of the field in the company details."""
    message: str
    fix: str = ""
    is_wrong: bool = False
    """Whether carriers refuse it for certain; what is merely doubtful warns."""


@dataclass(frozen=True)
class BusinessFacts(BusinessDetails):
    """What is known of the end business beside its programs."""

    decision: Decision = Decision.SETTLED
    excepted: frozenset[str] = frozenset()
    """Fields whose present value an approved exception lets pass, such as "legal_name"."""
    website_problem: str = ""
    """What was wrong with the website when it was last looked at, in a sentence."""
    website_shows_brand: bool = True
    """False only where the site was read and the name of the business was not on it."""
    complaints: tuple[Complaint, ...] = ()
    """What the company's forms found wrong or doubtful with its details."""
    address: Mapping[str, str] = field(default_factory=dict)
    """The parts of the postal address that must be there, by their names in the details."""
