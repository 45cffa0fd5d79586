"""Finds the cost disclosure in the forms that carriers accept."""

import re

_MSG = (
    r"(?:msgs?|messages?|messaging|texts?|text ?messages?|text ?messaging|texting|txts?|sms|mms)"
    r"(?: (?:rates?|charges?|fees?))?"
)
_COST = r"(?:rates?|charges?|fees?|costs?|tarifs?|prices)"
_AND = r"\.? ?(?:and|&|\+|/|or|,|and/or|n|'n'?)(?: or)? ?"
# "data rates from your wireless carrier", "data rates of your plan".
_WHOSE = (
    r"(?: ?\([^()]{0,40}\)|, (?:if|where|when) [^.!?;,]{1,30},| (?:from|of|by|imposed by"
    r"|charged by|under|per|as provided in|according"
    r" to|set by) [^.!?;]{1,50}?)?"
)
_APPLY = (
    r"(?:,? ?(?:may|might|will|can|could|would|shall))?(?: still| also| always)? ?(?:apply|applies"
    r"|be (?:applied|charged|incurred|assessed|applicable|imposed))\b"
)
_ENGLISH = re.compile(
    rf"\b{_MSG}{_AND}(?:standard |cellular |mobile |wireless |internet )?data"
    rf"(?: (?:usage|plan|transfer))?\.? ?{_COST}?{_WHOSE}{_APPLY}"
    rf"|\bdata{_AND}(?:msg|message|messaging|text|sms)s? {_COST}{_WHOSE}{_APPLY}"
    r"|\b(?:std|standard)\.? (?:msgs?|messages?|messaging|texts?|text ?messag(?:e|ing)|txt|sms)\b"
    rf".{{0,15}}?{_COST}{_WHOSE}{_APPLY}"
    rf"|\b{_COST} for (?:msgs|messages|texts|sms|messaging) and data{_APPLY}"
    rf"|\b(?:charged?|incur|subject to|pay|billed|apply)[^.!?]{{0,40}}? {_MSG}{_AND}data {_COST}\b"
)
_SPANISH_COST = r"(?:las |los )?(?:tarifas?|cargos?|cobros?|costos?|costes?)"
_SPANISH_OF = (
    r"(?: estandar| normales| habituales| regulares)? (?:de|por|para) (?:los |el )?"
    r"(?:mensajes?|sms|mensajeria|textos?)(?: de texto)?(?: ?[/&] ?| y (?:de )?| o (?:de )?)datos"
)
_SPANISH = re.compile(
    rf"\b(?:se )?(?:pueden?|podrian?|podran?) (?:ser )?(?:aplicar(?:se|an)?|aplicables?"
    rf"|cobrar(?:se|le)?|generar(?:se)?|incurrir(?: en)?) {_SPANISH_COST}{_SPANISH_OF}"
    rf"|\b(?:se )?(?:aplican?|apliquen?|aplicaran?|cobren|cobran) {_SPANISH_COST}{_SPANISH_OF}"
    rf"|\bsujetos? a {_SPANISH_COST}{_SPANISH_OF}"
    rf"|\b{_SPANISH_COST}{_SPANISH_OF}(?: de su (?:operador|proveedor|plan))?(?: se)?"
    r" (?:pueden|podrian|podran|aplican|aplicaran)\b"
)
_FRENCH = re.compile(
    r"\b(?:des |les |vos )?(?:frais|tarifs)(?: standards?| habituels?| normaux| usuels)?"
    r" (?:de |d'|des |pour (?:les )?|relatifs aux |lies aux )?(?:la )?"
    r"(?:messagerie|messages?|sms|textos?|messages? textes?)(?: textes?)?"
    r"(?: standards?)?(?: ?[/&] ?| et (?:aux |d'utilisation |de |des |d')*| ou (?:de )?)"
    r"(?:donnees|data)(?: mobiles| standards?| cellulaires)?"
    r" (?:peuvent|pourraient|pourront|sont susceptibles|s'appliquent|s'appliqueront|applicables)\b"
)
_DENIED = re.compile(r"\b(?:no|without|free of|sin|sans|aucuns?|aucune) $")
_VERBATIM = "message and data rates may apply"


def rates(folded: str) -> tuple[int, int] | None:
    """Return the span of a cost disclosure in any accepted form, or None."""
    exact = folded.find(_VERBATIM)
    if exact >= 0 and not _DENIED.search(folded, max(exact - 9, 0), exact):
        return exact, exact + len(_VERBATIM)
    patterns = []
    if "data" in folded or "standard" in folded or "std" in folded:
        patterns.append(_ENGLISH)
    if "datos" in folded:
        patterns.append(_SPANISH)
    if "donnees" in folded or "/data" in folded:
        patterns.append(_FRENCH)
    for pattern in patterns:
        for found in pattern.finditer(folded):
            if not _DENIED.search(folded, max(found.start() - 9, 0), found.start()):
                return found.span()
    return None
