"""The facts of one version of a program, as a pure value that rendering and rules share."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Self


class Labelled(StrEnum):
    """A closed set of codes with an English label for each, usable as choices of a form."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make the member equal to its code and keep the label beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> tuple[tuple[str, str], ...]:
        """Return (code, label) pairs in declaration order, the form Django fields take."""
        return tuple((member.value, member.label) for member in cls)

    @classmethod
    def codes(cls) -> tuple[str, ...]:
        """Return the codes in declaration order."""
        return tuple(member.value for member in cls)


class MessageKind(Labelled):
    """What a message is about; end users consent to each kind separately."""

    MARKETING = "marketing", "Offers and promotions"
    APPOINTMENT = "appointment", "Appointment reminders"
    ORDER = "order", "Order updates"
    DELIVERY = "delivery", "Delivery updates"
    ACCOUNT = "account", "Account notifications"
    SECURITY_CODE = "security_code", "One-time security codes"
    CARE = "care", "Customer care conversations"
    EVENT = "event", "Event updates"
    SURVEY = "survey", "Surveys"
    CHARITY = "charity", "Donation requests"
    PUBLIC_SERVICE = "public_service", "Public service announcements"
    STAFF = "staff", "Staff notices"


class UseCase(Labelled):
    """What a program is for; rules differ in severity between these."""

    TRANSACTIONAL = "transactional", "Notifications about a service the person uses"
    MARKETING = "marketing", "Marketing and promotions"
    OTP = "otp", "One-time codes for signing in"
    MIXED = "mixed", "Notifications and marketing"
    CARE = "care", "Customer care conversations"
    CHARITY = "charity", "Charity and donations"
    INTERNAL = "internal", "Messages to our own staff"


class NumberType(Labelled):
    """The kind of originator a program sends from."""

    TEN_DLC = "10dlc", "10DLC long code"
    TOLL_FREE = "toll_free", "Toll-free number"
    SHORT_CODE = "short_code", "Short code"
    SENDER_ID = "sender_id", "Sender ID (outside the US and Canada)"


class Language(Labelled):
    """The languages in which texts are composed; the keywords STOP and HELP stay as they are."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"
    FRENCH = "fr", "Français"


class OptInWay(Labelled):
    """Where people meet a call to action; a program may have several."""

    WEB = "web", "Web form"
    POS = "pos", "Point of sale"
    FLYER = "flyer", "Flyer or poster"
    KEYWORD = "keyword", "Text a keyword"
    VERBAL = "verbal", "Spoken script"


@dataclass(frozen=True)
class ProgramContent:
    """Everything that reviewers compare, from one version of a program."""

    brand_name: str
    """The name that texts carry: the DBA, or the legal name where there is none."""
    legal_name: str
    program_name: str
    description: str
    """One or two plain sentences on what people will receive."""
    message_kinds: tuple[str, ...]
    """Codes of MessageKind; unknown codes are kept and shown as they are."""
    frequency: str
    """A phrase such as "Up to 4 messages per month" or "Message frequency varies"."""
    use_case: str
    """A code of UseCase."""
    support_email: str
    support_phone: str
    """E.164, or an empty string where support has no telephone."""
    website: str
    opt_in_keyword: str
    """A word such as JOIN, or an empty string when people cannot join by keyword."""
    terms_url: str
    privacy_url: str
    join_url: str
    sample_messages: tuple[str, ...]
    """The tenant's own samples; empty when they are to be generated."""
    language: str = Language.ENGLISH
    methods: tuple[str, ...] = (OptInWay.WEB,)
    """Codes of OptInWay: where people are asked."""
    double_opt_in: bool = False
    """Whether a number must answer YES before it counts as opted in."""
    minimum_age: int = 0
    """In years; 0 where the content needs no age gate."""
    text_number: str = ""
    """The number that people text the keyword to: E.164, a short code, or empty while unknown."""
    own_texts: Mapping[str, str] = field(default_factory=dict)
    """The tenant's own wording by text key, such as cta_web.marketing; absent ones are composed."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names by which reviewers may recognise the sender, without repeats."""
        return tuple(
            dict.fromkeys(
                n for n in (self.brand_name, self.legal_name, self.program_name) if n.strip()
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, for a database column or an API answer."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ProgramContent":
        """Rebuild from to_dict(); unknown keys are ignored so that older code reads newer rows.

        Raises TypeError when a required key is missing.
        """
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in data.items()
            if key in known
        }
        return cls(**values)
