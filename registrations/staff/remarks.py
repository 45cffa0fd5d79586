"""The form of a decision: the reason for the whole, and remarks at single fields."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASON_MAX = 2000
REMARK = "remark:"
PHRASE = "phrase:"


class DecisionForm(forms.Form):
    """Why staff return or refuse a filing; the business reads all of it word for word.

    Remarks come in fields named by the path that they are about. A standard phrase that was chosen
    and not yet put into the remark (which takes script) stands before what was typed.
    """

    reason = forms.CharField(
        label=gettext_lazy("What must change?"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    refusal = forms.CharField(
        label=gettext_lazy("Why is it refused?"),
        required=False,
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, needs_reason_for: str = "") -> None:
        super().__init__(data)
        self.needs_reason_for = needs_reason_for

    @property
    def remarks(self) -> dict[str, str]:
        """The remarks that were made, by the path of the field."""
        found: dict[str, str] = {}
        for prefix in (PHRASE, REMARK):
            for name, text in self.data.items():
                if name.startswith(prefix) and text.strip():
                    path = name.removeprefix(prefix)
                    said = text.replace("\0", "").strip()
                    found[path] = f"{found.get(path, '')} {said}".strip()[:REASON_MAX]
        return found

    def asked(self, known: Collection[str]) -> dict[str, Any]:
        """Return reason and remarks as the verb takes them; remarks at known fields only."""
        reason = self.cleaned_data["reason"] or _("See the remarks at the answers.")
        return {
            "reason": reason,
            "remarks": {path: text for path, text in self.remarks.items() if path in known},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for words: a reason, or for changes at least one remark."""
        cleaned = super().clean() or {}
        wanted = self.needs_reason_for
        if wanted and not cleaned.get(wanted) and wanted not in self.errors:
            if wanted == "refusal":
                self.add_error("refusal", _("Say why: the business reads it."))
            elif not self.remarks:
                self.add_error("reason", _("Say what to change: the business reads it."))
        return cleaned
