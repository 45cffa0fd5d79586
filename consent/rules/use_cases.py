"""Rules that hold words against the registered use case: what is asked for is what is sent."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules.base import MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

# Groups of purposes, one of which the wording for a use case has to name.
_WANTED: dict[str, frozenset[str]] = {
    UseCase.MARKETING: frozenset({"marketing", "other"}),
    UseCase.OTP: frozenset({"otp"}),
    UseCase.CHARITY: frozenset({"charity"}),
    UseCase.CARE: frozenset({"care", "transactional", "general", "other", "polling"}),
    UseCase.TRANSACTIONAL: frozenset(
        {"transactional", "general", "other", "care", "polling", "otp"}
    ),
    UseCase.INTERNAL: frozenset({"transactional", "general", "other", "care", "polling", "otp"}),
}
_NO_MARKETING = frozenset({UseCase.OTP, UseCase.TRANSACTIONAL, UseCase.CARE, UseCase.INTERNAL})


@rule(
    "CTA-USECASE-MATCH",
    "Consent covers the registered use case",
    problem="The wording names other messages than the registered use case.",
    fix="Make the wording and the use case the same: add the missing message kind or change the "
    "use case.",
    prevents=("602", "CampaignDescriptionNotMatchingUseCase"),
    source="US carriers' vetting of campaigns; toll-free reviewers",
)
def consent_matches(subject: Subject) -> Iterator[Hit]:
    """Demand a purpose of the use case's group; refuse marketing where none was registered.

    A text that names no purpose at all is CTA-PURPOSE's to report.
    """
    named = subject.purposes
    use_case = subject.context.use_case
    marketing = next((m for m in named if m[0] == "marketing"), None)
    if use_case in _NO_MARKETING and marketing:
        yield Hit(
            marketing[1],
            marketing[2],
            message="The wording asks for promotions, which the use case does not include.",
        )
        return
    # A mixed program has one box a kind, so no single one has to name them all.
    wanted = _WANTED.get(use_case)
    if named and wanted and not wanted & {group for group, _, _ in named}:
        yield MISSING


PROMOTION = re.compile(
    r"\b\d{1,3} ?(?:%|percent) ?off\b|(?<!\w)[$€£]\d+(?:\.\d\d)? ?off\b|\bhalf[- ]price\b"
    r"|\b(?:discounts?|coupons?|deals?|flash sale|on sale|sale|save \d+ ?%|save [$€£]\d"
    r"|promo(?: ?codes?)?|special offers?|(?:an|our|this|exclusive|limited|new) offers?|offers?\b"
    r"(?= (?:end|expire|valid|inside|today))|free (?:shipping|gift|trial|delivery|with)|shop now"
    r"|shop (?:our|the)|buy (?:now|one|two|today|more)|bogo|limited[- ]time|new arrivals?"
    r"|clearance|refer a friend|sweepstakes|giveaway|ofertas?|descuentos?|rebajas"
    r"|promocion(?:es)?|cupon(?:es)?|envio gratis|soldes|rabais|aubaines?|livraison gratuite"
    r"|offres? (?:speciales?|exclusives?|du jour)|reduction)\b"
)
_NOT_PROMOTION = re.compile(
    r"(?:\b(?:no|not|never|without)|n't)(?: (?!miss|wait|forget)[a-z]+){0,3} ?$"
    r"|\b(?:opt(?:ed)?[- ]out|unsubscribed?)\b"
    r"[^.!?]{0,40}$|\bpoint of $|\b(?:for|your|house|home|estate|the|of|property) $"
)


def promotion(prose: str) -> tuple[int, int] | None:
    """Return the span of a promotion in a text, or None; a denied one is none."""
    for found in PROMOTION.finditer(prose):
        before = prose[max(found.start() - 60, 0) : found.start()]
        if not (_NOT_PROMOTION.search(before) and not found[0][0].isdigit()):
            return found.span()
    return None


_SHOWS: dict[str, re.Pattern[str]] = {
    "otp": re.compile(
        r"\b(?:code|passcode|otp|pin|one-time|verif\w+|(?:log|sign)[- ]?in|2fa|codigo|clave)\b"
    ),
    "charity": re.compile(
        r"\b(?:donat\w+|fundrais\w+|gift|giv(?:e|ing)|chari\w+|pledge|appeal|raised?"
        r"|support(?:er)?s?|chip in|contribut\w+"
        r"|volunteer\w*|matched|cause|dona\w*|don\b)"
    ),
}
_SERVICE = re.compile(
    r"\b(?:appointment|order (?:#|no|number|\d|has|is|was)|has shipped|out for delivery|tracking"
    r"|your (?:verification |login |security )?code|password|invoice|statement is|payment (?:due|of"
    r"|received)|balance|reservation|cita|rendez-vous)\b"
)


@rule(
    "SAMPLE-USECASE-MATCH",
    "Sample fits the use case",
    problem="The sample is no message of the registered use case.",
    fix="Change the sample or the use case.",
    kinds=frozenset({TextKind.SAMPLE_MESSAGE}),
    prevents=("602", "30893", "SampleMessageUseCaseMismatch"),
    source="US carriers' vetting of campaigns",
)
def sample_matches(subject: Subject) -> Iterator[Hit]:
    """Refuse promotions outside of marketing, and what is plainly of another use case."""
    use_case, prose = subject.context.use_case, subject.prose
    sold = promotion(prose)
    if use_case in _NO_MARKETING and sold:
        yield Hit(*sold)
    elif use_case in _SHOWS and not _SHOWS[use_case].search(prose):
        yield MISSING
    elif use_case == UseCase.MARKETING and not sold:
        service = _SERVICE.search(prose)
        if service and "marketing" not in {m[0] for m in subject.purposes}:
            yield Hit(*service.span())


@rule(
    "OTP-NO-MARKETING",
    "OTP traffic carries no promotion",
    problem="A one-time code comes with a promotion.",
    fix="Remove promotions, or register a marketing campaign.",
    kinds=frozenset({TextKind.SAMPLE_MESSAGE, TextKind.WEB}),
    use_cases=frozenset({UseCase.OTP}),
    prevents=("602", "30893"),
    source="US carriers: no promotion in 2FA traffic",
)
def codes_only(subject: Subject) -> Iterator[Hit]:
    """Find promotion in a code program's sample, or asked for in its consent."""
    sold = promotion(subject.prose)
    if sold:
        yield Hit(*sold)
    elif subject.kind == TextKind.WEB:
        asked = next((m for m in subject.purposes if m[0] == "marketing"), None)
        if asked:
            yield Hit(asked[1], asked[2])


_AUTOMATED = re.compile(
    r"\b(?:recurring|automated|automatically|auto-?dial\w*|automatic|recurrentes?|automati[czs]\w*"
    r"|recurrents?|periodicos? automat\w+|ongoing automated)\b"
)


@rule(
    "CTA-AUTOMATED",
    "Recurring or automated nature stated",
    problem="The text does not say that the messages are recurring or automated.",
    fix='Write "recurring automated marketing text messages".',
    severity=Severity.WARNING,
    number_types=US_AND_CANADA,
    use_cases=frozenset({UseCase.MARKETING}),
    source="47 CFR 64.1200(f)(9); short-code audit",
)
def automated(subject: Subject) -> Iterator[Hit]:
    """Look for either word."""
    if not _AUTOMATED.search(subject.masked):
        yield MISSING
