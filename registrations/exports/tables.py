"""Field sheets as files: comma-separated values that a spreadsheet opens harmlessly."""

from registrations.exports.facts import facts_of
from registrations.exports.providers import PROVIDERS
from registrations.exports.sheets import Provider, Sheet, filled
from registrations.exports.submission import Submission
from tenants import spreadsheets


def sheets_of(submission: Submission) -> list[Sheet]:
    """Return the sheet of every provider that has a form for this kind of registration."""
    facts = facts_of(submission)
    forms = [(each, each.form_for(submission.registration.facts.kind)) for each in PROVIDERS]
    return [filled(provider, form, facts) for provider, form in forms if form]


def without_form(submission: Submission) -> list[Provider]:
    """Return the providers that have no form for this kind of registration."""
    return [p for p in PROVIDERS if p.form_for(submission.registration.facts.kind) is None]


def as_csv(sheet: Sheet) -> str:
    """Return a sheet: its fields, then the facts of ours that it has no place for."""
    fields = [(cell.field, cell.value, cell.fit, cell.note) for cell in sheet.cells]
    lost = [(name, value, "lost", "No field there takes it.") for name, value in sheet.lost]
    return spreadsheets.table(("field", "value", "state", "note"), [*fields, *lost])
