"""Rules on content that carriers never or only conditionally carry, whoever asks for it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from consent.rules.base import EVERY_TEXT, MISSING, Hit, Severity, TextKind, rule
from consent.rules.subject import Subject

# Categories by the words that give them away. Ordinary businesses share many of the single words
# (a drug store, a loan of a library book), so most entries are phrases.
FORBIDDEN: dict[str, str] = {
    "cannabis": r"cannabis|marijuana|cbd|thc|delta[- ]?[89]|kratom|hemp (?:flower|oil|gumm\w+"
    r"|product"
    r"\w*)|edibles|dispensar(?:y|ies)|weed (?:delivery|deals|shop|dealer)|magic mushrooms?"
    r"|psilocybin",
    "gambling": r"casinos?|sportsbooks?|sports betting|betting|place your bets?|bet now"
    r"|poker (?:night"
    r"|room|chips|tournament)|roulette|blackjack|slot machines?|free spins|lotter(?:y|ies)|jackpot",
    "high-risk loans": r"pay[- ]?day (?:loans?|advance)|cash advance|short[- ]term loans?"
    r"|title loans?"
    r"|(?:bad|no) credit (?:loans?|check loans?|needed)|instant (?:cash )?loans?"
    r"|(?:compare|get) (?:loan|mortgage) (?:offers|quotes) from|third[- ]party (?:auto|mortgage"
    r"|student) loans?|student loan (?:forgiveness|relief)|loan matching",
    "debt relief and collection": r"debt (?:relief|consolidation|reduction|forgiveness|settlement"
    r"|collect(?:ion|or)s?)|erase (?:your|all)(?: of your)? debts?|credit repair|repair your credit"
    r"|fix your credit|(?:wipe|clear) (?:out )?your debts?|third[- ]party collections?|tax relief",
    "get rich schemes": r"work[- ]from[- ]home (?:opportunit\w+|job offer|and earn)"
    r"|get rich(?: quick)?"
    r"|make money (?:fast|online|from home)|passive income|multi[- ]?level marketing|mlm"
    r"|earn \$\d[\d,]* (?:a|per) (?:day|week) (?:from home|online)|financial freedom"
    r"|guaranteed (?:returns?|income|profits?)|forex (?:signals?|trading)|pyramid",
    "cryptocurrency": r"crypto(?:currency|currencies)?|bitcoins?|ethereum|altcoins?"
    r"|nfts? (?:drop|mint)"
    r"|token presale|ico (?:launch|presale)|crypto wallets?",
    "sexual content": r"porn\w*|escorts?(?! (?:you|us|the|her|him|them))|adult (?:videos?"
    r"|content|chat"
    r"|entertainment|toys?|cam\w*)|xxx(?![-. ]?[x\d])|nudes?|sexting|strip club|onlyfans"
    r"|hook ?ups?",
    "hate": r"white power|racial (?:purity|superiority)|ethnic cleansing|neo-?nazis?|hate group",
    "phishing": r"(?:verify|confirm|update) your (?:bank|ssn|social security|card)[^.!?]{0,30}"
    r"(?:or|to avoid|before)[^.!?]{0,30}(?:suspend\w*|clos\w+|lock\w*|block\w*|arrest\w*)",
    "prescription drugs": r"(?:no|without(?: a)?) prescription(?! (?:drug )?coverage)[^.!?]{0,20}"
    r"(?:needed|required|necessary|meds|pills|viagra|xanax|adderall|ozempic)"
    r"|(?:viagra|xanax|adderall|oxycodone|percocet|ozempic)[^.!?]{0,30}without(?: a)? prescription",
    "resale of leads": r"lead (?:generation|gen|resale|brokers?)|(?:sell|resell|buy|rent)(?:ing)? "
    r"(?:your |our |these )?(?:leads|phone lists?|data to partners)|affiliate marketing"
    r"|purchased lists?",
}
AGE_RESTRICTED: dict[str, str] = {
    "alcohol": r"alcohol(?:ic)?|wines?|winery|wineries|vineyards?|beers?|brewer(?:y|ies)|breweries"
    r"|craft brews?|liquors?|spirits (?:store|shop|club)|whiske?ys?|bourbons?|vodkas?|tequilas?"
    r"|rum|cocktails?|distiller(?:y|ies)|happy hour|taproom|sake (?:bar|club)",
    "tobacco": r"tobacco|cigars?|cigarettes?|hookahs?|smoke shop|snus|nicotine",
    "vape": r"vap(?:e|es|ing|or shop)|e-?cigs?|e-?cigarettes?|e-?liquids?|e-?juice",
    "firearms": r"firearms?|guns?(?! (?:show loop|shy|metal|lake))|rifles?|shotguns?|pistols?"
    r"|handguns?|ammo|ammunition|gunsmith\w*",
}


def _categories(lists: dict[str, str]) -> re.Pattern[str]:
    """One pattern for all lists; the group that matched names the category."""
    groups = (f"(?P<c{index}>{words})" for index, words in enumerate(lists.values()))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])")


_FORBIDDEN, _RESTRICTED = _categories(FORBIDDEN), _categories(AGE_RESTRICTED)
# Saying that something is not sold, forbidden or helped against is not selling it.
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|anti|non|free of|prohibit\w*|forbid\w*|ban(?:s|ned)?|against"
    r"|exclud"
    r"\w+|except|does not|do not|cannot|quit(?:ting)?|stop(?:ping)?|recovery from|addiction"
    r"|cessation"
    r"|prevention of|avoid|beware of|rubbing)|n't)(?:[ -][a-z]+,?){0,5}[ -]$|\b(?:root|ginger|_+) $"
)
_DENIED_AFTER = re.compile(
    r"^[ -](?:is |are )?(?:free\b|prohibited|not allowed|not permitted|forbidden|cessation|recovery"
    r"|abuse|addiction|prevention|safety (?:training|course)|awareness|glass(?:es)?\b|vinegar"
    r"|wash|swabs?|wipes?|gel\b|beer\b|control\b|violence|laws?\b)"
)


@lru_cache(maxsize=64)
def _restricted(prose: str) -> tuple[str, int, int] | None:
    """Two rules ask the same of one text, one after the other."""
    return _category(prose, _RESTRICTED, AGE_RESTRICTED)


def is_age_restricted(subject: Subject) -> bool:
    """Return whether a text speaks of what only adults may be offered."""
    return _restricted(subject.prose) is not None


def _category(
    prose: str, pattern: re.Pattern[str], lists: dict[str, str]
) -> tuple[str, int, int] | None:
    """Return the category, start and end of the first word that gives one away, or None."""
    for found in pattern.finditer(prose):
        before = prose[max(found.start() - 50, 0) : found.start()]
        sentence = re.split(r"[.!?] ", before)[-1]
        if _DENIED.search(sentence) or _DENIED_AFTER.match(prose[found.end() : found.end() + 30]):
            continue
        index = int((found.lastgroup or "c0")[1:])
        return list(lists)[index], found.start(), found.end()
    return None


@rule(
    "CONTENT-PROHIBITED",
    "Forbidden categories",
    problem="Carriers do not carry this content.",
    fix="This program cannot be registered; remove the content.",
    kinds=EVERY_TEXT,
    prevents=("701", "703", "704", "705", "708", "709", "30460", "30464", "30466", "30885"),
    source="CTIA: SHAFT and high-risk content; US carriers",
)
def prohibited(subject: Subject) -> Iterator[Hit]:
    """Find the words of a forbidden category that are not denied."""
    # A flow or policy that says where lists come from is FLOW-NO-PURCHASED-LIST's to judge.
    found = _category(subject.prose, _FORBIDDEN, FORBIDDEN)
    if found and not (found[0] == "resale of leads" and subject.kind in _POLICIES):
        yield Hit(found[1], found[2], message=f"Carriers do not carry this content: {found[0]}.")


_POLICIES = frozenset({TextKind.TERMS, TextKind.PRIVACY, TextKind.MESSAGE_FLOW})


@rule(
    "CONTENT-AGE-RESTRICTED",
    "Allowed with age gate",
    problem="This content is for adults only and needs a date-of-birth gate.",
    fix="Add a date-of-birth gate and set the attribute.",
    severity=Severity.WARNING,
    kinds=EVERY_TEXT,
    prevents=("702", "706", "707", "30875"),
    source="CTIA: age-gated content; US carriers",
)
def age_restricted(subject: Subject) -> Iterator[Hit]:
    """Find alcohol, tobacco, vape and firearms, except where the text itself has the gate."""
    found = _restricted(subject.prose)
    if found and not _has_gate(subject):
        yield Hit(found[1], found[2], message=f"This content needs an age gate: {found[0]}.")


_BIRTH = re.compile(
    r"\bdates? of birth\b|\bbirth ?(?:date|day)\b(?! (?:offers?|gift|treat|reward|club|deal|sale))"
    r"|\bdob\b|\bmm ?[/-] ?dd ?[/-] ?yyyy\b|\bdd ?[/-] ?mm ?[/-] ?yyyy\b|\bage verif\w+ (?:service"
    r"|provider|system)|\bveratad\b|\bagechecker\b|\bmonth,? day,? (?:and )?year\b"
    r"|\bfecha de nacimiento\b|\bdate de naissance\b"
)


def _has_gate(subject: Subject) -> bool:
    """Does the text ask for a full date of birth? A question answered by yes or no is no gate."""
    if any(
        tag.attributes.get("autocomplete", "").startswith("bday") for tag in subject.text.inputs
    ):
        return True
    return _BIRTH.search(subject.masked) is not None


@rule(
    "CTA-AGE-GATE",
    "Date-of-birth gate for adult content",
    problem="Adult content is offered without asking for the date of birth.",
    fix="Ask for the full date of birth before the content and before the opt-in.",
    kinds=frozenset({TextKind.WEB, TextKind.POS, TextKind.KEYWORD}),
    prevents=("30825", "30875", "702", "706", "707", "CallToActionDoesNotContainRobustAgeGate"),
    source="CTIA and AWS: age-gated content needs a robust gate",
)
def age_gate(subject: Subject) -> Iterator[Hit]:
    """Demand a date of birth wherever adult content is named."""
    if _restricted(subject.prose) and not _has_gate(subject):
        yield MISSING


_PERSONAL = re.compile(
    r"\b(?:(?:text|message|notify|send|contact|reach|remind|updates? (?:for|to)|messages? (?:for"
    r"|to)|texts?"
    r" (?:for|to)|alerts? (?:for|to)) (?:only )?(?:to )?(?:myself|my (?:own )?(?:friends?"
    r"|famil(?:y|ies)|wife"
    r"|husband|kids|relatives|own phone|personal))|personal (?:use|messages|messaging|texting"
    r"|project)"
    r"|(?:test|testing) (?:for|by|on) myself|for myself|friends and family (?:chat|group|texting"
    r"|messages)"
    r"|(?:family|friends) group (?:chat|texts?))\b"
)


@rule(
    "PERSONAL-USE",
    "Business use only",
    problem="This describes personal messaging.",
    fix="Personal messaging cannot be registered.",
    kinds=frozenset({TextKind.DESCRIPTION, TextKind.MESSAGE_FLOW}),
    prevents=("30532",),
    source="US carriers: application-to-person traffic is for businesses",
)
def personal(subject: Subject) -> Iterator[Hit]:
    """Find texts to oneself, friends and family."""
    found = _PERSONAL.search(subject.masked)
    if found:
        yield Hit(*found.span())
