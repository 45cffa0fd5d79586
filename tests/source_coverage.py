"""What the carriers' guide to opt-in demands, line by line, and what covers each line here.

Read by `test_source_coverage.py`. A line names rules of the catalogue, tests (`module::test`, under
tests/) and pages (names of routes); every line has at least one test or page.
"""

from dataclasses import dataclass

_MORE = "consent/test_corpus.py::test_a_wording_passes_or_fails_its_rule"
_MUTATED = (
    "consent/test_mutations.py::test_every_disclosure_taken_out_of_a_call_to_action_is_missed"
)
_PAGE_MUTATED = "consent/test_mutations.py::test_every_element_taken_out_of_a_hosted_page_is_missed"
_TERMS = "consent/test_rendering.py::test_the_terms_page_lists_its_elements_in_order"
_PRIVACY = (
    "consent/test_rendering.py"
    "::test_the_privacy_page_is_labelled_and_carries_the_exclusion_word_for_word"
)
_BOXES = "consent/test_rendering.py::test_each_box_stands_alone_with_every_disclosure"
_STOP_STORY = "messaging/test_stop_story.py::test_inv1_stop_means_stop_and_help_still_answers"
_HELP = "messaging/test_tasks.py::test_inv6_help_is_answered_after_a_stop"
_SCRIPT = "consent/test_rendering.py::test_the_verbal_script_reads_out_every_disclosure"
_SPOKEN = (
    "consent/test_rendering.py::test_the_verbal_script_speaks_addresses_and_asks_about_each_kind"
)
_UNSURE = "tenants/test_registrants.py::test_any_no_and_any_doubt_registers_the_end_business"
_ISV = "consent/test_rules_registration.py"
_GATE = "messaging/test_gate.py"


_SHOWN = (_BOXES, _MUTATED)
_ON_PAGE = (_TERMS, _PAGE_MUTATED)


@dataclass(frozen=True)
class Line:
    """One demand of the guide."""

    number: int
    demand: str
    rules: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


LINES: tuple[Line, ...] = (
    Line(1, "Permission comes before the first text.",
         ("RT-FIRST-MSG-CONSENT", "CTA-EXPLICIT-CONSENT"),
         ("messaging/test_sending.py::test_a_text_to_a_stranger_is_refused_at_once_with_a_reason",)),
    Line(2, "People may opt in on the web, at an event, by telephone and otherwise.",
         ("FLOW-METHOD",), (_BOXES, _SCRIPT), ("consent:program_edit", "messaging:join")),
    Line(3, "Opt-in is clear, short and lawful where people live.",
         ("CTA-RATES", "FLOW-ENGLISH"),
         ("consent/test_rules_call_to_action.py"
          "::test_the_cost_disclosure_is_demanded_in_america_only",)),
    Line(4, "Consent is an act of one's own for one kind of message.",
         ("CTA-EXPLICIT-CONSENT", "CTA-CHECKBOX-UNCHECKED", "CTA-CONSENT-FORCED",
          "VERBAL-AFFIRMATIVE"),
         ("messaging/test_join.py::test_the_form_shows_the_published_boxes_empty",)),
    Line(5, "It is said how to opt in.",
         ("KEYWORD-INSTRUCTION", "CTA-EXPLICIT-CONSENT", "FLOW-METHOD"),
         ("consent/test_rendering.py"
          "::test_the_message_flow_says_where_and_quotes_the_disclosures_within_its_limit",)),
    Line(6, "It is said what one opts in to.",
         ("CTA-PURPOSE", "CTA-USECASE-MATCH", "CTA-SMS-CHANNEL"), (_MORE,)),
    Line(7, "It is said how to opt out.", ("CTA-STOP", "TERMS-STOP"), (_BOXES, _TERMS)),
    Line(8, "A contact stands where people opt in.",
         ("CTA-HELP", "CTA-HELP-KEYWORD"), (_BOXES,)),
    Line(9, "People choose the kinds of messages they want.",
         ("CTA-USECASE-SPLIT", "RT-CONSENT-SCOPE"),
         ("messaging/test_join.py::test_there_is_one_box_for_each_kind",
          f"{_GATE}::test_a_kind_that_the_person_did_not_agree_to_is_refused")),
    Line(10, "Numbers are never sold or shared.",
         ("PRIVACY-NO-SHARING", "PRIVACY-SHARING-CONFLICT", "CTA-THIRD-PARTY-CONSENT",
          "RT-NO-SALE", "FLOW-NO-PURCHASED-LIST"), (_PRIVACY,)),
    Line(11, "A simple text such as STOP opts out at any time.",
         ("RT-OPTOUT-KEYWORDS", "RT-OPTOUT-FREEFORM", "CTA-STOP"),
         ("consent/test_keywords.py::test_an_opt_out_word_alone_stops_at_once",
          "consent/test_keywords.py::test_plain_language_opt_outs_stop_at_once")),
    Line(12, "Opt-outs may be managed by the sender.", (),
         ("registrations/test_filing.py::test_a_campaign_gets_a_number_that_leaves_stop_to_us",
          f"{_GATE}::test_where_the_carrier_answers_keywords_we_do_not")),
    Line(13, "The person understands what the program is.",
         ("CTA-PURPOSE", "CTA-EXPLICIT-CONSENT", "FLOW-METHOD"),
         ("messaging/test_join.py::test_an_opt_in_is_kept_with_its_proof",)),
    Line(14, "Reviewers are told all about opt-in and fees.",
         ("FLOW-METHOD", "FLOW-DISCLOSURES", "CTA-RATES", "DESC-SPECIFIC"),
         ("registrations/test_answers.py::test_our_facts_answer_the_whole_form",)),
    Line(15, "What is unclear is denied and comes back.", ("CTA-EVIDENCE",),
         ("registrations/test_lifecycle.py::test_blockers_stop_the_handing_in_and_are_named",
          "registrations/test_carrier_status.py::test_a_denial_keeps_every_reason_as_it_came")),
    Line(16, "Amazon neither reviews nor approves use cases.", (),
         ("registrations/test_views.py"
          "::test_the_page_says_that_third_parties_review_and_amazon_does_not_approve",),
         ("registrations:detail",)),
    Line(17, "Employees opt in too.", ("INTERNAL-USE-OPTIN",), (_MORE,)),
    Line(18, "What is behind a login, unpublished, spoken or printed is documented.",
         ("CTA-EVIDENCE", "CTA-LIVE-LINK", "VERBAL-SCRIPT"),
         ("consent/test_rules_preflight.py"
          "::test_missing_evidence_blocks_when_reviewers_cannot_open_the_opt_in",)),
    Line(19, "A screenshot shows such a call to action.", ("CTA-EVIDENCE",),
         ("consent/test_evidence.py::test_a_screenshot_is_kept_twice_with_hashes",),
         ("consent:evidence_upload",)),
    Line(20, "The script shows the whole spoken call to action.", ("VERBAL-SCRIPT",),
         (_SCRIPT, "consent/test_rules_verbal.py::test_the_rendered_script_is_a_full_script")),
    Line(21, "Screenshots have a public address.", ("CTA-EVIDENCE",),
         ("consent/test_evidence.py::test_a_reviewer_gets_the_picture_and_nothing_else",
          "consent/test_evidence.py::test_the_address_cannot_be_counted"), ("consent:evidence",)),
    Line(22, "Toll-free registrations take the picture itself.", ("CTA-EVIDENCE",),
         ("registrations/test_filing.py"
          "::test_a_denied_toll_free_filing_takes_a_new_picture_and_is_approved",)),
    Line(23, "Every medium meets the same demands.", (),
         (_MUTATED,)),
    Line(24, "Print and web show it; telephone reads it out.",
         ("PRINT-URL-TYPED", "VERBAL-NO-VISUAL", "CTA-VISIBLE"),
         ("consent/test_rules_verbal.py::test_every_word_that_needs_a_screen_is_marked",)),
    Line(25, "Call to action: the program's name.", ("CTA-BRAND",), _SHOWN),
    Line(26, "Call to action: how often.", ("CTA-FREQUENCY",), _SHOWN),
    Line(27, "Call to action: customer care.", ("CTA-HELP", "CTA-HELP-KEYWORD"), _SHOWN),
    Line(28, "Call to action: how to opt out.", ("CTA-STOP",), _SHOWN),
    Line(29, "Call to action: cost.", ("CTA-RATES", "CTA-RATES-VERBATIM"), _SHOWN),
    Line(30, "Call to action: link to public terms.", ("CTA-TERMS", "TERMS-REACHABLE"),
         ("consent/test_rendering.py"
          "::test_each_box_names_the_full_addresses_of_terms_and_privacy",)),
    Line(31, "Call to action: link to a public privacy policy.",
         ("CTA-PRIVACY", "PRIVACY-REACHABLE"),
         ("consent/test_rules_live.py::test_what_reviewers_cannot_read_is_found",)),
    Line(32, "Texts, calls to action and terms name the program or its product.",
         ("SAMPLE-BRAND", "CTA-BRAND", "TERMS-BRAND", "TERMS-DESCRIPTION",
          "BRAND-NAME-CONSISTENT"),
         ("consent/test_rendering.py::test_every_kind_has_two_samples_with_brand_and_opt_out",)),
    Line(33, "The program is named after its sponsor.", ("BRAND-NAME-CONSISTENT",),
         ("tenants/test_brand_doubts.py"
          "::test_a_comma_that_differs_from_a_name_elsewhere_is_pointed_out",)),
    Line(34, "The description describes the product.", ("TERMS-DESCRIPTION", "DESC-SPECIFIC"),
         (_MORE, _TERMS)),
    Line(35, "Terms are live and public.", ("TERMS-REACHABLE",),
         ("consent/test_public.py::test_terms_say_all_that_reviewers_look_for",
          "consent/test_public.py::test_pages_stay_up_when_the_business_is_suspended",
          "consent/looking/test_looks.py"
          "::test_a_look_compares_what_each_reader_saw_with_what_was_attested"),
         ("consent:terms",)),
    Line(36, "Spoken: the terms' address or the terms themselves are read out.",
         ("VERBAL-URL-READ-OUT",),
         (_SPOKEN, "consent/test_rules_verbal.py"
          "::test_comprehensive_terms_inside_the_script_replace_the_addresses")),
    Line(37, "The submission shows the terms.", ("TERMS-REACHABLE", "TFN-POLICY-URLS"),
         ("registrations/staff/test_decisions.py"
          "::test_the_page_shows_answers_evidence_texts_findings_and_history",)),
    Line(38, "Terms: the program's name.", ("TERMS-BRAND",), _ON_PAGE),
    Line(39, "Terms: the kinds of messages.", ("TERMS-DESCRIPTION",), _ON_PAGE),
    Line(40, "Terms: STOP, one confirmation, then nothing, and how to come back.",
         ("TERMS-STOP", "TERMS-STOP-CONFIRM", "TERMS-REJOIN"), _ON_PAGE),
    Line(41, "Terms: HELP and an e-mail address or toll-free number.", ("TERMS-HELP",), _ON_PAGE),
    Line(42, "Terms: carriers are not liable.", ("TERMS-CARRIER-LIABILITY",), _ON_PAGE),
    Line(43, "Terms: cost both ways, how often, whom to ask about one's plan.",
         ("TERMS-RATES", "TERMS-FREQUENCY", "TERMS-PLAN-QUESTIONS"), _ON_PAGE),
    Line(44, "Terms: link to the privacy policy.", ("TERMS-PRIVACY-LINK",), _ON_PAGE),
    Line(45, "People's information is protected.", ("RT-NO-SALE",),
         ("test_isolation.py"
          "::test_inv2_the_database_alone_hides_every_row_of_another_tenant",
          "messaging/test_views.py::test_lists_mask_numbers")),
    Line(46, "Each program has a privacy policy, reached from the call to action.",
         ("CTA-PRIVACY", "PRIVACY-REACHABLE"),
         ("consent/test_public.py::test_privacy_says_that_opt_in_data_is_not_shared",),
         ("consent:privacy",)),
    Line(47, "The privacy policy is labelled as one.", ("PRIVACY-LABELLED",), (_PRIVACY,)),
    Line(48, "Terms and policy say what is true today.", ("PRIVACY-CURRENT",),
         ("consent/test_public.py::test_a_publication_changes_the_tag",
          "consent/test_programs.py::test_a_new_version_supersedes_the_old_one_at_once")),
    Line(49, "Spoken: the policy's address or the policy itself is read out.",
         ("VERBAL-URL-READ-OUT",), (_SPOKEN,)),
    Line(50, "Nothing speaks of sharing or selling.", ("PRIVACY-SHARING-CONFLICT",), (_MORE,)),
    Line(51, "The policy exempts opt-in data and consent from all sharing.",
         ("PRIVACY-NO-SHARING",),
         (_PRIVACY, "consent/test_rules_preflight.py"
          "::test_deleting_the_exclusion_from_the_privacy_page_is_caught")),
    Line(52, "Drafts of the policies may be handed in.", ("PRIVACY-CURRENT",),
         ("consent/test_sharing.py::test_a_draft_is_read_by_its_link_and_says_that_it_is_one",),
         ("consent:draft_terms", "consent:draft_privacy")),
    Line(53, "The exclusion has a model sentence.", ("PRIVACY-NO-SHARING",), (_PRIVACY,)),
    Line(54, "How often is said, for codes too.", ("CTA-FREQUENCY", "OTP-OPTIN"), (_MORE, _BOXES)),
    Line(55, "Customer care is easy to find and helps.", ("CTA-HELP", "HELP-CONTACT"),
         ("consent/test_rules_messages.py"
          "::test_a_help_reply_with_another_email_than_registered_is_a_warning",)),
    Line(56, "HELP is answered, whoever asks.", ("RT-HELP-ALWAYS",), (_HELP,)),
    Line(57, "The answer to HELP has name and contact.", ("HELP-BRAND", "HELP-CONTACT"),
         (_STOP_STORY, _MORE)),
    Line(58, "How to get help is said at opt-in and each month.",
         ("CTA-HELP", "OPTIN-CONFIRM", "RT-HELP-MONTHLY"),
         ("consent/test_rules_messages.py::test_a_complete_opt_in_confirmation_passes",
          "messaging/test_monthly_help.py"
          "::test_after_a_month_the_way_to_help_and_out_is_added")),
    Line(59, "One can opt out at any time.", ("RT-OPTOUT-KEYWORDS", "CTA-STOP"), (_STOP_STORY,)),
    Line(60, "One can opt out by telephone, e-mail and text.", ("RT-OPTOUT-CHANNELS",),
         (
            "messaging/test_preferences.py"
            "::test_everything_stops_the_whole_business_and_what_waits",
            "messaging/test_agent_record.py"
            "::test_a_request_by_telephone_stops_every_program_and_what_waits",
        ),
         ("messaging:preferences",)),
    Line(61, "Each opt-out is confirmed once.",
         ("RT-OPTOUT-ONE-CONFIRM", "OPTOUT-CONFIRM-DONE", "OPTOUT-CONFIRM-BRAND"),
         (_STOP_STORY,
          "messaging/test_inbound.py::test_a_second_stop_within_a_day_is_recorded_and_silent")),
    Line(62, "Nothing follows the confirmation.",
         ("RT-OPTOUT-ONE-CONFIRM", "OPTOUT-CONFIRM-NO-MORE"),
         ("messaging/test_races.py"
          "::test_inv1_nothing_leaves_after_the_confirmation_of_a_stop",)),
    Line(63, "Call to action, terms and first text say how to opt out.",
         ("CTA-STOP", "TERMS-STOP", "OPTIN-CONFIRM"), (_BOXES, _TERMS)),
    Line(64, "Codes need an opt-in too, before the first one.", ("OTP-OPTIN", "RT-OTP-STOP"),
         (_MORE,)),
    Line(65, "STOP to a code is confirmed.", ("OTP-STOP-REPLY", "RT-OTP-STOP"),
         ("consent/test_rendering.py"
          "::test_the_otp_opt_out_reply_is_the_carriers_sentence_with_straight_quotes",)),
    Line(66, "Asking for a new code is a new opt-in.", ("RT-OTP-STOP",),
         (f"{_GATE}::test_a_code_asked_for_after_a_stop_is_a_new_opt_in_to_codes",)),
    Line(67, "The confirmation to STOP for codes has a model.", ("OTP-STOP-REPLY",),
         ("consent/test_rules_messages.py"
          "::test_the_reply_to_stop_of_a_code_program_must_be_complete",)),
    Line(68, "It has fewer than 160 plain characters.", ("OPTOUT-CONFIRM-160-GSM",),
         ("consent/test_rendering.py::test_replies_fit_one_part_whatever_the_brand_is_called",)),
    Line(69, "The sentence on cost is shown or read word for word.",
         ("CTA-RATES-VERBATIM", "CTA-RATES"), (_BOXES, _SCRIPT)),
    Line(70, "An ISV stands between Amazon and the end business.", (),
         ("test_isolation.py::test_every_model_is_scoped_or_listed_as_not",)),
    Line(71, "The end business makes and sends the content.", ("ISV-DECISION",), (_UNSURE,)),
    Line(72, "An ISV is the end business only where it controls everything.", ("ISV-DECISION",),
         ("tenants/test_registrants.py"
          "::test_three_times_yes_with_a_reason_waits_for_staff",)),
    Line(73, "In doubt the end business is registered.", ("ISV-DECISION",), (_UNSURE,)),
    Line(74, "The end user holds the handset.", (),
         ("consent/test_ledger.py::test_stop_leaves_other_people_alone",)),
    Line(75, "End businesses get consent first and offer a way out.",
         ("RT-FIRST-MSG-CONSENT", "RT-OPTOUT-KEYWORDS"),
         (f"{_GATE}::test_consent_is_asked_for_all_but_the_required_replies",)),
    Line(76, "Texts leave from a registered and approved number.", (),
         (f"{_GATE}::test_inv5_nothing_leaves_without_an_approved_registration",)),
    Line(77, "The registration carries the end business's data.", ("ISV-INFO-DETECTED",),
         (f"{_ISV}::test_the_isvs_data_is_found_at_its_field_however_it_is_written",)),
    Line(78, "End businesses can enter their data.",
         ("BRAND-EIN-FORMAT", "BRAND-ADDRESS", "BRAND-PHONE", "EMAIL-DOMAIN-MISMATCH",
          "WEBSITE-REACHABLE"),
         ("tenants/test_brand_page.py::test_an_owner_saves_sound_details_and_goes_home",),
         ("tenants:brand", "tenants:setup")),
    Line(79, "The data is that of whoever sends to the handset.",
         ("BRAND-NAME-CONSISTENT", "ISV-INFO-DETECTED"),
         (f"{_ISV}::test_an_end_business_with_its_own_data_passes",)),
    Line(80, "The data only serves to verify the business.", (),
         ("tenants/test_brand_page.py::test_the_page_says_what_the_details_are_for",)),
    Line(81, "Gaps and the ISV's data may be rejected.", ("ISV-INFO-DETECTED",),
         ("registrations/test_requirements.py::test_what_is_required_is_missed",)),
    Line(82, "The exception for an ISV's own program is narrow.", ("ISV-DECISION",),
         ("tenants/test_registrants.py"
          "::test_an_approved_exception_covers_exactly_the_values_it_names",)),
    Line(83, "Details are disclosed, opting out is easy, terms and policy are in reach.", (),
         ("test_journeys.py"
          "::test_from_sign_up_to_a_delivered_text_and_an_honoured_stop",)),
)  # fmt: skip
