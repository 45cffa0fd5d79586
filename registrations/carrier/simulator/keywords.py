"""Operations on the keywords of a number, and how the carrier reads a text."""

from typing import Any

from . import numbers
from .errors import Invalid, NotFound, OverQuota
from .paging import matching, page
from .store import Document
from .world import World, visible

# The words that the carrier documents as opt-outs where law demands them.
OPT_OUT_WORDS = frozenset(
    {
        "ARRET",
        "CANCEL",
        "END",
        "OPT-OUT",
        "OPTOUT",
        "QUIT",
        "REMOVE",
        "STOP",
        "TD",
        "UNSUBSCRIBE",
    }
)
BUILT_IN: dict[str, Document] = {
    "STOP": {
        "Keyword": "STOP",
        "KeywordMessage": "You are opted out and will get no further messages from this number.",
        "KeywordAction": "OPT_OUT",
    },
    "HELP": {
        "Keyword": "HELP",
        "KeywordMessage": "Reply STOP to opt out. Message and data rates may apply.",
        "KeywordAction": "AUTOMATIC_RESPONSE",
    },
}


def of_number(world: World, number: Document) -> dict[str, Document]:
    """Return the keywords of a number, its own over the built-in ones."""
    own = {
        one["Keyword"]: one
        for one in world.store.all("keywords")
        if one["PhoneNumberId"] == number["PhoneNumberId"]
    }
    return {**BUILT_IN, **own}


def match(world: World, number: Document, body: str) -> Document | None:
    """Return the keyword that a text consists of, whatever its case."""
    word = body.strip().upper()
    known = of_number(world, number)
    if word in OPT_OUT_WORDS and word not in known:
        word = "STOP"
    return known.get(word)


def put(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """PutKeyword: the messages of HELP and STOP may be changed, their actions may not."""
    number = numbers.load(world, request["OriginationIdentity"])
    word = request["Keyword"].upper()
    if word != word.strip():
        message = "A keyword neither starts nor ends with a space."
        raise Invalid("INVALID_PARAMETER", message, {"Keyword": message})
    known = of_number(world, number)
    if word not in known and len(known) >= world.limit("KEYWORDS_PER_NUMBER"):
        raise OverQuota("KEYWORDS_PER_PHONE_NUMBER", "The number has no keywords left.")
    action = request.get("KeywordAction", known.get(word, {}).get("KeywordAction"))
    if word in BUILT_IN and action != BUILT_IN[word]["KeywordAction"]:
        message = f"The action of {word} cannot be changed."
        raise Invalid("INVALID_PARAMETER", message, {"KeywordAction": message})
    keyword = {
        "PhoneNumberId": number["PhoneNumberId"],
        "Keyword": word,
        "KeywordMessage": request["KeywordMessage"],
        "KeywordAction": action or "AUTOMATIC_RESPONSE",
    }
    world.store.put("keywords", f"{number['PhoneNumberId']}/{word}", keyword)
    return {**_head(world, number), **_shown(keyword)}


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeKeywords."""
    number = numbers.load(world, request["OriginationIdentity"])
    known = of_number(world, number)
    wanted = [each.upper() for each in request.get("Keywords", [])] or list(known)
    missing = [each for each in wanted if each not in known]
    if missing:
        raise NotFound("keyword", missing[0])
    readers = {"keyword-action": lambda one: one["KeywordAction"]}
    found = matching([known[each] for each in wanted], request, readers)
    return {**_head(world, number), **page("Keywords", found, request, _shown)}


def _shown(keyword: Document) -> dict[str, Any]:
    return visible(keyword, "Keyword", "KeywordMessage", "KeywordAction")


def _head(world: World, number: Document) -> dict[str, Any]:
    return {
        "OriginationIdentityArn": world.arn("phone-number", number["PhoneNumberId"]),
        "OriginationIdentity": number["PhoneNumberId"],
    }


def delete(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteKeyword: HELP and STOP stay."""
    number = numbers.load(world, request["OriginationIdentity"])
    word = request["Keyword"].upper()
    if word in BUILT_IN:
        message = f"{word} cannot be deleted."
        raise Invalid("INVALID_PARAMETER", message, {"Keyword": message})
    keyword = of_number(world, number).get(word)
    if keyword is None:
        raise NotFound("keyword", word)
    world.store.delete("keywords", f"{number['PhoneNumberId']}/{word}")
    return {**_head(world, number), **_shown(keyword)}


OPERATIONS = {"PutKeyword": put, "DescribeKeywords": describe, "DeleteKeyword": delete}
