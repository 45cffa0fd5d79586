"""Erasing a closed tenant: registrations stay as filed, without people's data and tax ids."""

import re
import uuid

from django.core.files.storage import storages

from consent.models import Evidence
from registrations.models import (
    Acknowledgement,
    FieldValue,
    Forecast,
    LiveCheck,
    Registration,
    RegistrationEvent,
    RegistrationVersion,
)
from tenants.erasing import BLANK_EVENT, Step, blank
from tenants.scoping import erasing

# Answers about a person, or by which the tax office knows the business.
PERSONAL = re.compile(
    r"^(companyInfo|contactInfo)\.\w*"
    r"(firstName|lastName|email|phone|phoneNumber|address\d?|zipCode|taxId|companyId)$",
    re.IGNORECASE,
)
ERASED = {"erased": True}


def remove_pictures(tenant_id: uuid.UUID) -> None:
    """Delete the files of screenshots that no registration was filed with."""
    with erasing(tenant_id):
        filed = FieldValue.objects.filter(version__answers_sent__isnull=False)
        unfiled = Evidence.objects.exclude(pk__in=filed.exclude(evidence=None).values("evidence"))
        keys = list(unfiled.values_list("original_key", "public_key", "fitted_key"))
    for original, *copies in keys:
        storages["default"].delete(original)
        for copy in filter(None, copies):
            storages["public"].delete(copy)


def blank_answers(tenant_id: uuid.UUID) -> None:
    """Blank the working copies of answers, and what is personal in those that were filed."""
    blank(tenant_id, FieldValue, {"text": "", "feedback": "", "staff_remark": ""})
    blank(tenant_id, LiveCheck, {"seen": [], "findings": [], "trouble": ""})
    with erasing(tenant_id):
        Registration.objects.update(review_note="", filing_error="")
        for version in RegistrationVersion.objects.exclude(answers_sent=None):
            kept = {
                path: ERASED if PERSONAL.match(path) or "encrypted" in answer else answer
                for path, answer in version.answers_sent.items()
            }
            RegistrationVersion.objects.filter(pk=version.pk).update(answers_sent=kept)


def blank_events(tenant_id: uuid.UUID) -> None:
    """Keep which steps were taken, and not who took them or what was remarked."""
    blank(tenant_id, RegistrationEvent, BLANK_EVENT)
    blank(tenant_id, Forecast, {"findings": [], "made_by": ""})
    blank(tenant_id, Acknowledgement, {"reason": "", "made_by": ""})


STEPS: tuple[Step, ...] = (remove_pictures, blank_answers, blank_events)
