"""Our message kinds → the carrier's use cases, form by form. Pure."""

from collections.abc import Iterable

from consent.content import MessageKind, ProgramContent

MIXED = "MIXED"
PARTS_AT_MOST = 5
PROMOTIONAL = frozenset({MessageKind.MARKETING, MessageKind.CHARITY})

# "Account notification" is the registry's word for all reminders, alerts and notices.
CAMPAIGN: dict[str, str] = {
    MessageKind.MARKETING: "MARKETING",
    MessageKind.APPOINTMENT: "ACCOUNT_NOTIFICATION",
    MessageKind.ORDER: "DELIVERY_NOTIFICATION",
    MessageKind.DELIVERY: "DELIVERY_NOTIFICATION",
    MessageKind.ACCOUNT: "ACCOUNT_NOTIFICATION",
    MessageKind.SECURITY_CODE: "TWO_FACTOR_AUTHENTICATION",
    MessageKind.CARE: "CUSTOMER_CARE",
    MessageKind.EVENT: "ACCOUNT_NOTIFICATION",
    MessageKind.SURVEY: "POLLING_VOTING",
    MessageKind.CHARITY: "CHARITY",
    MessageKind.PUBLIC_SERVICE: "PUBLIC_SERVICE_ANNOUNCEMENT",
    MessageKind.STAFF: "ACCOUNT_NOTIFICATION",
}
# A use case of its own, which the form does not offer as a part of a mixed one.
NEVER_A_PART = frozenset({"CHARITY"})

# In order of rank: a form takes one category, and the one that reviewers weigh most must show.
TOLL_FREE: dict[str, str] = {
    MessageKind.MARKETING: "PROMOTIONS_AND_MARKETING",
    MessageKind.CHARITY: "NON_PROFIT",
    MessageKind.SURVEY: "NON_POLITICAL_POLLING_AND_SURVEY",
    MessageKind.SECURITY_CODE: "ONE_TIME_PASSCODES",
    MessageKind.APPOINTMENT: "APPOINTMENT",
    MessageKind.ORDER: "DELIVERY_NOTIFICATIONS",
    MessageKind.DELIVERY: "DELIVERY_NOTIFICATIONS",
    MessageKind.CARE: "CUSTOMER_CARE",
    MessageKind.EVENT: "EVENT_NOTIFICATIONS",
    MessageKind.PUBLIC_SERVICE: "PUBLIC_ANNOUNCEMENTS",
    MessageKind.ACCOUNT: "ACCOUNT_NOTIFICATIONS",
    MessageKind.STAFF: "ACCOUNT_NOTIFICATIONS",
}

# What a country's number of a company is called on the toll-free form.
TAX_ID_TYPES: dict[str, str] = {
    "US": "EIN", "CA": "CBN", "GB": "CRN", "AU": "ABN", "NZ": "NZBN", "FR": "SIREN",
    "DE": "USt-IdNr", "ES": "CIF", "BR": "CNPJ", "CH": "UID",
}  # fmt: skip


def campaign(kinds: Iterable[str]) -> list[str]:
    """Return the use case of a campaign; several make it MIXED, none known leaves it open."""
    found = _distinct(kinds)
    return found if len(found) < 2 else [MIXED]


def parts(kinds: Iterable[str]) -> list[str]:
    """Return the parts of a MIXED campaign; empty for any other, where they are refused."""
    found = _distinct(kinds)
    allowed = [case for case in found if case not in NEVER_A_PART]
    return allowed[:PARTS_AT_MOST] if len(found) > 1 else []


def toll_free(kinds: Iterable[str]) -> list[str]:
    """Return the one category of a toll-free filing."""
    given = set(kinds)
    ranked = [category for kind, category in TOLL_FREE.items() if kind in given]
    return ranked[:1]


def is_promotional(content: ProgramContent) -> bool:
    """Does the program promote anything? It decides the message type of texts and numbers."""
    return bool(PROMOTIONAL & set(content.message_kinds))


def tax_id_type(country: str) -> str:
    """Return the name of a country's company number."""
    return TAX_ID_TYPES.get(country.upper(), "OTHER")


def _distinct(kinds: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(CAMPAIGN[kind] for kind in kinds if kind in CAMPAIGN))
