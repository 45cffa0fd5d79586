"""Rules that only the running system can keep: which code upholds each, and which test proves it.

No text shows whether they are kept, so none has a check.
"""

from consent.content import NumberType, UseCase
from consent.rules.base import (
    ALL_NUMBERS,
    ALL_USE_CASES,
    US_AND_CANADA,
    DecidedBy,
    Rule,
    Severity,
    declare,
)

AWS = "AWS: how to build a compliant opt-in process"
MARKETING = frozenset({UseCase.MARKETING, UseCase.MIXED, UseCase.CHARITY})


def _runtime(
    id: str,
    title: str,
    problem: str,
    fix: str,
    *,
    enforcement: str,
    upheld_by: tuple[str, ...],
    proved_by: tuple[str, ...],
    severity: Severity = Severity.BLOCKER,
    number_types: frozenset[NumberType] = ALL_NUMBERS,
    use_cases: frozenset[UseCase] = ALL_USE_CASES,
    prevents: tuple[str, ...] = (),
    source: str = AWS,
) -> Rule:
    """Declare a rule on behaviour; it reads no kind of text."""
    return declare(
        Rule(
            id=id,
            title=title,
            problem=problem,
            fix=fix,
            severity=severity,
            kinds=frozenset(),
            number_types=number_types,
            use_cases=use_cases,
            prevents=prevents,
            source=source,
            decided_by=DecidedBy.WORKER,
            enforcement=enforcement,
            upheld_by=upheld_by,
            proved_by=proved_by,
        )
    )


_runtime(
    "RT-FIRST-MSG-CONSENT",
    "No message before recorded consent",
    "A text would go to somebody who has not opted in.",
    "Record the opt-in first.",
    enforcement="The gate refuses every text to a number without an active consent to the "
    "program and the kind of message, and asks again when a worker takes the text up.",
    upheld_by=("messaging.gate.check", "messaging.sending.claim"),
    proved_by=(
        "tests/messaging/test_gate.py::test_consent_is_asked_for_all_but_the_required_replies",
        "tests/messaging/test_sending.py::"
        "test_a_text_to_a_stranger_is_refused_at_once_with_a_reason",
    ),
    prevents=("30555",),
)
_runtime(
    "RT-CONSENT-RECORD",
    "Evidence for each opt-in",
    "An opt-in would be kept without what was shown.",
    "Save the record at opt-in.",
    enforcement="The ledger keeps the exact words shown with their hash, the version, method, "
    "time, page, address and browser, and refuses an opt-in without the words.",
    upheld_by=("consent.ledger.record_opt_in",),
    proved_by=(
        "tests/consent/test_ledger.py::test_an_opt_in_keeps_what_was_shown_where_and_to_whom",
        "tests/consent/test_ledger.py::test_an_opt_in_without_the_words_shown_is_no_consent",
    ),
    source="The sender bears the burden of proof",
)
_runtime(
    "RT-CONSENT-SCOPE",
    "Consent per brand, program and kind",
    "Consent would be used for something else than it was given for.",
    "Ask again for the other program.",
    enforcement="A consent belongs to one program of one tenant and lists its kinds; the gate "
    "refuses any other kind, and the database keeps tenants apart.",
    upheld_by=("messaging.gate.check", "consent.ledger.record_opt_in"),
    proved_by=(
        "tests/messaging/test_gate.py::test_consent_to_one_program_is_none_to_another",
        "tests/messaging/test_gate.py::test_a_kind_that_the_person_did_not_agree_to_is_refused",
    ),
    source="T-Mobile: consent is not transferable; CTIA",
)
_runtime(
    "RT-OPTOUT-KEYWORDS",
    "Opt-out words work at once",
    "An opt-out word would take effect late or not at all.",
    "Process STOP first in the inbound worker.",
    enforcement="An opt-out word is recorded, and all texts that wait are refused, in the one "
    "transaction in which the text from the phone is taken in.",
    upheld_by=(
        "consent.keywords.meaning",
        "messaging.inbound.receive_text",
        "messaging.sending.refuse_waiting",
    ),
    proved_by=(
        "tests/consent/test_keywords.py::test_an_opt_out_word_alone_stops_at_once",
        "tests/messaging/test_inbound.py::"
        "test_inv1_stop_refuses_what_waits_and_confirms_with_the_published_words",
    ),
    source="47 CFR 64.1200(a)(10); AWS opt-out keywords; CTIA",
)
_runtime(
    "RT-OPTOUT-FREEFORM",
    "Plain-language opt-outs are honoured",
    "A request to stop in plain words would be missed.",
    "Treat clear requests as STOP; send unclear ones to a person the same day.",
    enforcement="Clear sentences act like STOP; unclear ones wait for a member's decision. "
    "Promotions are not held back while an unclear one waits.",
    upheld_by=("consent.keywords.meaning", "messaging.inbound.decide_unclear"),
    proved_by=(
        "tests/consent/test_keywords.py::test_plain_language_opt_outs_stop_at_once",
        "tests/consent/test_keywords.py::test_an_opt_out_word_with_another_object_goes_to_a_person",
    ),
    number_types=US_AND_CANADA,
    source="47 CFR 64.1200(a)(10): any reasonable means",
)
_runtime(
    "RT-OPTOUT-CHANNELS",
    "Phone, e-mail, web and person",
    "People could opt out by text only.",
    "Enable the other ways.",
    enforcement="People stop by text, in the preference centre on the web, or by telling the "
    "business in any way, which a member writes down with the channel. All write the same ledger. "
    "E-mail is not read by this software, and the API takes no opt-outs yet.",
    upheld_by=(
        "messaging.stopping.by_web_form",
        "messaging.stopping.on_request",
        "consent.ledger.record_opt_out",
    ),
    proved_by=(
        "tests/messaging/test_preferences.py::"
        "test_everything_stops_the_whole_business_and_what_waits",
        "tests/consent/test_ledger.py::test_stop_ends_every_program_of_the_business",
    ),
    source="AWS: several ways to opt out; 47 CFR 64.1200(a)(10): no exclusive means",
)
_runtime(
    "RT-OPTOUT-ONE-CONFIRM",
    "Exactly one confirmation, then silence",
    "An opt-out would be confirmed twice, late, or followed by another text.",
    "Use a unique key of program, number and opt-out.",
    enforcement="One confirmation is queued with the opt-out itself; a repeated STOP within a "
    "day is recorded in silence; the gate refuses everything else afterwards.",
    upheld_by=("messaging.inbound.receive_text", "messaging.sending.queue_reply"),
    proved_by=(
        "tests/messaging/test_inbound.py::test_a_second_stop_within_a_day_is_recorded_and_silent",
        "tests/messaging/test_races.py::test_inv1_nothing_leaves_after_the_confirmation_of_a_stop",
    ),
    source="47 CFR 64.1200(a)(12); AWS: one final confirmation",
)
_runtime(
    "RT-OPTOUT-DEADLINE",
    "Non-keyword requests within 10 business days",
    "A request to stop would wait longer than the law allows.",
    "Clear the review queue.",
    enforcement="Unclear requests are shown with the day by which a member must decide, and late "
    "ones as late. The texts wait for a person; nothing decides for them.",
    upheld_by=("messaging.deadlines.decide_by", "messaging.inbound.decide_unclear"),
    proved_by=(
        "tests/messaging/test_deadlines.py::test_it_is_ten_business_days_away",
        "tests/messaging/test_deadlines.py::test_the_page_says_by_when_to_decide",
    ),
    number_types=US_AND_CANADA,
    source="47 CFR 64.1200(a)(10); CASL: 10 business days",
)
_runtime(
    "RT-OTP-STOP",
    "One-time codes after STOP",
    "STOP to a code program would be treated like any other, or the other way round.",
    "Set the program's use case.",
    enforcement="STOP to a code program is recorded and answered; a code asked for afterwards "
    "is a new opt-in to codes, except on toll-free numbers, where the carrier blocks.",
    upheld_by=("messaging.gate.check",),
    proved_by=(
        "tests/messaging/test_gate.py::test_a_code_asked_for_after_a_stop_is_a_new_opt_in_to_codes",
    ),
    number_types=frozenset({NumberType.TEN_DLC, NumberType.SHORT_CODE}),
    use_cases=frozenset({UseCase.OTP}),
    source="AWS: opt-out of 2FA and OTP programs",
)
_runtime(
    "RT-HELP-ALWAYS",
    "HELP answered for everyone",
    "Somebody who asks for help would get no answer.",
    "Answer HELP before the consent check.",
    enforcement="HELP is answered whoever asks, subscribed or not and even while the business "
    "is suspended; only more than five times an hour it is not.",
    upheld_by=("messaging.inbound.receive_text",),
    proved_by=(
        "tests/messaging/test_stop_story.py::test_inv1_stop_means_stop_and_help_still_answers",
        "tests/messaging/test_gate.py::"
        "test_inv6_a_suspended_business_still_confirms_stop_and_answers_help",
    ),
    source="AWS: answer customer care requests whether subscribed or not",
)
_runtime(
    "RT-HELP-MONTHLY",
    "Support instructions at opt-in and monthly",
    "Subscribers would not be reminded of HELP and STOP for more than a month.",
    "Write HELP and STOP into one text of each month.",
    enforcement="The opt-in confirmation carries both keywords. Where thirty days went by "
    "without them, the next text ends with both.",
    upheld_by=("messaging.promotions.with_monthly_help",),
    proved_by=(
        "tests/messaging/test_monthly_help.py::test_after_a_month_the_way_to_help_and_out_is_added",
        "tests/messaging/test_monthly_help.py::test_it_is_added_once_a_month",
    ),
    severity=Severity.WARNING,
    source="AWS: promote care instructions at opt-in and at least monthly",
)
_runtime(
    "RT-QUIET-HOURS",
    "Local hours for promotions",
    "A promotion would arrive at a forbidden hour of the recipient's day.",
    "Hand promotions over between 10:00 and 18:00 of the recipient's time.",
    enforcement="Offers wait until it is daytime where the number is at home, by its area code "
    "and the strictest hours known for the place. Public holidays are not told apart.",
    upheld_by=("messaging.promotions.hold", "messaging.quiet_hours.opens_at"),
    proved_by=(
        "tests/messaging/test_quiet_hours.py::test_an_offer_leaves_in_the_hours_of_its_place",
        "tests/messaging/test_quiet_hours.py"
        "::test_an_offer_claimed_at_night_is_put_off_and_says_so",
    ),
    number_types=US_AND_CANADA,
    use_cases=MARKETING,
    source="47 CFR 64.1200(c)(1); state laws",
)
_runtime(
    "RT-NO-SALE",
    "Numbers are never sold or shared",
    "Numbers would leave the business that they were given to.",
    "Keep the feature off.",
    enforcement="The database shows no tenant another's numbers; an export holds the tenant's "
    "own and is written into its history. There is no other way out.",
    upheld_by=("tenants.scoping.tenant_scope", "portal.exporting.make"),
    proved_by=(
        "tests/test_isolation.py::test_inv2_the_database_alone_hides_every_row_of_another_tenant",
        "tests/portal/test_exports.py::"
        "test_everything_of_the_tenant_and_nothing_of_another_is_in_the_file",
    ),
    source="AWS: never sell or share numbers; CTIA",
)
_runtime(
    "RT-RETENTION",
    "Keep the proof",
    "Proof of consent would be deleted while it may still be asked for.",
    "Keep records five years after the last message, and opt-outs longer.",
    enforcement="Consent and opt-outs cannot be changed or deleted in the database, not even "
    "when a business is erased. Nothing deletes them after a time either.",
    upheld_by=("portal.erasing.erase",),
    proved_by=(
        "tests/portal/test_erasing.py::test_consent_keeps_its_proof_even_then",
        "tests/consent/test_ledger.py::test_the_database_refuses_to_change_the_ledger",
    ),
    severity=Severity.WARNING,
    source="Limitation periods of federal law; Virginia: ten years for opt-outs",
)
_runtime(
    "RT-SENSITIVE-STATE",
    "State rules that change the flow",
    "A promotion would break the law of the recipient's state.",
    "Send no more than three promotions a day on one subject.",
    enforcement="Hours of the state are kept, and a fourth offer within 24 hours is refused in "
    "Florida, Oklahoma and Maryland. Opt-outs are kept for ever.",
    upheld_by=("messaging.promotions.over_the_cap",),
    proved_by=(
        "tests/messaging/test_quiet_hours.py"
        "::test_a_fourth_offer_within_a_day_is_one_too_many_in_florida",
    ),
    severity=Severity.WARNING,
    number_types=US_AND_CANADA,
    use_cases=MARKETING,
    source="State laws of Florida, Oklahoma, Maryland, Virginia and others",
)
