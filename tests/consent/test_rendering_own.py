"""Proves that the tenant's own wording stands where it was given, and nowhere else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import gsm
from consent.rendering import (
    RenderedTexts,
    Section,
    composed,
    joint_kinds,
    render,
    text_keys,
    text_of,
)
from tests.consent.rendering_cases import LANGUAGES, full

BOTH = ("appointment", "marketing")
ALL_KEYS = (
    "cta_web_intro", "cta_web.appointment", "cta_web.marketing", "cta_pos.appointment",
    "cta_pos.marketing", "cta_counter", "cta_flyer", "cta_keyword", "verbal_script",
    "optin_request", "optin_confirmation", "help_reply", "optout_confirmation", "terms", "privacy",
)  # fmt: skip


def test_the_keys_are_those_of_the_methods_chosen_in_the_order_people_meet_them():
    content = full("mixed", BOTH, "en", double_opt_in=True)
    assert text_keys(content) == ALL_KEYS
    assert text_keys(full("care", ("care",), "en", methods=("flyer",))) == (
        "cta_flyer", "optin_confirmation", "help_reply", "optout_confirmation", "terms", "privacy",
    )  # fmt: skip


@pytest.mark.parametrize("key", ALL_KEYS)
def test_own_wording_replaces_one_text_and_leaves_the_others(key):
    content = full("mixed", BOTH, "en", double_opt_in=True)
    own = full("mixed", BOTH, "en", double_opt_in=True, own_texts={key: "Our own words."})
    assert text_of(render(own), key) == "Our own words."
    assert text_of(composed(own), key) == text_of(render(content), key)
    for other in set(ALL_KEYS) - {key}:
        assert text_of(render(own), other) == text_of(render(content), other)


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_empty_wording_is_no_wording(words):
    content = full("care", ("care",), "en", own_texts={"cta_flyer": words})
    assert render(content).cta_flyer == composed(content).cta_flyer


def test_own_wording_of_a_method_not_chosen_is_not_shown():
    content = full("care", ("care",), "en", methods=("web",), own_texts={"cta_flyer": "Words"})
    assert render(content).cta_flyer == ""


def test_an_own_page_has_a_section_for_each_heading():
    page = "Before.\n\n# Our terms\n\nFirst line\nwrapped.\n\nSecond.\n# Help #\nWrite to us."
    texts = render(full("care", ("care",), "en", own_texts={"terms": page}))
    assert texts.terms == (
        Section("", ("Before.",)),
        Section("Our terms", ("First line wrapped.", "Second.")),
        Section("Help", ("Write to us.",)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_edited_without_a_change_stays_the_same(language):
    content = full("mixed", BOTH, language, double_opt_in=True, minimum_age=21)
    kept = {key: text_of(render(content), key) for key in text_keys(content)}
    again = full("mixed", BOTH, language, double_opt_in=True, minimum_age=21, own_texts=kept)
    assert render(again) == render(content)


def test_the_flow_quotes_the_tenants_own_words():
    own = {"cta_web.care": "I agree to texts from Maple Dental."}
    content = full("care", ("care",), "en", methods=("web",), own_texts=own)
    assert f'The box reads: "{own["cta_web.care"]}"' in render(content).message_flow


@pytest.mark.parametrize(
    ("use_case", "kinds", "joint"),
    [
        ("mixed", BOTH, ("appointment",)),
        ("mixed", ("order", "delivery", "charity"), ("order", "delivery")),
        ("marketing", ("marketing", "event"), ("marketing",)),
        ("charity", ("charity", "event"), ("charity",)),
        ("mixed", ("marketing", "charity"), ("marketing",)),
        ("care", ("care", "survey"), ("care", "survey")),
        ("something new", BOTH, ("appointment",)),
        ("mixed", (), ()),
    ],
)
def test_offers_never_come_along_with_notices(use_case, kinds, joint):
    content = full("mixed", kinds, "en")
    content = type(content)(**{**content.to_dict(), "message_kinds": kinds, "use_case": use_case})
    assert joint_kinds(content) == joint


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_versions_without_the_newer_texts_are_still_read(language):
    texts = render(full("care", ("care",), language, methods=("web",)))
    data = json.loads(json.dumps(texts.as_dict()))
    for name in ("cta_pos", "cta_counter", "cta_flyer", "cta_keyword", "optin_request"):
        del data[name]
    assert RenderedTexts.from_dict(data) == texts


# Letters of the GSM alphabet and their accented sisters; a name in another script needs more.
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEÉÈÑáéíóúüñçàèùâêîô &'.-", min_size=1, max_size=60)
WORDS = st.text("abcdefghij éèàñ0123456789", max_size=100)
PHONES = st.sampled_from(["+18005550134", "+525512345678", "+33142685300", "", "oops"])


@settings(max_examples=60, deadline=None)
@given(
    brand=LETTERS.filter(lambda name: name.strip()), frequency=WORDS, phone=PHONES,
    language=st.sampled_from(LANGUAGES), use_case=st.sampled_from(["otp", "marketing"]),
)  # fmt: skip
def test_any_name_and_frequency_give_replies_of_one_gsm_part(
    brand, frequency, phone, language, use_case
):
    kinds = ("security_code",) if use_case == "otp" else ("marketing",)
    texts = render(
        full(use_case, kinds, language, brand_name=brand, frequency=frequency,
             support_phone=phone, double_opt_in=True)
    )  # fmt: skip
    for reply in (texts.optin_confirmation, texts.help_reply, texts.optin_request):
        assert gsm.parts(reply) == 1, reply
    assert gsm.length(texts.optout_confirmation) < 160


@settings(max_examples=60, deadline=None)
@given(
    words=st.text(max_size=60), kinds=st.lists(st.text(max_size=12), max_size=3).map(tuple),
    language=st.text(max_size=3), methods=st.lists(st.text(max_size=6), max_size=3).map(tuple),
)  # fmt: skip
def test_no_content_makes_rendering_fail(words, kinds, language, methods):
    content = full(
        "mixed", kinds, language, methods=(*methods, "web", "flyer"), brand_name=words,
        frequency=words, program_name=words, own_texts={"terms": words, "privacy": f"# {words}"},
    )  # fmt: skip
    assert render(content) == render(content)
