"""The forms of the company details, whole or a few questions at a time, checked all the same."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from tenants.company import brand_checks, brands, tax_ids
from tenants.company.brand_checks import CONFIRMED
from tenants.company.brand_fields import BrandFields, word_address, word_tax_id
from tenants.models import Brand

# In the order of the page, which is that of its error summary.
EVERYTHING = tuple(name for name in BrandFields.base_fields if name != CONFIRMED)


class DetailsForm(BrandFields):
    """Some or all questions, with the other answers known already.

    `asks` names the fields that are asked, in their order; `known` are the answers so far, of these
    and all other fields. A number that is known is shown by its end only, and kept when that comes
    back. `accepted` says that it was saved before and is not to be confirmed again.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        asks: Collection[str],
        known: Mapping[str, str],
        accepted: bool = False,
        **kwargs: Any,
    ) -> None:
        self.known, self.asks, self.accepted = known, asks, accepted
        self.asks_confirmation = False
        shown = {name: value for name, value in known.items() if value}
        if shown.get("tax_id"):
            shown["tax_id"] = tax_ids.mask(shown["tax_id"])
        kwargs["initial"] = {**shown, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        self._keep_only(asks)
        self._word()

    def shown(self) -> Iterator[BoundField]:
        """The fields to draw; the confirmation appears with the error that it answers."""
        for field in self.visible_fields():
            if field.name != CONFIRMED or self.confirmation_is_shown:
                yield field

    @property
    def confirmation_is_shown(self) -> bool:
        """Was it asked for just now, or ticked, here or before?"""
        return self.asks_confirmation or bool(CONFIRMED in self.fields and self[CONFIRMED].value())

    def clean_tax_id(self) -> str:
        """Keep the known number when its masked form came back; `clean` checks every number."""
        written: str = self.cleaned_data["tax_id"]
        known = self.known.get("tax_id", "")
        if known and written == tax_ids.mask(known):
            return known
        if "•" in written:
            raise ValidationError(_("To change the tax number, enter all of it."))
        return written

    def clean(self) -> dict[str, Any]:
        """Check the answers together with those known from elsewhere."""
        mine = {**self.cleaned_data, CONFIRMED: "yes" * self.cleaned_data.get(CONFIRMED, False)}
        # A wrong answer of this form must not be judged by what it was before.
        others = {name: value for name, value in self.known.items() if name not in self.fields}
        values = {**others, **mine}
        before = (self.known.get("tax_id", ""), self.known.get("tax_id_country", ""))
        for problem in brand_checks.settle(
            values, saved_tax_id=before if self.accepted else ("", "")
        ):
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, problem.message)
                self.asks_confirmation |= problem.confirmable
        return {name: values[name] for name in mine if name in values}

    def values(self) -> dict[str, str]:
        """Return the checked answers by the names of the brand's fields."""
        return {name: self.cleaned_data[name] for name in brands.FIELDS if name in self.fields}

    def confirmed(self) -> list[str]:
        """Return the fields whose unusual form the member has compared with the document."""
        return ["tax_id"] if self.cleaned_data.get(CONFIRMED) else []

    def _keep_only(self, asks: Collection[str]) -> None:
        wanted = [*asks]
        if "tax_id" in wanted:
            wanted.insert(wanted.index("tax_id") + 1, CONFIRMED)
        for name in BrandFields.base_fields.keys() - set(wanted):
            del self.fields[name]
        self.order_fields(wanted)

    def _answer(self, name: str) -> str:
        """Return what is being answered now, else what is known."""
        if name in self.fields:
            return str(self[name].value() or "")
        return self.known.get(name, "")

    def _word(self) -> None:
        if "tax_id" in self.fields:
            word_tax_id(self.fields["tax_id"], self._answer("tax_id_country"))
        if "state" in self.fields:
            word_address(
                self.fields,
                self._answer("country"),
                choose_region=self.asks != EVERYTHING,
            )


class BrandForm(DetailsForm):
    """All company details on one page, for a brand that exists."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, saved: Brand | None, **kwargs: Any) -> None:
        """Show what is saved, the tax number by its end only."""
        known = {name: getattr(saved, name) for name in brands.FIELDS} if saved else {}
        kwargs.setdefault("initial", {})["revision"] = saved.revision if saved else 0
        super().__init__(data, asks=EVERYTHING, known=known, accepted=bool(saved), **kwargs)
