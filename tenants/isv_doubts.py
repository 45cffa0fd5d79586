"""Which company details are the ISV's, or look like it, in the words of the company page."""

from django.utils.translation import gettext as _

from tenants import registrants
from tenants.brand_doubts import Doubt
from tenants.isv_data import How
from tenants.models import Brand


def isv_matches(brand: Brand) -> list[Doubt]:
    """Return a blocking doubt for each match that no approved exception lets pass."""
    return [
        Doubt(
            "ISV-INFO-DETECTED",
            field,
            _sentence(brand, field, named),
            _("Enter the business's own. If it is its own, ask for an exception."),
            severity="BLOCKER",
        )
        for field, named in registrants.open_named_matches(brand).items()
    ]


def _sentence(brand: Brand, field: str, named: dict[str, str]) -> str:
    sentence = (
        _("%(field)s “%(value)s” is that of the company that runs this portal, not yours.")
        if named["how"] == How.EXACT
        else _("%(field)s “%(value)s” looks almost like that of the company that runs this portal.")
    )
    label = str(getattr(brand._meta.get_field(field), "verbose_name", field))
    return sentence % {"field": label[:1].upper() + label[1:], "value": named["value"]}
