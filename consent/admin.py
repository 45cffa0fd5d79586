"""What staff see of programs, evidence and the consent ledger: everything, and nothing to edit.

A phone number is shown by its last digits: staff need to tell rows apart, not to call people.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consent import addresses
from consent.builder import wordings
from consent.looking import admin as looking_admin  # noqa: F401 - with its pages.
from consent.models import (
    Consent,
    ConsentEvent,
    Evidence,
    EvidenceUpload,
    Program,
    ProgramVersion,
    mask,
)
from tenants.admin_base import ReadOnlyAdmin, ReadOnlyInline


class VersionInline(ReadOnlyInline):
    """A program's wordings, newest first."""

    model = ProgramVersion
    fields = readonly_fields = ("number", "status", "use_case", "frequency", "published_at")


class EvidenceInline(ReadOnlyInline):
    """A program's screenshots."""

    model = Evidence
    fields = readonly_fields = (
        "caption",
        "content_type",
        "size_bytes",
        "uploaded_by",
        "uploaded_at",
    )


@admin.register(Program)
class ProgramAdmin(ReadOnlyAdmin):
    """Programs of every tenant."""

    list_display = ("name", "tenant", "slug", "created_at")
    list_filter = (("tenant", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("tenant",)
    search_fields = ("name", "slug", "tenant__name")
    inlines = (VersionInline, EvidenceInline)
    fields = ("name", "tenant", "slug", "created_at", "terms", "privacy")
    readonly_fields = ("created_at", "terms", "privacy")

    @admin.display(description=_("terms"))
    def terms(self, program: Program) -> SafeString:
        """The public page."""
        return _link(addresses.terms_url(program))

    @admin.display(description=_("privacy policy"))
    def privacy(self, program: Program) -> SafeString:
        """The public page."""
        return _link(addresses.privacy_url(program))


@admin.register(ProgramVersion)
class ProgramVersionAdmin(ReadOnlyAdmin):
    """Wordings with every text that came of them."""

    list_display = ("program", "number", "status", "tenant", "published_at")
    list_filter = ("status", "use_case")
    list_select_related = ("program", "tenant")
    search_fields = ("program__name", "tenant__name")
    exclude = ("content", "texts")
    readonly_fields = ("rendered",)

    @admin.display(description=_("texts"))
    def rendered(self, version: ProgramVersion) -> SafeString:
        """Every frozen text, one below the other."""
        if version.texts is None:
            return format_html("{}", _("Not published yet."))
        texts = wordings.by_key(version.frozen_texts)
        rows = ((wordings.title(key), text) for key, text in texts.items())
        return format_html_join("", "<p><strong>{}</strong></p><pre>{}</pre>", rows)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Screenshots; the picture is the re-encoded copy, as reviewers get it."""

    list_display = ("caption", "program", "tenant", "content_type", "size_bytes", "uploaded_at")
    list_select_related = ("program", "tenant")
    search_fields = ("caption", "program__name", "tenant__name")
    exclude = ("token", "original_key", "public_key", "fitted_key")
    readonly_fields = ("picture",)

    @admin.display(description=_("public address"))
    def picture(self, item: Evidence) -> SafeString:
        """Where reviewers see it."""
        return _link(addresses.evidence_url(item))


@admin.register(EvidenceUpload)
class EvidenceUploadAdmin(ReadOnlyAdmin):
    """Files on their way to being evidence, and why some were refused."""

    list_display = ("created_at", "program", "tenant", "status", "original_name", "problem")
    list_filter = ("status", "source")
    list_select_related = ("program", "tenant")
    search_fields = ("original_name", "program__name", "tenant__name")
    exclude = ("original_key",)


class _Masked(ReadOnlyAdmin):
    """Rows about one phone number."""

    @admin.display(description=_("recipient"))
    def who(self, row: Any) -> str:
        """The number by its last digits."""
        return mask(row.recipient)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the program, which every row shows."""
        return super().get_queryset(request).select_related("program", "tenant")


@admin.register(ConsentEvent)
class ConsentEventAdmin(_Masked):
    """The ledger: every opt-in and opt-out with its proof."""

    list_display = ("at", "kind", "who", "method", "is_witnessed", "program", "tenant")
    list_filter = ("kind", "method", "is_witnessed")
    search_fields = ("program__name", "tenant__name")
    exclude = ("recipient",)
    readonly_fields = ("who",)
    date_hierarchy = "at"


@admin.register(Consent)
class ConsentAdmin(_Masked):
    """Where each number stands with each program."""

    list_display = ("who", "standing", "program", "tenant", "changed_at")
    list_filter = ("standing",)
    search_fields = ("program__name", "tenant__name")
    exclude = ("recipient", "last_event")
    readonly_fields = ("who",)


def _link(url: str) -> SafeString:
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, url)
