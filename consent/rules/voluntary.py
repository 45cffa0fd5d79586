"""Rules on free choice: consent is no condition, is not forced, and is given to one sender."""

import re
from collections.abc import Iterator

from consent.content import UseCase
from consent.rules.base import MISSING, US_AND_CANADA, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

_GOODS = (
    r"(?:purchas\w*|buy\w*|goods|services?|products?|sales?|orders?|ordering|transactions?"
    r"|treatments?|care|employment|donat\w*|membership|account|obtain\w*|use|using|anything"
    r"|any of our|enrol\w+|book\w*|doing business|receiving|receive|program|benefits|property"
    r"|tickets?|apply|application|quote|rent\w*|attend\w*|participat\w*)"
)
_NOT_A_CONDITION = re.compile(
    rf"\b(?:not|isn't|never|aren't|no)\b[^.!?]{{0,60}}\b(?:pre-?)?(?:conditions?|requirements?"
    rf"|requisites?) (?:of|to|for)\b[^.!?]{{0,60}}\b{_GOODS}\b"
    r"|\bnot (?:required|obligated|obliged) to (?:agree|provide|opt[- ]?in|consent|give|sign|accept"
    r"|receive|subscribe|join|enroll|participate)\b[^.!?]{0,100}"
    rf"\b(?:condition of|in order to|to|before)\b[^.!?]{{0,40}}\b{_GOODS}"
    r"|\b(?:consent|agreement|agreeing|opt(?:ing)?[- ]?in|permission|participation|enrollment"
    r"|subscribing|signing up|consenting)\b[^.!?]{0,60}\b(?:not|isn't|never)"
    rf"(?: be)? (?:required|needed|necessary|mandatory|a requirement)\b[^.!?]{{0,40}}\b{_GOODS}"
    r"|\b(?:don't|do not|needn't|need not) (?:need|have) to (?:agree|consent|opt|sign|give)"
    rf"[^.!?]{{0,60}}\b(?:to|in order to|before)\b[^.!?]{{0,30}}\b{_GOODS}"
    r"|\byou (?:can|may) (?:still )?(?:buy|purchase|order|shop|use our services|make a purchase)"
    r"[^.!?]{0,60}\b(?:without|even if)[^.!?]{0,30}\b(?:agree|consent|opt|sign)"
    r"|\bno purchase (?:is )?(?:necessary|required)\b"
    rf"|\b(?:it|this|that|joining)(?:'s| is) not (?:required|needed|necessary)\b[^.!?]{{0,20}}\bto"
    rf" (?:make an? )?{_GOODS}\b"
    r"|\b(?:purchas\w*|sales?|services?|orders?|care) (?:is|are) not (?:conditioned|conditional"
    r"|contingent|dependent) (?:up)?on\b[^.!?]{0,40}\b(?:consent|agree\w*|opt|receiving|texts?)"
    r"|\bpurchase (?:does not|doesn't|not) (?:require|requires) (?:your )?consent\b"
    r"|\bno (?:es|son|constituye|sera) (?:una? )?(?:condicion|requisito|obligatorio|necesario"
    r"|obligatoria)\b[^.!?]{0,40}\b(?:compra\w*|adquirir|servicios?|productos?|bienes|reservar"
    r"|asistir"
    r"|empleo)"
    r"|\bno (?:esta|tiene) (?:obligad\w+ a|que)[^.!?]{0,60}\b(?:para|como condicion)\b[^.!?]{0,40}"
    r"\b(?:compra\w*|adquirir|servicios?|productos?|empleo)"
    r"|\bpas (?:une condition|requise?|obligatoire|necessaire)[^.!?]{0,50}"
    r"\b(?:achat|acheter|achats|services?|produits?|emploi)"
    r"|\bpas (?:oblige|tenu)e?(?:\(e\))? [^.!?]{0,60}\bpour\b[^.!?]{0,30}"
    r"\b(?:achat|acheter|services?|produits?|emploi)"
)


# One of these is in every such sentence; looking for them is cheap.
_DENIAL = re.compile(r"not |n't |no |never |pas |without ")


@rule(
    "CTA-NOT-PREREQUISITE",
    "Consent is not a condition of purchase",
    problem="The text does not say that consent is not a condition of purchase.",
    fix='Add "Consent is not a condition of purchase."',
    number_types=US_AND_CANADA,
    severity=Severity.ADVICE,
    severity_by_use_case={
        UseCase.MARKETING: Severity.BLOCKER,
        UseCase.MIXED: Severity.WARNING,
    },
    prevents=("30475",),
    source="47 CFR 64.1200(f)(9), prior express written consent",
)
def not_prerequisite(subject: Subject) -> Iterator[Hit]:
    """Look for the sentence in any of its usual forms."""
    folded = subject.masked
    if not (_DENIAL.search(folded) and _NOT_A_CONDITION.search(folded)):
        yield MISSING


_ACTS = (
    r"(?:creating|signing up for (?:an?|your|my) account|ordering|purchasing|continuing|placing"
    r"|signing in|logging in|registering|booking"
    r"|buying|using (?:this|our|the|_+)|completing|checking out|scheduling|visiting|shopping"
    r"|proceeding|making an? (?:purchase|payment|reservation|appointment|donation|account|order)"
    r"|becoming|enrolling in (?!(?:our |the |_+ )?(?:text|sms|mobile))|opening|downloading"
    r"|accepting this offer|paying|installing|submitting (?:your|this|an?|my) (?:order|payment"
    r"|application|reservation|booking|purchase))"
)
_TEXTED = r"(?:texts?|sms|texting|text messages?|text messaging|mms)"
_FORCED = re.compile(
    r"\b(?P<must>must|required to|have to|need to|obligated to|obliged to|needs to|shall) "
    r"(?:first |also )?(?:agree|consent|opt[- ]?in|accept|be opted|subscribe|sign up|enroll)\b"
    rf"[^.!?]{{0,60}}\b(?:{_TEXTED}|messages)\b"
    r"|\b(?:required|mandatory|compulsory) (?:text|sms) (?:message )?(?:consent|opt[- ]?in"
    r"|enrollment|alerts|messages|program)\b"
    rf"|\bby {_ACTS}\b[^.!?]{{0,80}}?\b(?:agree|consent|authori[sz]e|opt in)[^.!?]{{0,110}}?"
    rf"\b{_TEXTED}\b"
    rf"|\b(?:when|if|once|after) you (?:create|order|purchase|register|book|place|sign up for an"
    rf" account|check ?out|buy)\b[^.!?]{{0,50}}\byou (?:automatically |also )?(?:agree|consent"
    rf"|will be (?:opted|enrolled|subscribed))[^.!?]{{0,60}}\b{_TEXTED}\b"
    r"|\b(?:automatically|auto-) ?(?:enrolled|opted[- ]in|subscribed|enroll|opt you in|subscribe"
    r"|signed up)\b"
    rf"|\b(?:all|every) (?:customers?|members?|patients?|guests?|students?|users?|tenants?"
    rf"|residents?) (?:are|is|will be) (?:enrolled|opted[- ]in|subscribed)"
    r"|\bcourt[- ](?:order(?:ed|s)?|mandated|required)\b|\border(?:ed)? by (?:a|the) court\b"
    r"|\b(?:cannot|can't|can not|unable to|won't be able to|not be able to) (?:complete|continue"
    r"|proceed|check ?out|order|register|sign up|create|use|book|submit|receive (?:care|service))"
    r"\b[^.!?]{0,40}\b(?:without|unless|until)\b[^.!?]{0,40}\b(?:agree|consent|opt|texts?|sms)"
    rf"|\b(?:failure|refusal|declining|refusing) to (?:agree|consent|opt)[^.!?]{{0,60}}\b(?:cancel"
    r"|denied|deny|loss|terminat)\w*"
    r"|\b(?:debe|debera|tiene que|es necesario|deben) (?:aceptar|consentir|autorizar|suscribirse)\b"
    r"[^.!?]{0,40}\b(?:mensajes|textos?|sms)\b"
    r"|\bal (?:crear|realizar|hacer|comprar|registrarse|continuar|completar|ordenar|pagar|reservar"
    r"|usar)\b(?! clic)[^.!?]{0,60}\b(?:acepta|autoriza|consiente)s?\b[^.!?]{0,60}"
    r"\b(?:mensajes de texto|textos?|sms)\b"
    r"|\bvous devez (?:accepter|consentir|autoriser)\b[^.!?]{0,40}\b(?:messages|textos?|sms)\b"
    r"|\ben (?:creant|passant|achetant|commandant|continuant|completant|reservant|utilisant|payant)"
    r"\b[^.!?]{0,60}\b(?:acceptez|consentez|autorisez)\b[^.!?]{0,60}"
    r"\b(?:messages? textes?|textos?|sms)\b"
)
_CONDITION = re.compile(
    r"\b(?:(?:as )?a condition of|as a condition for|is a (?:mandatory )?requirement"
    r" (?:of|for|to)|(?:is|are) (?:required|mandatory|compulsory)"
    r"(?! to (?:agree|consent|opt|accept|sign|subscribe|enroll))(?: to| for| in order| as)?"
    r"|es obligatori[oa]|es una? (?:requisito|condicion) (?:de|para)|est obligatoire"
    r"|est une condition (?:de|d'|pour)|est requise?)\b"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|nor|without|neither|isn't|pas|ni|sin|ne)|n't)\b(?: [a-z_'-]+){0,4} ?$"
)
_CONSENT = re.compile(
    r"\b(?:consent|agree\w*|opt(?:ing)?[- ]?in|texts?|sms|enrol?lment|consentimiento|consentement"
    r"|mensajes|textos?)\b"
)
_REQUIRED_OTHER = re.compile(
    r"\b(?:phone|number|email|e-mail|name|field|fields|address|purchase|age|id|birth|account"
    r"|password|login|reply|response|signature|smartphone|device|plan|form)\b[^.!?]{0,12}$"
)
# None forces consent without a duty, a condition or an act that agrees by the way.
_DUTIES = (
    "must",
    "require",
    "have to",
    "need",
    "oblig",
    "mandatory",
    "compulsory",
    "court",
    "cannot",
    "can't",
    "can not",
    "able to",
    "automatic",
    "auto-",
    "fail",
    "refus",
    "declin",
    "shall",
    "enrolled",
    "opted",
    "subscribed",
    "debe",
    "tiene que",
    "necesario",
    "devez",
)
_CONDITIONS = ("condition", "requi", "mandatory", "compulsory", "oblig", "condicion")  # fmt: skip
# Each begins with a fixed word, for which the engine looks quickly.
_BY_THE_WAY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"by {_ACTS}",
        r"you (?:create|order|purchase|register|book|place|sign|check|buy)",
        r"al (?:cr|re|ha|co|or|pa|us)",
        r"en (?:creant|passant|achet|command|contin|complet|reserv|utilis|payant)",
    )
)


@rule(
    "CTA-CONSENT-FORCED",
    "Text must not make consent compulsory",
    problem="The text makes consent to texts compulsory.",
    fix="Make the choice separate: a box or a question that may be refused while the service "
    "still works.",
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.VERBAL}),
    prevents=(
        "CallToActionConsentNotOptional",
        "30475",
        "CallToActionCourtOrderedOptIn",
        "agreeing to receive messages must be optional",
    ),
    source="AWS: consent is an intentional action; US carriers' vetting of toll-free numbers",
)
def consent_forced(subject: Subject) -> Iterator[Hit]:
    """Find duties to agree and agreements hidden in another act, unless they are denied."""
    folded = subject.masked
    forced = any(map(folded.__contains__, _DUTIES)) or any(
        pattern.search(folded) for pattern in _BY_THE_WAY
    )
    hits = [
        found
        for found in (_FORCED.finditer(folded) if forced else ())
        if not _DENIED.search(folded, max(found.start() - 60, 0), found.start())
    ]
    if any(map(folded.__contains__, _CONDITIONS)):
        hits += [found for found in _CONDITION.finditer(folded) if _is_of_consent(folded, found)]
    covered = -1
    for found in sorted(hits, key=lambda each: each.start()):
        if found.start() >= covered:
            yield Hit(*found.span())
            covered = found.end()


def _is_of_consent(folded: str, found: re.Match[str]) -> bool:
    """Return whether it is consent that is called a condition, and not a phone number."""
    if _DENIED.search(folded, max(found.start() - 60, 0), found.start()):
        return False
    clause = re.split(r"[.!?]", folded[max(found.start() - 80, 0) : found.start()])[-1]
    after = re.split(r"[.!?]", folded[found.end() : found.end() + 60])[0]
    if found[0].startswith(("is", "are", "es", "est")):
        about = _CONSENT.search(clause) is not None
        return about and not _REQUIRED_OTHER.search(clause)
    return bool(_CONSENT.search(clause) or _CONSENT.search(after))


_OTHERS = re.compile(
    r"\b(?:(?:marketing |business |trusted |our |its |their |select(?:ed)? |participating )*"
    r"(?:partners?|affiliates?|affiliated (?:companies|entities|brands)|sponsors?|subsidiaries"
    r"|sister companies|sister brands|family of (?:companies|brands)|advertisers)"
    r"|third[- ]part(?:y|ies)(?! (?:age|cookies?|fees?|charges?|software|provider|service|data"
    r"|platform|vendor"
    r"|tool|messaging|carrier|app|technology|processor|aggregator|system|number)s?\b)"
    r"|select(?:ed)? companies|other companies|other (?:businesses|brands|sellers|lenders)"
    r"|and others|its agents|network of (?:providers|lenders|agents|contractors|professionals"
    r"|partners)|up to (?:\d+|three|four|five) (?:companies|providers|lenders|contractors)"
    r"|socios(?: comerciales)?|terceros|afiliad[oa]s|filiales|patrocinadores"
    r"|partenaires|tiers(?! de)|affilie(?:e)?s|commanditaires)\b"
)
_OTHER_WORDS = ("partner", "affiliat", "sponsor", "subsidiar", "third", "compan", "brand", "others",
                "agents", "network", "lender", "contractor", "provider", "advertiser", "business",
                "seller", "socio", "tercero", "afiliad", "filial", "patrocinador", "partenaire",
                "tiers", "affilie", "commanditaire")  # fmt: skip
_CONTACTING = re.compile(
    r"\b(?:texts?|texting|sms|messages?|contact(?:ed|s|ing)?|hear from|mensajes|textos?|reach out"
    r"|reach me|reach you|contacter|contactar)\b"
)
_NEGATION = re.compile(
    r"(?:\b(?:not|never|no|nor|cannot|without|exclud\w+|nunca|jamais|ne|sin|sans|ni|aucun\w*)"
    r"|n't)\b"
)
# A carrier or the platform that delivers the texts is no second sender.
_DELIVERS = re.compile(
    r"\b(?:service providers?|deliver(?:y|ed|ing)?|technology|on (?:our|its|_+'?s?) behalf|aggregat"
    r"|through (?:a|our) third)"
    r"|\b(?:(?:sent|powered|processed|handled|facilitated) by|via|using|through)"
    r" (?:an? |our |its )?(?:trusted )?$"
)
_NEAR = 60


@rule(
    "CTA-THIRD-PARTY-CONSENT",
    "Consent is to one sender only",
    problem="The text asks for consent to messages of other companies too.",
    fix="Name only the registered brand; remove partners and affiliates.",
    prevents=("708", "1016"),
    source="CTIA: opt-ins cannot be transferred; AWS: never share phone numbers",
)
def third_party_consent(subject: Subject) -> Iterator[Hit]:
    """Find partners and affiliates near texting, unless the sentence denies sharing."""
    if not any(map(subject.masked.__contains__, _OTHER_WORDS)):
        return
    for start, end, sentence in subject.sentences():
        denied = _NEGATION.search(sentence)
        for found in _OTHERS.finditer(sentence):
            near = sentence[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
            before = sentence[max(found.start() - 30, 0) : found.start()]
            delivers = _DELIVERS.search(before) or _DELIVERS.match(
                sentence[found.end() : found.end() + 25].lstrip()
            )
            if (
                _CONTACTING.search(near)
                and not (denied and denied.start() < found.start())
                and not delivers
            ):
                yield Hit(start + found.start(), min(start + found.end(), end))
                break
