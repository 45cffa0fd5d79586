"""Mutation test: whichever disclosure is taken out of a composed text, exactly its rules say so.

A piece of a text is deleted, or the sender's name is replaced by "us"; the rules that then find
something must be those that the tables below declare for it, no more and no fewer. It runs for
every method, kind of message and language.
"""

from collections.abc import Iterator

import pytest

from consent.content import ProgramContent
from consent.rendering import joint_kinds, pieces, render
from consent.rendering.pieces import SEPARATORS
from consent.rules import lint
from tests.consent.rendering_cases import ADULT, LANGUAGES, context, full, programs

KIND_OF_WAY = {
    "web": "web", "pos": "pos", "counter": "pos", "flyer": "flyer", "keyword": "keyword",
    "verbal": "verbal",
}  # fmt: skip
# What each disclosure is watched over by, wherever it stands.
WATCHED: dict[str, set[str]] = {
    "brand": {"CTA-BRAND"},
    "frequency": {"CTA-FREQUENCY"},
    "rates": {"CTA-RATES", "CTA-RATES-VERBATIM"},
    # The telephone stands in the sentence on HELP.
    "help": {"CTA-HELP", "CTA-HELP-KEYWORD"},
    "stop": {"CTA-STOP"},
    "condition": {"CTA-NOT-PREREQUISITE"},
    "terms": {"CTA-TERMS"},
    "privacy": {"CTA-PRIVACY"},
    # The sentence of consent also names the sender, the kind of messages and the channel.
    "consent": {"CTA-BRAND", "CTA-PURPOSE", "CTA-SMS-CHANNEL", "CTA-EXPLICIT-CONSENT"},
    "join": {"KEYWORD-INSTRUCTION"},
    "confirmation": {"VERBAL-CONFIRM-SMS"},
}
# A box may be refused, and a script goes on after a no: neither is a disclosure of its own.
NOT_DISCLOSED = {"greeting", "refused", "others", "own_description"}
AGREEING = {"marketing": {"CTA-AUTOMATED"}, "internal": {"INTERNAL-USE-OPTIN"}}


def declared(content: ProgramContent, way: str, item: str) -> set[str]:
    """The rules that a missing piece must set off, with what the method adds or takes away."""
    rules = set(WATCHED[item])
    if item == "consent":
        rules |= AGREEING.get(content.use_case, set())
        rules -= _said_elsewhere(content, way)
        if way == "verbal":
            rules |= {"VERBAL-AFFIRMATIVE"}
    if way == "verbal" and item in {"terms", "privacy"}:
        rules |= {"VERBAL-URL-READ-OUT"}
    if way == "counter" and item == "join":
        # A card may also be read while somebody else types the number in.
        rules -= {"KEYWORD-INSTRUCTION"}
    return rules


def _said_elsewhere(content: ProgramContent, way: str) -> set[str]:
    """What the sentence of consent says that another line of the same text says too."""
    if way == "verbal":
        # The agent greets with the sender's name and the offer of text messages.
        return {"CTA-BRAND", "CTA-SMS-CHANNEL"}
    said: set[str] = set()
    if way in {"flyer", "keyword"}:
        # Texting the keyword is the act of consent, and names the channel.
        said |= {"CTA-EXPLICIT-CONSENT", "INTERNAL-USE-OPTIN", "CTA-SMS-CHANNEL"}
    if way == "counter" and content.language == "en":
        # "Text JOIN" names the channel in English only.
        said |= {"CTA-SMS-CHANNEL"}
    if way in {"counter", "flyer", "keyword"} and len(joint_kinds(content)) < len(
        content.message_kinds
    ):
        # The kinds with a box of their own are named there.
        said |= {"CTA-PURPOSE"}
    return said


def rules(content: ProgramContent, kind: str, text: str) -> set[str]:
    """The rules that find something, by the code of their part where they have parts."""
    return {f.code or f.rule for f in lint(kind, text, context=context(content))}


def without_names(content: ProgramContent, text: str) -> str:
    """The text with "us" in place of every name of the sender."""
    for name in sorted(content.names, key=len, reverse=True):
        text = text.replace(name, "us")
    return text


def mutants(content: ProgramContent, way: str) -> Iterator[tuple[str, str]]:
    """Yield (item, text without it) for each disclosure of a call to action."""
    made = pieces(content, way, content.message_kinds[0])
    for piece in made:
        if piece.item not in NOT_DISCLOSED:
            # A script asks once for each kind; without a question for any it asks nothing.
            yield piece.item, SEPARATORS[way].join(p.text for p in made if p.item != piece.item)
    whole = SEPARATORS[way].join(p.text for p in made)
    yield "brand", without_names(content, whole)


@pytest.mark.parametrize("way", KIND_OF_WAY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_disclosure_taken_out_of_a_call_to_action_is_missed(language, way):
    for content in programs(language):
        always = rules(content, KIND_OF_WAY[way], whole(content, way))
        for item, text in mutants(content, way):
            found = rules(content, KIND_OF_WAY[way], text) - always
            assert found == declared(content, way, item) - always, (content.message_kinds, item)


def whole(content: ProgramContent, way: str) -> str:
    """The call to action as it is composed."""
    parts = pieces(content, way, content.message_kinds[0])
    return SEPARATORS[way].join(piece.text for piece in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["flyer", "keyword", "counter"])
def test_print_without_a_keyword_misses_the_way_to_sign_up_and_the_consent(language, way):
    for content in programs(language, opt_in_keyword="", text_number=""):
        made = pieces(content, way, content.message_kinds[0])
        for item in ("join", "consent"):
            text = SEPARATORS[way].join(p.text for p in made if p.item != item)
            found = rules(content, KIND_OF_WAY[way], text)
            assert WATCHED[item] & found or (way == "counter" and item == "join")


@pytest.mark.parametrize("way", KIND_OF_WAY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_age_line_is_missed_where_the_content_is_for_adults(language, way):
    # What is printed or spoken has no gate of its own; the rule for any text watches over it.
    gated = {"web", "pos", "counter", "keyword"}
    expected = {"CONTENT-AGE-RESTRICTED"} | ({"CTA-AGE-GATE"} if way in gated else set())
    for content in programs(language, minimum_age=21, frequency=ADULT[language]):
        made = pieces(content, way, content.message_kinds[0])
        text = SEPARATORS[way].join(p.text for p in made if p.item != "age")
        always = rules(content, KIND_OF_WAY[way], whole(content, way))
        assert always <= {"KEYWORD-DOUBLE-OPTIN"}, content.message_kinds
        assert rules(content, KIND_OF_WAY[way], text) - always == expected, content.message_kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_second_question_is_missed_where_offers_are_joined_by_keyword(language):
    content = full("marketing", ("marketing",), language, double_opt_in=True)
    made = pieces(content, "keyword")
    text = SEPARATORS["keyword"].join(p.text for p in made if p.item != "double")
    assert rules(content, "keyword", whole(content, "keyword")) == set()
    assert rules(content, "keyword", text) == {"KEYWORD-DOUBLE-OPTIN"}


TERMS: dict[str, set[str]] = {
    "description": {"TERMS-DESCRIPTION"},
    "stop": {"TERMS-STOP", "TERMS-STOP-CONFIRM"},
    "no_more": {"TERMS-STOP-CONFIRM"},
    "again": {"TERMS-REJOIN"},
    "help": {"TERMS-HELP"},
    "carriers": {"TERMS-CARRIER-LIABILITY"},
    "rates": {"TERMS-RATES"},
    "frequency": {"TERMS-FREQUENCY"},
    "plan": {"TERMS-PLAN-QUESTIONS"},
    "privacy": {"TERMS-PRIVACY-LINK"},
}
PRIVACY: dict[str, set[str]] = {
    "heading": {"PRIVACY-LABELLED"},
    "collect": {"PRIVACY-COLLECTS"},
    "exclusion": {"PRIVACY-NO-SHARING"},
}


@pytest.mark.parametrize(("page", "table"), [("terms", TERMS), ("privacy", PRIVACY)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_taken_out_of_a_hosted_page_is_missed(language, page, table):
    for content in programs(language, double_opt_in=True, minimum_age=21):
        text = getattr(render(content), f"{page}_text")
        assert rules(content, page, text) == set()
        for item, expected in table.items():
            piece = next(p for p in pieces(content, page) if p.item == item)
            assert piece.text in text
            # A new code is a new opt-in, so silence after STOP is not promised for codes.
            if content.use_case == "otp":
                expected = expected - {"TERMS-STOP-CONFIRM"}
            found = rules(content, page, text.replace(piece.text, "", 1))
            assert found == expected, (content.message_kinds, item)


@pytest.mark.parametrize(
    ("page", "brand", "contact"),
    [("terms", "TERMS-BRAND", "TERMS-HELP"), ("privacy", "PRIVACY-BRAND", "PRIVACY-CONTACT")],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_the_sender_or_its_contact_is_noticed(language, page, brand, contact):
    for content in programs(language):
        text = getattr(render(content), f"{page}_text")
        silent = text.replace(content.support_email, "").replace("(800) 555-0134", "")
        assert rules(content, page, without_names(content, text)) == {brand}
        assert rules(content, page, silent) == {contact}


# What stands for each part of a short text, by language; several where templates differ.
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "FREQUENCY": {
        "en": ("Up to 4 msgs per month",),
        "es": ("Hasta 4 msjs al mes",),
        "fr": ("Jusqu'à 4 msgs par mois",),
    },
    "RATES": {
        "en": ("Message and data rates may apply", "Msg & data rates may apply"),
        "es": ("Pueden aplicarse tarifas de mensajes y datos",),
        "fr": ("Frais de textos et données peuvent s'appliquer",),
    },
    "HELP": {
        "en": ("Reply HELP for help", "HELP for help"),
        "es": ("HELP para ayuda",),
        "fr": ("HELP pour de l'aide", "HELP : aide"),
    },
    "STOP": {
        "en": ("STOP to cancel",),
        "es": ("STOP para cancelar",),
        "fr": ("STOP pour annuler", "STOP : annuler"),
    },
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_taken_out_of_the_welcome_text_is_missed(language, part):
    for content in programs(language):
        text = render(content).optin_confirmation
        gone = next(words for words in PARTS[part][language] if words in text)
        mutant = text.replace(gone, "").replace("..", ".")
        assert rules(content, "optin_confirmation", text) == set()
        assert rules(content, "optin_confirmation", mutant) == {f"OPTIN-CONFIRM-{part}"}, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_taken_out_of_the_help_reply_is_missed(language):
    for content in programs(language):
        text = render(content).help_reply
        stop = next(words for words in PARTS["STOP"][language] if words in text)
        silent = text.replace(content.support_email, "").replace("(800) 555-0134", "")
        assert rules(content, "help_reply", text) == set()
        assert rules(content, "help_reply", without_names(content, text)) == {"HELP-BRAND"}
        assert rules(content, "help_reply", silent) == {"HELP-CONTACT"}
        assert rules(content, "help_reply", text.replace(stop, "")) == {"HELP-STOP"}


OPT_OUT = {
    "en": ("You are unsubscribed from", "and will receive no further messages"),
    "es": ("Se cancelo su suscripcion", "y ya no recibira mas mensajes"),
    "fr": ("Vous etes désabonné", "et ne recevrez plus de messages"),
}
OTP_REJOIN = {
    "en": 'Opt back in by replying "JOIN" or requesting a new code to login.',
    "es": 'Para volver, responda "JOIN" o pida un codigo nuevo.',
    "fr": 'Pour revenir, répondez "JOIN" ou demandez un nouveau code.',
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_taken_out_of_the_opt_out_confirmation_is_missed(language):
    done, no_more = OPT_OUT[language]
    for content in programs(language):
        text = render(content).optout_confirmation
        is_otp = content.use_case == "otp"
        also = {"OTP-STOP-REPLY"} if is_otp else set()
        assert rules(content, "optout_confirmation", text) == set()
        assert done in text
        mutants = {
            without_names(content, text): {"OPTOUT-CONFIRM-BRAND"} | also,
            text.replace(done, "Maple Dental"): {"OPTOUT-CONFIRM-DONE"} | also,
        }
        if is_otp:
            mutants[text.replace(OTP_REJOIN[language], "")] = {"OTP-STOP-REPLY"}
        else:
            mutants[text.replace(no_more, "")] = {"OPTOUT-CONFIRM-NO-MORE"}
        for mutant, expected in mutants.items():
            assert rules(content, "optout_confirmation", mutant) == expected, mutant
