"""Our facts → the carrier's fields: one table a type, each answer with where it came from.

Pure. A field that stands in no table is asked of the tenant. Choices are spelled as the forms
spell them, which differs from form to form on purpose and must not be normalised.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from consent.content import Language, OptInWay, ProgramContent
from consent.rendering import RenderedTexts, english
from consent.rendering.phrasebook import book
from consent.rendering.voice import sentence
from consent.rules import contacts
from consent.rules.normalise import Text
from registrations import usecases
from registrations.requirements import Answer

BRAND, PROGRAM, EVIDENCE, FIXED, ASSUMED = "brand", "program", "evidence", "fixed", "assumed"
TEXT_MAX = 2048
DESCRIPTION_MIN = 40
# Fields that hold a tax id: encrypted at rest, and shown by their last characters only.
SENSITIVE = frozenset({"companyInfo.taxId", "companyInfo.companyId"})


# Fields that say who the business is → names in its company details.
COMPANY_FIELDS = {
    "companyInfo.companyName": "legal_name",
    "companyInfo.taxId": "tax_id",
    "companyInfo.website": "website",
    "companyInfo.businessContactEmail": "contact_email",
    "contactInfo.dbaName": "dba_name",
    "contactInfo.website": "website",
    "contactInfo.supportEmail": "support_email",
    "contactInfo.supportPhoneNumber": "support_phone",
}


@dataclass(frozen=True)
class Company:
    """The end business as its company details say."""

    legal_name: str
    dba_name: str
    texted_name: str
    entity_type: str
    tax_id: str
    tax_id_country: str
    stock_symbol: str
    stock_exchange: str
    street: str
    city: str
    state: str
    postal_code: str
    country: str
    website: str
    vertical: str
    support_email: str
    support_phone: str
    contact_first_name: str
    contact_last_name: str
    contact_email: str

    @property
    def is_listed(self) -> bool:
        """Is it traded on a stock exchange? Only then are some fields allowed at all."""
        return self.entity_type == "PUBLIC_PROFIT"


@dataclass(frozen=True)
class Words:
    """A published program: what it says of itself, and the texts rendered from that."""

    content: ProgramContent
    texts: RenderedTexts


@dataclass(frozen=True)
class Facts:
    """All that a filing is answered from."""

    company: Company
    words: Words | None = None
    evidence_id: UUID | None = None


Value = str | Sequence[str] | UUID | None


@dataclass(frozen=True)
class Entry:
    """One field and how it is answered; an empty answer leaves the field out."""

    path: str
    source: str
    read: Callable[[Facts], Value]


def _company(path: str, read: Callable[[Company], Value]) -> Entry:
    return Entry(path, BRAND, lambda facts: read(facts.company))


def _program(path: str, read: Callable[[Words], Value]) -> Entry:
    return Entry(path, PROGRAM, lambda facts: read(facts.words) if facts.words else None)


def _same(path: str, choice: str, source: str = FIXED) -> Entry:
    return Entry(path, source, lambda _facts: [choice])


def _samples(count: int) -> tuple[Entry, ...]:
    return tuple(
        _program(
            f"messageSamples.messageSample{index + 1}",
            lambda words, index=index: filed_sample(words, index),  # type: ignore[misc]
        )
        for index in range(count)
    )


def filed_sample(words: Words, index: int) -> str:
    """Return a sample as recipients get it, with its English beside it where it is in another.

    Reviewers of 10DLC campaigns refuse what they cannot read. The replies to HELP and STOP and the
    confirmation are filed as they are sent, since their fields hold one text only, and the message
    flow is in English anyway. Nobody here can translate the tenant's own samples; the rules ask
    for an English translation of those.
    """
    sample = _nth(words.texts.sample_messages, index)
    translated = english(words.content)
    if not sample or translated is None or words.content.sample_messages:
        return sample
    return f"{sample} (English translation: {_nth(translated.sample_messages, index)})"


def _nth(items: Sequence[str], index: int) -> str:
    return items[index] if index < len(items) else ""


def tax_id(company: Company) -> str:
    """Return the tax id as the carrier wants it: an EIN with a dash is refused."""
    return re.sub(r"[^0-9A-Za-z]", "", company.tax_id)


def description(words: Words) -> str:
    """Return who texts whom about what: the program's own words where they say it by themselves.

    Otherwise, and before words in another language, a sentence in English stands that does, which
    also makes up the shortest length.
    """
    content = words.content
    own = sentence(content.description)
    says_who = content.brand_name.casefold() in own.casefold() and len(own) >= DESCRIPTION_MIN
    if says_who and content.language == Language.ENGLISH:
        return own[:TEXT_MAX]
    words_of = book(Language.ENGLISH)
    named = [words_of.kind(kind).plural for kind in content.message_kinds]
    kinds = words_of.listed(named) or "texts"
    opening = f"{content.brand_name} sends {kinds} by text message to people who opted in."
    return f"{opening} {own}"[:TEXT_MAX]


def links(words: Words) -> list[str]:
    """Return the addresses in the sample messages, as they are written there."""
    texts = map(Text, words.texts.sample_messages)
    return [
        text.original[slice(*_span(text, url))] for text in texts for url in contacts.urls(text)
    ]


def _span(text: Text, url: contacts.Url) -> tuple[int, int]:
    return text.span(url.start, url.end)


def opt_in_type(content: ProgramContent) -> str:
    """Return the one category that the toll-free form takes: that of the first way chosen.

    A form on a screen stands before the rest, since its page can be opened.
    """
    return next((_OPT_IN_TYPES[way] for way in OptInWay if way in content.methods), "DIGITAL_FORM")


_OPT_IN_TYPES: dict[str, str] = {
    OptInWay.WEB: "DIGITAL_FORM",
    OptInWay.POS: "DIGITAL_FORM",
    OptInWay.FLYER: "PAPER_FORM",
    OptInWay.KEYWORD: "TEXT",
    OptInWay.VERBAL: "VERBAL",
}


def _yes(found: object) -> list[str]:
    return ["Yes" if found else "No"]


def _has_phone(words: Words) -> bool:
    return any(contacts.phones(Text(sample)) for sample in words.texts.sample_messages)


BRAND_FIELDS = (
    _company("companyInfo.companyName", lambda c: c.legal_name),
    _company("companyInfo.taxIdIssuingCountry", lambda c: c.tax_id_country.upper()),
    _company("companyInfo.taxId", tax_id),
    _company("companyInfo.legalType", lambda c: [c.entity_type]),
    # The next three are refused for a company that is not listed.
    _company("companyInfo.stockSymbol", lambda c: c.stock_symbol if c.is_listed else ""),
    _company(
        "companyInfo.stockExchange",
        lambda c: [c.stock_exchange] if c.is_listed and c.stock_exchange else [],
    ),
    _company("companyInfo.businessContactEmail", lambda c: c.contact_email if c.is_listed else ""),
    _company("companyInfo.address", lambda c: c.street),
    _company("companyInfo.city", lambda c: c.city),
    _company("companyInfo.state", lambda c: c.state),
    _company("companyInfo.zipCode", lambda c: c.postal_code),
    _company("companyInfo.isoCountryCode", lambda c: c.country.upper()),
    _company("contactInfo.dbaName", lambda c: c.texted_name),
    _company("contactInfo.vertical", lambda c: [c.vertical]),
    _company("contactInfo.website", lambda c: c.website),
    _company("contactInfo.supportEmail", lambda c: c.support_email),
    _company("contactInfo.supportPhoneNumber", lambda c: c.support_phone),
)

CAMPAIGN_FIELDS = (
    _program("campaignInfo.campaignName", description),
    _company("campaignInfo.vertical", lambda c: [c.vertical]),
    _program("campaignInfo.termsAndConditionsLink", lambda w: w.content.terms_url),
    _program("campaignInfo.privacyPolicyLink", lambda w: w.content.privacy_url),
    _program("campaignInfo.optInWorkflow", lambda w: w.texts.message_flow),
    Entry("campaignInfo.optInScreenshot", EVIDENCE, lambda facts: facts.evidence_id),
    _program("campaignInfo.optInKeyword", lambda w: w.content.opt_in_keyword),
    _program("campaignInfo.optInMessage", lambda w: w.texts.optin_confirmation),
    _program("campaignInfo.helpMessage", lambda w: w.texts.help_reply),
    _program("campaignInfo.stopMessage", lambda w: w.texts.optout_confirmation),
    _same("campaignCapabilities.numberCapabilities", "SMS"),
    _program(
        "campaignCapabilities.messageType",
        lambda w: ["Promotional" if usecases.is_promotional(w.content) else "Transactional"],
    ),
    _program("campaignUseCase.useCase", lambda w: usecases.campaign(w.content.message_kinds)),
    _program("campaignUseCase.subUseCases", lambda w: usecases.parts(w.content.message_kinds)),
    _same("campaignUseCase.subscriberOptIn", "Yes"),
    _same("campaignUseCase.subscriberOptOut", "Yes"),
    _same("campaignUseCase.subscriberHelp", "Yes"),
    # We cannot know these two; the usual answer is given, marked, and to be checked by a person.
    _same("campaignUseCase.directLending", "No", ASSUMED),
    _same("campaignUseCase.ageGated", "No", ASSUMED),
    # The later of two answers to one field counts; a program with an age gate says so itself.
    _program("campaignUseCase.ageGated", lambda w: ["Yes"] if w.content.minimum_age else []),
    _program("campaignUseCase.embeddedLink", lambda w: _yes(links(w))),
    _program("campaignUseCase.embeddedPhone", lambda w: _yes(_has_phone(w))),
    _program("campaignUseCase.embeddedLinkSample", lambda w: _nth(links(w), 0)),
    *_samples(5),
)

TOLL_FREE_FIELDS = (
    _company("companyInfo.companyName", lambda c: c.legal_name),
    _company("companyInfo.website", lambda c: c.website),
    _company("companyInfo.address1", lambda c: c.street),
    _company("companyInfo.city", lambda c: c.city),
    _company("companyInfo.state", lambda c: c.state),
    _company("companyInfo.zipCode", lambda c: c.postal_code),
    _company("companyInfo.isoCountryCode", lambda c: c.country.upper()),
    _company("companyInfo.businessType", lambda c: [c.entity_type]),
    _company("companyInfo.taxId", tax_id),
    _company("companyInfo.taxIdType", lambda c: [usecases.tax_id_type(c.tax_id_country)]),
    _company("companyInfo.taxIdIssuingCountry", lambda c: c.tax_id_country.upper()),
    _company("contactInfo.firstName", lambda c: c.contact_first_name),
    _company("contactInfo.lastName", lambda c: c.contact_last_name),
    _company("contactInfo.supportEmail", lambda c: c.support_email),
    _company("contactInfo.supportPhoneNumber", lambda c: c.support_phone),
    # messagingUseCase.monthlyMessageVolume is asked: nothing we know tells it.
    _program(
        "messagingUseCase.useCaseCategory", lambda w: usecases.toll_free(w.content.message_kinds)
    ),
    _program("messagingUseCase.useCaseDetails", lambda w: description(w)[:500]),
    _program("messagingUseCase.optInType", lambda w: [opt_in_type(w.content)]),
    _program("messagingUseCase.optInDescription", lambda w: w.texts.message_flow),
    Entry("messagingUseCase.optInImage", EVIDENCE, lambda facts: facts.evidence_id),
    _program("messagingUseCase.privacyPolicyUrl", lambda w: w.content.privacy_url),
    _program("messagingUseCase.termsAndConditionsUrl", lambda w: w.content.terms_url),
    *_samples(3),
)

TABLES: dict[str, tuple[Entry, ...]] = {
    "US_TEN_DLC_BRAND_REGISTRATION": BRAND_FIELDS,
    "US_TEN_DLC_CAMPAIGN_REGISTRATION": CAMPAIGN_FIELDS,
    "US_TOLL_FREE_REGISTRATION": TOLL_FREE_FIELDS,
}


def mapped(registration_type: str, facts: Facts) -> dict[str, Answer]:
    """Answer what our facts can answer of a type's form; a type without a table is all asked."""
    answers = (_answer(entry, entry.read(facts)) for entry in TABLES.get(registration_type, ()))
    return {answer.path: answer for answer in answers if answer.is_given}


def _answer(entry: Entry, value: Value) -> Answer:
    if isinstance(value, UUID):
        return Answer(entry.path, entry.source, evidence_id=value)
    if value is None or isinstance(value, str):
        return Answer(entry.path, entry.source, text=(value or "").strip())
    return Answer(entry.path, entry.source, choices=tuple(value))
