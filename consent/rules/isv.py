"""Who the ISV is and who the end business is, as far as a comparison of the two needs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IsvIdentity:
    """The identity of the ISV that runs the portal, which no end business may carry."""

    names: tuple[str, ...] = ()
    tax_ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Registrable domains, such as "isv.example"; subdomains count as the same."""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class BusinessFacts:
    """What the end business entered about itself; empty strings where it entered nothing."""

    legal_name: str = ""
    dba: str = ""
    tax_id: str = ""
    country: str = "US"
    website: str = ""
    support_email: str = ""
    support_phone: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    is_isv: bool = False
    """A recorded decision says that the ISV itself is the sender and registers itself."""
