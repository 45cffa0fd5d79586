"""Addresses of the consent app: members' pages about programs, and what the public may read."""

from django.urls import path, re_path

from consent import draft_pages, draft_views, public, rule_pages, views
from consent.evidence import urls as evidence_urls
from consent.exports import urls as export_urls
from consent.looking import urls as looking_urls

app_name = "consent"
_HOSTED = "p/<slug:tenant_slug>/<slug:program_slug>"
urlpatterns = [
    path("rules/", rule_pages.rules_page, name="rules"),
    path("programs/", views.program_list, name="program_list"),
    path("programs/new/", views.program_create, name="program_create"),
    path("programs/<uuid:pk>/", views.program_page, name="program"),
    path("programs/<uuid:pk>/edit/", views.program_edit, name="program_edit"),
    path("programs/<uuid:pk>/preview/", views.program_preview, name="program_preview"),
    path("programs/<uuid:pk>/publish/", views.program_publish, name="program_publish"),
    path(
        "programs/<uuid:pk>/versions/<int:first>/<int:second>/",
        views.version_compare,
        name="version_compare",
    ),
    path("programs/<uuid:pk>/indexable/", views.program_indexable, name="program_indexable"),
    *evidence_urls.urlpatterns,
    *export_urls.urlpatterns,
    path("programs/<uuid:pk>/draft-link/", draft_views.share, name="draft_share"),
    path("programs/<uuid:pk>/draft-link/end/", draft_views.unshare, name="draft_unshare"),
    *looking_urls.urlpatterns,
    # Before the hosted pages, whose addresses they would match.
    path("p/draft/<str:token>/terms/", draft_pages.terms, name="draft_terms"),
    path("p/draft/<str:token>/privacy/", draft_pages.privacy, name="draft_privacy"),
    path(f"{_HOSTED}/terms/", public.terms, name="terms"),
    path(f"{_HOSTED}/terms/v<int:number>/", public.terms, name="terms_version"),
    path(f"{_HOSTED}/privacy/", public.privacy, name="privacy"),
    path(f"{_HOSTED}/privacy/v<int:number>/", public.privacy, name="privacy_version"),
    re_path(
        r"^e/(?P<token>[A-Za-z0-9_-]{16,40})\.(?P<extension>png|jpg|pdf)$",
        public.picture,
        name="evidence",
    ),
]
