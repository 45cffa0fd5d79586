"""What the publication of a program means for the registrations that quote its texts."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.consequences import Consequence
from consent.content import ProgramContent
from consent.models import Program
from consent.rendering import RenderedTexts
from registrations import drafting
from registrations.answers import Words, mapped
from registrations.models import Registration
from registrations.states import EDITABLE, RegistrationStatus

_FINAL = frozenset(
    {RegistrationStatus.REJECTED, RegistrationStatus.REVOKED, RegistrationStatus.CLOSED}
)


def of_publication(
    program: Program, content: ProgramContent, texts: RenderedTexts
) -> Iterator[Consequence]:
    """Yield each living registration of a program with the answers that would read differently.

    Those that are still being written follow by themselves; what has been handed in stays as it
    is until somebody sends an update.
    """
    found = Registration.objects.filter(program=program).exclude(status__in=_FINAL)
    for registration in found.select_related("brand", "program"):
        changed = _changed(registration, content, texts)
        yield Consequence(
            label=registration.type_label,
            state=str(registration.get_status_display()),
            text=_meaning(registration, bool(changed)),
            url=reverse("registrations:detail", args=[registration.pk]),
            changes=tuple(changed),
        )


def _changed(
    registration: Registration, content: ProgramContent, texts: RenderedTexts
) -> list[str]:
    """Return the names of the answers that would differ from those of today."""
    facts = drafting.facts_of(registration)
    fields = drafting.fields_of(drafting.form_of(registration.type))
    now = mapped(registration.type, facts, fields)
    new = mapped(registration.type, type(facts)(facts.company, Words(content, texts)), fields)
    names = {field.path: field.title for field in fields}
    return [
        names.get(path, path.rpartition(".")[2])
        for path in new
        if path not in now
        or now[path].text != new[path].text
        or now[path].choices != new[path].choices
    ]


def _meaning(registration: Registration, is_changed: bool) -> str:
    """Say what happens, and whose turn it is."""
    if not is_changed:
        return _("Its answers stay the same.")
    if registration.status in EDITABLE:
        return _("It is not with anybody yet and follows by itself.")
    if registration.status == RegistrationStatus.APPROVED:
        return _("It was approved with the old words. Send an update after you have published.")
    return _("It is being reviewed with the old words. Send an update once it is decided.")
