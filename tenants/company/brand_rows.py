"""Company details for reading: labels as their country says them, codes in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenants.company import countries, tax_ids
from tenants.company.brand_form import DetailsForm
from tenants.models import EntityType, Vertical


def rows(names: Iterable[str], values: Mapping[str, str], *, url: str = "") -> list[dict[str, Any]]:
    """Return rows of a summary list; `url` is the page where these answers are changed."""
    names = [*names]
    fields = DetailsForm(asks=names, known=values).fields
    return [
        {
            "label": fields[name].label,
            "value": in_words(name, values.get(name, "")),
            "url": url and f"{url}#id_{name}",
            "missing": "" if fields[name].required else "—",
        }
        for name in names
    ]


def in_words(name: str, value: str) -> str:
    """Return an answer as people read it, the tax number by its end only."""
    if name == "tax_id":
        return tax_ids.mask(value)
    if name in ("country", "tax_id_country"):
        return countries.name(value) if value else ""
    choices = {"entity_type": EntityType, "vertical": Vertical}.get(name)
    return str(dict(choices.choices).get(value, value)) if choices else value
