"""Finds the words by which somebody agrees to texts, or is asked to agree."""

import re

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_WHO = (
    r"(?:i|i'm|i'd|you|you're|customers?|clients?|patients?|members?|users?|employees?|guests?"
    r"|donors?|parents?|residents?|drivers?|staff|visitors?|participants?|tenants?|subscribers?"
    r"|consumers?|recipients?|individuals?|usted|vous|yo|je)"
)
_AGREES = re.compile(
    rf"\b{_WHO}\b[^.!?]{{0,60}}?\b(?P<verb>agree[sd]?|agreeing|consent(?:s|ed)?|consenting"
    r"|opt(?:s|ing)?[- ]?in|authori[sz]es?|authori[sz]ing|sign(?:ing)? up|signed up"
    r"|subscrib(?:e|ing)|enroll?(?:ing)?|accept|accepting|want to (?:receive|get)"
    r"|would like to (?:receive|get)|would like (?:text|sms)|wish to receive|like to (?:receive"
    r"|get)|like (?:us|_+) to"
    r"|elect to receive|choose to receive|request(?:ing)?|permit|permission|allow|okay with"
    r"|ok with|willing to receive|prefer to receive"
    r"|acepta[sn]?|autoriza|consiente|dar|otorga|desea recibir|quiere recibir"
    r"|acceptez|consentez|autorisez|donnez|souhaitez|desirez|accepte|consens|autorise)\b"
    r"|(?P<box>(?:\[ ?[x✓]?\]|[☐□◻○☑☒✅✔]|\boptional:?|\bopcional:?|\bfacultatif ?:?) ?\*?"
    r"(?:yes[,!]? |si[,!]? |oui[,!]? )?(?:please |i )?(?:text|send|sign|receive|get|opt|notify"
    r"|keep me|subscribe|enroll|add me|remind me|let me know|alert me|enviar?me|enviadme|quiero"
    r"|deseo|recibir|envoyez|recevoir|textez))\b"
    r"|\b(?P<short>yes[,!:*_\"]{0,3} ?(?:please )?(?:text|send|sign|i want|i'd like|i would like"
    r"|notify"
    r"|keep me)\b(?: me)?"
    r"|(?:text|sign|opt|add) me (?:up|in|when|with|about|a|my|to|if|updates|reminders|alerts|offers"
    r"|order|delivery|appointment|one-time|verification|codes?)"
    r"|i'd like (?:to (?:receive|get)|text)|i want (?:texts|text|to (?:receive|get))"
    r"|would you like (?:[a-z-]+ ){0,4}?(?:texts?|sms|messages)"
    r"|by (?:providing|entering|submitting|checking|signing|texting|giving|clicking|tapping"
    r"|replying|selecting|scanning|opting|joining|ticking|pressing|saying|sharing|supplying)"
    r"[^.!?]{0,140}\b(?:agree|consent|opt[- ]?in|authori[sz]e|accept)"
    r"|(?:sign up|signup|subscribe|opt[- ]?in|enroll?)"
    r" (?:for|to (?:get|receive|our|sms|text|mobile)|in (?:our|text|sms)|here|today"
    r"|now|via text|by text|below)"
    r"|(?:agree|consent|opt[- ]?in|authori[sz]e|permission) (?:to )?(?:receiv|being|getting)\w*"
    r"|(?:check|tick|mark|select|click|tap|initial|sign)"
    r" (?:this|the|here|below|yes|subscribe|submit|\"[^\"]{1,30}\")"
    r"[^.!?]{0,40}\b(?:to|if you(?:'d| would)? (?:like|want|wish|agree|consent)"
    r"|for)\b[^.!?]{0,40}\b(?:receiv|get|texts?|sms|messag)\w*"
    r"|(?:may|can|could) (?:we|i|_+) (?:please )?(?:text|send|message|have your permission|get your"
    r"|enroll|sign you)"
    r"|(?:do|can|may|could) we have (?:your )?(?:permission|consent|approval)"
    r"|(?:give|grant|provide)s? (?:us|_+|my|your|express)[^.!?]{0,30}(?:permission|consent)"
    r"|(?:is it|is that|would it be) (?:ok|okay|all right|alright)|ok (?:if we |to )(?:text|send)"
    r"|acepto|autorizo|consiento|doy mi|estoy de acuerdo|deseo recibir|quiero recibir"
    r"|me gustaria recibir|suscrib(?:ase|ete|irme)|inscrib(?:ase|ete|irme)|registr(?:ese|ate) para"
    r"|(?:le|te) gustaria recibir|(?:desea|quiere|acepta|autoriza)s? (?:usted )?(?:recibir|que)"
    r"|podemos enviar\w*|si, (?:envienme|quiero|deseo|acepto)|(?:envienme|enviame)"
    r"|j'accepte|je consens|j'autorise|je souhaite|je veux|je desire|j'aimerais|abonnez-vous"
    r"|inscrivez-vous|inscrivez-moi|acceptez-vous|consentez-vous|souhaitez-vous|voulez-vous"
    r"|aimeriez-vous|pouvons-nous|autorisez-vous|oui, (?:envoyez|textez|je)"
    r"|(?:en|al) (?:marcar|proporcionar|ingresar|enviar|firmar|suscribirse|registrarse|dar|tocar"
    r"|hacer clic|seleccionar|textear)"
    r"[^.!?]{0,90}\b(?:acept[ao]|autoriz[ao]|consient[eo]|da su|doy)"
    r")\b"
)
_TERMS_ONLY = re.compile(
    r"^ (?:to|with|that you have read|los|las|les|aux|a)? ?(?:(?:the|our|all|these|its|_+|and|both"
    r"|site|website|los|las|nuestros|les|nos) ){0,3}(?:terms|privacy|conditions|policy|policies"
    r"|t&c|user agreement|cookies|terminos|politica|condiciones|politique|modalites|use of"
    r"|contract|agreement|marketing policy|data processing)"
)
_TEXTING = re.compile(r"\b(?:receiv|text|sms|messag|mms|send me|contact|recib|recev|mensaje)")
_NOT_AGREEING = re.compile(
    r"(?:\b(?:not|never|unless|without|until|nor|no|sin|sans|ne)|n't)(?: [a-z]+){0,3} ?$"
)
_NO_ACT = re.compile(r"\bif [^.!?]{0,40}$")
_ACT = re.compile(r"\b(?:check|tick|reply|say|select|sign|text|click|choose|answer|mark|initial)\b")


def agrees(folded: str) -> bool:
    """Return whether somebody agrees to texts, or is asked to, in the words of a text."""
    return any(_agrees_to_texts(folded, found) for found in _AGREES.finditer(folded))


def _agrees_to_texts(folded: str, found: re.Match[str]) -> bool:
    """Return whether an agreement is neither denied nor one to the terms alone."""
    start, end = found.span("verb") if found["verb"] else found.span()
    if _NOT_AGREEING.search(folded, max(start - 40, 0), start):
        return False
    following = _SENTENCE_END.split(folded[end : end + 160], maxsplit=1)[0]
    if _NO_ACT.search(folded, max(start - 50, 0), start) and not _ACT.search(following):
        return False
    return not _TERMS_ONLY.match(following) or _TEXTING.search(following) is not None
