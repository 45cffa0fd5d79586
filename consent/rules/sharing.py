"""Reads what a policy says of passing data on: promised to nobody, or permitted to somebody.

Works on folded sentences without accents. English, Spanish and French.
"""

import re

# Words for what came from texting. The second half names what of it.
_TEXTING = (
    r"(?:sms|mms|text(?:s|ing)?|text[- ]messag\w+|mobile|cell(?:ular)?|messaging|(?:tele)?phone"
    r"|opt[- ]?in|originator)"
)
_OF_IT = (
    r"(?:(?:tele)?phones?|numbers?|information|info|data|details|opt[- ]?ins?|consents?|contacts?"
    r"|subscri\w+|status|records?|preferences?)"
)
SMS_DATA = re.compile(
    rf"\b{_TEXTING}(?:[ /-](?:contact|program|campaign|message|messaging|phone|opt[- ]?in|consent"
    rf"|originator|subscriber|and|or|marketing|list|of)){{0,4}}[ /-]{_OF_IT}\b"
    r"|\bopt[- ]?ins?\b(?! to receive emails?)|\b(?:your|their|list of|customer|the) numbers?\b"
    rf"|\b(?:data|information|consent|numbers?|details)\b[^.!?;]{{0,60}}\b(?:sms|text messag\w+"
    r"|texting|texts|(?:text|mobile|messaging) (?:program|service|alerts))\b"
    r"|\bconsent to (?:receive |be )?(?:sms|text\w*|messages)\b"
    r"|\b(?:numeros?|informacion|datos|consentimiento|inscripcion)\b[^.!?;]{0,40}\b(?:telefon\w+"
    r"|moviles?|movil|celular\w*|mensajes|sms|texto)\b|\bsu numero\b|\bnumeros? de (?:celular"
    r"|movil|telefono)\b"
    r"|\b(?:numeros?|informations?|donnees|consentement)\b[^.!?;]{0,40}\b(?:telephon\w+|mobiles?"
    r"|portables?|textos?|sms)\b|\bvotre numero\b"
)
OTHER_DATA = re.compile(r"\b(?:e-?mail|payment|card|bank|cookies?|health|medical|password)\b")
DATA = re.compile(
    rf"{SMS_DATA.pattern}|\b(?:information|data|details|identifiers|records|lists?|it|them"
    r"|informacion|datos|donnees|informations?|renseignements)\b"
)
_ANONYMOUS = re.compile(
    r"\b(?:aggregat\w+|anonymi[sz]\w+|anonymous|de-?identified|non-?(?:personal\w*|identif\w+)"
    r"|statistic\w*)\b"
)
TRANSFER = re.compile(
    r"\b(?:shar(?:e|ed|es|ing)|s(?:ell|old|elling|ells|ale)|rent(?:s|ed|ing)?|leas(?:e|ed|ing)"
    r"|transfer(?:s|red|ring)?|provid(?:e|ed|es|ing)|disclos(?:e|ed|es|ing|ure)|trad(?:e|ed|ing)"
    r"|pass(?:ed)?(?: on)?|giv(?:e|en|ing)|releas(?:e[sd]?)|distribut\w+|made available"
    r"|mak(?:e|es|ing)\b(?=[^.!?;]{0,60}\bavailable\b)"
    r"|compart\w+|vend(?:e|er|emos|eran|ido|idos|era|en)|ced(?:er|emos|ido)|divulg\w+|transmit\w+"
    r"|partag\w+|vendons|vendu\w*|vendre|louons|communiqu\w+|cedons)\b"
)
_NO = (
    r"(?:not|never|no|nor|neither|none|cannot|won't|don't|doesn't|isn't|aren't|exclud\w+|without"
    r"|nunca|jamas|tampoco|ne|n'\w+|jamais|pas|aucun\w*|refrain)"
)
_NEGATION = re.compile(rf"\b{_NO}\b")
# "Not responsible for those who share" promises nothing.
_OTHER_MATTER = re.compile(
    r"\b(?:responsible|liable|control|guarantee|apply|who|limited to|only|able|knowingly)\b"
)
# Nor does a right to object, or a word on children.
_NOT_A_PROMISE = re.compile(
    r"\b(?:ask|request|tell|instruct|direct|right|choose|opt out of|prefer"
    r"|want)\b[^.;]{0,40}\bnot\b"
    r"|\b(?:ask|request|tell|instruct|direct) us (?:to )?(?:not|stop)\b"
    r"|\bknowingly\b|\bchildren\b|\bminors\b|^[^.;]{0,60}\b(?:share|provide|give|disclose)\b"
    r"[^.;]{0,60}\bwith us *[.]? *$"
)
_TOLD_TO_READER = re.compile(
    r"(?:^|[.:;,!?•-] ?)(?:please )?(?:do not|don't|never)(?: ever)? (?:share|give|disclose|send"
    r"|provide|sell)\b"
)
THIRD_PARTY = re.compile(
    r"\b(?:third[- ]?part(?:y|ies)|affiliat\w+|partners?|any ?one|any ?one else|anybody|others?"
    r"|nobody|no one"
    r"|other (?:companies|organi[sz]ations|parties|businesses|entities)|outside|external"
    r"|advertis(?:er|ing network)\w*|sponsors?|marketers|any (?:company|entity|organization)"
    r"|terceros?|nadie|tiers|socios|partenaires|personne)\b"
)
_ADDRESSEE = re.compile(r"\b(?:with|to|con|a|avec)\b")
CONDITION = re.compile(
    r"\b(?:without|absent|unless we (?:have|get|obtain|receive)|except|other than|only)"
    r"(?: (?:with|upon|when|where|if|as|after|in|cases?|first))*[^.!?;]{0,40}?"
    r"\b(?:your|user'?s?|prior|express|explicit|written|their|customer'?s?|proper|further)"
    r"(?: (?:prior|express|explicit|written|further|own))* (?:consent|permission|authori[sz]ation"
    r"|approval|agreement)\b"
    r"|\bunless (?:you|they|the (?:user|customer|consumer|subscriber))\b"
    r"|\b(?:with|upon) your (?:(?:prior|express|explicit|written) ){0,2}(?:consent|permission)\b"
    r"|\bif you (?:agree|consent|permit|opt[- ]in to (?:this|such) sharing)\b"
    r"|\b(?:sin|salvo con) (?:su|tu) (?:previo )?(?:consentimiento|permiso)\b|\ba menos que\b"
    r"|\b(?:sans|sauf avec) votre (?:consentement|accord|permission)\b|\bsauf si vous\b"
)
_POINTS_BACK = re.compile(
    r"^[\s\"'(]*(?:and |but )?(?:all of )?(?:this|these|such|it|they|that|those|esta|estos|ces"
    r"|cette)\b"
)
_GENERAL = re.compile(r"\b(?:information|data|informacion|datos|informations|donnees)\b")


def denies(sentence: str) -> bool:
    """Return whether a sentence promises that something is passed on to nobody."""
    position = 0
    for verb in TRANSFER.finditer(sentence):
        before = sentence[position : verb.start()]
        after = sentence[verb.end() : verb.end() + 80]
        governed = _negated(before[-140:]) or re.match(r" (?:it |them )?(?:with|to) no\b", after)
        told = _TOLD_TO_READER.search(sentence, max(verb.end() - 60, 0), verb.end())
        if governed and not told:
            return THIRD_PARTY.search(sentence) is not None or _to_nobody_named(verb[0], after)
    return False


def _negated(before: str) -> bool:
    """Return whether the last negation before a verb still governs it."""
    found = list(_NEGATION.finditer(before))
    return bool(found) and _OTHER_MATTER.search(before, found[-1].end()) is None


def _to_nobody_named(verb: str, after: str) -> bool:
    """Return whether a denial of sharing names no addressee, and so excludes all of them."""
    return verb.startswith(("shar", "compart", "partag")) and not _ADDRESSEE.search(after)


def is_exclusion(sentence: str, before: str) -> bool:
    """Return whether a sentence excludes text messaging data from sharing without conditions.

    `before` is the sentence before it, which may name the data that this one points back to.
    """
    if not denies(sentence) or CONDITION.search(sentence) or _NOT_A_PROMISE.search(sentence):
        return False
    if SMS_DATA.search(sentence):
        return True
    points = _POINTS_BACK.search(sentence) and not OTHER_DATA.search(sentence)
    return bool(points and SMS_DATA.search(before))


def is_general_denial(sentence: str) -> bool:
    """Return whether a sentence denies sharing in general, without naming texting."""
    return denies(sentence) and _GENERAL.search(sentence) is not None


# Those who carry out the sender's own work may have the data.
_SERVICE = re.compile(
    r"\b(?:our |their |its |the |such |these |certain |select(?:ed)? |trusted |various |other )*"
    r"(?:third[- ]?part(?:y|ies)[- ](?:service |services )?(?:vendors?|providers?|processors?"
    r"|suppliers?|contractors?|platforms?|partners? (?=who|that|to (?:help|send|deliver)))"
    r"|service providers?|vendors?|sub-?contractors?|contractors?|(?:sub-?)?processors?"
    r"|aggregators?|carriers?|(?:messaging|sms|text\w*|hosting|delivery|technology|telecom\w*)"
    r" (?:service )?(?:providers?|platforms?|partners?|vendors?|compan\w+)|providers?|agents"
    r"|proveedores?(?: de servicios?)?|prestadores|prestataires?(?: de services?)?|fournisseurs?)\b"
    r"|\b(?:third[- ]?part(?:y|ies)|partners?|compan(?:y|ies)|affiliates?|those|people|businesses)"
    r" (?:who|that|which|to) (?:only )?(?:help|assist|perform|provide|send|deliver|support|operate"
    r"|enable|work|act|need|process|host|facilitate)\b(?![^.!?;]{0,60}\b(?:reach|advertis|their own"
    r"|target))"
)
_RECIPIENTS = re.compile(
    r"\b(?:third[- ]?part(?:y|ies)|partners?|affiliat\w+|advertis(?:er|ing network|ing partner)s?"
    r"|sponsors?|marketers|lenders?|dealers?|brokers?|buyers?|sister (?:companies|brands)"
    r"|(?:other|outside|related|selected|partner|sister|carefully selected)"
    r" (?:companies|businesses|organi[sz]ations|entities|brands|parties|merchants|sellers)"
    r"|lead (?:buyers|generators)|data (?:brokers|partners)|social media (?:platforms|networks)"
    r"|terceros?|socios|anunciantes|filiales|tiers|partenaires|annonceurs)\b"
)
_MARKETING = re.compile(
    r"\b(?:marketing|promotion\w*|advertis\w+|their own|offers?|market|solicit\w*|promocional\w*"
    r"|publicidad|mercadeo|prospection|publicitair\w+|promotionnel\w*|send you)\b"
)
_LAW_OR_MERGER = re.compile(
    r"\b(?:(?:required|permitted|compelled|obligated|necessary) (?:by|under|to comply)|by law"
    r"|law enforcement|legal (?:process|obligation\w*|claims?|requirement\w*)|subpoena|court|comply"
    r"|regulat\w+|merger|merge|acqui(?:red?|sition)|bankruptcy|reorgani[sz]ation|successor"
    r"|sale of (?:all|our|the|some|assets)|new owner|fraud|safety|exige la ley|la loi)\b"
)
_CLAUSE = re.compile(r"[;]|[,-] (?:but|however|and we|except)\b|\bhowever\b|\bbut\b|: (?=we )")
_NOT_OURS = re.compile(
    r"\b(you|they|third[- ]?part(?:y|ies)|service providers?|vendors?|users?|who|visitors?|others"
    r"|usted|vous|customers?|friends?)(?: (?:also|may|can|might|could|will|do|choose|to|the|all|of"
    r"|want|wish|agree|decide))* $"
)
_OTHERS_ACT = re.compile(
    r"\b(?:third[- ]?part(?:y|ies)|other (?:companies|sites|businesses)|they|those sites|websites)"
    r" (?:may|can|will|might|could|also|collect|use)\b"
)
_WE_ACT = re.compile(r"\b(?:we|us|our|company|nous|podemos|nuestr\w+)\b|_")
_PASSIVE = re.compile(
    r"\b(?:may|can|will|might|could|is|are|be|being|to be)(?: also| sometimes| then)*(?: be)? $"
)
_ACTIVE = re.compile(
    r"(?:\b(?:may|can|will|might|could|reserve the right to|right to|we|also|or|and|us to|to"
    r"|company|business|firm|team|organi[sz]ation|inc\.?|llc"
    r"|podemos|pueden|podremos|pouvons|nous|our|regularly|sometimes"
    r"|occasionally|[a-z]+,)|_)(?: (?:also|from time to time|sometimes|occasionally|use|collect"
    r"|otherwise|then|regularly))* $"
)
_GIVEN_TO_YOU = re.compile(r"^(?: (?:to|with))? (?:you|users|customers|members)\b")


def permits(sentence: str, *, cured: bool) -> bool:
    """Return whether any clause of a sentence permits sharing that no exclusion cures.

    `cured`: the policy excludes text messaging data elsewhere, which mends general sentences but
    none that names such data itself.
    """
    if re.search(r"\bexclu(?:de|des|ding|dong|yen|yendo|ant|ent)\b", sentence):
        return False
    position = 0
    for cut in [*(found.start() for found in _CLAUSE.finditer(sentence)), len(sentence)]:
        clause, position = sentence[position:cut], cut
        named = sentence if _PRONOUN.search(clause) else clause
        if any(_permitted(clause, verb) for verb in TRANSFER.finditer(clause)) and _to_whom(
            clause, named, cured
        ):
            return True
    return False


_PRONOUN = re.compile(r"\b(?:it|them|they)\b")


def _permitted(clause: str, verb: re.Match[str]) -> bool:
    """Return whether a verb of a clause says that the sender passes something on."""
    before, after = clause[: verb.start()], clause[verb.end() :]
    if _negated(before[-100:]) or _NOT_OURS.search(before[-60:]):
        return False
    if _OTHERS_ACT.search(before[-200:]) and not _WE_ACT.search(before[-200:]):
        return False
    if _GIVEN_TO_YOU.match(after) or re.match(r" (?:it |them )?(?:with|to) no\b", after):
        return False
    noun = re.match(r" (?:of )?(?:your|the|this)?", after) if verb[0].endswith("ing") else None
    return bool(
        _PASSIVE.search(before[-40:])
        or _ACTIVE.search(before[-60:])
        or (noun and re.search(r"\b(?:agree|consent) to\b", before[-80:]))
        or TRANSFER.search(before[-30:])
    )


def _to_whom(clause: str, named: str, cured: bool) -> bool:
    """Return whether what a clause passes on, and to whom, is what reviewers refuse."""
    if _ANONYMOUS.search(clause) or _LAW_OR_MERGER.search(clause) or not DATA.search(clause):
        return False
    others = _RECIPIENTS.search(_SERVICE.sub(" _ ", clause)) is not None
    marketing = _MARKETING.search(clause) is not None
    if SMS_DATA.search(named):
        served = _SERVICE.search(clause) is not None
        return others or (marketing and not served)
    return others and marketing and not cured
