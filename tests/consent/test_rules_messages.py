"""Proves the rules on samples and automatic replies."""

import pytest

from consent.rules.samples import enough
from tests.consent.linting import fails, findings

SHORT_OUT = "Acme: You are opted out and will receive no further messages."
OTP_OUT = (
    'You are unsubscribed from Acme OTP. Opt back in by replying "START" or requesting a new code '
    "to login. Reply HELP for help or call 800-555-0134"
)
OPTED_IN = (
    "Acme: You are subscribed to order texts. Msg frequency varies. Msg & data rates may apply. "
    "Reply HELP for help, STOP to cancel."
)

EXAMPLES: dict[tuple[str, str], tuple[list[str], list[str]]] = {
    ("sample_message", "SAMPLE-BRAND"): (
        ["Acme: your order shipped.", "Your login code for Acme is 523016.", "ACME here",
         "Hi from Maple Dental!", "Visit Acme today"],
        ["Your order shipped.", "Hi, we owe you a visit!", "acme.com has it", "Acmes sale",
         "Hello"],
    ),
    ("sample_message", "SAMPLE-OPTOUT"): (
        ["Reply STOP to unsubscribe.", "Txt STOP to end", "STOP to cancel",
         "Text STOP to opt out", "To opt out reply STOP"],
        ["unsubscribe at acme.com", "STOP2END", "Stop by today!", "Reply to stop", "Sale now"],
    ),
    ("sample_message", "TEXT-PLACEHOLDER"): (
        ["Acme: hi {first_name}", "Acme: see [link]", "Acme: code {{code}}", "Acme: <date>",
         "Acme"],
        ["{brand}: hi", "[Company Name]: hi", "{{business_name}}: hi", "<your business>: hi",
         "Call xxx-xxx-xxxx"],
    ),
    ("optout_confirmation", "OPTOUT-CONFIRM-BRAND"): (
        ["You are unsubscribed from Acme.", SHORT_OUT, "ACME: bye", "Maple Dental: done",
         "Acme's list"],
        ["You have been unsubscribed.", "Goodbye!", "acme.com", "us", "Pacme: bye"],
    ),
    ("optout_confirmation", "OPTOUT-CONFIRM-DONE"): (
        ["You are now opted out", "You have successfully been unsubscribed", "Removed from list",
         "Your texts are cancelled", "Ha sido dado de baja"],
        ["We got your message", "Sorry to see you go", "You are not unsubscribed yet",
         "Reply STOP to opt out", ""],
    ),
    ("optout_confirmation", "OPTOUT-CONFIRM-NO-MORE"): (
        ["You will receive no further messages.", "No more messages will be sent.",
         "You will not receive texts.", "You won’t receive any more texts",
         "You will no longer receive SMS"],
        ["Acme: you are unsubscribed.", "Acme: you may still get texts.", "Bye", "Done.",
         "More soon"],
    ),
    ("optout_confirmation", "OPTOUT-CONFIRM-160-GSM"): (
        [SHORT_OUT, OTP_OUT, "a" * 159, "é" * 159, "{" * 79],
        ["“START”", "a" * 160, "a…", "bye 👋", "€" * 80, "no\u00a0more"],
    ),
    ("optout_confirmation", "OPTOUT-CONFIRM-NO-MARKETING"): (
        ["Acme: you are opted out of offers. No more messages will be sent.",
         "You are unsubscribed from Acme. Reply START to rejoin.", SHORT_OUT, OTP_OUT,
         "No more deals will be sent."],
        ["Acme: opted out. Here is 20% off if you stay!", "Unsubscribed. Visit acme.com/deals",
         "Before you go: one more thing", "Unsubscribed. Come back soon", "Bye. Shop now"],
    ),
    ("help_reply", "HELP-BRAND"): (
        ["Acme: for help call 1-800-555-0134.", "Acme Alerts help: care@acme.com.", "ACME",
         "Maple Dental support", "Help from Acme"],
        ["For help call 1-800-555-0134.", "Text STOP to unsubscribe.", "care@acme.com", "Us", "Hi"],
    ),
    ("help_reply", "HELP-CONTACT"): (
        ["call (206) 555-0199", "care@acme.com", "Acme: help at acme.com/help",
         "Acme: call 1-800-FLOWERS", "Support: https://acme.com/contact"],
        ["Reply STOP to cancel.", "A person will contact you.", "Acme", "See acme.com/terms",
         "Text 55555"],
    ),
    ("help_reply", "HELP-STOP"): (
        ["Reply STOP to opt-out.", "STOP to cancel.", "Text STOP to end", "Txt STOP",
         "Send STOP to quit"],
        ["Acme help: care@acme.com", "Acme: call us", "We stop", "STOP2END", ""],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [(kind, rule, text) for (kind, rule), (good, _) in EXAMPLES.items() for text in good],
)
def test_an_accepted_wording_passes(kind, rule, text):
    assert not fails(kind, text, rule)


@pytest.mark.parametrize(
    ("kind", "rule", "text"),
    [(kind, rule, text) for (kind, rule), (_, bad) in EXAMPLES.items() for text in bad],
)
def test_a_wording_that_reviewers_reject_is_found(kind, rule, text):
    assert fails(kind, text, rule)


def test_a_special_character_is_pointed_at_in_the_raw_text():
    text = "You are unsubscribed.  Reply “START”"
    (found,) = findings("optout_confirmation", text, "OPTOUT-CONFIRM-160-GSM")
    assert text[found.start : found.end] == "“"


@pytest.mark.parametrize(
    ("elsewhere", "use_case", "severities"),
    [
        (None, "marketing", ["blocker"]),
        (False, "marketing", ["blocker"]),
        (True, "marketing", ["warning"]),
        (None, "otp", ["warning"]),
        (False, "otp", ["blocker"]),
        (True, "otp", []),
    ],
)
def test_a_sample_without_opt_out_matters_as_much_as_its_set(elsewhere, use_case, severities):
    found = findings("sample_message", "Acme: 523016 is your code.", "SAMPLE-OPTOUT",
                     use_case=use_case, samples_have_opt_out=elsewhere)  # fmt: skip
    assert [finding.severity for finding in found] == severities


@pytest.mark.parametrize(
    ("samples", "number_type", "is_enough"),
    [
        (("Acme: your order has shipped.", "Acme: your order is ready."), "10dlc", True),
        (("Acme: your order has shipped.",), "10dlc", False),
        (("Acme: your order has shipped.",), "toll_free", True),
        (("Acme: your order has shipped.", "ACME: your order  has shipped."), "10dlc", False),
        (("too short", "Acme: your order is ready."), "10dlc", False),
        ((), "toll_free", False),
    ],
)
def test_samples_must_be_different_and_long_enough(samples, number_type, is_enough):
    assert enough(samples, number_type) is is_enough


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        ("BRAND", OPTED_IN.replace("Acme", "We")),
        ("FREQUENCY", OPTED_IN.replace("Msg frequency varies. ", "")),
        ("RATES", OPTED_IN.replace("Msg & data rates may apply. ", "")),
        ("HELP", OPTED_IN.replace("Reply HELP for help, ", "")),
        ("STOP", OPTED_IN.replace(", STOP to cancel", "")),
    ],
)
def test_each_missing_part_of_the_opt_in_confirmation_has_its_own_code(missing, text):
    codes = [f.code for f in findings("optin_confirmation", text, "OPTIN-CONFIRM")]
    assert codes == [f"OPTIN-CONFIRM-{missing}"]


@pytest.mark.parametrize(
    "text",
    [
        OPTED_IN,
        "Acme Alerts: 4 msgs/month. Msg&Data rates may apply. HELP for help. STOP to opt-out.",
    ],
)
def test_a_complete_opt_in_confirmation_passes(text):
    assert not fails("optin_confirmation", text, "OPTIN-CONFIRM")


def test_the_opt_in_confirmation_of_codes_is_only_advice():
    found = findings("optin_confirmation", "Welcome!", "OPTIN-CONFIRM", use_case="otp")
    assert {finding.severity for finding in found} == {"advice"}


def test_toll_free_opt_out_texts_need_no_brand_since_the_carrier_writes_them():
    assert not fails("optout_confirmation", "You are unsubscribed.", "OPTOUT-CONFIRM-BRAND",
                     number_type="toll_free")  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        OTP_OUT,
        "Acme codes: you are unsubscribed. Reply START or request a new code to rejoin. "
        "HELP or 800-555-0134 for help.",
    ],
)
def test_the_reply_to_stop_of_a_code_program_passes_when_complete(text):
    assert not fails("optout_confirmation", text, "OTP-STOP-REPLY", use_case="otp")
    assert not fails("optout_confirmation", text, "OPTOUT-CONFIRM-NO-MORE", use_case="otp")


@pytest.mark.parametrize(
    "text",
    [
        "You are unsubscribed.",
        "Acme: you are unsubscribed. Reply HELP for help.",
        "Acme: reply START to opt back in. HELP for help.",
        "You are unsubscribed. Reply START to rejoin, HELP for help.",
        "Acme: you are unsubscribed. Reply START to rejoin.",
    ],
)
def test_the_reply_to_stop_of_a_code_program_must_be_complete(text):
    assert fails("optout_confirmation", text, "OTP-STOP-REPLY", use_case="otp")
    assert not fails("optout_confirmation", text, "OTP-STOP-REPLY", use_case="marketing")


def test_a_help_reply_with_another_email_than_registered_is_a_warning():
    (found,) = findings("help_reply", "Acme: old@acme.com", "HELP-CONTACT",
                        support_email="care@acme.com")  # fmt: skip
    assert found.severity == "warning"
    assert not fails("help_reply", "Acme: CARE@acme.com", "HELP-CONTACT",
                     support_email="care@acme.com")  # fmt: skip
