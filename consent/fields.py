"""What a member writes about a program, checked field by field before anything is stored."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from consent import keywords, phones
from consent.cleaning import one_line, paragraph
from consent.content import Language, MessageKind, OptInWay, ProgramContent, UseCase
from consent.models import ProgramVersion
from tenants import form_fields
from tenants.errors import InvalidInput
from tenants.models import Brand

DESCRIPTION_LENGTH = 500
# The carrier's campaign form takes five samples of at most 1,024 characters.
SAMPLE_COUNT, SAMPLE_LENGTH = 5, 1024
_KEYWORD = re.compile(r"[A-Z0-9]{2,20}")
# US and Canadian short codes have five or six digits.
_SHORT_CODE = re.compile(r"\d{5,6}")
# Offers need a campaign that says so, and a campaign for codes may carry nothing else.
_MAY_CARRY_OFFERS = frozenset({UseCase.MARKETING, UseCase.MIXED})
_LENGTHS = {"name": 60, "frequency": 100, "support_email": 100, "description": DESCRIPTION_LENGTH}
# COPPA, 16 CFR 312: nobody under 13 is asked by text at all; above 99 is a slip of the keyboard.
YOUNGEST, OLDEST = 13, 99
OWN_TEXT_LENGTH, OWN_TEXT_COUNT = 20_000, 80
OWN_PAGES = ("own_terms_url", "own_privacy_url", "own_join_url")
_own_page = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class ProgramFields:
    """One writing of a program; empty where nothing was written yet."""

    name: str
    use_case: str
    description: str = ""
    message_kinds: tuple[str, ...] = ()
    frequency: str = ""
    support_email: str = ""
    support_phone: str = ""
    """In any form that people write; stored as E.164."""
    opt_in_keyword: str = ""
    sample_messages: tuple[str, ...] = ()
    language: str = Language.ENGLISH
    methods: tuple[str, ...] = (OptInWay.WEB,)
    double_opt_in: bool = False
    minimum_age: int = 0
    text_number: str = ""
    """In any form that people write; stored as E.164 or as a short code."""
    own_texts: Mapping[str, str] = field(default_factory=dict)
    own_terms_url: str = ""
    own_privacy_url: str = ""
    own_join_url: str = ""


def of_version(version: ProgramVersion) -> ProgramFields:
    """Return what a version says, as it would be written again."""
    return ProgramFields(
        name=version.name,
        use_case=version.use_case,
        description=version.description,
        message_kinds=tuple(version.message_kinds),
        frequency=version.frequency,
        support_email=version.support_email,
        support_phone=version.support_phone,
        opt_in_keyword=version.opt_in_keyword,
        sample_messages=tuple(version.sample_messages),
        language=version.language,
        methods=tuple(version.methods),
        double_opt_in=version.double_opt_in,
        minimum_age=version.minimum_age,
        text_number=version.text_number,
        own_texts=version.own_texts,
        own_terms_url=version.own_terms_url,
        own_privacy_url=version.own_privacy_url,
        own_join_url=version.own_join_url,
    )


def changed(before: ProgramFields, after: ProgramFields) -> list[str]:
    """Return the names of the fields that differ, in their order."""
    return [f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name)]


def tidy(written: ProgramFields, *, region: str = "US") -> ProgramFields:
    """Return the fields as they are stored: cleaned, keyword in capitals, telephone in E.164.

    A telephone that cannot be one stays as written, so that the check can name it.
    """
    samples = (paragraph(sample) for sample in written.sample_messages)
    return replace(
        written,
        name=one_line(written.name),
        description=one_line(written.description),
        message_kinds=tuple(dict.fromkeys(written.message_kinds)),
        frequency=one_line(written.frequency),
        support_email=one_line(written.support_email),
        support_phone=phones.e164(written.support_phone, region=region) or written.support_phone,
        opt_in_keyword=one_line(written.opt_in_keyword).upper(),
        sample_messages=tuple(sample for sample in samples if sample),
        methods=tuple(dict.fromkeys(written.methods)),
        text_number=_text_number(written.text_number, region=region),
        own_texts={
            key: text for key, said in written.own_texts.items() if (text := paragraph(said))
        },
        own_terms_url=one_line(written.own_terms_url),
        own_privacy_url=one_line(written.own_privacy_url),
        own_join_url=one_line(written.own_join_url),
    )


def _text_number(written: str, *, region: str) -> str:
    """Return a short code's digits, an E.164 number, or what was written where it is neither."""
    digits = re.sub(r"[\s-]", "", written)
    if _SHORT_CODE.fullmatch(digits):
        return digits
    return phones.e164(written, region=region) or one_line(written)


def check(written: ProgramFields) -> None:
    """Raise InvalidInput, saying where, for what can never be right; gaps are allowed."""
    problems: dict[str, str] = {}
    for name, problem in _problems(written):
        problems.setdefault(name, problem)
    if problems:
        raise InvalidInput(next(iter(problems.values())), fields=problems)


def missing(written: ProgramFields) -> list[str]:
    """Return the fields that the public texts need and that nobody filled yet."""
    needed = _NEEDED + (_NEEDED_TO_TEXT_IN if OptInWay.KEYWORD in written.methods else ())
    return [name for name in needed if not getattr(written, name)]


def check_complete(written: ProgramFields) -> None:
    """Raise InvalidInput unless every field that the public texts need is filled."""
    gaps = missing(written)
    if gaps:
        raise InvalidInput(
            _("Something is still missing. Fill it in before you publish."),
            code="incomplete",
            fields={name: _("This is needed before you publish.") for name in gaps},
        )


_NEEDED = (
    "name",
    "description",
    "message_kinds",
    "frequency",
    "use_case",
    "support_email",
    "support_phone",
    "methods",
)
# Whoever joins by keyword must be told which word, and to which number.
_NEEDED_TO_TEXT_IN = ("opt_in_keyword", "text_number")


def _problems(written: ProgramFields) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for everything that is wrong."""
    if not written.name:
        yield "name", _("Give the program a name.")
    for name, length in _LENGTHS.items():
        if len(getattr(written, name)) > length:
            yield name, _("Use at most %(length)d characters.") % {"length": length}
    yield from _contact_problems(written)
    yield from _purpose_problems(written)
    yield from _keyword_problems(written.opt_in_keyword)
    yield from _joining_problems(written)
    yield from _page_problems(written)
    if len(written.sample_messages) > SAMPLE_COUNT:
        yield "sample_messages", _("Give at most %(count)d samples.") % {"count": SAMPLE_COUNT}
    if any(len(sample) > SAMPLE_LENGTH for sample in written.sample_messages):
        yield (
            "sample_messages",
            _("A sample has at most %(length)d characters.") % {"length": SAMPLE_LENGTH},
        )


def _contact_problems(written: ProgramFields) -> Iterator[tuple[str, str]]:
    if written.support_email:
        try:
            validate_email(written.support_email)
        except ValidationError:
            yield "support_email", _("Enter an e-mail address like care@yourbusiness.com.")
    if written.support_phone:
        try:
            # Tidied already; what has no country code by now is no telephone number.
            form_fields.e164(written.support_phone, region="ZZ")
        except ValidationError as error:
            yield "support_phone", error.messages[0]


def _purpose_problems(written: ProgramFields) -> Iterator[tuple[str, str]]:
    if written.use_case not in UseCase.codes():
        yield "use_case", _("Choose what the program is for.")
    if set(written.message_kinds) - set(MessageKind.codes()):
        yield "message_kinds", _("Choose kinds of messages from the list.")
    offers = MessageKind.MARKETING in written.message_kinds
    if offers and written.use_case not in _MAY_CARRY_OFFERS:
        yield (
            "message_kinds",
            _(
                "Offers need the purpose “Offers” or “Notices and offers”. "
                "Change the purpose above, or leave offers out."
            ),
        )
    others = set(written.message_kinds) - {MessageKind.SECURITY_CODE}
    if written.use_case == UseCase.OTP and others:
        yield (
            "message_kinds",
            _("A program for sign-in codes sends nothing else. Make a second one for the rest."),
        )


def _keyword_problems(keyword: str) -> Iterator[tuple[str, str]]:
    if not keyword:
        return
    if keywords.is_reserved(keyword):
        yield (
            "opt_in_keyword",
            _("%(keyword)s already means something else to every carrier. Choose another word.")
            % {"keyword": keyword},
        )
    elif not _KEYWORD.fullmatch(keyword):
        yield "opt_in_keyword", _("Use one word of 2 to 20 letters or digits, such as JOIN.")


def _joining_problems(written: ProgramFields) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with where, in which language, and from which age people may join."""
    if written.language not in Language.codes():
        yield "language", _("Choose a language from the list.")
    if set(written.methods) - set(OptInWay.codes()):
        yield "methods", _("Choose from the list where people are asked.")
    number = written.text_number
    if number and not (_SHORT_CODE.fullmatch(number) or phones.e164(number, region="ZZ")):
        yield (
            "text_number",
            _("Enter a telephone number like (206) 555-0100, or a short code of 5 or 6 digits."),
        )
    if written.minimum_age and not YOUNGEST <= written.minimum_age <= OLDEST:
        yield (
            "minimum_age",
            _("Enter an age from %(youngest)d to %(oldest)d, or leave it empty.")
            % {"youngest": YOUNGEST, "oldest": OLDEST},
        )


def _page_problems(written: ProgramFields) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with pages and texts of the tenant's own."""
    for name in OWN_PAGES:
        if url := getattr(written, name):
            try:
                _own_page(url)
            except ValidationError:
                yield name, _("Enter a whole address that begins with https://.")
            if len(url) > 200:
                yield name, _("Use at most %(length)d characters.") % {"length": 200}
    if len(written.own_texts) > OWN_TEXT_COUNT or any(
        len(text) > OWN_TEXT_LENGTH for text in written.own_texts.values()
    ):
        yield (
            "own_texts",
            _("A text of your own has at most %(length)d characters.")
            % {"length": OWN_TEXT_LENGTH},
        )


def content(
    written: ProgramFields, *, brand: Brand, terms_url: str, privacy_url: str, join_url: str
) -> ProgramContent:
    """Return the value that every text is rendered from, gaps included."""
    return ProgramContent(
        brand_name=brand.texted_name,
        legal_name=brand.legal_name,
        program_name=written.name,
        description=written.description,
        message_kinds=written.message_kinds,
        frequency=written.frequency,
        use_case=written.use_case,
        support_email=written.support_email,
        support_phone=written.support_phone,
        website=brand.website,
        opt_in_keyword=written.opt_in_keyword,
        terms_url=written.own_terms_url or terms_url,
        privacy_url=written.own_privacy_url or privacy_url,
        join_url=written.own_join_url or join_url,
        sample_messages=written.sample_messages,
        language=written.language,
        methods=written.methods,
        double_opt_in=written.double_opt_in,
        minimum_age=written.minimum_age,
        text_number=written.text_number,
        own_texts=written.own_texts,
    )
