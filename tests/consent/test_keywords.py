"""Proves which inbound texts opt out by themselves, and which a person must read first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.keywords import Keyword, is_reserved, meaning


@pytest.mark.parametrize(
    "text",
    [
        "stop", "STOP.", " STOP!! ", '"stop"', "“Stop”", "Stop please", "pls stop", "stop, thanks",
        "por favor alto", "arrêt svp", "ＳＴＯＰ", "st\u200bop", "STOP 🙏", "Stop\nstop",
        "stopall", "STOP ALL", "unsubscribe", "Cancel", "END", "Quit!", "revoke", "OPT-OUT",
        "opt out", "optout", "remove", "TD",
        "alto", "Parar", "para", "detener", "cancelar", "baja", "salir", "fin", "no más", "no mas",
        "ARRET", "arrêter", "désabonner", "désinscription", "annuler", "sair",
        "stpo", "Sotp", "stp", "stopppp", "dtop", "Atop",
    ],
)  # fmt: skip
def test_an_opt_out_word_alone_stops_at_once(text):
    assert meaning(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "please stop texting me",
        "Stop sending me these messages!",
        "stop all texts",
        "quit messaging my phone",
        "don’t text me again",
        "do not contact this number",
        "remove me from this list",
        "Take me off your list pls",
        "delete my number from your system",
        "How do I unsubscribe?",
        "opt me out",
        "I want to opt-out of this",
        "no more of these texts",
        "leave me alone",
        "Sorry, wrong number",
        "I revoke my consent",
        "I don't want any more messages",
        "No quiero más mensajes",
        "no me manden nada",
        "dejen de escribirme",
        "arrêtez de m'écrire",
        "help, stop texting me",
    ],
)
def test_plain_language_opt_outs_stop_at_once(text):
    assert meaning(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "cancel my appointment",
        "cancel my order",
        "please end my membership",
        "when does it end",
        "I can't stop smiling",
        "I will stop by at 5",
        "bus stop",
        "full stop",
        "don't stop",
        "Don’t stop texting me, I love these",
        "please do not unsubscribe me",
        "help me stop this order",
        "END of month ok?",
        "quiero cancelar mi cita",
        "stop texting me " + "because I am busy and it goes on and on " * 4,
    ],
)
def test_an_opt_out_word_with_another_object_goes_to_a_person(text):
    assert meaning(text) is Keyword.UNCLEAR_STOP


@pytest.mark.parametrize(
    "text", ["HELP", "help!", "Info", "ayuda", "Aide", "help me please", "I need help", "support"]
)
def test_help_is_recognised(text):
    assert meaning(text) is Keyword.HELP


@pytest.mark.parametrize("text", ["START", "unstop", "Join", "subscribe", "Comenzar", "début"])
def test_start_words_opt_in_when_alone(text):
    assert meaning(text) is Keyword.START


def test_a_start_word_inside_a_sentence_never_opts_in():
    assert meaning("when do you start the sale") is Keyword.OTHER
    assert meaning("can I join later") is Keyword.OTHER


@pytest.mark.parametrize("text", ["YES", "yes.", "Sí", "si", "Oui"])
def test_yes_means_start_only_while_a_question_is_open(text):
    assert meaning(text) is Keyword.OTHER
    assert meaning(text, open_question=True) is Keyword.START


def test_program_keywords_opt_in_and_other_words_do_not():
    assert meaning("Smiles!", program_keywords={"SMILES"}) is Keyword.START
    assert meaning("Smiles!") is Keyword.OTHER


def test_stop_wins_over_a_program_keyword_of_the_same_spelling():
    assert meaning("END", program_keywords={"END"}) is Keyword.STOP


@pytest.mark.parametrize("text", ["", "   ", "🙏", "thanks", "please", "Thanks for your help",
                                  "the weekend was great", "see you at 5"])  # fmt: skip
def test_ordinary_replies_mean_nothing_special(text):
    assert meaning(text) is Keyword.OTHER


def test_a_keyword_that_opts_out_cannot_be_used_to_opt_in():
    assert is_reserved("End")
    assert is_reserved("INFO")
    assert not is_reserved("JOIN")


@given(st.text())
def test_no_text_crashes_and_surrounding_noise_changes_nothing(text):
    assert meaning(text) is meaning(f"  {text}  ")


@given(st.text(alphabet=".!?\"' *\u200b-", max_size=6))
def test_punctuation_around_stop_never_hides_it(noise):
    assert meaning(f"{noise}StOp{noise}") is Keyword.STOP
