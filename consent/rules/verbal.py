"""Rules on verbal scripts: what is read out must be sayable and wait for an answer."""

import re
from collections.abc import Iterator

from consent.rules import links
from consent.rules.base import MISSING, Hit, Severity, TextKind, rule
from consent.rules.full_terms import contains_terms
from consent.rules.subject import Subject

VERBAL = frozenset({TextKind.VERBAL})


@rule(
    "VERBAL-URL-READ-OUT",
    "URL spoken, or full terms in the script",
    problem="The script neither speaks the addresses of terms and privacy policy nor contains "
    "the terms themselves.",
    fix='Let the agent read the address, for example "acme dot com slash sms".',
    kinds=VERBAL,
    prevents=("2106",),
    source="AWS: a URL must be read off, or the comprehensive terms included in the script",
)
def url_read_out(subject: Subject) -> Iterator[Hit]:
    """Accept an address for both pages, or a script that passes the terms rules itself."""
    if links.target(subject, "terms") and links.target(subject, "privacy"):
        return
    if not contains_terms(subject):
        yield MISSING


_QUESTION = re.compile(
    r"\b(?:do you (?:[a-z]+ )?(?:agree|consent|want|wish|authori[sz]e|accept|give|opt"
    r"|understand and"
    r"|approve)|would you (?:[a-z]+ )?(?:like|be interested|be ok|be okay|agree)|(?:may|can|could"
    r"|shall) (?:we|i|_+)|do (?:we|i) have (?:your )?(?:permission|consent|approval|ok)"
    r"|is (?:that|this|it|now) (?:ok|okay|all right|alright|fine|something)"
    r"|(?:does|would) that (?:sound|be|work)|are you (?:ok|okay|happy|willing|comfortable"
    r"|interested)|will you (?:agree|give)|have you agreed"
    r"|(?:le|te) gustaria|(?:desea|quiere|acepta|autoriza|consiente|esta de acuerdo)s? (?:usted )?"
    r"|nos (?:autoriza|permite|da)|podemos|puedo|tenemos su"
    r"|acceptez-vous|souhaitez-vous|consentez-vous|voulez-vous|aimeriez-vous|desirez-vous"
    r"|pouvons-nous|puis-je|autorisez-vous|etes-vous d'accord|avons-nous)\b"
)
_ANSWER = re.compile(
    r"\b(?:yes|no|customer|caller|patient|client|member|guest|donor|consumer|user|resident"
    r"|respon[ds]\w*|answer\w*|repl(?:y|ies)|wait\w*|pause[sd]?|record(?:s|ed)?"
    r"|confirm(?:s|ed)? verbally|says?|agrees|verbal(?:ly)?|affirmative\w*|if they (?:agree"
    r"|decline)"
    r"|si|cliente|espere|esperar|responde|respuesta|paciente|miembro"
    r"|oui|non|attendre|attendez|attend|reponse|repond|membre)\b"
)
# "Reply STOP" is an answer to nobody's question.
_NO_ANSWER = re.compile(
    r"\b(?:reply|respond|replying|responding|responda|repondez)\w*\b[^.!?]{0,14}\b(?:stop|help"
    r"|ayuda"
    r"|alto|arret|aide)\b|\bcustomer (?:care|service|support)\b|\bno (?:longer|more|purchase)\b"
    r"|\bservicio al cliente\b|\bservice (?:a la )?client\w*\b"
)
_WAITS = re.compile(
    r"\b(?:waits?|waiting|listens?|pause|proceed only) (?:for|until|if|after|on)\b[^.!?]{0,40}"
    r"\b(?:yes|agree\w*|consent\w*|answer|response|affirmative|confirm\w*)\b"
    r"|\bsay(?:s|ing)? [\"']?(?:yes|i agree|i consent|no)\b|\b(?:please )?(?:answer"
    r"|respond(?: with)?"
    r"|state|confirm(?: with)?) (?:a )?(?:verbal |clear )?[\"']?(?:yes|no)\b"
    r"|\b(?:diga|conteste|responda|espere)\b[^.!?]{0,25}[\"']?\b(?:si|acepto)\b"
    r"|\b(?:dites|repondez|attendez|attendre)\b[^.!?]{0,30}[\"']?\b(?:oui|j'accepte)\b"
    r"|\b(?:customer|caller|patient|client|member)s? (?:verbally )?(?:agrees|says yes|answers yes"
    r"|responds yes|gives verbal)"
)


@rule(
    "VERBAL-AFFIRMATIVE",
    "Script waits for a yes",
    problem="The script does not ask for consent and wait for a yes.",
    fix="End with a question and record the answer.",
    kinds=VERBAL,
    prevents=("30511",),
    source="AWS: the customer must agree before enrolment",
)
def affirmative(subject: Subject) -> Iterator[Hit]:
    """Look for a consent question and, behind it, a place for the answer."""
    folded = _NO_ANSWER.sub("", subject.masked)
    asked = _QUESTION.search(folded)
    if not (asked and _ANSWER.search(folded, asked.end())) and not _WAITS.search(folded):
        yield MISSING


_VISUAL = re.compile(
    r"\b(?:click(?:s|ing|ed)?|tap(?:s|ping|ped)?(?! water)|below(?! the)|above(?! and beyond)"
    r"|(?:check|tick)(?:ing|ed)? (?:off )?(?:this|the|a|that) (?:[a-z]+ )?(?:box|checkbox)"
    r"|see here|hyperlinks?|hyperlinked|submit button|scan(?:ning)? (?:this|the|our)|check ?box"
    r"|this link|(?:on|at) this (?:page|screen|website|site)|on (?:the|your) screen"
    r"|as shown|displayed here|shown here|pop-?up"
    r"|haga clic|haz clic|pulse aqui|toque (?:aqui|el)|a continuacion|abajo|arriba|hipervinculo"
    r"|casilla|este enlace|escane[ea]"
    r"|cliquez|appuyez sur|ci-dessous|ci-dessus|hyperlien|cochez|case a cocher|ce lien"
    r"|numerisez|scannez)\b"
)
# Words for the agent's eyes, and those that are of another sense when spoken.
_SPOKEN_SENSE = re.compile(r"\b(?:18|21|\d+|and|years?|years of age or|or|over and|for) $")


@rule(
    "VERBAL-NO-VISUAL",
    "No words that need a screen",
    problem="These words need a screen, but the script is spoken.",
    fix="Use words that can be spoken.",
    severity=Severity.WARNING,
    kinds=VERBAL,
    source="AWS: disclosures are read aloud",
)
def no_visual(subject: Subject) -> Iterator[Hit]:
    """Point at every word that only makes sense to somebody who looks at a page."""
    folded = subject.masked
    for found in _VISUAL.finditer(folded):
        if found[0] == "above" and _SPOKEN_SENSE.search(folded[: found.start()][-12:]):
            continue
        yield Hit(*found.span())


_TEXTED = r"(?:texts?|messages?|sms|texto|mensajes?|textos?|text you|texting you)"
_CONFIRMATION = re.compile(
    rf"\bconfirm(?:ation|ing|s|ar|e|er)?\b[^.!?]{{0,30}}\b{_TEXTED}\b"
    rf"|\b{_TEXTED}\b[^.!?]{{0,30}}\bconfirm(?:ation|ing|s|ar|e|er|acion|ando|ant)?\b"
    r"|\b(?:mensaje|texto|sms) de (?:confirmacion|bienvenida)\b"
    r"|\b(?:message|texto|sms)(?: texte)? de (?:confirmation|bienvenue)\b"
    r"|\bconfirmacion por (?:mensaje|texto|sms)\b|\bwelcome (?:text|message|sms)\b"
)
# A text that confirms an appointment, or asks for a word, confirms no opt-in.
_OTHER_CONFIRMATION = re.compile(
    r"\b(?:appointment|order|booking|reservation|visit|delivery|shipping|payment|schedule|cita"
    r"|pedido|rendez-vous|commande)s? $"
)


@rule(
    "VERBAL-CONFIRM-SMS",
    "Confirmation text promised",
    problem="The script does not promise a confirmation text.",
    fix="Tell the customer that a confirmation text will follow, and send it.",
    severity=Severity.ADVICE,
    kinds=VERBAL,
    prevents=("30511",),
    source="AWS: verbal opt-in",
)
def confirmation_promised(subject: Subject) -> Iterator[Hit]:
    """Look for a confirmation by text."""
    folded = subject.masked
    for found in _CONFIRMATION.finditer(folded):
        if not _OTHER_CONFIRMATION.search(folded[max(found.start() - 20, 0) : found.start()]):
            return
    yield MISSING


_SCRIPT_WORDS = 40
# Somebody who tells about a script: "our staff ask callers whether they want texts".
_DESCRIBES = re.compile(
    r"\b(?:we|they|our (?:[a-z]+ )?(?:agents?|staff|team|reps?|representatives|employees)|agents?"
    r"|staff|representatives?|reps|operators?|receptionists?|employees|customers?|clients?"
    r"|patients?"
    r"|callers?|members?) (?:(?:will|then|verbally|also|are|is|always|may) ){0,3}"
    r"(?:ask(?:s|ed)?|informs?|informed|tells?|told|explains?|reads?|obtains?|collects?|requests?"
    r"|confirms?|documents?|gives?|provides?|agrees?|consents?)\b"
)
_SPEAKS = re.compile(
    r"\b(?:agent|rep|representative|operator|staff|caller|customer|client|patient|member|donor|host"
    r"|receptionist|associate|agente|cliente|paciente|script|say|read|a|q) ?(?:\([^()]{1,30}\)"
    r"|, [a-z ]"
    r"{1,30})? ?: |\"[^\"]{40,}"
)
_BY_VOICE = re.compile(
    r"\b(?:verbal(?:ly)?|orally|(?:over|on|by) (?:the |a )?(?:phone|telephone)(?! number)"
    r"|(?:during|on) (?:an? |the |our )?(?:[a-z]+ )?(?:phone )?calls?|phone calls?"
    r"|call cent(?:er|re))\b"
)
_AGREES = re.compile(r"\b(?:consent\w*|opt(?:s|ed|ing)?[- ]?in|agree\w*|permission|asked?|asks)\b")
_NOT_SO = re.compile(r"\b(?:no|not|never|without|nor|don't|doesn't)\b[^.!?]{0,30}$")
_NEAR = 80


@rule(
    "VERBAL-SCRIPT",
    "Full script supplied",
    problem="This is not the full script that an agent reads.",
    fix="Paste the exact words the agent reads.",
    kinds=VERBAL | {TextKind.MESSAGE_FLOW},
    prevents=("30511", "2105", "CallToActionMissingVerbalScript"),
    source="AWS: provide the verbal scripts, to ensure the entire call to action is shown",
)
def full_script(subject: Subject) -> Iterator[Hit]:
    """Demand forty words that are spoken; a flow needs them only where people agree by voice."""
    if subject.kind == TextKind.MESSAGE_FLOW and not _by_voice(subject.masked):
        return
    if len(subject.text.folded.split()) < _SCRIPT_WORDS or not _is_spoken(subject):
        yield MISSING


def _is_spoken(subject: Subject) -> bool:
    """Return whether a text is what somebody says, and not an account of it."""
    if _QUESTION.search(subject.masked) or _SPEAKS.search(subject.text.folded):
        return True
    return subject.kind == TextKind.VERBAL and not _DESCRIBES.search(subject.masked)


def _by_voice(folded: str) -> bool:
    """Return whether a flow says that people agree on the telephone or in words."""
    for found in _BY_VOICE.finditer(folded):
        around = folded[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
        if _AGREES.search(around) and not _NOT_SO.search(folded[: found.start()][-50:]):
            return True
    return False
