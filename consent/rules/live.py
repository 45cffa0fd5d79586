"""Rules on pages as reviewers find them: judged from what a look saw, never fetched here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from consent.rules.base import Context, DecidedBy, Finding, Rule, Severity, TextKind, declare
from consent.rules.secure import is_secure
from tenants.domains import registrable_domain


class LivePage(StrEnum):
    """What a page that was looked at is for."""

    JOIN = "join"
    """The opt-in form or the page that shows the call to action."""
    TERMS = "terms"
    PRIVACY = "privacy"
    WEBSITE = "website"
    """The front page of the business."""


@dataclass(frozen=True)
class LiveFacts:
    """What one look at one address saw, without script, without cookies and logged out."""

    page: str
    """A code of LivePage."""
    url: str
    """The address that was asked for."""
    final_url: str = ""
    """Where redirects led; empty when nothing answered."""
    status: int = 0
    """The HTTP status; 0 when nothing answered."""
    problem: str = ""
    """Why nothing answered or nothing could be read, in a sentence; empty when all went well."""
    content_type: str = "text/html"
    title: str = ""
    words: int = 0
    """How many words could be read without script."""
    text: str = ""
    """The readable words, or the page's HTML; the text rules read it."""
    has_login: bool = False
    """Whether a login form stood in the place of the content."""
    has_cookie_wall: bool = False
    """Whether the content could not be read before cookies were accepted."""
    has_form: bool = True
    """Whether the page showed a field for a telephone number or a box to tick (join only)."""
    is_unfinished: bool = False
    """Parked, for sale, coming soon, or a server's own page."""
    is_social: bool = False
    """A page at a social network."""
    shows_brand: bool = True
    """Whether a name of the sender was on the page."""
    disclosures: frozenset[str] = frozenset()
    """Ids of the rules whose disclosure this reader saw."""
    wanted: frozenset[str] = frozenset()
    """Ids of the rules whose disclosure the attested text carries on this page."""


CARRIERS = "US carriers open every address of a registration"
_JOIN = frozenset({TextKind.WEB})

CTA_LIVE_LINK = declare(
    Rule(
        id="CTA-LIVE-LINK",
        title="Public link to the opt-in",
        problem="Reviewers cannot open the page on which people opt in.",
        fix="Give the direct, public address of the page with the form, or a picture of it where "
        "it is behind a login.",
        kinds=_JOIN,
        prevents=("30543", "804", "806", "2100", "CallToActionIsMissingOrInaccessible"),
        source="AWS: give a direct link to the opt-in; " + CARRIERS,
        decided_by=DecidedBy.LIVE,
    )
)

TERMS_REACHABLE = declare(
    Rule(
        id="TERMS-REACHABLE",
        title="The terms page is public",
        problem="Reviewers cannot open the terms page.",
        fix="Publish the page, or use the hosted one.",
        kinds=frozenset({TextKind.TERMS}),
        prevents=("TermsAndConditionsMissing", "1017", "30493"),
        source="AWS: publicly accessible terms; " + CARRIERS,
        decided_by=DecidedBy.LIVE,
    )
)

PRIVACY_REACHABLE = declare(
    Rule(
        id="PRIVACY-REACHABLE",
        title="The privacy page is public",
        problem="Reviewers cannot open the privacy policy.",
        fix="Publish it, or use the hosted one.",
        kinds=frozenset({TextKind.PRIVACY}),
        prevents=("PrivacyPolicyMissingOrInvalid", "851", "30493"),
        source="AWS: publicly accessible privacy policy; " + CARRIERS,
        decided_by=DecidedBy.LIVE,
    )
)

# Warnings and not blockers: the site is looked at by a machine, and a reviewer may see more.
WEBSITE_REACHABLE = declare(
    Rule(
        id="WEBSITE-REACHABLE",
        title="The website is live",
        problem="The website could not be read.",
        fix="Publish the site under https with a valid certificate, then have it looked at again.",
        severity=Severity.WARNING,
        kinds=frozenset({TextKind.REGISTRATION}),
        prevents=("1100", "1101", "1103", "1003", "BrandWebsiteIssues"),
        source="US carriers open the brand's website",
        decided_by=DecidedBy.LIVE,
    )
)

WEBSITE_BRAND_MATCH = declare(
    Rule(
        id="WEBSITE-BRAND-MATCH",
        title="The website shows the brand",
        problem="The website does not show the name of the business.",
        fix="Show the legal name or the DBA on the site, such as in the line at its foot.",
        severity=Severity.WARNING,
        kinds=frozenset({TextKind.REGISTRATION}),
        prevents=("603", "1004", "BrandWebsiteIssues"),
        source="US carriers compare brand and website",
        decided_by=DecidedBy.LIVE,
    )
)

_RULE_OF_PAGE: dict[str, Rule] = {
    LivePage.JOIN: CTA_LIVE_LINK,
    LivePage.TERMS: TERMS_REACHABLE,
    LivePage.PRIVACY: PRIVACY_REACHABLE,
    LivePage.WEBSITE: WEBSITE_REACHABLE,
}
# A front page of fewer words is taken for an empty shell; the other pages are short by nature.
WEBSITE_WORDS, PAGE_WORDS, JOIN_WORDS = 200, 60, 15
_WORDS: dict[str, int] = {
    LivePage.JOIN: JOIN_WORDS,
    LivePage.TERMS: PAGE_WORDS,
    LivePage.PRIVACY: PAGE_WORDS,
    LivePage.WEBSITE: WEBSITE_WORDS,
}
_PICTURE_OR_PDF = re.compile(r"application/pdf|image/")


def live_findings(facts: LiveFacts, context: Context, *, field: str = "") -> Iterator[Finding]:
    """Yield what a reviewer would hold against a page, the worst thing only.

    `context.domains` are the domains that belong to the tenant or host its pages; empty when
    they are not known. `field` is the dotted path of the address. Raises KeyError for a page
    that is none of LivePage.
    """
    rule = _RULE_OF_PAGE[facts.page]
    kind = next(iter(rule.kinds))
    for complaint in (_unreadable, _walled, _elsewhere, _thin):
        message = complaint(facts, context)
        if message:
            yield rule.finding(kind, context, message=message, field=field)
            return
    if facts.page == LivePage.WEBSITE and not facts.shows_brand:
        yield WEBSITE_BRAND_MATCH.finding(kind, context, field=field)
    elif facts.page == LivePage.JOIN and not facts.has_form:
        yield rule.finding(
            kind,
            context,
            severity=Severity.WARNING,
            message="The page shows no field for a telephone number and no box to tick.",
            field=field,
        )


def _unreadable(facts: LiveFacts, context: Context) -> str:
    """Say why nobody could open the page."""
    if facts.problem:
        return facts.problem
    if facts.status == 0:
        return "Nothing answers at this address."
    if not 200 <= facts.status < 300:
        return f"The page answers with error {facts.status}."
    if not is_secure(facts.final_url or facts.url):
        return "The page is not served over https."
    return "" if _readable_type(facts) else "The address leads to a file and not to a page."


def _readable_type(facts: LiveFacts) -> bool:
    """Return whether reviewers can read what answers; a PDF will do for policies and pictures."""
    declared = facts.content_type.lower()
    if "html" in declared or declared.startswith("text/plain"):
        return True
    return facts.page != LivePage.WEBSITE and _PICTURE_OR_PDF.match(declared) is not None


def _walled(facts: LiveFacts, context: Context) -> str:
    """Say what stands before the content."""
    if facts.has_login:
        return "The page asks for a login, which reviewers do not have."
    if facts.has_cookie_wall:
        return "The page shows nothing before cookies are accepted."
    return ""


def _elsewhere(facts: LiveFacts, context: Context) -> str:
    """Say that the page is not the business's own, or was lost on the way."""
    asked, final = facts.url, facts.final_url or facts.url
    if facts.page != LivePage.WEBSITE and _path(asked) and not _path(final):
        return "The address leads to the front page and not to the page itself."
    if context.domains and registrable_domain(final) not in context.domains:
        return f"The page is at {registrable_domain(final)}, which is not the business's domain."
    if facts.is_social:
        return "This is a page at a social network. Reviewers want a page of your own."
    return ""


def _thin(facts: LiveFacts, context: Context) -> str:
    """Say that there is nothing to read."""
    if facts.is_unfinished:
        return "The page looks unfinished, parked or for sale."
    if "html" in facts.content_type.lower() and facts.words < _WORDS[facts.page]:
        return f"The page has only {facts.words} words that are readable without script."
    return ""


def _path(url: str) -> str:
    """Return what of an address leads beyond the front page."""
    rest = re.sub(r"^[a-z]+://[^/?#]*", "", url.strip().lower())
    return re.sub(r"^/?(?:index\.(?:html?|php))?$", "", rest.split("?utm_", 1)[0])


def vanished(facts: LiveFacts) -> frozenset[str]:
    """Return the rules whose disclosure the attested text carries and this reader did not see."""
    return facts.wanted - facts.disclosures
