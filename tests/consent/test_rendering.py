"""Proves that every rendered text carries its disclosures and keeps its length limit."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import gsm, phones
from consent.content import MessageKind, UseCase
from consent.rendering import MESSAGE_FLOW_LIMIT, RenderedTexts, render, spoken
from consent.rendering.phrasebook import book
from tests.consent.programs import program

LONG = "The International Association of Hospitality Professionals of Northern California Inc."
EXCLUSION = (
    "The above excludes text messaging originator opt-in data and consent; "
    "this information will not be shared with any third parties."
)
ITEMS = [
    "Maple Dental",
    "Up to 4 messages per month.",
    "Message and data rates may apply.",
    "Text HELP or call (800) 555-0134 for support.",
    "Text STOP to opt out",
    "Consent is not a condition of purchase.",
]


def test_the_web_call_to_action_has_one_box_for_each_kind_and_never_merges_marketing():
    boxes = render(program("mixed")).cta_web
    assert [box.kind for box in boxes] == ["appointment", "marketing"]
    assert "marketing" not in boxes[0].text
    assert "appointment" not in boxes[1].text


@pytest.mark.parametrize("item", ITEMS)
def test_each_box_stands_alone_with_every_disclosure(item):
    assert all(item in box.text for box in render(program("mixed")).cta_web)


def test_each_box_names_the_full_addresses_of_terms_and_privacy():
    content = program("mixed")
    for box in render(content).cta_web:
        assert f"Terms & Conditions: {content.terms_url}" in box.text
        assert f"Privacy Policy: {content.privacy_url}" in box.text


@pytest.mark.parametrize("item", ITEMS)
def test_the_verbal_script_reads_out_every_disclosure(item):
    assert item in render(program("mixed", methods=("verbal",))).verbal_script


def test_the_verbal_script_speaks_addresses_and_asks_about_each_kind():
    script = render(program("mixed", methods=("verbal",))).verbal_script
    assert "texts dot example slash p slash maple dash dental slash reminders slash terms" in script
    assert "://" not in script
    assert script.count("Do you agree to receive") == 2
    assert script.count("Wait for the answer") == 2
    assert "We will send you a text message now to confirm." in script


def test_the_terms_page_lists_its_elements_in_order():
    text = render(program()).terms_text
    elements = ["Maple Dental Reminders SMS Terms", "appointment reminders", 'reply "STOP"',
                "to confirm that you have been unsubscribed", "join again", "keyword HELP",
                "help directly at care@mapledental.example or (800) 555-0134",
                "Carriers are not liable",
                "message and data rates may apply", "Up to 4 messages per month",
                "wireless provider", "privacy policy: https://"]  # fmt: skip
    found = [text.find(element) for element in elements]
    assert -1 not in found
    assert found == sorted(found)


def test_the_privacy_page_is_labelled_and_carries_the_exclusion_word_for_word():
    texts = render(program())
    assert texts.privacy[0].heading == "Maple Dental Privacy Policy"
    assert EXCLUSION in texts.privacy_text


@pytest.mark.parametrize("kind", MessageKind.codes())
def test_every_kind_has_two_samples_with_brand_and_opt_out(kind):
    samples = render(program(message_kinds=(kind,))).sample_messages
    assert kind in book("en").kinds
    assert len(set(samples)) == 2
    for sample in samples:
        assert sample.startswith("Maple Dental: ")
        assert sample.endswith("Reply STOP to opt out.")
        assert gsm.parts(sample) == 1


def test_the_first_samples_cover_every_kind_since_forms_take_only_a_few():
    first, second = render(program("mixed")).sample_messages[:2]
    assert "appointment" in first
    assert "15%" in second


def test_the_tenants_own_samples_replace_generated_ones():
    own = ("Maple Dental: your visit is tomorrow. Reply STOP to opt out.",)
    assert render(program(sample_messages=own)).sample_messages == own


def test_the_otp_opt_out_reply_is_the_carriers_sentence_with_straight_quotes():
    assert render(program("otp")).optout_confirmation == (
        'You are unsubscribed from Maple Dental OTP. Opt back in by replying "JOIN" or '
        "requesting a new code to login. Reply HELP for help or call (800) 555-0134"
    )


@pytest.mark.parametrize("use_case", UseCase.codes())
@pytest.mark.parametrize("brand", ["Ace", "Maple Dental", "Crème & “Søn” — Café", LONG])
def test_replies_fit_one_part_whatever_the_brand_is_called(use_case, brand):
    texts = render(program(use_case, brand_name=brand))
    for reply in (texts.optin_confirmation, texts.help_reply, texts.optout_confirmation):
        assert gsm.encoding(reply) == "GSM"
        assert gsm.parts(reply) == 1
        assert 20 <= len(reply) <= 255
    assert gsm.length(texts.optout_confirmation) < 160


def test_a_brand_is_shortened_by_whole_words_only():
    brand = "Extraordinarily Lengthy Denominational Undertakings " * 4
    reply = render(program(brand_name=brand, program_name=brand)).optout_confirmation
    words = reply.split(":")[0].removeprefix("You are unsubscribed from ").split()
    assert gsm.parts(reply) == 1
    assert brand.startswith(" ".join(words[:3]))
    assert set(words[:3]) <= set(brand.split())


def test_a_brand_with_braces_is_only_text():
    assert "{0}{oops}" in render(program(brand_name="{0}{oops}")).optout_confirmation


@pytest.mark.parametrize("use_case", UseCase.codes())
def test_the_message_flow_says_where_and_quotes_the_disclosures_within_its_limit(use_case):
    content = program(use_case)
    flow = render(content).message_flow
    assert 40 <= len(flow) <= MESSAGE_FLOW_LIMIT
    assert content.join_url in flow
    assert "Message and data rates may apply" in flow


def test_a_message_flow_with_very_long_addresses_still_keeps_its_limit():
    long = "https://texts.example/" + "p" * 300
    content = program("mixed", terms_url=long, privacy_url=long, join_url=long)
    flow = render(content).message_flow
    assert len(flow) <= MESSAGE_FLOW_LIMIT
    assert "Text STOP to opt out" in flow


def test_rendered_texts_survive_a_json_column():
    texts = render(program("mixed"))
    assert RenderedTexts.from_dict(json.loads(json.dumps(texts.as_dict()))) == texts


def test_without_a_telephone_support_is_reached_by_email():
    texts = render(program(support_phone="", methods=("web", "verbal")))
    assert "Text HELP or email care@mapledental.example for support." in texts.cta_web[0].text
    assert "write to care at mapledental dot example" in texts.verbal_script
    assert "email care@mapledental.example" in texts.help_reply


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+18005550134", "(800) 555-0134"), ("+442071838750", "020 7183 8750"), ("oops", "oops")],
)
def test_numbers_are_shown_as_their_country_writes_them(number, shown):
    assert phones.national(number) == shown


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.acme.example/sms_terms/", "acme dot example slash sms underscore terms"),
        ("http://localhost:8000/p/a-b/", "localhost colon 8000 slash p slash a dash b"),
    ],
)
def test_addresses_are_spoken_sign_by_sign(address, said):
    assert spoken.url(address) == said


@settings(max_examples=60, deadline=None)
@given(brand=st.text(min_size=1, max_size=120), frequency=st.text(max_size=200))
def test_rendering_never_fails_and_is_deterministic(brand, frequency):
    content = program("mixed", brand_name=brand, frequency=frequency)
    assert render(content) == render(content)
