"""Recognises what kinds of messages a text speaks of, by groups of purposes."""

import re
from collections.abc import Iterator

_ABOUT = r"(?:about|regarding|concerning|relat(?:ed|ing) to|on|with|for|of)"
_THINGS = (
    r"(?:updates?|alerts?|notifications?|notices?|reminders?|status|information|info"
    r"|confirmations?|messages?|texts?|sms|communications?|conversations?|codes?|changes?"
    r"|instructions|responses?|announcements?|statements?|activity)"
)
# Ordinary words that name a kind of message only beside a word such as "updates".
_WEAK = (
    r"orders?|accounts?|security|support|customer (?:care|service|support)|service|delivery"
    r"|deliveries|billing|payments?|event|events|class|classes|schedule|schedules|shifts?"
    r"|membership|subscription|prescriptions?|reservations?|bookings?|tickets?|loan|policy|claims?"
    r"|staff|work|school|community|emergency|weather|safety|product|products|programs?|package|care"
    r"|health|wellness|property|rental|lease|maintenance|repair|vehicle|pet|travel|flight|trip"
    r"|library|public|city|road|church|game|team|enrol?lment|application|job"
)

GROUPS: dict[str, str] = {
    "marketing": (
        r"marketing|promotions?|promotional|promos?|advertis\w+|coupons?|discounts?|deals|specials"
        r"|(?:special|exclusive|limited|promotional|great|personali[sz]ed) offers?|offers"
        r"|sales? (?:alerts?|events?|news|announcements?)|flash sales?"
        r"|sales(?! (?:team|rep|person))"
        r"|savings|newsletters?|news|new (?:products|arrivals|items)|rewards?|giveaways?"
        r"|ofertas|promociones|descuentos|offres|rabais"
    ),
    "otp": (
        r"verification|passcodes?|otps?|2fa|mfa|two[- ]factor|multi[- ]factor|authentication"
        r"|(?:security|log-?in|sign-?in|access|one-time|confirmation|secure) "
        r"(?:[a-z]+ )?(?:codes?|passwords?|pins?)|codigos? de|codes? de"
    ),
    "charity": r"donat\w+|fundrais\w+|charit\w+|donaciones|dons",
    "polling": r"surveys?|polls?|polling|feedback requests?|encuestas?|sondages?",
    "care": r"(?:customer|client|patient|member) (?:care|service|support) (?:messages?|texts?|"
    r"conversations?|updates?|sms|communications?|text messages?)|responses to your (?:questions?"
    r"|inquir(?:y|ies))|answers to your questions?",
    "transactional": (
        r"alerts?|notifications?|reminders?|appointments?|shipping|shipments?|tracking|receipts?"
        r"|invoices?|announcements?|notices"
        r"|recordatorios?|alertas?|citas?|pedidos?|entregas?|notificaciones"
        r"|rappels?|alertes?|commandes?|livraisons?|rendez-vous"
        rf"|(?:{_WEAK}) (?:[a-z]+ )?{_THINGS}"
        rf"|{_ABOUT} (?:your|my|the|our|this|each|an?|any)(?: [a-z]+)?"
        rf" (?:{_WEAK}|visits?|purchases?|treatments?"
        r"|repairs?|projects?|inquir(?:y|ies)|quotes?|home|stay|trips?)"
    ),
}
# "updates" and "messages about ..." count with an object of their own.
_OBJECT = (
    rf"(?:updates?|messages?|texts?|sms|information|info) (?:{_ABOUT[3:-1]}) "
    r"(?!(?:my|your|this|the|our|its)? ?(?:phone|mobile|cell|number|device|privacy|terms|how|rates"
    r"|us\b|help|support|it\b|these|messages|texts|sms|programs?|service)|(?:help|info|support"
    r"|more|_+))[a-z]{3,30}"
    r"|(?!(?:sms|text|message|our|your|the|receive|receiving|get|getting|send|sending|me|some|for"
    r"|recurring|automated|periodic|important|with|of|and|or|by|mobile|phone|regular|occasional"
    r"|any|my|future|these|such|all|more|you|us|to|in|is|are|sent|about|via|on|text-message)\b)"
    r"\b[a-z-]{3,30} updates"
)
_GROUPED = re.compile("|".join(
    rf"(?P<{group}>\b(?:{words})\b)" for group, words in GROUPS.items()
) + rf"|(?P<other>\b(?:{_OBJECT})\b)")  # fmt: skip
_NEGATED = re.compile(r"\b(?:no|not|never|without|won't|don't|non|cannot)(?: [a-z]+){0,3} $")
# Clauses that speak of help, cost and conditions name no purpose, whatever words they use.
_SIDE_CLAUSES = re.compile(
    r"\b(?:for|need|get|more) (?:help|support|assistance|customer (?:care|service|support)"
    r"|more information|info(?:rmation)?|questions)\b"
    r"|\b(?:call|contact|email|e-mail|write)(?: to)? (?:our |the |your |us|customer )?"
    r"(?:care|support|customer (?:care|service|support))\b"
    r"|\bcondition of [^.!?]{0,80}"
    r"|\bterms (?:of (?:service|sale|use)|and conditions)\b|\bprivacy (?:policy|notice)\b"
    r"|\bpoint of sale\b|\b(?:we|i|may|to|that|which|who|_) offers?\b|\boffer you\b"
    r"|\bdelayed [^.!?]{0,40}"
)


def matches(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield (group, start, end) for each purpose that a text names and does not deny."""
    text = _SIDE_CLAUSES.sub(lambda found: "_" * len(found[0]), folded)
    for found in _GROUPED.finditer(text):
        if not _NEGATED.search(text, max(found.start() - 45, 0), found.start()):
            yield found.lastgroup or "other", found.start(), found.end()


def named(folded: str) -> bool:
    """Return whether the text says at all what kind of messages it speaks of."""
    return next(matches(folded), None) is not None
