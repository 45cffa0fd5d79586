"""The form that takes files in: it reads what was sent; verbs and worker decide what is right."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from consent.forms import VerbForm

ACCEPT = "image/png,image/jpeg,image/webp,application/pdf"


class Files(forms.FileInput):
    """A button for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each of which somebody else will check."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files that were sent; none is an error, as is an empty one."""
        sent = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(each, initial) for each in sent or [None]]


class UploadForm(VerbForm):
    """Files and what they show."""

    picture = FilesField(
        label=_("Screenshots or papers"),
        help_text=_("PNG, JPEG, WebP or PDF, up to 10 MB each. You can choose several."),
        widget=Files(attrs={"accept": ACCEPT, "multiple": True}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Take the screenshot again."),
        },
    )
    caption = forms.CharField(
        label=_("Where is this, and what does it show?"),
        help_text=_(
            "Such as: Checkout page of our shop, with the box before it is ticked. "
            "Leave it empty, and the file's name is used."
        ),
        max_length=200,
        required=False,
    )
    is_free_of_personal_data = forms.BooleanField(
        label=_("No customer's personal data can be seen in it"),
        help_text=_("Anyone with the link can open it."),
        error_messages={"required": _("Check what can be seen for personal data first.")},
    )


class AnnouncedForm(forms.Form):
    """What a browser says of a file before it sends it to the bucket."""

    name = forms.CharField(max_length=300, required=False)
    size = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    type = forms.CharField(max_length=100, required=False)
    caption = forms.CharField(max_length=300, required=False)
    is_free_of_personal_data = forms.BooleanField()
