"""The English phrasebook."""

from consent.content import MessageKind
from consent.rendering.phrasebook.base import (
    Calls,
    Frequencies,
    KindWording,
    Pages,
    Phrasebook,
    Replies,
    Script,
)

_KINDS: dict[str, KindWording] = {
    # "Recurring automated" is what US law wants to be disclosed for marketing (47 CFR 64.1200).
    MessageKind.MARKETING: KindWording(
        "recurring automated marketing text messages",
        "marketing offers",
        (
            "Members save 15% on everything this weekend. Show this text at the counter.",
            "Our spring offers are here: two for one on selected items until Sunday.",
        ),
    ),
    MessageKind.APPOINTMENT: KindWording(
        "appointment reminder text messages",
        "appointment reminders",
        (
            "Reminder: your appointment is on Tuesday, March 3 at 10:30 AM. Reply C to confirm.",
            "Your appointment has moved to Thursday, March 5 at 2:00 PM. Reply C to confirm.",
        ),
    ),
    MessageKind.ORDER: KindWording(
        "order update text messages",
        "order updates",
        (
            "Thank you, we have received your order 48213 and are preparing it.",
            "Your order 48213 is ready for pickup until 6:00 PM today.",
        ),
    ),
    MessageKind.DELIVERY: KindWording(
        "delivery update text messages",
        "delivery updates",
        (
            "Your delivery is on its way and arrives today between 2 and 4 PM.",
            "Your delivery was left at the front door at 3:12 PM.",
        ),
    ),
    MessageKind.ACCOUNT: KindWording(
        "account notification text messages",
        "account notifications",
        (
            "Account notice: your payment was received on March 3. Thank you.",
            "Account notice: your statement for March is ready in your account.",
        ),
    ),
    MessageKind.SECURITY_CODE: KindWording(
        "one-time security code text messages",
        "one-time security codes",
        (
            "523016 is your verification code. Do not share it with anyone.",
            "Use code 940271 to sign in. It expires in 10 minutes.",
        ),
    ),
    MessageKind.CARE: KindWording(
        "customer care text messages",
        "customer care messages",
        (
            "Thank you for your question. A member of our care team will answer you today.",
            "We have an answer to your support request 7741. Is it solved now? Reply YES or NO.",
        ),
    ),
    MessageKind.EVENT: KindWording(
        "event update text messages",
        "event updates",
        (
            "Event update: doors open at 6:30 PM on Friday. Please bring your ticket.",
            "Event update: Saturday's session has moved to the main hall.",
        ),
    ),
    MessageKind.SURVEY: KindWording(
        "survey text messages",
        "surveys",
        (
            "Survey: how was your visit today? Reply with a number from 1 to 5.",
            "Survey: would you recommend us to a friend? Reply YES or NO.",
        ),
    ),
    MessageKind.CHARITY: KindWording(
        "recurring automated donation request text messages",
        "donation requests",
        (
            "Your donation of $10 gives a family a warm meal. Thank you for helping.",
            "Our winter donation drive ends Friday. Every gift is doubled until then.",
        ),
    ),
    MessageKind.PUBLIC_SERVICE: KindWording(
        "public service announcement text messages",
        "public service announcements",
        (
            "Public service announcement: the library closes at 3 PM today because of snow.",
            "Public service announcement: street cleaning on Oak Street is on Monday.",
        ),
    ),
    MessageKind.STAFF: KindWording(
        "staff schedule notification text messages",
        "staff schedule notifications",
        (
            "Staff notice: your shift on Monday starts at 8:00 AM. Reply C to confirm.",
            "Staff notice: the team meeting on Wednesday has moved to 3:00 PM.",
        ),
    ),
}

_CALLS = Calls(
    web_intro="Choose which text messages you want from {brand}. Each box is optional, and you "
    "can send this form without ticking any.",
    age_intro="Please enter your date of birth first: you must be {age} or older.",
    web_consent="By checking this box, I agree to receive {texts} from {brand} at the number "
    "provided.",
    pos_consent="By checking this box, I agree to receive {texts} from {brand} at the number I "
    "enter on this screen.",
    join_by_keyword="Text {keyword} to {number} to sign up.",
    join_by_keyword_or_form="Text {keyword} to {number}, or sign up at {url}",
    join_by_form="Scan the QR code or sign up at {url}",
    joining_consent="By signing up, you agree to receive {texts} from {brand} at the number you "
    "give us.",
    keyword_consent="By texting {keyword}, you agree to receive {texts} from {brand} at the number "
    "you text from.",
    other_kinds="For {kinds}, tick the box of their own at {url}",
    rates="Message and data rates may apply.",
    help="Text HELP or {contact} for support.",
    help_alone="Text HELP for support.",
    call="call {phone}",
    email="email {email}",
    stop="Text STOP to opt out of future messages.",
    condition="Consent is not a condition of purchase.",
    condition_staff="Consent is not a condition of employment.",
    double="We will text you first: reply YES to confirm.",
    age="You must be {age} or older, and we ask for your date of birth first.",
    terms="Terms & Conditions: {url}",
    privacy="Privacy Policy: {url}",
)

_SCRIPT = Script(
    agent="Agent: ",
    customer="Customer: ",
    after_yes="Agent, after a yes: ",
    after_no="Agent, after a no: ",
    greeting="{brand} can send text messages to the mobile number you give me. They are optional.",
    age="These messages are for people aged {age} or older. What is your date of birth?",
    age_wait="[Wait for the date. If the person is younger than {age}, end here.]",
    rates="Message and data rates may apply.",
    help="Text HELP or {contact} for support.",
    help_alone="Text HELP for support.",
    call="call {phone}",
    email="write to {email}",
    stop="Text STOP to opt out at any time.",
    condition="Consent is not a condition of purchase.",
    condition_staff="Consent is not a condition of employment.",
    terms="Our terms and conditions are at {url}.",
    privacy="Our privacy policy is at {url}.",
    question="Do you agree to receive {texts} from {brand}? Please say yes or no.",
    wait="[Wait for the answer and record it. Only a clear yes counts.]",
    answer="Yes / No",
    confirmation="Thank you. We will send you a text message now to confirm.",
    confirmation_double="Thank you. We will send you a text message now; reply YES to confirm.",
    refused="That is fine. We will not send you those text messages.",
    exclusion="Your text messaging opt-in data and consent will not be shared with any third "
    "parties.",
    signs={
        ".": "dot",
        "/": "slash",
        "-": "dash",
        "_": "underscore",
        ":": "colon",
        "@": "at",
        "?": "question mark",
        "=": "equals",
        "&": "and",
        "#": "hash",
        "%": "percent",
        "+": "plus",
        "~": "tilde",
    },
)

_PAGES = Pages(
    terms_heading="{program} SMS Terms & Conditions",
    program="{program} is the text messaging program of {legal}{trading}.",
    doing_business_as=", doing business as {brand}",
    description="When you opt in, we will send you {kinds} by text message.",
    age="You must be {age} or older to join. We ask for your date of birth before you sign up.",
    double="After you sign up, we send you one text message that asks you to reply YES. The "
    "program begins only when you do.",
    cancel_heading="How to cancel",
    cancel='You can cancel the SMS service at any time. Just reply "STOP" to any message from us. '
    'After you send the SMS message "STOP" to us, we will send you one SMS message to confirm '
    "that you have been unsubscribed.",
    no_more="After this, you will no longer receive SMS messages from us.",
    again="If you want to join again, just sign up as you did the first time",
    again_keyword=" or text {keyword}",
    again_code=", or request a new code",
    again_end=" and we will start sending SMS messages to you again.",
    ask_to_stop="You can also ask us to stop at {contact}.",
    help_heading="Help",
    help="If you are experiencing issues with the messaging program you can reply with the "
    "keyword HELP for more assistance, or you can get help directly at {contact}.",
    carriers_heading="Carriers",
    carriers="Carriers are not liable for delayed or undelivered messages.",
    cost_heading="Cost and frequency",
    rates="As always, message and data rates may apply for any messages sent to you from us and "
    "to us from you.",
    plan="If you have any questions about your text plan or data plan, it is best to contact your "
    "wireless provider.",
    privacy_heading="Privacy",
    privacy_link="If you have any questions regarding privacy, please read our privacy policy: "
    "{url}",
    policy_heading="{brand} Privacy Policy",
    policy="This policy says how {legal}{trading} handles the information of people who join "
    "{program}.",
    collect_heading="The information we need",
    collect="We collect your mobile phone number and a record of your consent (what you agreed "
    "to, when and how) in order to send you {kinds} by text message, and to prove that you asked "
    "for them.",
    collect_age="Your date of birth serves only to make sure that you are {age} or older.",
    sharing_heading="Who else handles it",
    sharing="Your number is handled only by the service providers that deliver our messages, such "
    "as mobile carriers and messaging platforms, and only for that purpose.",
    # Carriers want this sentence word for word and without conditions.
    exclusion="The above excludes text messaging originator opt-in data and consent; this "
    "information will not be shared with any third parties.",
    choices_heading="Your choices",
    choices="You can stop the messages at any time: reply STOP to any message, or write or call "
    "us at {contact}. We keep a record of your choice so that we can honor it.",
    terms_link="The terms of the program are at {url}",
    contact_heading="Contact",
)

_RATES_SHORT = "Msg & data rates may apply."
_REPLIES = Replies(
    confirmations=(
        "{brand}: You are subscribed to {kinds}. {frequency}. Message and data rates may apply. "
        "Reply HELP for help, STOP to cancel.",
        f"{{brand}}: You are subscribed to {{kinds}}. {{frequency}}. {_RATES_SHORT} "
        "Reply HELP for help, STOP to cancel.",
        f"{{brand}}: You are subscribed. {{frequency}}. {_RATES_SHORT} "
        "Reply HELP for help, STOP to cancel.",
        f"{{brand}}: {{frequency}}. {_RATES_SHORT} HELP for help, STOP to cancel.",
        f"{{brand}}: Msg freq varies. {_RATES_SHORT} HELP for help, STOP to cancel.",
    ),
    requests=(
        "{brand}: Reply YES to confirm that you want {kinds} by text. {frequency}. Message and "
        "data rates may apply. Reply HELP for help, STOP to cancel.",
        f"{{brand}}: Reply YES to confirm that you want {{kinds}} by text. {{frequency}}. "
        f"{_RATES_SHORT} HELP for help, STOP to cancel.",
        f"{{brand}}: Reply YES to confirm that you want our texts. {{frequency}}. {_RATES_SHORT} "
        "HELP for help, STOP to cancel.",
        f"{{brand}}: Reply YES to confirm. {{frequency}}. {_RATES_SHORT} HELP for help, STOP to "
        "cancel.",
        f"{{brand}}: Reply YES to confirm. Msg freq varies. {_RATES_SHORT} HELP for help, STOP "
        "to cancel.",
    ),
    helps=(
        "{brand}: For help {contact}. {frequency}. Msg & data rates may apply. "
        "Reply STOP to cancel.",
        "{brand}: For help {contact}. Reply STOP to cancel.",
        "{brand}: For help {shortest}. Reply STOP to cancel.",
        "{brand}: {shortest}. STOP to cancel.",
    ),
    optouts=(
        "You are unsubscribed from {brand} and will receive no further messages. Reply {keyword} "
        "to rejoin.",
        "You are unsubscribed from {brand} and will receive no further messages.",
        "{brand}: You are unsubscribed. No more messages will be sent.",
        "{brand}: unsubscribed. No more messages.",
    ),
    otp_optouts=(
        'You are unsubscribed from {brand} OTP. Opt back in by replying "{keyword}" or '
        "requesting a new code to login. Reply HELP for help{call}",
        'You are unsubscribed from {brand} OTP. Opt back in by replying "{keyword}" or '
        "requesting a new code. Reply HELP for help",
        "{brand} codes: You are unsubscribed. Reply {keyword} to rejoin or HELP for help.",
        "{brand}: unsubscribed. Reply {keyword} to rejoin, HELP for help.",
    ),
    otp_call=" or call {phone}",
    call="call {phone}",
    email="email {email}",
    visit="visit {website}",
    sample_end="Reply STOP to opt out.",
    no_kind="messages",
    short_frequency=((r"\bmessages\b", "msgs"), (r"\b([Mm])essages?\b", r"\1sg")),
    varies="Msg frequency varies",
)

_FREQUENCIES = Frequencies(
    varies="Message frequency varies",
    varies_pattern=r"^(?:(?:message|msg|messaging) )?freq(?:uency)?\.?(?: of messages)?"
    r" (?:may )?var(?:y|ies)$",
    count="{limit}{number} {messages} {unit}",
    up_to="Up to ",
    count_pattern=r"^(?P<limit>up to |at most |max\.? )?(?P<number>\d{1,3}|[a-z]+) "
    r"(?:text )?(?:messages?|msgs?|texts?)(?: |(?= ?/)) ?(?P<unit>.+)$",
    message="message",
    messages="messages",
    numbers={
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10,
    },
    units={
        "day": "per day", "week": "per week", "month": "per month", "year": "per year",
        "login": "per login", "order": "per order", "appointment": "per appointment",
        "delivery": "per delivery", "visit": "per visit", "request": "per request",
        "event": "per event",
    },
    unit_patterns={
        "day": r"(?:per|a|each|every|/) ?day", "week": r"(?:per|a|each|every|/) ?w(?:ee)?k",
        "month": r"(?:per|a|each|every|/) ?mo(?:nth)?",
        "year": r"(?:per|a|each|every|/) ?y(?:ea)?r",
        "login": r"(?:per|each|every|/) ?(?:log-?in|sign-?in)(?: attempt)?",
        "order": r"(?:per|each|every|for each|/) ?order",
        "appointment": r"(?:per|each|every|for each|/) ?appointment",
        "delivery": r"(?:per|each|every|for each|/) ?delivery",
        "visit": r"(?:per|each|every|for each|/) ?visit",
        "request": r"(?:per|each|every|for each|/) ?request",
        "event": r"(?:per|each|every|for each|/) ?event",
    },
)  # fmt: skip

ENGLISH = Phrasebook(
    code="en",
    kinds=_KINDS,
    unknown_kind=KindWording(
        "{kind} text messages",
        "{kind} messages",
        ("This is a {kind} message for you.", "This is another {kind} message for you."),
    ),
    any_texts="text messages",
    conjunction="and",
    alternative="or",
    calls=_CALLS,
    script=_SCRIPT,
    pages=_PAGES,
    replies=_REPLIES,
    frequencies=_FREQUENCIES,
)
