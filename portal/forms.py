"""How every form of the portal is drawn: our error summary and our field, in one place.

A form drawn by `{{ form }}` gets labels, hints and errors that are tied to their controls; no page
writes that markup by hand. Django admin draws its fields itself and is not affected.
"""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

WIDGET_TEMPLATES = Path(forms.__file__).parent / "templates"


class PortalFormRenderer(DjangoTemplates):
    """Draws forms with `templates/components/`, and widgets with Django's own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    @cached_property
    def engine(self) -> Any:
        """Look in the project's templates first; Django would look only inside its apps."""
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [settings.BASE_DIR / "templates", WIDGET_TEMPLATES],
                "NAME": "portal_forms",
                "OPTIONS": {},
            }
        )
