"""Proves the rules on terms and privacy pages, above all on who shares opt-in data."""

import pytest

from tests.consent.linting import fails, findings

EXCLUSION = (
    "The above excludes text messaging originator opt-in data and consent; "
    "this information will not be shared with any third parties."
)

TERMS: dict[str, tuple[list[str], list[str]]] = {
    "TERMS-BRAND": (
        ["Maple Dental SMS Terms", "Programme: Acme Alerts", "<h1>ACME</h1> terms", "Acme's terms",
         "Terms of Acme, Inc."],
        ["SMS Terms of Service", "Our messaging terms", "Acmee terms", "acme.com", "hi@acme.com"],
    ),
    "TERMS-DESCRIPTION": (
        ["When you opt in we send appointment reminders and schedule changes.",
         "You will receive order and delivery texts.",
         "Members get weekly offers by text.",
         "The program sends one-time passcodes.",
         "We text you alerts on your account."],
        ["You will receive messages.", "", "We send texts.", "Marketing is fun.",
         "You get texts. Reply HELP for support."],
    ),
    "TERMS-FREQUENCY": (
        ["Message frequency may vary.", "You will receive up to 4 messages per month.",
         "1 msg/day", "You get one text for each order.", "Frequency of messages varies"],
        ["We message periodically.", "", "Recurring messages.", "Texts at times.",
         "Daily specials."],
    ),
    "TERMS-RATES": (
        ["As always, message and data rates may apply.", "Msg & data rates may apply.",
         "Message/data rates may apply", "Std text messaging rates apply",
         "Data and message rates may apply"],
        ["Your plan may charge you.", "", "Rates apply.", "Data is free.",
         "No message and data rates apply"],
    ),
    "TERMS-STOP": (
        ['Just text "STOP" to the short code.', "Reply STOP to any message to cancel.",
         "STOP to quit", "Send the word STOP", "Cancel by replying STOP"],
        ["Cancel any time in your account.", "", "Do not reply STOP.", "We stop texts on request.",
         "Call us to stop."],
    ),
    "TERMS-STOP-CONFIRM": (
        ["We will send a message to confirm; after this you will no longer receive SMS from us.",
         "You get one confirmation and no further messages.",
         "A confirmation is sent. No more texts follow.",
         "We will acknowledge it and not send you any messages again.",
         "One confirmation message, then nothing. No further texts."],
        ["Text STOP to cancel.", "We may contact you again.", "We confirm it.", "No more texts.",
         ""],
    ),
    "TERMS-REJOIN": (
        ["To join again, sign up as you did the first time.", "Text START to resume.",
         "You can opt back in", "Resubscribe on our page", "Sign up again at any time"],
        ["", "You cannot rejoin.", "Join our club.", "Come in.", "You can never rejoin"],
    ),
    "TERMS-HELP": (
        ["Reply HELP, or write to care@acme.com.", "Text HELP or call 1-800-111-2222.",
         "reply with the keyword HELP or get help at care@acme.com",
         "HELP for help. (206) 555-0199", "Envíe AYUDA o llame al 800-555-0134"],
        ["Reply HELP for help.", "Contact support.", "care@acme.com", "Call 1-800-111-2222", ""],
    ),
    "TERMS-CARRIER-LIABILITY": (
        ["Carriers are not liable for delayed or undelivered messages.",
         "Mobile carriers are not responsible for delayed or undelivered texts.",
         "Carriers (such as T-Mobile) are not liable for any delay.",
         "The wireless carriers will not be held liable for undelivered messages",
         "Neither carrier is responsible, nor liable for delays"],
        ["We are not liable for anything.", "", "Carriers deliver messages.",
         "Carriers are liable for delayed messages.", "We are not liable for delayed messages."],
    ),
    "TERMS-PLAN-QUESTIONS": (
        ["For questions about your text or data plan, contact your wireless provider.",
         "Ask your mobile carrier about your plan.", "Questions on your plan: phone company",
         "Your wireless carrier has details on rates", "Contact your carrier for plan details"],
        ["", "Ask us about your plan.", "Carriers are not liable.", "Questions? Email us.",
         "Your wireless provider is great."],
    ),
    "TERMS-PRIVACY-LINK": (
        ["Privacy: https://acme.com/privacy", '<a href="/privacy">Privacy Policy</a>',
         "our privacy policy: acme.com/pp", "Privacy Notice (https://acme.com/x)",
         "Read our privacy policy at https://acme.com/legal."],
        ["We respect privacy.", "", "See our privacy policy.", "Terms: acme.com/terms",
         "privacy@acme.com"],
    ),
    "TERMS-SWEEPSTAKES": (
        ["Official rules: acme.com/rules. Win a prize!", "We hold no contests.", "",
         "Sweepstakes rules are posted.", "There are never any prizes."],
        ["Text WIN to enter!", "giveaway every week", "A prize for you", "Enter to win a car",
         "Our sweepstakes begin"],
    ),
}  # fmt: skip

PRIVACY: dict[str, tuple[list[str], list[str]]] = {
    "PRIVACY-LABELLED": (
        ["<h1>Privacy Policy</h1>", "Privacy Notice - Acme", "Acme Privacy Statement\n\nWe care.",
         "<title>Privacy</title><p>x</p>", "Política de privacidad"],
        ["Legal", "Home page\n\nPrivacy is below.", "<h1>Acme</h1><p>privacy</p>", "", "Terms"],
    ),
    "PRIVACY-BRAND": (
        ['Acme LLC ("we")', "Maple Dental Privacy Policy", "ACME", "Acme’s policy", "at Acme."],
        ["This site...", "SmileCo privacy", "Pacmey", "acme.com", "we and us"],
    ),
    "PRIVACY-NO-SHARING": (
        [EXCLUSION,
         "No mobile information will be shared with third parties or affiliates for marketing or "
         "promotional purposes.",
         "We will never sell or rent your phone number to anyone.",
         "SMS opt-in data is not shared with third parties, except to aggregators and providers of "
         "the text messaging services.",
         "We collect your mobile number. This information is never shared with third parties.",
         "<p>We will never share\nSMS consent with partners.</p>"],
        ["We value your privacy.", "We may share information with partners.",
         "We will not share your mobile number with third parties without your consent.",
         "We do not sell personal information to third parties.",
         "Opt-in data is not shared with third parties except with your consent.",
         "Your phone number helps us serve you."],
    ),
    "PRIVACY-SHARING-CONFLICT": (
        ["We share data with vendors that send our texts. " + EXCLUSION,
         "We may share aggregate data with partners for marketing. " + EXCLUSION,
         "We do not share your mobile number with partners for marketing.",
         "We will never sell your phone number to third parties.",
         "We may share information with service providers who deliver messages.",
         "We may share personal information with partners for marketing, excluding SMS opt-in "
         "data."],
        ["We may share your mobile number with partners with your consent.",
         "Opt-in data may be shared for marketing if you agree.",
         "We may sell your phone number to third parties.",
         "We may share personal data with affiliates for their own marketing.",
         "We may disclose SMS consent to partners. " + EXCLUSION,
         "We do not rent lists, but we may share your mobile number with advertisers."],
    ),
    "PRIVACY-CONTACT": (
        ["privacy@acme.com", "Call 1-800-555-0134", "600 Congress Ave, Austin", "P.O. Box 12",
         "(206) 555-0199"],
        ["", "Use our form", "Contact us", "Version 12 of 2026", "Acme"],
    ),
    "PRIVACY-COLLECTS": (
        ["We collect your mobile number to send appointment texts.",
         "phone number: used for order texts",
         "We collect phone numbers. They are used to text you.",
         "We gather your cell number in order to confirm visits.",
         "We store your number so that we can remind you."],
        ["We collect information.", "", "Your phone number is safe.", "We care.", "Cookies."],
    ),
}  # fmt: skip

TABLES = [("terms", TERMS), ("privacy", PRIVACY)]


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [(kind, rule, t) for kind, table in TABLES for rule, (good, _) in table.items() for t in good],
)
def test_an_accepted_wording_passes(kind, rule, text):
    assert not fails(kind, text, rule)


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [(kind, rule, t) for kind, table in TABLES for rule, (_, bad) in table.items() for t in bad],
)
def test_a_wording_that_reviewers_reject_is_found(kind, rule, text):
    assert fails(kind, text, rule)


def test_a_general_exclusion_is_only_a_warning():
    (found,) = findings("privacy", "We do not sell personal information to third parties.",
                        "PRIVACY-NO-SHARING")  # fmt: skip
    assert found.severity == "warning"


def test_a_conditional_exclusion_is_marked_where_it_stands():
    policy = "Acme. SMS data is never shared with third parties without your consent. Bye."
    (found,) = findings("privacy", policy, "PRIVACY-NO-SHARING")
    assert policy[found.start : found.end].startswith("SMS data")
    assert found.is_blocker


def test_codes_need_no_promise_of_silence_in_the_terms():
    assert not fails("terms", "Text STOP to cancel.", "TERMS-STOP-CONFIRM", use_case="otp")


def test_terms_with_help_but_no_contact_say_which_is_missing():
    (found,) = findings("terms", "Reply HELP for help.", "TERMS-HELP")
    assert "e-mail" in found.message
