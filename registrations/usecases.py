"""Our message kinds → the carrier's use cases, form by form. Pure."""

from collections.abc import Iterable

from consent.content import MessageKind, OptInWay, ProgramContent

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

# The same in the words of the forms of sender IDs, short codes and long codes, of which each form
# offers some; the form's own spelling of the first that it offers is sent.
CATEGORIES: dict[str, tuple[str, ...]] = {
    MessageKind.MARKETING: ("Promotions and marketing", "PROMOTIONS_AND_MARKETING"),
    MessageKind.CHARITY: ("Charity", "NON_PROFIT", "Other"),
    MessageKind.SURVEY: ("Polling and surveys", "NON_POLITICAL_POLLING_AND_SURVEY"),
    MessageKind.SECURITY_CODE: (
        "One-time passcodes", "One-time passwords", "Two-factor authentication",
    ),
    MessageKind.APPOINTMENT: ("Appointment", "Notifications", "Info on demand", "Other"),
    MessageKind.ORDER: ("Purchase or delivery notifications", "Notifications"),
    MessageKind.DELIVERY: ("Purchase or delivery notifications", "Notifications"),
    MessageKind.CARE: ("Customer care", "Info on demand", "Other"),
    MessageKind.EVENT: ("Event notifications", "Notifications", "Info on demand", "Other"),
    MessageKind.PUBLIC_SERVICE: (
        "Public service announcements", "Public announcements", "Notifications", "Other",
    ),
    MessageKind.ACCOUNT: (
        "Account or security alerts", "Account notifications", "Notifications",
    ),
    MessageKind.STAFF: ("Account notifications", "Notifications", "Other"),
}  # fmt: skip
# The ways of opting in, by the words that forms are known or likely to use.
OPT_IN_METHODS: dict[str, tuple[str, ...]] = {
    OptInWay.WEB: ("Website form", "Web form", "Website", "Digital form", "Online", "Web"),
    OptInWay.POS: ("Point of sale", "Digital form", "In person"),
    OptInWay.FLYER: ("Paper form", "Flyer", "Print"),
    OptInWay.KEYWORD: ("Text", "Text to join", "Keyword", "SMS", "Text message"),
    OptInWay.VERBAL: ("Verbal", "Spoken", "Phone call", "Voice"),
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
    """Return the parts of a campaign whose use case has parts; for any other they are refused."""
    return [case for case in _distinct(kinds) if case not in NEVER_A_PART][:PARTS_AT_MOST]


def toll_free(kinds: Iterable[str]) -> list[str]:
    """Return the one category of a toll-free filing."""
    given = set(kinds)
    ranked = [category for kind, category in TOLL_FREE.items() if kind in given]
    return ranked[:1]


def category(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the spellings of the one category of any other form, by the same rank."""
    given = set(kinds)
    return next((CATEGORIES[kind] for kind in TOLL_FREE if kind in given), ())


def opt_in_method(methods: Iterable[str]) -> tuple[str, ...]:
    """Return the spellings of the first way of opting in, a form on a screen before the rest."""
    given = set(methods)
    return next((OPT_IN_METHODS[way] for way in OptInWay if way in given), ())


def is_promotional(content: ProgramContent) -> bool:
    """Does the program promote anything? It decides the message type of texts and numbers."""
    return bool(PROMOTIONAL & set(content.message_kinds))


def tax_id_type(country: str) -> str:
    """Return the name of a country's company number."""
    return TAX_ID_TYPES.get(country.upper(), "OTHER")


def _distinct(kinds: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(CAMPAIGN[kind] for kind in kinds if kind in CAMPAIGN))
