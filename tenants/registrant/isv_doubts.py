"""Which company details are the ISV's, or look like it, in the words of the company page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.company.brand_doubts import Doubt
from tenants.models import Brand
from tenants.registrant import registrants
from tenants.registrant.isv_data import How


def isv_matches(brand: Brand) -> list[Doubt]:
    """Return a blocking doubt for each match that no approved exception lets pass."""
    return [
        Doubt(
            "ISV-INFO-DETECTED",
            field,
            _sentence(field, named),
            _("Enter the business's own. If it is its own, ask for an exception."),
            severity="BLOCKER",
        )
        for field, named in registrants.open_named_matches(brand).items()
    ]


def _sentence(field: str, named: dict[str, str]) -> str:
    sentence = (
        _("%(field)s “%(value)s” is that of the company that runs this portal, not yours.")
        if named["how"] == How.EXACT
        else _("%(field)s “%(value)s” looks almost like that of the company that runs this portal.")
    )
    return sentence % {"field": _LABELS.get(field, field), "value": named["value"]}


_LABELS = {
    "legal_name": gettext_lazy("The legal name"),
    "dba_name": gettext_lazy("The brand name"),
    "tax_id": gettext_lazy("The tax number"),
    "website": gettext_lazy("The website"),
    "support_email": gettext_lazy("The support e-mail"),
    "support_phone": gettext_lazy("The support phone"),
    "contact_email": gettext_lazy("The contact's e-mail"),
}
