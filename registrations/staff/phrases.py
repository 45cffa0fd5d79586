"""Standard phrases of the review: what staff ask for most often, by the rule that asks it.

Each is a start: it lands in the field of the remark, where the reviewer makes it fit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.rules import Finding


@dataclass(frozen=True)
class Phrase:
    """A sentence to the business, and the rule behind it."""

    rule: str
    text: str | Promise


# What is asked of the business, by rule; it reads these word for word. Where a rule asks two
# things, the second has its own name behind a stroke.
_TEXTS: dict[str, str | Promise] = {
    "BRAND-EIN-MISMATCH": _(
        "The number and the legal name must stand together in one letter of the tax "
        "office. Compare both with yours."
    ),
    "BRAND-EIN-FORMAT": _(
        "This is not a tax number of the country that you chose. Enter it as it stands "
        "on your tax letter."
    ),
    "BRAND-EIN-MISMATCH/NAME": _(
        "Enter the legal name letter for letter as on your tax letter, with LLC or Inc "
        "where it has one."
    ),
    "BRAND-NAME-CONSISTENT": _(
        "Use one name everywhere: here, on the website, in the texts and on the sign-up form."
    ),
    "BRAND-ADDRESS": _(
        "Enter the street address at which the business is registered; reviewers refuse post boxes."
    ),
    "WEBSITE-REACHABLE": _(
        "The website did not open for us. It must be public and show what the business does."
    ),
    "WEBSITE-BRAND-MATCH": _(
        "The website shows another name than the one you register. It must show this one."
    ),
    "EMAIL-DOMAIN-MISMATCH": _(
        "Use an address on the domain of your website; free mail addresses are questioned."
    ),
    "CTA-EVIDENCE": _(
        "The picture must show the whole form as people see it before they agree, with "
        "the box empty."
    ),
    "CTA-VISIBLE": _("The words beside the box cannot be read in the picture. Take it larger."),
    "CTA-CHECKBOX-UNCHECKED": _("The box is ticked in the picture. It must start empty."),
    "FLOW-METHOD": _(
        "Say step by step how a person agrees: where, what they press, and what they read there."
    ),
    "FLOW-URL": _("Give the direct address of the page on which people sign up."),
    "FLOW-DISCLOSURES": _("Quote the words that people read before they agree."),
    "DESC-SPECIFIC": _(
        "Say what you send, to whom and why; a stranger must understand it from this alone."
    ),
    "SAMPLE-BRAND": _("Begin the sample with your brand name, as the real text does."),
    "SAMPLE-OPTOUT": _("Add the words to opt out, for example “Reply STOP to opt out”."),
    "SAMPLE-USECASE-MATCH": _(
        "This text does not fit the use case that you registered. Show one that you will send."
    ),
    "URL-SHORTENER": _("Do not shorten links; use one on your own domain."),
    "PRIVACY-NO-SHARING": _(
        "The policy must say that numbers and consent are not shared with others for "
        "their marketing."
    ),
    "PRIVACY-REACHABLE": _("The policy did not open for us. It must be public."),
    "TERMS-REACHABLE": _("The terms did not open for us. They must be public."),
    "CTA-USECASE-MATCH": _(
        "The sign-up form promises other messages than this use case. Make the two agree."
    ),
    "TFN-VOLUME-JUSTIFY": _(
        "Choose the volume that you expect; one that does not fit the business is questioned."
    ),
    "HELP-CONTACT": _("Name the program and give an e-mail address or a telephone number."),
    "OPTOUT-CONFIRM-NO-MORE": _("Name the brand and say that no more messages follow."),
    "DESC-SPECIFIC/PLAIN": _("This is not clear to a stranger. Say it more plainly."),
    "BRAND-NAME-CONSISTENT/AGREE": _(
        "This does not agree with the other answers. Make them agree."
    ),
}
# Fields by what their paths end in → the rules that are about them.
_BY_FIELD: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"taxId|companyId|ein",
        (
            "BRAND-EIN-MISMATCH",
            "BRAND-EIN-FORMAT",
        ),
    ),
    (r"companyName|legalName", ("BRAND-EIN-MISMATCH/NAME",)),
    (r"dbaName|brandName|campaignName", ("BRAND-NAME-CONSISTENT",)),
    (r"address\d?|city|state|zipCode", ("BRAND-ADDRESS",)),
    (
        r"website",
        (
            "WEBSITE-REACHABLE",
            "WEBSITE-BRAND-MATCH",
        ),
    ),
    (r"\w*Email", ("EMAIL-DOMAIN-MISMATCH",)),
    (
        r"\w*[sS]creenshot|\w*Image|\w*Attachment",
        (
            "CTA-EVIDENCE",
            "CTA-VISIBLE",
            "CTA-CHECKBOX-UNCHECKED",
        ),
    ),
    (
        r"optInWorkflow|optInDescription|\w*callToAction\w*",
        (
            "FLOW-METHOD",
            "FLOW-URL",
            "FLOW-DISCLOSURES",
        ),
    ),
    (r"useCaseDetails|\w*[dD]escription|\w*[sS]ummary", ("DESC-SPECIFIC",)),
    (
        r"messageSample\d*",
        (
            "SAMPLE-BRAND",
            "SAMPLE-OPTOUT",
            "SAMPLE-USECASE-MATCH",
            "URL-SHORTENER",
        ),
    ),
    (
        r"privacyPolicy\w*",
        (
            "PRIVACY-NO-SHARING",
            "PRIVACY-REACHABLE",
        ),
    ),
    (r"termsAndConditions\w*", ("TERMS-REACHABLE",)),
    (r"useCase\w*|subUseCases", ("CTA-USECASE-MATCH",)),
    (r"monthlyMessageVolume", ("TFN-VOLUME-JUSTIFY",)),
    (r"helpMessage", ("HELP-CONTACT",)),
    (r"stopMessage|optOut\w*", ("OPTOUT-CONFIRM-NO-MORE",)),
)
# For any field of which no more is known.
_ANYWHERE = ("DESC-SPECIFIC/PLAIN", "BRAND-NAME-CONSISTENT/AGREE")


def for_field(path: str, findings: Iterable[Finding]) -> list[Phrase]:
    """Return the phrases to offer at a field: first what was found there, then what is usual."""
    found = [Phrase(each.rule, f"{each.message} {each.fix}".strip()) for each in findings]
    return [*found, *_usual(path)]


def _usual(path: str) -> Iterator[Phrase]:
    last = path.rpartition(".")[2]
    known = [names for pattern, names in _BY_FIELD if re.fullmatch(pattern, last)]
    for name in known[0] if known else _ANYWHERE:
        yield Phrase(name.partition("/")[0], _TEXTS[name])
