"""Proves the rules on boxes, bundling, use cases, print, keywords, content and circumstances."""

from typing import Any

import pytest

from consent.rules import Context, lint
from tests.consent.linting import fails

BOX = '<input type="checkbox" name="sms_optin"{}> I agree to receive text messages from Acme.'
ALL = (
    "I agree to receive recurring automated marketing texts from Acme. Msg frequency varies. "
    "Message and data rates may apply. Reply HELP for help, STOP to opt out. "
)

# (kind, rule, use case, number type) → (passing, failing)
EXAMPLES: dict[tuple[str, str, str, str], tuple[list[str], list[str]]] = {
    ("web", "CTA-CHECKBOX-UNCHECKED", "marketing", "10dlc"): (
        [
            BOX.format(""),
            "[ ] I agree to receive texts from Acme.",
            "The box is never pre-checked: I agree to receive texts from Acme.",
            '<input type="checkbox" checked name="terms"> I accept. <input type="checkbox"'
            ' name="sms"> Text me offers from Acme.',
            "☐ Send me text alerts from Acme",
            "Check the box to receive SMS from Acme.",
        ],
        [
            BOX.format(" checked"),
            BOX.format(' checked="checked"'),
            BOX.format(' aria-checked="true"'),
            "[x] I agree to receive texts from Acme.",
            "☑ Send me text alerts from Acme",
            "✔ Yes, send me SMS offers from Acme",
            "The SMS box is pre-checked on our form.",
            "Checked by default: receive text messages from Acme.",
            "Uncheck this box if you do not want text messages.",
        ],
    ),
    ("web", "CTA-CHECKBOX-OPTIONAL", "marketing", "10dlc"): (
        [
            BOX.format(""),
            '<input type="tel" name="phone"> By giving your number you agree to texts from Acme.',
            '<input type="tel" required> <input type="checkbox" name="sms"> Text me.',
            "[ ] I agree to receive texts from Acme. *Message and data rates may apply.",
            "[ ] Optional: text me delivery updates from Acme.",
            "Consent to receive texts is not required.",
        ],
        [
            BOX.format(" required"),
            BOX.format(' aria-required="true"'),
            '<input type="tel" required> By giving your number you agree to texts from Acme.',
            "[ ]* I agree to receive texts from Acme",
            "I agree to receive text messages from Acme.*",
            "[ ] I agree to receive text messages from Acme (required)",
            "The SMS consent box is required to submit the form.",
        ],
    ),
    ("web", "CTA-SEPARATE-CONSENT", "marketing", "10dlc"): (
        [
            ALL + "See Terms and Privacy.",
            "[ ] Texts from Acme. [ ] E-mail from Acme.",
            "I agree to receive texts from Acme. Reply HELP or call 800-555-0134.",
            "I agree to receive texts from Acme. Text HELP or email care@acme.com.",
            "By checking this box, you agree to receive texts. View our Terms: acme.com/terms",
            "I agree to get SMS from Acme. Call or text us at 206-555-0100 with questions.",
            "Enter your phone number and email. I agree to receive text messages from Acme.",
        ],
        [
            "I agree to receive emails and text messages from Acme.",
            "I consent to receive calls and texts from Acme.",
            "I agree to be contacted by phone, text, or email by Acme.",
            "I agree to receive SMS/email offers from Acme.",
            "I accept the Terms and agree to receive texts from Acme.",
            "By signing up I agree to the Privacy Policy and to receive text messages from Acme.",
            "Sign up to receive text and email alerts from Acme.",
            "I agree to receive text messages from Acme and agree to the Terms of Service.",
        ],
    ),
    ("web", "CTA-USECASE-SPLIT", "mixed", "10dlc"): (
        [
            "[ ] I agree to receive order updates from Acme. [ ] I agree to receive offers.",
            "I agree to receive promotional offers and discounts by text.",
            "I agree to receive appointment reminders by text.",
            "I agree to receive verification codes by text.",
            "Order updates and offers: pick one below.",
        ],
        [
            "I agree to receive order updates and promotional offers by text.",
            "I agree to get appointment reminders and marketing texts from Acme.",
            "Sign up to receive codes, shipping notifications and promotions.",
            "I agree to receive verification codes and discounts by SMS.",
            "I consent to receive account notifications and donation requests.",
        ],
    ),
    ("web", "CTA-USECASE-MATCH", "marketing", "10dlc"): (
        [
            "I agree to receive promotional offers from Acme by text.",
            "Sign up for exclusive deals by SMS",
            "I agree to receive marketing texts.",
            "Get coupons by text.",
            "I agree to receive texts.",
        ],
        [
            "I agree to receive order notifications from Acme.",
            "Get appointment reminders by text.",
            "I agree to receive delivery alerts.",
            "By requesting a one-time code you agree to a text from Acme.",
            "I agree to receive shipping updates by SMS.",
        ],
    ),
    ("web", "CTA-USECASE-MATCH", "otp", "10dlc"): (
        [
            "I agree to receive a verification code by text.",
            "By requesting a passcode you agree to one text.",
            "Send me a one-time login code by SMS.",
            "We text you a security code.",
            "2FA codes by text from Acme.",
        ],
        [
            "I agree to receive codes and special deals: verification codes.",
            "I agree to receive order alerts.",
            "Get offers by text.",
            "I agree to receive appointment reminders.",
            "Sign up for the newsletter by SMS.",
        ],
    ),
    ("web", "CTA-AUTOMATED", "marketing", "10dlc"): (
        [
            "recurring marketing texts",
            "automated messages",
            "recurring automated promotional texts",
            "texts sent using automated technology",
            "texts sent by an autodialer",
        ],
        ["marketing texts from Acme", "deals by SMS", "Text me offers", "Weekly offers", "Hi"],
    ),
    ("flyer", "PRINT-URL-TYPED", "marketing", "10dlc"): (
        [
            "Terms: acme.com/t Privacy: acme.com/p",
            "www.acme.com/sms-terms",
            "https://acme.com/terms",
            "Terms & Privacy: acme.com/sms",
            "Click here or type acme.com/terms for our terms",
        ],
        [
            "Terms & Privacy",
            "Click here for terms",
            "See our terms on our website",
            "Terms apply.",
            "Text JOIN to 55555",
        ],
    ),
    ("keyword", "KEYWORD-INSTRUCTION", "marketing", "10dlc"): (
        [
            "Text JOIN to 55555",
            'Text "DEALS" to (833) 602-8038',
            "Text PIZZA to 206-555-0100.",
            "Send START to 12345 to get offers",
            "Text the word SAVE to 833-PET-CARE",
            "Envía UNIR al 55555 para recibir ofertas",
        ],
        [
            "Text us to join!",
            "Text to 55555",
            "Text JOIN to get offers",
            "Join our list",
            "Text STOP to 55555 to opt out",
        ],
    ),
    ("keyword", "KEYWORD-RESERVED", "marketing", "10dlc"): (
        [
            "Text JOIN to 55555",
            "Text DEALS to 55555. Text STOP to 55555 to opt out.",
            "Text HELP to 55555 for help",
            "Text START to 55555",
            "Text VIP to 206-555-0100",
        ],
        [
            "Text END to 55555 to join",
            "Text INFO to 55555 to get our offers",
            "Text STOP to 55555 and get deals",
            "Text QUIT to 206-555-0100 for coupons",
            "Text CANCEL to 55555",
        ],
    ),
    ("keyword", "KEYWORD-DOUBLE-OPTIN", "marketing", "toll_free"): (
        [
            "Text JOIN. Reply YES to confirm.",
            "Reply Y to confirm your opt-in",
            "We use double opt-in",
            "You will get a text asking you to confirm.",
            "Text YES back to finish",
        ],
        [
            "Text JOIN to 55555",
            "Text DEALS and save",
            "Reply STOP to opt out",
            "Join us",
            "Msg rates",
        ],
    ),
    ("web", "OTP-OPTIN", "otp", "10dlc"): (
        [
            "By requesting a code you agree to a one-time text from Acme. One message per login.",
            "I agree to receive login codes by SMS. Message frequency varies.",
            "[ ] I consent to receive verification texts. Msg & data rates may apply.",
            "By entering your number you agree to get a passcode by text. Reply STOP to opt out.",
            "You agree to receive one text per login. Reply HELP for help.",
        ],
        [
            "Enter your phone to get a code.",
            "OTP is exempt: no opt-in needed.",
            "We text you a code.",
            "Type the code we sent.",
            "Consent is not required for codes.",
        ],
    ),
    ("sample_message", "OTP-NO-MARKETING", "otp", "10dlc"): (
        [
            "Acme: 123456 is your code.",
            "Your Acme code is 654321. Do not share it.",
            "Acme passcode 9911. Expires in 10 min.",
            "Acme: use 8812 to sign in.",
            "Code 11",
        ],
        [
            "Acme code 123456. Use SAVE10 for 10% off!",
            "Your code is 111222. Check our sale.",
            "Code 4411. Shop now at acme.com",
            "Your code is 1. Free shipping today!",
            "Code 9. Special offer inside",
        ],
    ),
    ("message_flow", "INTERNAL-USE-OPTIN", "internal", "10dlc"): (
        [
            "Staff sign the SMS form on their first day.",
            "Employees check the box in the staff portal.",
            "Drivers text JOIN to 55555.",
            "Each employee agrees in the onboarding app.",
            "Workers opt in on paper.",
        ],
        [
            "For internal use, no opt-in needed.",
            "Employees are texted as part of the job.",
            "Staff are automatically enrolled.",
            "We upload the employees' numbers.",
            "Consent is not required for our drivers.",
        ],
    ),
    ("sample_message", "SAMPLE-USECASE-MATCH", "transactional", "10dlc"): (
        [
            "Acme: your order has shipped.",
            "Acme: see you Friday at 9.",
            "Your invoice is ready.",
            "Acme: your table for two is ready.",
            "Acme: your house sale closes on Monday.",
        ],
        [
            "Acme: Summer sale! 30% off",
            "Acme: use coupon SAVE10 today",
            "Acme: shop now for deals",
            "Acme: special offer just for you",
            "Acme: buy one get one! BOGO",
        ],
    ),
    ("sample_message", "SAMPLE-USECASE-MATCH", "charity", "10dlc"): (
        [
            "Acme: donate today.",
            "Help us reach our fundraising goal.",
            "Your gift feeds a child.",
            "Give $10 at acme.org",
            "Thank you for your donation!",
        ],
        [
            "Appointment reminder: Friday at 9.",
            "Your order has shipped.",
            "Code 1234",
            "Sale today!",
            "See you tomorrow.",
        ],
    ),
    ("sample_message", "SAMPLE-USECASE-MATCH", "otp", "10dlc"): (
        ["Acme: 1234 is your code", "Your OTP is 12", "Verify with 991", "PIN 22", "Passcode 1"],
        ["Your order shipped", "See you Friday", "Sale!", "Thanks", "Donate"],
    ),
    ("web", "URL-HTTPS", "marketing", "10dlc"): (
        ["https://acme.com", "acme.com/t", "none", "HTTPS://acme.com/x", "a@acme.com"],
        [
            "http://acme.com/x",
            "http://go.acme.com",
            "see http://acme.com.",
            "HTTP://ACME.COM",
            "Terms http://acme.com/terms",
        ],
    ),
    ("description", "CONTENT-PROHIBITED", "marketing", "10dlc"): (
        [
            "Dental reminders",
            "Our bank's own loan notices",
            "We have a no cannabis policy.",
            "Anti-gambling hotline reminders",
            "Support for gambling addiction: no betting here",
            "Pharmacy pickup notices; prescription required",
            "Debt payment reminders for our customers",
            "We escort you to your seat",
        ],
        [
            "CBD gummies 20% off",
            "Erase your debt today",
            "Play at our casino",
            "Payday loans in minutes",
            "Buy bitcoin now",
            "Work-from-home opportunity",
            "Credit repair offers",
            "Marijuana dispensary deals",
            "Lead generation for insurers",
        ],
    ),
    ("web", "CONTENT-AGE-RESTRICTED", "marketing", "10dlc"): (
        [
            "Order updates from Acme",
            "Root beer floats on Friday",
            "No alcohol is sold here",
            "Wine club. Enter your date of birth (MM/DD/YYYY).",
            "Water guns are not allowed",
            "Smoking cessation reminders",
            "Rubbing alcohol swabs",
        ],
        [
            "Join our wine club",
            "Craft beer releases by text",
            "Vape shop deals",
            "Ammo restock alerts",
            "Cigars and whiskey night",
        ],
    ),
    ("web", "CTA-AGE-GATE", "marketing", "10dlc"): (
        [
            "Wine club. Enter your date of birth.",
            "Beer news; DOB: MM/DD/YYYY",
            "Order updates",
            "No alcohol here",
            '<input autocomplete="bday"> Winery texts',
        ],
        [
            "Wine club: are you over 21? Yes / No",
            "Winery texts",
            "Vape deals",
            "Gun shop alerts",
            "Are you 21? Join our brewery list",
        ],
    ),
    ("description", "PERSONAL-USE", "transactional", "10dlc"): (
        [
            "Appointment reminders",
            "Staff alerts with opt-in",
            "Family dentist reminders",
            "Notices to families of our school",
            "Friends of the Library news",
        ],
        [
            "texts to my family",
            "test for myself",
            "For personal use",
            "I text my friends about games",
            "family group chat",
        ],
    ),
    ("message_flow", "FLOW-ENGLISH", "marketing", "10dlc"): (
        [
            "Customers sign up on the web form.",
            "Text JOIN to 55555 to opt in.",
            "Responda STOP para cancelar. English translation: Reply STOP to cancel.",
            "Users of Café del Mar agree on the page.",
            "Los Angeles customers agree on the web form.",
        ],
        [
            "Responda STOP para cancelar los mensajes",
            "Los clientes se registran en la página para recibir mensajes",
            "Répondez STOP pour vous désabonner",
            "Vous recevez des messages pour votre rendez-vous",
            "Você vai receber mensagens com seu código",
        ],
    ),
    ("flyer", "CTA-VISIBLE", "marketing", "10dlc"): (
        [
            ALL,
            "Scan the QR code. " + ALL,
            "Text JOIN to 55555",
            "Join us at the counter",
            "Scan me! Msg frequency varies. Msg & data rates may apply. Reply STOP to opt out.",
        ],
        [
            "Scan the QR code to join our text club!",
            "Scan to sign up",
            "QR code: texts from Acme",
            "Full terms on our website. Text JOIN to 55555",
            "Details after you scan the code",
        ],
    ),
}
CASES = [
    (*key, text, bad) for key, texts in EXAMPLES.items() for bad in (0, 1) for text in texts[bad]
]


@pytest.mark.parametrize(("kind", "rule", "use_case", "number", "text", "bad"), CASES)
def test_an_example_passes_or_fails_as_written(
    kind: str, rule: str, use_case: str, number: str, text: str, bad: int
) -> None:
    found = fails(kind, text, rule, use_case=use_case, number_type=number)

    assert found == bool(bad)


@pytest.mark.parametrize("key", EXAMPLES, ids=lambda key: f"{key[1]}-{key[2]}")
def test_every_rule_has_five_examples_of_each_sort(key: Any) -> None:
    assert min(map(len, EXAMPLES[key])) >= 5


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("See acme.com/t", False), ("https://shop.acme.com/x", False), ("care@other.com", False),
        ("https://go-acme.com", False), ("no link", False),
        ("https://acme-deals-4u.biz", True), ("birch.com/x", True), ("https://acme.evil.com", True),
        ("www.acmee.com", True), ("http://other.org/a", True),
    ],
)  # fmt: skip
def test_a_link_belongs_to_a_declared_domain(text: str, bad: bool) -> None:
    domains = ("acme.com", "go-acme.com")

    assert fails("sample_message", text, "URL-DOMAIN-MATCH", domains=domains) == bad
    assert not fails("sample_message", text, "URL-DOMAIN-MATCH")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_span_is_in_the_text_and_judging_twice_gives_the_same(case: Any) -> None:
    kind, _rule, use_case, number, text, _bad = case
    context = Context(brand_names=("Acme",), use_case=use_case, number_type=number)
    found = lint(kind, text, context=context)

    assert found == lint(kind, text, context=context)
    assert all(f.start is None or 0 <= f.start < (f.end or 0) <= len(text) for f in found)
