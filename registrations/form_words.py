"""Changes of the carrier's forms in words, for staff and for members whose drafts they touch."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registrations.definitions import FormField
from registrations.form_changes import SERIOUS, Change, What

_TITLES: dict[str, str | Promise] = {
    What.REQUIRED_NEW: _("New question that must be answered"),
    What.REQUIRED_NOW: _("Must be answered now"),
    What.ASSOCIATION: _("Something else must be tied to it"),
    What.TYPE: _("Takes another kind of answer now"),
    What.GONE: _("Is asked no more"),
    What.CHOICES_GONE: _("Choices that are gone"),
    What.NARROWER: _("Takes less now"),
    What.PATTERN: _("Must be written differently"),
    What.CONDITIONAL_NOW: _("Depends on another answer now"),
    What.CONDITIONAL_NEW: _("New question that depends on another answer"),
    What.OPTIONAL_NEW: _("New question that may be left empty"),
    What.CHOICES_NEW: _("New choices"),
    What.WIDER: _("Takes more now"),
    What.OPTIONAL_NOW: _("May be left empty now"),
    What.WORDS: _("Other words or hints"),
}
# Whose before and after are sizes, patterns or lists, and not merely a title said again.
_WITH_DETAILS = frozenset(
    {What.ASSOCIATION, What.TYPE, What.CHOICES_GONE, What.NARROWER, What.PATTERN}
    | {What.CHOICES_NEW, What.WIDER, What.WORDS}
)


def rows(changes: Iterable[Change], fields: Mapping[str, FormField]) -> list[dict[str, object]]:
    """Return changes as rows of a table: the question, what changed, before and after.

    A kind of change that this version of the portal does not know is shown by its code.
    """
    return [_row(change, fields) for change in changes]


def _row(change: Change, fields: Mapping[str, FormField]) -> dict[str, object]:
    what, path = change["what"], change["field"]
    known = fields.get(path)
    title = known.title if known else change["before"] or change["after"]
    has_details = what in _WITH_DETAILS
    return {
        "path": path,
        "question": title if path else _("The whole form"),
        "what": _TITLES.get(what, what),
        "is_serious": what in SERIOUS,
        "before": change["before"] if has_details else "",
        "after": change["after"] if has_details else "",
    }
