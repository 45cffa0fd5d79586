"""Rules on the links of a text: encrypted, and on a domain that belongs to the sender."""

from collections.abc import Iterator

from consent.rules.base import CALL_TO_ACTION, Hit, Severity, TextKind, rule
from consent.rules.placeholders import SHORTENERS
from consent.rules.secure import is_secure
from consent.rules.subject import Subject
from tenants.domains import registrable_domain

_SENT_OR_ASKED = CALL_TO_ACTION | {TextKind.SAMPLE_MESSAGE}


@rule(
    "URL-HTTPS",
    "Links use https",
    problem="The link is not encrypted.",
    fix="Use https.",
    severity=Severity.WARNING,
    kinds=_SENT_OR_ASKED,
    prevents=("30857",),
    source="US carriers: secure addresses",
)
def encrypted(subject: Subject) -> Iterator[Hit]:
    """Find http://; an address without a scheme is customary in print."""
    for url in subject.urls:
        if url.scheme == "http://" and not is_secure(f"{url.scheme}{url.host}"):
            yield Hit(url.start, url.end)


@rule(
    "URL-DOMAIN-MATCH",
    "Link host belongs to the brand",
    problem="The link leads to a domain that is not known to be the sender's.",
    fix="Declare the domain or link to your own site.",
    severity=Severity.WARNING,
    kinds=_SENT_OR_ASKED,
    prevents=("30857",),
    source="US carriers: the domain has to align with the sender",
)
def own_domain(subject: Subject) -> Iterator[Hit]:
    """Compare each address with the declared domains; without any there is nothing to compare."""
    known = {registrable_domain(domain) for domain in subject.context.domains}
    for url in subject.urls if known else ():
        domain = registrable_domain(url.host)
        if url.host and domain not in known and domain not in SHORTENERS:
            yield Hit(url.start, url.end)
