"""Proves the rules on scripts that agents read out on the telephone."""

import pytest

from consent.rendering import render
from tests.consent.linting import fails, findings
from tests.consent.programs import MAPLE, program


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
