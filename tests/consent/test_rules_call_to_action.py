"""Proves the rules on calls to action on wordings that people use, and on traps."""

import pytest

from tests.consent.linting import fails, findings

# (rule, texts that pass, texts that fail); every text is read as a web form.
EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "CTA-BRAND": (
        [
            "I agree to receive order updates by text from Maple Dental.",
            "MAPLE DENTAL reminders by SMS",
            "texts from <b>Maple</b> <i>Dental</i>",
            "Get Acme’s weekly deals by text",
            "Maple-Dental: text alerts",
            "Join Acme, Inc. text alerts",
        ],
        [
            "I agree to receive text messages from us.",
            "Sign up for text alerts today!",
            "Texts from Acmeville",
            "Texts from Maple Dentalcare",
            "Alerts by text. Terms: acme.com/terms",
            "Questions? care@acme.com",
        ],
    ),
    "CTA-PURPOSE": (
        [
            "I agree to recurring marketing texts from Acme",
            "one-time login codes from Acme",
            "Acme texts about your order",
            "Get delivery updates by text",
            "appointment reminders by SMS",
            "Recibe ofertas de Acme por mensaje de texto",
        ],
        [
            "I agree to receive SMS from Acme.",
            "Acme may text me updates.",
            "I agree to get texts from Acme. Text HELP for support.",
            "Acme texts. Message frequency varies. Consent is not a condition of purchase.",
            "I agree to receive texts. We never send marketing messages.",
            "Texts from Acme at acme.com/marketing-alerts",
        ],
    ),
    "CTA-SMS-CHANNEL": (
        [
            "I agree to receive SMS notifications from Acme",
            "get text messages from Acme",
            "Acme will text you offers",
            "recibir mensajes de texto de Acme",
            "txt alerts from Acme",
        ],
        [
            "I agree to receive communications from Acme",
            "Acme may contact me at this number",
            "I agree to receive communications from Acme. Text STOP to opt out.",
            "Read the text below before you agree to hear from Acme.",
            "Notifications from Acme. Terms: acme.com/sms-terms",
        ],
    ),
    "CTA-EXPLICIT-CONSENT": (
        [
            "By checking this box, I agree to receive appointment reminders by text from Acme.",
            "Do you agree to receive delivery texts from Acme? Yes / No",
            "[ ] Yes, text me offers from Acme",
            "By providing your phone number you consent to texts from Acme",
            "I would like to receive Acme alerts by SMS",
            "Sign up for Acme text alerts",
            "Acepto recibir mensajes de texto de Acme",
        ],
        [
            "Enter your mobile number.",
            "We use your number to keep in touch by text.",
            "Acme sends texts about orders.",
            "I agree to the Terms. Acme texts about orders.",
            "Mobile number (for texts from Acme)",
        ],
    ),
    "CTA-FREQUENCY": (
        [
            "Msg frequency varies.",
            "One message per login attempt.",
            "Up to 4 msgs/month",
            "Message frequency\nmay vary",
            "You will get 2-4 texts a week",
            "up to ten (10) messages per month",
            "La frecuencia de los mensajes varía",
        ],
        [
            "You will receive periodic messages.",
            "We text from time to time.",
            "recurring automated texts",
            "occasional offers by text",
            "Support is there 24/7 by text message.",
            "Plans start at $5/month",
        ],
    ),
    "CTA-HELP": (
        [
            "Text HELP or call 1-800-111-2222 for support.",
            "Questions? Email care@acme.com",
            "Call (206) 555-0199",
            "Support: acme.com/support",
            "Call +44 20 7183 8750",
        ],
        [
            "Contact us if you have questions.",
            "Texts from Acme.",
            "Text JOIN to (833) 602-8038",
            "Terms: acme.com/terms",
        ],
    ),
    "CTA-HELP-KEYWORD": (
        [
            "Reply HELP for help.",
            "HELP for info, STOP to end.",
            "text “HELP” for more information",
            "Reply STOP to cancel or HELP for help",
            "Responda AYUDA",
            "Responda STOP para cancelar, AYUDA para ayuda.",
            "Répondez ARRET pour arrêter, AIDE pour de l’aide.",
        ],
        [
            "For support call 1-800-111-2222.",
            "Email care@acme.com with questions.",
            "Text us for help",
            "Need help? Call us.",
            "You cannot text HELP to this number",
            "We text you alerts that help you save",
        ],
    ),
    "CTA-STOP": (
        [
            "Text STOP to opt-out of future messages.",
            "STOP to cancel, HELP for help.",
            "Reply with the keyword STOP",
            "reply stop to unsubscribe",
            "To opt out, text &quot;STOP&quot;",
            "Reply\nSTOP to end",
            "Responda ALTO para cancelar",
            "AYUDA para ayuda, STOP para cancelar",
            "Répondez ARRÊT pour arrêter",
        ],
        [
            "You can unsubscribe at any time.",
            "Manage preferences in your account.",
            "You cannot text STOP",
            "Txt STOP2END",
            "Reply STOP=END",
            "Reply to this email to stop receiving messages",
            "Replying STOP will not work",
        ],
    ),
    "CTA-RATES": (
        [
            "Message and data rates may apply.",
            "Msg&Data rates may apply",
            "Msg &amp; data rates may apply",
            "Std msg &amp;amp; data rates apply",
            "Message and\n data rates may apply",
            "Se pueden aplicar cargos por mensajes y datos",
        ],
        [
            "Carrier charges may apply.",
            "Texting is free.",
            "Standard rates apply",
            "No message and data rates apply",
            "Data may be used",
        ],
    ),
    "CTA-RATES-VERBATIM": (
        [
            "MESSAGE AND DATA RATES MAY APPLY",
            "Standard message and data rates may apply.",
            "message and data<br>rates may apply",
            "Message&nbsp;and data rates may apply",
            "As always, message and data rates may apply to you.",
        ],
        [
            "Msg & data rates may apply.",
            "Message & data rates may apply.",
            "Message and data charges may apply.",
            "Messaging and data rates may apply.",
            "Texts from Acme.",
        ],
    ),
    "CTA-TERMS": (
        [
            "Terms: https://acme.com/sms-terms",
            "T&C/Privacy: acme.com/sms",
            'See our <a href="/legal">Terms of Service</a>',
            "Terms & Privacy at acme.com/legal",
            "acme.com/t (terms)",
            "[Terms](https://acme.com/x1)",
        ],
        [
            "Terms apply.",
            "See our terms on our website.",
            "Terms & Conditions: Privacy Policy: https://acme.com/privacy",
            'See our <a href="#">Terms</a>',
            "Privacy: acme.com/privacy",
        ],
    ),
    "CTA-PRIVACY": (
        [
            "Privacy Policy: https://acme.com/privacy",
            "T&C/Privacy: acme.com/sms",
            '<a href="https://acme.com/pp">Privacy Notice</a>',
            "Terms and Privacy Policy: acme.com/legal",
            "Privacidad: acme.com/p",
        ],
        [
            "We respect your privacy.",
            "See our privacy policy on our website.",
            "Privacy Policy: Terms: https://acme.com/terms",
            "Terms: acme.com/terms",
            "Write to privacy@acme.com",
        ],
    ),
    "CTA-NOT-PREREQUISITE": (
        [
            "Consent is not a condition of any purchase.",
            "You are not required to agree in order to buy goods or services.",
            "Consent isn't a condition of purchase",
            "Your consent is not required to purchase from Acme.",
            "El consentimiento no es una condición de compra.",
        ],
        [
            "I agree to marketing texts from Acme.",
            "By ordering you agree to our offers by text.",
            "Consent is a condition of purchase.",
            "We are not the seller. Conditions apply.",
            "Purchase today.",
        ],
    ),
    "CTA-CONSENT-FORCED": (
        [
            "[ ] Optional: text me delivery updates from Acme.",
            "You can submit this form without agreeing to texts.",
            "Consent is not a condition of purchase.",
            "You are not required to agree to texts.",
            "You do not have to opt in to texts to order.",
            "By checking this box you agree to texts. The tennis court opens at 8.",
        ],
        [
            "By placing your order you agree to receive marketing texts from Acme.",
            "You must agree to text messages to create an account.",
            "Consent to texts is a condition of service.",
            "By creating an account, you consent to receive SMS from Acme.",
            "Enrollment in texts is court-ordered.",
        ],
    ),
    "CTA-THIRD-PARTY-CONSENT": (
        [
            "texts from Acme",
            "Acme never shares your number with third parties for texts.",
            "We do not sell your mobile number to partners or affiliates.",
            "No mobile information will be shared with third parties for texting.",
            "Texts won’t come from our partners",
        ],
        [
            "I agree to texts from Acme and its marketing partners",
            "You may hear from our affiliates by text",
            "Acme and third parties may text you",
            "messages from Acme, its sponsors and others",
            "Selected companies may contact you",
        ],
    ),
    "TEXT-PLACEHOLDER": (
        [
            "texts from Acme Pets",
            "call 1-800-555-0134",
            "[ ] I agree to texts",
            "Do you agree? [Yes/No]",
            "Save 10% {}",
        ],
        [
            "texts from {Program name}",
            "call xxx-xxx-xxxx",
            "texts from {{brand}}",
            "texts from [Your Company]",
            "texts from <insert name>",
            "Terms: https://example.com/terms",
            "Lorem ipsum dolor",
        ],
    ),
    "URL-SHORTENER": (
        [
            "https://acme.com/track/12",
            "https://go.acme.com/a1",
            "https://bit.lyrics.com/a",
            "rabbit.ly/abc",
            "mail me at a@bit.ly",
        ],
        ["bit.ly/abc123", "https://tinyurl.com/acme", "See BIT.LY/x", "http://www.t.co/1", "is.gd"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, (good, _) in EXAMPLES.items() for text in good]
)
def test_an_accepted_wording_passes(rule, text):
    assert not fails("web", text, rule)


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, (_, bad) in EXAMPLES.items() for text in bad]
)
def test_a_wording_that_reviewers_reject_is_found(rule, text):
    assert fails("web", text, rule)


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
