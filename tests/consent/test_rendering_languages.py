"""Proves that the rules find nothing in what is rendered, for any method, kind and language."""

import pytest

from consent import gsm
from consent.content import ProgramContent
from consent.rendering import (
    MESSAGE_FLOW_LIMIT,
    english,
    own_wording_untranslated,
    pieces,
    render,
    script_lines,
)
from consent.rendering.pieces import SEPARATORS
from consent.rules import lint
from consent.rules.preflight import text_fields
from tests.consent.rendering_cases import LANGUAGES, context, full, programs

VARIANTS = [
    {},
    {"double_opt_in": True},
    {"minimum_age": 21},
    {"double_opt_in": True, "minimum_age": 21, "opt_in_keyword": "", "text_number": ""},
    {"support_phone": ""},
    {"frequency": "One message per login attempt"},
]
NAMES = ["plain", "double", "age", "double-age-form", "email", "login"]
RATES = "Message and data rates may apply"
CALLS = ("cta_counter", "cta_flyer", "cta_keyword", "verbal_script")


def found(content: ProgramContent, number_type: str) -> list[tuple[str, str, str]]:
    """What the rules find in a program's texts, but for what the tenant itself wrote."""
    known = context(content, number_type)
    return [
        (field, finding.rule, text)
        for field, (kind, text) in text_fields(content, render(content)).items()
        if field != "program.description"
        for finding in lint(kind, text, context=known)
        if not expected(content, field, finding.rule)
    ]


def expected(content: ProgramContent, field: str, rule: str) -> bool:
    """Say what the wording cannot help: it is the tenant's choice, or filed with its English."""
    if rule == "KEYWORD-DOUBLE-OPTIN":
        return not content.double_opt_in
    if rule == "KEYWORD-INSTRUCTION":
        return field == "texts.cta_keyword" and not content.text_number
    return rule == "FLOW-ENGLISH" and field.startswith("texts.sample") and content.language != "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", VARIANTS, ids=NAMES)
def test_the_rules_find_nothing_in_any_text(language, changes):
    assert [hit for each in programs(language, **changes) for hit in found(each, "10dlc")] == []


@pytest.mark.parametrize("number_type", ["toll_free", "short_code", "sender_id"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_for_any_other_kind_of_number(language, number_type):
    assert [hit for each in programs(language) for hit in found(each, number_type)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", VARIANTS, ids=NAMES)
def test_every_short_text_is_one_gsm_part_and_the_flow_keeps_its_limit(language, changes):
    for content in programs(language, **changes):
        texts = render(content)
        replies = (texts.optin_confirmation, texts.help_reply, texts.optout_confirmation)
        for text in (*replies, texts.optin_request, *texts.sample_messages):
            assert gsm.parts(text) <= 1, text
            assert gsm.encoding(text) == "GSM", text
        assert gsm.length(texts.optout_confirmation) < 160
        assert len(texts.message_flow) <= MESSAGE_FLOW_LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_call_to_action_has_the_rates_sentence_word_for_word(language):
    for content in programs(language):
        texts = render(content)
        boxes = [box.text for box in (*texts.cta_web, *texts.cta_pos)]
        for text in (*boxes, *(getattr(texts, name) for name in CALLS)):
            assert RATES in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_methods_that_were_not_chosen_have_no_text(language):
    texts = render(full("marketing", ("marketing",), language, methods=()))
    assert (texts.cta_web_intro, texts.cta_web, texts.cta_pos) == ("", (), ())
    assert {getattr(texts, name) for name in CALLS} == {""}
    assert texts.optin_request == ""


@pytest.mark.parametrize("way", ["web", "pos", "counter", "flyer", "keyword", "verbal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_to_action_is_the_sum_of_its_pieces(language, way):
    content = full("mixed", ("appointment", "marketing"), language, minimum_age=18)
    texts = render(content)
    text = {
        "web": texts.cta_web[1].text, "pos": texts.cta_pos[1].text, "verbal": texts.verbal_script,
        "counter": texts.cta_counter, "flyer": texts.cta_flyer, "keyword": texts.cta_keyword,
    }[way]  # fmt: skip
    assert text == SEPARATORS[way].join(p.text for p in pieces(content, way, "marketing"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "texts punto example barra p barra maple guion dental barra reminders barra terms"),
        ("fr", "texts point example barre oblique p barre oblique maple tiret dental"),
    ],
)
def test_addresses_are_spoken_in_the_language(language, said):
    script = render(full("care", ("care",), language)).verbal_script
    assert said in script
    assert "://" not in script


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_script_tells_who_speaks_each_line(language):
    script = render(full("care", ("care",), language, minimum_age=18)).verbal_script
    lines = script_lines(script)
    assert {line.who for line in lines} == {"agent", "customer", "note"}
    assert [line.when for line in lines if line.when] == ["yes", "no"]
    assert not any(line.text.startswith("[") for line in lines)


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("Up to 4 messages per month", "es", "Hasta 4 mensajes al mes"),
        ("Up to 4 messages per month", "fr", "Jusqu'à 4 messages par mois"),
        ("One message per login attempt", "es", "1 mensaje por inicio de sesión"),
        ("Message frequency varies", "fr", "La fréquence des messages varie"),
        ("Hasta 2 mensajes por semana", "es", "Hasta 2 mensajes por semana"),
        ("Hasta 2 mensajes por semana", "en", "Up to 2 messages per week"),
        ("Un message par commande", "en", "1 message per order"),
        ("4 msgs/month", "es", "4 mensajes al mes"),
        ("Once in a blue moon", "fr", "Once in a blue moon"),
    ],
)
def test_a_frequency_is_said_in_the_programs_language(written, language, said):
    content = full("care", ("care",), language, frequency=written)
    assert f"{said}." in render(content).terms_text


@pytest.mark.parametrize("language", ["es", "fr"])
def test_reviewers_read_the_same_in_english(language):
    content = full("mixed", ("appointment", "marketing"), language)
    translated = english(content)
    spoken = render(full("mixed", ("appointment", "marketing"), "en"))
    assert translated is not None
    assert translated.cta_web == spoken.cta_web
    assert translated.terms == spoken.terms


def test_an_english_program_needs_no_rendering():
    assert english(full("care", ("care",), "en")) is None
    assert own_wording_untranslated(full("care", ("care",), "en", own_texts={"terms": "x"})) == ()


def test_own_wording_in_another_language_is_named_since_nobody_translated_it():
    own = {"cta_web.care": "Acepto.", "terms": "# Términos", "cta_flyer": "", "unknown": "x"}
    content = full("care", ("care",), "es", own_texts=own, sample_messages=("Hola",))
    assert own_wording_untranslated(content) == ("cta_web.care", "terms", "sample_messages")
    translated = english(content)
    assert translated is not None
    assert translated.cta_web == render(full("care", ("care",), "en")).cta_web


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_flow_quotes_the_call_to_action_in_both_languages(language):
    content = full("care", ("care",), language, methods=("web",))
    flow = render(content).message_flow
    assert f'The box reads: "{render(content).cta_web[0].text}"' in flow
    assert '(English translation: "By checking this box, I agree to receive' in flow


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_page_the_script_reads_the_terms_themselves(language):
    for content in programs(language, methods=("verbal",), terms_url="", privacy_url=""):
        script = render(content).verbal_script
        assert "unsubscribed" in script or "suscripción" in script or "désabonnement" in script
        assert lint("verbal", script, context=context(content)) == [], content.message_kinds
