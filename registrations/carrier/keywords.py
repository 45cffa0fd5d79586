"""The carrier's own replies to STOP and HELP, which it gives where those are not left to us."""

from registrations.carrier.aws import asking, client

READS = 3
MESSAGE_MAX = 1600
ACTIONS = {"HELP": "AUTOMATIC_RESPONSE", "STOP": "OPT_OUT"}


def replies(number_id: str) -> dict[str, str]:
    """Read what the carrier answers to each keyword of a number."""
    with asking():
        pages = client(retries=READS).get_paginator("describe_keywords")
        found = [
            each
            for page in pages.paginate(OriginationIdentity=number_id)
            for each in page["Keywords"]
        ]
    return {each["Keyword"].upper(): each["KeywordMessage"] for each in found}


def put_reply(number_id: str, keyword: str, message: str) -> None:
    """Have the carrier answer a keyword with these words; the action of the keyword stays."""
    with asking():
        client(retries=READS).put_keyword(
            OriginationIdentity=number_id,
            Keyword=keyword,
            KeywordMessage=message[:MESSAGE_MAX],
            KeywordAction=ACTIONS[keyword],
        )
