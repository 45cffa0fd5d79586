"""Who the ISV is and who the end business is, as far as the rules need to know the two."""

from dataclasses import dataclass
from enum import StrEnum

from tenants.registrant.isv_data import BusinessDetails, IsvIdentity

__all__ = ["BusinessFacts", "Decision", "IsvIdentity"]


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
class BusinessFacts(BusinessDetails):
    """What is known of the end business beside its programs."""

    decision: Decision = Decision.SETTLED
    excepted: frozenset[str] = frozenset()
    """Fields whose present value an approved exception lets pass, such as "legal_name"."""
    website_problem: str = ""
    """What was wrong with the website when it was last looked at, in a sentence."""
    website_shows_brand: bool = True
    """False only where the site was read and the name of the business was not on it."""
