"""Content that carriers never or only conditionally carry, by the words that give it away.

Ordinary businesses share many of the single words (a drug store, a loan of a library book, a glue
gun), so most entries are phrases, and what is denied, helped against or meant otherwise is let
pass.
"""

import re
from functools import lru_cache

FORBIDDEN: dict[str, str] = {
    "cannabis": r"cannabis|marijuana|cbd|thc|delta[- ]?[89]|kratom|hemp (?:flower|oil|gumm\w+"
    r"|product\w*)|edibles|dispensar(?:y|ies)|weed (?:delivery|deals|shop|dealer)|pre-?rolls?"
    r"|magic mushrooms?|psilocybin|420 (?:deals?|sale|friendly)",
    "gambling": r"casinos?|sportsbooks?|sports? betting|betting (?:tips|odds|app|lines|picks)"
    r"|betting|place your bets?|bet now|bets? (?:on|against) the|poker (?:night|room|chips"
    r"|tournament)|roulette|blackjack|slot machines?|(?:free|bonus) spins|lotter(?:y|ies)"
    r"|jackpots?|daily fantasy picks",
    "high-risk loans": r"pay[- ]?day (?:loans?|advances?|lend\w+)|cash advances?"
    r"|short[- ]term (?:cash )?loans?|title loans?|(?:bad|no|poor) credit (?:loans?|check loans?"
    r"|check|needed)|(?:instant|quick|fast|same[- ]day) (?:cash )?loans?"
    r"|(?:compare|get) (?:loan|mortgage) (?:offers|quotes) from|third[- ]party (?:auto|mortgage"
    r"|student) loans?|student loans? (?:forgiveness|relief|forgiven)|loan matching"
    r"|match(?:es|ed|ing)? (?:you |borrowers )?with lenders",
    "debt relief and collection": r"debt (?:relief|consolidation|reduction|forgiveness"
    r"|settlement|collect(?:ion|or)s?|elimination)|(?:erase|eliminate|cut|reduce|slash|wipe out"
    r"|settle) (?:your|all|my)(?: of your)?(?: credit card)? debts?|credit repair"
    r"|(?:repair|fix|boost) your credit(?: score)?|(?:wipe|clear) (?:out )?your debts?"
    r"|third[- ]party collections?|collection agency|tax relief",
    "get rich schemes": r"work(?:ing)?[- ]from[- ]home (?:opportunit\w+|job offer|and earn|income)"
    r"|get rich(?: quick)?|make money (?:fast|online|from home)|passive income"
    r"|multi[- ]?level marketing|mlm|(?:earn|make) \$\d[\d,k+]* (?:a|per|every) (?:day|week|month"
    r"|hour)[^.!?]{0,20}(?:from home|online)|be your own boss|financial freedom"
    r"|guaranteed (?:returns?|income|profits?)|forex (?:signals?|trading)|pyramid scheme"
    r"|hot (?:stock )?(?:tip|pick)s|penny stocks?|trading signals?",
    "cryptocurrency": r"crypto(?:currency|currencies)?|bitcoins?|ethereum|altcoins?|dogecoin"
    r"|nfts? (?:drop|mint)|token presale|ico (?:launch|presale)|crypto wallets?",
    "sexual content": r"porn\w*|escorts? (?:service|agenc\w+|girls?)|adult (?:videos?|content|chat"
    r"|entertainment|toys?|cam\w*|dating)|xxx(?![-. ]?[x\d])|nudes?|sexting|strip ?clubs?"
    r"|onlyfans|hook ?ups?(?! (?:your|the|to|my|a))|sexy singles",
    "hate": r"white power|racial (?:purity|superiority)|ethnic cleansing|neo-?nazis?|hate group",
    "phishing": r"(?:verify|confirm|update) your (?:bank|ssn\b|social security|card)[^.!?]{0,30}"
    r"(?:or|to avoid|before)[^.!?]{0,30}(?:suspend\w*|clos\w+|lock\w*|block\w*|arrest\w*)",
    "prescription drugs": r"(?:no|without(?: a)?) prescription(?! (?:drug )?coverage)[^.!?]{0,20}"
    r"(?:needed|required|necessary|meds|pills|viagra|xanax|adderall|ozempic)"
    r"|(?:viagra|xanax|adderall|oxycodone|percocet|ozempic)[^.!?]{0,30}"
    r"(?:without(?: a)?|no) prescription",
    "resale of leads": r"lead (?:generation|gen|resale|brokers?|buyers?|sellers?)"
    r"|(?:sells?|resells?|buys?|rents?)(?:ing)? (?:your |our |these |qualified |consumer )*"
    r"(?:leads|phone lists?|data to partners)|affiliate marketing|purchased lists?",
}
AGE_RESTRICTED: dict[str, str] = {
    "alcohol": r"alcohol(?:ic)?|wines?|winery|wineries|vineyards?|beers?|brewer(?:y|ies)"
    r"|craft brews?|liquors?|spirits (?:store|shop|club)|whiske?ys?|bourbons?|vodkas?"
    r"|tequilas?|rum|cocktails?|distiller(?:y|ies)|happy hour|taprooms?|sake (?:bar|club)"
    r"|champagne|hard seltzers?|mimosas?|margaritas?",
    "tobacco": r"tobacco|cigars?|cigarettes?|cigarillos?|hookahs?|smoke shop|snus|nicotine|zyn",
    "vape": r"vap(?:e|es|ing|or shop)|e-?cigs?|e-?cigarettes?|e-?liquids?|e-?juice",
    "firearms": r"firearms?|guns?(?! (?:show loop|shy|metal|lake|barrel))|rifles?|shotguns?"
    r"|pistols?|handguns?|ammo|ammunition|gunsmith\w*|revolvers?",
}


def _split(words: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(words.split())


# How the words begin of which every wording above has one; most texts have none of them.
FORBIDDEN_SIGNS = _split(
    "cann mari cbd thc delt krat hemp edib disp weed prer roll mush psil 420"
    " casi spor bett bet bets poke roul blac slot spin lott jack fant"
    " loan adva lend cred mort debt coll reli"
    " home rich mone inco mult mlm earn make boss fina guar fore pyra hot penn trad"
    " cryp bitc ethe altc doge nft nfts toke ico"
    " porn esco adul xxx nude sext stri only hook sexy"
    " whit raci ethn nazi neon hate bank ssn soci card"
    " pres viag xana adde oxyc perc ozem lead list part affi"
)
AGE_RESTRICTED_SIGNS = _split(
    "alco wine vine beer brew liqu spir whis bour vodk tequ rum cock dist happ tapr sake cham selt"
    " mimo marg toba ciga hook smok snus nico zyn vape vapi vapo ecig cig cigs eliq ejui juic"
    " fire gun guns rifl shot pist hand ammo ammu revo"
)
_SIGN_LENGTH = 4
_ONLY_WORDS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})

Found = tuple[str, int, int]


def _pattern(lists: dict[str, str]) -> re.Pattern[str]:
    """One pattern for all lists; the group that matched names the category."""
    groups = (f"(?P<c{index}>{words})" for index, words in enumerate(lists.values()))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])")


_FORBIDDEN, _RESTRICTED = _pattern(FORBIDDEN), _pattern(AGE_RESTRICTED)
# Saying that something is not sold, forbidden or helped against is not selling it; "don't miss"
# and "no credit check" deny nothing.
_DENIED = re.compile(
    r"(?:\b(?:no|without|anti|non|free of|zero)(?:[ -](?!fees?|credit|cost|interest|hidden"
    r"|strings)[a-z]+,?(?: or| and)?){0,2}"
    r"|(?:\b(?:not|never|prohibit\w*|forbid\w*|ban(?:s|ned)?|against|exclud\w+|except|cannot"
    r"|quit(?:ting)?|stop(?:ping)?|recovery from|addiction|cessation|prevention of|avoid"
    r"|beware of)|n't)(?:[ -](?!miss|wait|forget|worry|hesitate|run|only|just|pay|let|buy)"
    r"[a-z]+,?){0,5})[ -]$"
    r"|\b(?:root|ginger|rubbing|near (?:the|a|our)|next to (?:the|a)|across from (?:the|a)"
    r"|opposite (?:the|a)|glue|caulk(?:ing)?|nail|heat|grease|spray|massage|water|squirt|nerf"
    r"|staple|radar|bubble|cap|paint(?:ball)?|top|young|tommy|jump(?:s|ing|ed)? the) $"
)
_DENIED_AFTER = re.compile(
    r"^[ -](?:is |are )?(?:free\b|prohibited|not allowed|not permitted|forbidden|cessation"
    r"|recovery|abuse|addiction|prevention|safety|awareness|glass(?:es)?\b|vinegar|wash|swabs?"
    r"|wipes?|pads?|gel\b|beer\b|control\b|violence|laws?\b|cake|bottle opener|country\b)"
)


@lru_cache(maxsize=64)
def restricted(prose: str) -> Found | None:
    """Return the category of age-restricted content and where it is named first, or None."""
    if not may_name(prose, AGE_RESTRICTED_SIGNS):
        return None
    return _first(prose, _RESTRICTED, AGE_RESTRICTED)


def forbidden(prose: str) -> Found | None:
    """Return the category of forbidden content and where it is named first, or None."""
    if not may_name(prose, FORBIDDEN_SIGNS):
        return None
    return _first(prose, _FORBIDDEN, FORBIDDEN)


def may_name(prose: str, signs: frozenset[str]) -> bool:
    """Return whether the patterns need to look at a text: some word begins with a sign."""
    return not signs.isdisjoint(_beginnings(prose)) or not prose.isascii()


@lru_cache(maxsize=64)
def _beginnings(prose: str) -> frozenset[str]:
    """Return how the words of a text begin."""
    words = prose.translate(_ONLY_WORDS).split()
    return frozenset([word[:_SIGN_LENGTH] for word in words])


def _first(prose: str, pattern: re.Pattern[str], lists: dict[str, str]) -> Found | None:
    """Return the category, start and end of the first word that gives one away, or None."""
    for found in pattern.finditer(prose):
        before = prose[max(found.start() - 60, 0) : found.start()]
        sentence = re.split(r"[.!?:;] ", before)[-1]
        if _DENIED.search(sentence) or _DENIED_AFTER.match(prose[found.end() : found.end() + 30]):
            continue
        index = int((found.lastgroup or "c0")[1:])
        return list(lists)[index], found.start(), found.end()
    return None
