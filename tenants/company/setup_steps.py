"""The guided set-up of the company details as a table of steps: one thing per page, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.company import countries
from tenants.company.brand_form import DetailsForm
from tenants.models import EntityType


@dataclass(frozen=True)
class Step:
    """One page of questions."""

    slug: str
    title: str | Promise
    lead: str | Promise  # why we ask, or where the answers are seen
    fields: tuple[str, ...]
    listed_only: bool = False

    def applies(self, answers: Mapping[str, str]) -> bool:
        """Is this asked of a business that gave these answers?"""
        listed = answers.get("entity_type") == EntityType.PUBLIC_PROFIT
        return listed or not self.listed_only


STEPS = (
    Step(
        "kind",
        _("Country and kind of organization"),
        _("They decide what carriers ask next. Answer for the business itself, not for an agency."),
        ("tax_id_country", "entity_type"),
    ),
    Step(
        "legal",
        _("Legal name and number"),
        _("Carriers compare both with the official record, letter by letter. Have it beside you."),
        ("legal_name", "tax_id"),
    ),
    Step(
        "brand",
        _("Brand name and industry"),
        _("The brand name is what people read in every text and on your public pages."),
        ("dba_name", "vertical"),
    ),
    Step(
        "address",
        _("Registered address"),
        _("As in the official record: where the business is, not a post box. Never published."),
        ("country", "street", "city", "state", "postal_code"),
    ),
    Step(
        "customers",
        _("Website and support"),
        _("Where the people you text learn who you are and get help. These are shown publicly."),
        ("website", "support_email", "support_phone"),
    ),
    Step(
        "contact",
        _("Contact person"),
        _("Somebody at the business whom carriers may ask. Never published."),
        ("contact_first_name", "contact_last_name", "contact_email"),
    ),
    Step(
        "listing",
        _("Stock exchange"),
        _("Carriers look listed companies up by their symbol."),
        ("stock_symbol", "stock_exchange"),
        listed_only=True,
    ),
)


def steps_for(answers: Mapping[str, str]) -> list[Step]:
    """Return the steps of a business that gave these answers, in their order."""
    return [step for step in STEPS if step.applies(answers)]


def find_step(slug: str, answers: Mapping[str, str]) -> Step | None:
    """Return a step by its address, or None where there is none for this business."""
    return next((step for step in steps_for(answers) if step.slug == slug), None)


def form_for(step: Step, answers: Mapping[str, str], data: Any = None) -> DetailsForm:
    """Return the form of a step, with what is known so far filled in."""
    known = dict(answers)
    if not known.get("country"):
        known["country"] = known.get("tax_id_country") or countries.HOME
    known.setdefault("tax_id_country", countries.HOME)
    form = DetailsForm(data, asks=step.fields, known=known)
    if step.listed_only:
        for field in form.fields.values():
            field.required = True
    return form


def is_answered(step: Step, answers: Mapping[str, str]) -> bool:
    """Do the answers so far satisfy a step? An earlier answer may have changed what it asks."""
    return form_for(step, answers, data=dict(answers)).is_valid()
