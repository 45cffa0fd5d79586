"""Proves the rules on scripts that agents read out on the telephone."""

import pytest

from consent.rendering import render
from tests.consent.linting import fails, findings
from tests.consent.programs import MAPLE, program

EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "VERBAL-URL-READ-OUT": (
        ["Our terms and privacy policy are at acme.com/sms",
         "Terms are at acme dot com slash terms and privacy at acme dot com slash privacy.",
         "Terms: acme.com/t. Privacy: acme.com/p.",
         "Our terms and privacy notice are at www dot acme dot org slash legal",
         "See terms at https://acme.com/terms and privacy at https://acme.com/privacy"],
        ["The terms are on our website.", "You can click the link below for terms.",
         "Terms are at acme dot com slash terms.", "Our privacy policy: acme.com/privacy", ""],
    ),
    "VERBAL-AFFIRMATIVE": (
        ["Do you agree? [Yes/No]", 'Agent waits for "yes" and records it.',
         "Would you like texts from Acme? Customer: ...", "May we text you? (wait for answer)",
         "Please say yes to agree."],
        ["I'm signing you up for our texts.", "You'll get texts from us now.",
         "Do you agree?", "We will text you.", ""],
    ),
    "VERBAL-NO-VISUAL": (
        ["You can find it at acme dot com.", "Say yes to agree.", "Visit us", "We text you.", ""],
        ["By checking this box you agree", "Click here for terms.", "See the link below",
         "Tap the button", "as shown above"],
    ),
    "VERBAL-CONFIRM-SMS": (
        ["You will get a text to confirm.", "We will send a confirmation message now.",
         "A confirmation text follows.", "We text you to confirm.", "Confirm by text message"],
        ["", "You're all set.", "We text you.", "Is that confirmed?", "Thank you"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, (good, _) in EXAMPLES.items() for text in good]
)
def test_an_accepted_wording_passes(rule, text):
    assert not fails("verbal", text, rule)


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, (_, bad) in EXAMPLES.items() for text in bad]
)
def test_a_wording_that_reviewers_reject_is_found(rule, text):
    assert fails("verbal", text, rule)


def test_comprehensive_terms_inside_the_script_replace_the_addresses():
    texts = render(MAPLE)
    spoken_terms = f"{texts.terms_text}\n\n{texts.privacy_text}".replace("https://", "see ")
    names = MAPLE.names
    without_addresses = " ".join(w for w in spoken_terms.split() if "/" not in w)
    assert not fails("verbal", without_addresses, "VERBAL-URL-READ-OUT", brand_names=names)
    shortened = without_addresses.replace("Carriers are not liable", "Nobody is liable")
    assert fails("verbal", shortened, "VERBAL-URL-READ-OUT", brand_names=names)


@pytest.mark.parametrize("text", ["We ask the customer if they want texts.", "See attached.", ""])
def test_a_description_of_a_script_is_no_script(text):
    assert fails("verbal", text, "VERBAL-SCRIPT")


def test_the_rendered_script_is_a_full_script():
    assert not fails("verbal", render(program(methods=("verbal",))).verbal_script, "VERBAL-SCRIPT")


def test_every_word_that_needs_a_screen_is_marked():
    text = "Click the link below."
    spans = [(f.start, f.end) for f in findings("verbal", text, "VERBAL-NO-VISUAL")]
    assert [text[start:end] for start, end in spans] == ["Click", "below"]
