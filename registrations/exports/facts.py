"""The facts of a filing under neutral names, so that any provider's form can be filled from them.

Pure but for reading the submission's rows. An answer of the filing counts before the company
details and the program, since somebody may have typed another one over them.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from consent.content import OptInWay
from consent.models import Evidence
from registrations import drafting
from registrations.answers import Company, Words, links, tax_id
from registrations.exports.submission import Submission, address_of
from tenants.company.tax_ids import mask

Fact = str | bool | tuple[str, ...]
Facts = Mapping[str, Fact]

# The carrier's fields → our neutral names. Fields that stand in no line keep their own path.
NEUTRAL: dict[str, str] = {
    "companyInfo.companyName": "business.legal_name",
    "companyInfo.dbaName": "business.dba_name",
    "contactInfo.dbaName": "business.dba_name",
    "companyInfo.legalType": "business.entity_type",
    "companyInfo.businessType": "business.entity_type",
    "companyInfo.taxId": "business.tax_id",
    "companyInfo.companyId": "business.tax_id",
    "companyInfo.taxIdIssuingCountry": "business.tax_id_country",
    "companyInfo.stockSymbol": "business.stock_symbol",
    "companyInfo.stockExchange": "business.stock_exchange",
    "companyInfo.address": "business.street",
    "companyInfo.address1": "business.street",
    "companyAddress.address1": "business.street",
    "companyInfo.city": "business.city",
    "companyAddress.city": "business.city",
    "companyInfo.state": "business.state",
    "companyAddress.state": "business.state",
    "companyInfo.zipCode": "business.postal_code",
    "companyAddress.zipCode": "business.postal_code",
    "companyInfo.isoCountryCode": "business.country",
    "companyAddress.isoCountryCode": "business.country",
    "companyInfo.website": "business.website",
    "contactInfo.website": "business.website",
    "contactInfo.vertical": "business.vertical",
    "campaignInfo.vertical": "business.vertical",
    "contactInfo.supportEmail": "business.support_email",
    "contactInfo.supportPhoneNumber": "business.support_phone",
    "contactInfo.firstName": "business.contact_first_name",
    "contactInfo.lastName": "business.contact_last_name",
    "companyInfo.businessContactEmail": "business.contact_email",
    "campaignInfo.campaignName": "program.description",
    "messagingUseCase.useCaseDetails": "program.description",
    "messagingUseCase.useCaseDescription": "program.description",
    "campaignInfo.optInWorkflow": "program.message_flow",
    "messagingUseCase.optInDescription": "program.message_flow",
    "campaignInfo.termsAndConditionsLink": "program.terms_url",
    "messagingUseCase.termsAndConditionsUrl": "program.terms_url",
    "campaignInfo.privacyPolicyLink": "program.privacy_url",
    "messagingUseCase.privacyPolicyUrl": "program.privacy_url",
    "campaignInfo.optInKeyword": "program.opt_in_keyword",
    "campaignInfo.optInMessage": "program.opt_in_message",
    "messageSamples.optInMessage": "program.opt_in_message",
    "campaignInfo.helpMessage": "program.help_message",
    "messageSamples.helpMessage": "program.help_message",
    "campaignInfo.stopMessage": "program.stop_message",
    "messageSamples.stopMessage": "program.stop_message",
    "campaignUseCase.useCase": "program.campaign_use_case",
    "campaignUseCase.subUseCases": "program.campaign_sub_use_cases",
    "messagingUseCase.useCaseCategory": "program.use_case_category",
    "messagingUseCase.optInType": "program.opt_in_type",
    "messagingUseCase.monthlyMessageVolume": "program.monthly_volume",
    "campaignUseCase.embeddedLink": "program.has_links",
    "campaignUseCase.embeddedLinkSample": "program.link_sample",
    "campaignUseCase.embeddedPhone": "program.has_phones",
    "campaignUseCase.ageGated": "program.is_age_gated",
    "campaignUseCase.directLending": "program.is_direct_lending",
}
SAMPLE = "messageSamples.messageSample"
SWITCHES = {"Yes": True, "No": False}


def facts_of(submission: Submission) -> dict[str, Fact]:
    """Return every fact of a filing that is known, under its neutral name."""
    facts: dict[str, Any] = {**_company(submission), **_program(submission)}
    for line in submission.lines:
        name = NEUTRAL.get(line.path)
        if name is not None:
            facts[name] = _value(line.choices, line.text)
    samples = tuple(line.text for line in submission.lines if line.path.startswith(SAMPLE))
    if samples:
        facts["program.samples"] = samples
    return {name: value for name, value in facts.items() if value not in ("", ())}


def _value(choices: tuple[str, ...], text: str) -> Fact:
    if len(choices) == 1:
        return SWITCHES.get(choices[0], choices[0])
    return choices or text


def _company(submission: Submission) -> dict[str, Any]:
    brand = submission.brand
    company = Company(**{field.name: getattr(brand, field.name) for field in fields(Company)})
    found = {f"business.{field.name}": getattr(company, field.name) for field in fields(Company)}
    del found["business.texted_name"]
    # A number that was masked in the answers must not come back by another way.
    asked = submission.answer("companyInfo.taxId")
    ours = tax_id(company) if submission.shows_tax_ids else mask(tax_id(company))
    return {**found, "business.tax_id": asked.text if asked else ours}


def _program(submission: Submission) -> dict[str, Any]:
    wording = submission.wording
    if wording is None:
        return {}
    content, texts = wording.frozen_content, wording.frozen_texts
    words = Words(content, texts)
    found = links(words)
    pictures = Evidence.objects.filter(program=wording.program)
    return {
        "program.name": content.program_name,
        "program.message_kinds": tuple(content.message_kinds),
        "program.message_flow": texts.message_flow,
        "program.samples": tuple(texts.sample_messages),
        "program.opt_in_keyword": content.opt_in_keyword,
        "program.opt_in_ways": tuple(str(way) for way in OptInWay if way in content.methods),
        "program.opt_in_message": texts.optin_confirmation,
        "program.help_message": texts.help_reply,
        "program.stop_message": texts.optout_confirmation,
        "program.terms_url": content.terms_url,
        "program.privacy_url": content.privacy_url,
        "program.opt_in_pictures": tuple(address_of(each) for each in pictures),
        "program.has_links": bool(found),
        "program.link_sample": found[0] if found else "",
        "program.is_age_gated": bool(content.minimum_age),
        "program.numbers": tuple(
            originator.number
            for originator in submission.registration.originators.all()
            if originator.number
        ),
    }


def missing_answers(submission: Submission) -> tuple[str, ...]:
    """Return the titles of required questions of the carrier's own form without an answer."""
    asked = drafting.fields_of(drafting.form_of(submission.registration.type))
    given = {line.path for line in submission.lines}
    return tuple(f.title for f in asked if f.requirement == "REQUIRED" and f.path not in given)
