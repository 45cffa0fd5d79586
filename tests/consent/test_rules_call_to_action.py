"""Proves what the corpus of wordings cannot say of calls to action: severity, spans, brands."""

import pytest

from tests.consent.linting import fails, findings


@pytest.mark.parametrize(
    ("use_case", "severity"),
    [("marketing", "blocker"), ("mixed", "warning"), ("transactional", "advice")],
)
def test_the_purchase_sentence_matters_most_for_marketing(use_case, severity):
    (found,) = findings("web", "Texts from Acme", "CTA-NOT-PREREQUISITE", use_case=use_case)
    assert found.severity == severity


@pytest.mark.parametrize("number_type", ["10dlc", "toll_free", "short_code"])
def test_the_cost_disclosure_is_demanded_in_america_only(number_type):
    assert fails("web", "Texts from Acme", "CTA-RATES", number_type=number_type)
    assert not fails("web", "Texts from Acme", "CTA-RATES", number_type="sender_id")


def test_outside_america_the_help_keyword_is_only_advice():
    (found,) = findings("web", "Texts", "CTA-HELP-KEYWORD", number_type="sender_id")
    assert found.severity == "advice"


def test_a_keyword_sign_consents_by_the_act_of_texting():
    sign = "Text JOIN to 55555 for Acme offers"
    assert not fails("flyer", sign, "CTA-EXPLICIT-CONSENT")
    assert fails("flyer", "Acme offers by text", "CTA-EXPLICIT-CONSENT")


@pytest.mark.parametrize("brand", ["Stop & Shop", "Help Now", "Reply Stop Bakery"])
def test_a_keyword_inside_the_brand_is_no_instruction(brand):
    text = f"Reply to get texts from {brand}."
    assert fails("web", text, "CTA-STOP", brand_names=(brand,))
    assert fails("web", text, "CTA-HELP-KEYWORD", brand_names=(brand,))


def test_a_brand_called_help_may_still_name_the_keyword():
    assert not fails("web", "Help: reply HELP for help", "CTA-HELP-KEYWORD", brand_names=("Help",))


def test_a_short_domain_of_the_tenants_own_is_no_public_shortener():
    assert not fails("web", "x.co/offer", "URL-SHORTENER", domains=("x.co",))


def test_a_span_points_at_the_original_characters():
    text = "<p>Msg&nbsp;&amp;  data\nrates may apply, bit.ly/x</p>"
    (found,) = findings("web", text, "CTA-RATES-VERBATIM")
    assert text[found.start : found.end] == "Msg&nbsp;&amp;  data\nrates may apply"
    (found,) = findings("web", text, "URL-SHORTENER")
    assert text[found.start : found.end] == "bit.ly/x"


def test_hidden_html_is_not_shown_to_anybody():
    hidden = '<div style="display: none">Reply STOP to cancel</div><script>"STOP to end"</script>'
    assert fails("web", hidden, "CTA-STOP")
    assert not fails("web", hidden + "<p>Reply STOP to cancel</p>", "CTA-STOP")


def test_a_long_brand_may_be_shortened_to_its_leading_words():
    long = "International Association of Hospitality Professionals of Northern California"
    assert not fails("web", "texts from International Association of Hospitality Professionals",
                     "CTA-BRAND", brand_names=(long,))  # fmt: skip
    assert fails("web", "texts from International Bakers", "CTA-BRAND", brand_names=(long,))


@pytest.mark.parametrize(
    ("brand", "text"),
    [
        ("Joe's Pizza LLC", "texts from JOES PIZZA"),
        ("Joes Pizza", "texts from Joe’s Pizza"),
        ("Smith & Sons, Inc.", "texts from Smith and Sons"),
        ("Crème", "texts from CREME"),
        ("A.C.M.E. Corp.", "texts from ACME"),
        ("AT&T", "texts from AT&amp;T"),
    ],
)
def test_a_brand_is_recognised_however_it_is_punctuated(brand, text):
    assert not fails("web", text, "CTA-BRAND", brand_names=(brand,))
