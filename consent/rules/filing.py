"""Rules on one filing: its attributes, the numbers it is for, and the policies it must link."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consent.content import MessageKind, NumberType, ProgramContent, UseCase
from consent.rules import contacts
from consent.rules.base import Context, DecidedBy, Finding, Rule, Severity, TextKind, declare
from consent.rules.content import is_age_restricted
from consent.rules.normalise import Text
from consent.rules.secure import is_secure
from consent.rules.subject import Subject
from consent.rules.use_cases import promotion

REGISTRATION = frozenset({TextKind.REGISTRATION})
TOLL_FREE = frozenset({NumberType.TOLL_FREE})
NUMBERS_WITHOUT_REASON = 5


@dataclass(frozen=True)
class FilingFacts:
    """What one filing says beside the program's texts and the company's details."""

    attributes: Mapping[str, bool] = field(default_factory=dict)
    """What the filing declares, by the registry's names: embeddedLink, embeddedPhone,
    directLending, ageGated; absent ones are not declared yet."""
    toll_free_numbers: int = 0
    """How many toll-free numbers the business has and asks for, with this one."""
    volume_reason: str = ""
    """Why it needs so many."""
    terms_url: str | None = None
    """The address in the filing; None where it has no such field, so the program's counts."""
    privacy_url: str | None = None
    political_token: str = ""
    """The token of Campaign Verify; empty when none was given."""
    political_token_is_expired: bool = False


SAMPLE_LINK_ATTR = declare(
    Rule(
        id="SAMPLE-LINK-ATTR",
        title="Link and phone attributes agree",
        problem="What the filing declares does not agree with the samples.",
        fix="Set the attribute to match the samples.",
        kinds=REGISTRATION,
        number_types=frozenset({NumberType.TEN_DLC}),
        prevents=("601", "30889", "CampaignAttributesNotMatchingCampaignDescription"),
        source="US carriers compare attributes and samples",
        decided_by=DecidedBy.DATA,
    )
)

TFN_POLICY_URLS = declare(
    Rule(
        id="TFN-POLICY-URLS",
        title="Toll-free needs privacy and terms URLs",
        problem="A toll-free filing needs the addresses of terms and privacy policy.",
        fix="Fill both fields; hosted pages count.",
        kinds=REGISTRATION,
        number_types=TOLL_FREE,
        prevents=("30493",),
        source="AWS: required for new toll-free registrations since 15 September 2026",
        decided_by=DecidedBy.DATA,
    )
)

TFN_SINGLE_USECASE = declare(
    Rule(
        id="TFN-SINGLE-USECASE",
        title="One use case per toll-free number",
        problem="The program sends messages of several use cases from one toll-free number.",
        fix="Register another number for the other use.",
        kinds=REGISTRATION,
        number_types=TOLL_FREE,
        source="AWS: a toll-free number used outside its use case can be revoked",
        decided_by=DecidedBy.DATA,
    )
)

TFN_VOLUME_JUSTIFY = declare(
    Rule(
        id="TFN-VOLUME-JUSTIFY",
        title="More than five numbers need a reason",
        problem="The business asks for more than five toll-free numbers and does not say why.",
        fix="Say why (branches, departments).",
        severity=Severity.WARNING,
        kinds=REGISTRATION,
        number_types=TOLL_FREE,
        source="Toll-free reviewers ask for a reason",
        decided_by=DecidedBy.DATA,
    )
)

POLITICAL_TOKEN = declare(
    Rule(
        id="POLITICAL-TOKEN",
        title="Political senders need a token",
        problem="The program is political, and there is no valid token of Campaign Verify.",
        fix="Get the token from Campaign Verify and add it.",
        kinds=REGISTRATION,
        number_types=frozenset({NumberType.TEN_DLC, NumberType.TOLL_FREE}),
        prevents=("30501",),
        source="US carriers: political senders are verified by Campaign Verify",
        decided_by=DecidedBy.DATA,
    )
)


def filing_findings(
    content: ProgramContent, samples: Sequence[str], filing: FilingFacts, context: Context
) -> Iterator[Finding]:
    """Yield what speaks against one filing of a program, by the rules of its number type."""
    yield from attribute_findings(samples, filing.attributes, context)
    yield from policy_url_findings(
        content.terms_url if filing.terms_url is None else filing.terms_url,
        content.privacy_url if filing.privacy_url is None else filing.privacy_url,
        context,
    )
    yield from single_use_case_findings(content, samples, context)
    yield from volume_findings(filing, context)
    yield from political_findings((content.description, *samples), filing, context)


_LENDING = re.compile(
    r"\b(?:loans?|lending|lenders?|mortgages?|line of credit|credit line|refinanc\w+|apr\b"
    r"|borrow\w*)\b"
)
_NO_LENDING = re.compile(r"\b(?:no|not|never|library|interlibrary|book|equipment)(?: [a-z]+)? $")


def shown_attributes(samples: Sequence[str], context: Context) -> dict[str, bool]:
    """Return what samples show, by the registry's names of the attributes."""
    texts = [Text(sample) for sample in samples]
    subjects = [Subject(TextKind.SAMPLE_MESSAGE, sample, context) for sample in samples]
    return {
        "embeddedLink": any(contacts.urls(text) for text in texts),
        "embeddedPhone": any(contacts.phones(text) for text in texts),
        "directLending": any(_lends(subject.prose) for subject in subjects),
        "ageGated": any(is_age_restricted(subject) for subject in subjects),
    }


def _lends(prose: str) -> bool:
    return any(
        not _NO_LENDING.search(prose, max(found.start() - 30, 0), found.start())
        for found in _LENDING.finditer(prose)
    )


_SHOW = {
    "embeddedLink": ("a link", "no link"),
    "embeddedPhone": ("a telephone number", "no telephone number"),
    "directLending": ("lending", "no lending"),
    "ageGated": ("content for adults", "no content for adults"),
}
# A lender or a winery also sends texts that do not speak of it.
_MAY_BE_UNSEEN = frozenset({"directLending", "ageGated"})


def attribute_findings(
    samples: Sequence[str], attributes: Mapping[str, bool], context: Context
) -> Iterator[Finding]:
    """Yield a finding for each attribute that the samples contradict; unknown ones are kept."""
    if not applies(SAMPLE_LINK_ATTR, context) or not samples:
        return
    shown = shown_attributes(samples, context)
    for name, declared in attributes.items():
        seen = shown.get(name, declared)
        if seen == declared or (declared and name in _MAY_BE_UNSEEN):
            continue
        what = _SHOW[name][0 if seen else 1]
        answer, right = ("Yes", "No") if declared else ("No", "Yes")
        found = SAMPLE_LINK_ATTR.finding(
            TextKind.REGISTRATION,
            context,
            message=f"The samples show {what}, but {name} is declared as {answer}.",
            field=f"filing.{name}",
        )
        yield replace(found, fix=f"Set {name} to {right}, or change the samples.")


def policy_url_findings(terms_url: str, privacy_url: str, context: Context) -> Iterator[Finding]:
    """Yield a finding for each policy address that is missing, a front page, or the other one."""
    if not applies(TFN_POLICY_URLS, context):
        return
    for name, url in (("terms_url", terms_url), ("privacy_url", privacy_url)):
        message = _url_problem(name, url)
        if message:
            yield TFN_POLICY_URLS.finding(
                TextKind.REGISTRATION, context, message=message, field=f"program.{name}"
            )


_ADDRESS = re.compile(r"https?://(?P<host>[^/?#\s]+)(?P<rest>(?:[/?#]\S*)?)", re.IGNORECASE)


def _url_problem(name: str, url: str) -> str:
    """Say what is wrong with an address; one page for both topics is allowed."""
    page = {"terms_url": "terms", "privacy_url": "privacy policy"}[name]
    found = _ADDRESS.fullmatch(url.strip())
    if not url.strip():
        return f"The address of the {page} is missing."
    if found is None:
        return f"The address of the {page} is not a complete one that begins with https."
    if not is_secure(url):
        return f"The address of the {page} is not served over https."
    if not found["rest"].strip("/?#"):
        return f"The address of the {page} is only the front page."
    return ""


# A reviewer takes all notices for one use, but never codes, promotions or appeals among them.
_GROUP_OF_KIND: dict[str, str] = {
    MessageKind.MARKETING: "promotions",
    MessageKind.SECURITY_CODE: "one-time codes",
    MessageKind.CHARITY: "donation requests",
}
_NOTICES = "notices"


def single_use_case_findings(
    content: ProgramContent, samples: Sequence[str], context: Context
) -> Iterator[Finding]:
    """Yield a finding when kinds and samples are of several uses and MIXED is not declared."""
    if not applies(TFN_SINGLE_USECASE, context) or content.use_case == UseCase.MIXED:
        return
    uses = {_GROUP_OF_KIND.get(kind, _NOTICES) for kind in content.message_kinds}
    for sample in samples:
        if promotion(Subject(TextKind.SAMPLE_MESSAGE, sample, context).prose):
            uses.add("promotions")
    if len(uses) > 1:
        yield TFN_SINGLE_USECASE.finding(
            TextKind.REGISTRATION,
            context,
            message=f"One toll-free number would send {' and '.join(sorted(uses))}.",
            field="program.message_kinds",
        )


def volume_findings(filing: FilingFacts, context: Context) -> Iterator[Finding]:
    """Yield a warning for the sixth toll-free number without a reason."""
    many = filing.toll_free_numbers > NUMBERS_WITHOUT_REASON
    if applies(TFN_VOLUME_JUSTIFY, context) and many and not filing.volume_reason.strip():
        yield TFN_VOLUME_JUSTIFY.finding(
            TextKind.REGISTRATION, context, field="filing.volume_reason"
        )


_MANY = re.compile(
    r"\b(?:branch(?:es)?|departments?|locations?|offices?|stores?|franchis\w+|regions?|brands?"
    r"|teams?|each|every|separate|dedicated|several|multiple|\d+ numbers)\b"
)


def reason_in(details: str) -> str:
    """Return the details of a use case where they say why many numbers are needed, else ''."""
    return details if _MANY.search(Text(details).folded) else ""


_POLITICAL = re.compile(
    r"\b(?:paid for by|vote (?:for|no on|yes on|against|on (?:november|tuesday))|re-?elect"
    r"|candidate for|campaign contributions?|political (?:action|campaign|party|committee"
    r"|fundrais\w+|donations?)|(?:democrat(?:ic)?|republican|libertarian|green) (?:party|nominee"
    r"|candidate)|for (?:congress|senate|governor|president|mayor|city council)|ballot (?:measure"
    r"|initiative)|(?:super )?pac\b|chip in|primary election|general election|get out the vote)\b"
)
_NOT_POLITICAL = re.compile(r"\b(?:no|not|never|non|without)(?:[ -][a-z]+){0,3}[ -]$")


def is_political(text: str) -> bool:
    """Return whether a text is that of a candidate, a party or a political committee."""
    folded = Text(text).folded
    return any(
        not _NOT_POLITICAL.search(folded, max(found.start() - 40, 0), found.start())
        for found in _POLITICAL.finditer(folded)
    )


def political_findings(
    texts: Sequence[str], filing: FilingFacts, context: Context
) -> Iterator[Finding]:
    """Yield a finding when a political program has no token, or an expired one."""
    if not applies(POLITICAL_TOKEN, context) or not any(map(is_political, texts)):
        return
    if not filing.political_token.strip() or filing.political_token_is_expired:
        expired = "The token of Campaign Verify has expired."
        yield POLITICAL_TOKEN.finding(
            TextKind.REGISTRATION,
            context,
            message=expired if filing.political_token.strip() else "",
            field="filing.political_token",
        )


def applies(rule: Rule, context: Context) -> bool:
    """Return whether a data rule is for this number type and use case."""
    return rule.applies(TextKind.REGISTRATION, context)
