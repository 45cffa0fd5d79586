"""What stands between a registration and its submission: every finding, in one list.

Reads only. Blockers stop `lifecycle.submit_for_review`; the rest is shown and may be ignored.
A passed check is no promise: the reviewers are third parties.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from consent import reviewing
from consent.looking.facts import live
from consent.models import Evidence
from consent.rendering import english
from consent.rules import BusinessFacts, Context, Finding, Severity, TextKind
from consent.rules.filing import FilingFacts, reason_in
from consent.rules.preflight import check_program
from consent.rules.registration import business_findings, decision_findings, isv_findings
from registrations import drafting, live_findings, typed
from registrations.answers import COMPANY_FIELDS
from registrations.definitions import FormField
from registrations.models import (
    AnswerSource,
    Registration,
    RegistrationType,
    RegistrationVersion,
)
from registrations.requirements import Answer, Answers, problems
from registrations.states import RegistrationStatus
from tenants.registrant import registrants

ORDER = (Severity.BLOCKER, Severity.WARNING, Severity.ADVICE)


def check(registration: Registration) -> list[Finding]:
    """Return all findings about the newest round as it stands, blockers first."""
    answers = drafting.effective(registration)
    fields = drafting.fields_of(drafting.form_of(registration.type))
    found = [
        *_order(registration),
        *_form(registration, fields, answers),
        *_words(registration, answers),
        *_carries_isv_data(registration, answers),
        *typed.findings(registration, answers),
        *live_findings.of_round(registration, answers),
        *_denied_before(registration, answers, fields),
        *_assumed(fields, answers),
    ]
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in found:
        # Texts of ours that share a sentence share its fault; one line says it. What was typed
        # stands for itself, since nothing else mends it.
        is_typed = finding.field in answers
        place = finding.field if is_typed else ""
        first.setdefault((finding.rule, finding.message, place), finding)
    return sorted(first.values(), key=lambda finding: ORDER.index(finding.severity))


def blockers(findings: list[Finding]) -> list[Finding]:
    """Return those that stop a submission."""
    return [finding for finding in findings if finding.is_blocker]


def approved_brand(registration: Registration) -> Registration | None:
    """Return the brand registration that a campaign can be filed under, if there is one."""
    brands = Registration.objects.in_force().filter(type=RegistrationType.TEN_DLC_BRAND)
    found: Registration | None = brands.exclude(carrier_id="").first()
    return found


def _order(registration: Registration) -> Iterator[Finding]:
    """Yield what must exist before this filing: an approved brand, a published program."""
    if registration.facts.needs_brand and not approved_brand(registration):
        yield _finding(
            "FILING-BRAND-FIRST",
            "A campaign is filed under an approved brand, and yours is not approved yet.",
            "Register the brand and wait for its approval. You can prepare the campaign meanwhile.",
            field="filing.brand",
            prevents=("BRAND_UNVERIFIED",),
        )
    if registration.program and not registration.program.published:
        yield _finding(
            "FILING-PROGRAM-PUBLISHED",
            "The program is not published, so its pages and wording are not public yet.",
            "Publish the program.",
            field="filing.program",
            prevents=("TERMS_AND_CONDITIONS_MISSING", "PRIVACY_POLICY_MISSING"),
        )


def _form(registration: Registration, fields: list[FormField], answers: Answers) -> list[Finding]:
    # Some forms ask nothing, such as that of a vetting.
    if fields or drafting.is_read(registration.type):
        return problems(fields, answers)
    return [
        _finding(
            "FORM-NOT-READ",
            "The carrier's form has not been read yet.",
            "Come back in a minute. If this stays, tell our support.",
            field="filing.form",
        )
    ]


def about_registrant(registration: Registration) -> list[Finding]:
    """Return what is open on whose data the newest round carries, as it stands or was handed in."""
    isv, business = registrants.isv_identity(), reviewing.business_facts(registration.brand)
    context = Context(number_type=registration.number_type)
    return [
        *decision_findings(business, context),
        *isv_findings(isv, business, context),
        *_carries_isv_data(registration, drafting.effective(registration)),
    ]


def _words(registration: Registration, answers: Answers) -> list[Finding]:
    """Return what the rules say of the program's texts and the company, or of the latter alone."""
    isv, business = registrants.isv_identity(), reviewing.business_facts(registration.brand)
    program = registration.program
    published = program.published if program else None
    if program is None or published is None:
        context = Context(number_type=registration.number_type)
        return list(business_findings(isv, business, context))
    return check_program(
        published.frozen_content,
        published.frozen_texts,
        number_type=registration.number_type,
        isv=isv,
        business=business,
        evidence_count=Evidence.objects.filter(program=program).count(),
        filing=_filing_facts(registration, answers),
        english=english(published.frozen_content),
        live=live(program),
    )


# The campaign form's fields of attributes → what the registry calls them.
_ATTRIBUTES = {
    "campaignUseCase.embeddedLink": "embeddedLink",
    "campaignUseCase.embeddedPhone": "embeddedPhone",
    "campaignUseCase.directLending": "directLending",
    "campaignUseCase.ageGated": "ageGated",
}


def _filing_facts(registration: Registration, answers: Answers) -> FilingFacts:
    """Return what this filing declares of itself, for the rules on filings."""
    given = {path: answers[path] for path in _ATTRIBUTES if path in answers}
    kept = Registration.objects.filter(type=RegistrationType.TOLL_FREE).exclude(
        status=RegistrationStatus.CLOSED
    )
    token = next((a for path, a in answers.items() if path.endswith("campaignVerifyToken")), None)
    details = answers.get("messagingUseCase.useCaseDetails")
    return FilingFacts(
        attributes={
            _ATTRIBUTES[path]: "Yes" in answer.choices
            for path, answer in given.items()
            if answer.choices
        },
        toll_free_numbers=kept.count(),
        volume_reason=reason_in(details.text) if details else "",
        terms_url=_text_of(answers, "messagingUseCase.termsAndConditionsUrl"),
        privacy_url=_text_of(answers, "messagingUseCase.privacyPolicyUrl"),
        political_token=token.text if token else "",
    )


def _text_of(answers: Answers, path: str) -> str | None:
    return answers[path].text if path in answers else None


def _carries_isv_data(registration: Registration, answers: Answers) -> Iterator[Finding]:
    """Yield answers that carry the ISV's data although the company details do not, or no more."""
    brand = registration.brand
    paths = {
        field: path
        for path, field in COMPANY_FIELDS.items()
        if path in answers and answers[path].text not in ("", getattr(brand, field))
    }
    details: dict[str, Any] = {field: answers[path].text for field, path in paths.items()}
    allowed = (f for f, value in details.items() if registrants.may_carry_isv_data(f, value))
    typed = BusinessFacts(country=brand.tax_id_country, excepted=frozenset(allowed), **details)
    context = Context(number_type=registration.number_type)
    for finding in isv_findings(registrants.isv_identity(), typed, context):
        yield replace(finding, field=paths[finding.field.removeprefix("brand.")])


def _denied_before(
    registration: Registration, answers: Answers, fields: list[FormField]
) -> Iterator[Finding]:
    """Yield the fields that were denied in the last round and still say the same."""
    earlier = _last_denied(registration)
    if earlier is None:
        return
    titles = {field.path: field.title for field in fields}
    for value in earlier.values.exclude(denied_reason=""):
        now = answers.get(value.path)
        if now is not None and _content(now) == _content(value.answer):
            yield _finding(
                "FILING-DENIED-UNCHANGED",
                f"“{titles.get(value.path, value.path)}” was denied and has not changed: "
                f"{value.denied_reason}",
                value.feedback or "Change it, or mend what it points to.",
                field=value.path,
                severity=Severity.WARNING,
            )


def _last_denied(registration: Registration) -> RegistrationVersion | None:
    version = registration.current
    if not version.is_open or version.number == 1:
        return None
    found: RegistrationVersion | None = registration.versions.filter(
        number=version.number - 1
    ).first()
    return found


def _content(answer: Answer) -> tuple[object, ...]:
    return answer.text, answer.choices, answer.evidence_id


def _assumed(fields: list[FormField], answers: Answers) -> Iterator[Finding]:
    """Yield what we answered without knowing, so that a person looks at it."""
    titles = {field.path: field.title for field in fields}
    for path, answer in answers.items():
        if answer.source == AnswerSource.ASSUMED:
            title = titles.get(path, path)
            yield _finding(
                "FILING-ASSUMED",
                f"We assumed “{', '.join(answer.choices)}” for “{title}”.",
                "Check it, and change it if it is not so.",
                field=path,
                severity=Severity.ADVICE,
            )


def _finding(
    rule: str,
    message: str,
    fix: str,
    *,
    field: str,
    severity: Severity = Severity.BLOCKER,
    prevents: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        kind=TextKind.REGISTRATION,
        message=message,
        fix=fix,
        prevents=prevents,
        field=field,
    )
