"""The few addresses of a tenant's own host: hosted pages, and what they are dressed with.

Everything else, sign-in, staff pages and the API above all, does not exist there.
"""

from django.urls import path

from consent import draft_pages, public
from messaging.embedding import embed
from messaging.preference_pages import preferences
from messaging.public import draft_join, join
from portal import hosting
from tenants.isv import isv_views

urlpatterns = [
    path("", public.index, name="index"),
    path("robots.txt", hosting.robots, name="robots"),
    path("isv-<str:colour>-<str:digest>.css", isv_views.isv_css, name="isv_css"),
    path("p/draft/<str:token>/terms/", draft_pages.terms, name="draft_terms"),
    path("p/draft/<str:token>/privacy/", draft_pages.privacy, name="draft_privacy"),
    path("p/draft/<str:token>/join/", draft_join, name="draft_join"),
    path("<slug:program_slug>/terms/", public.terms, name="terms"),
    path("<slug:program_slug>/terms/v<int:number>/", public.terms, name="terms_version"),
    path("<slug:program_slug>/privacy/", public.privacy, name="privacy"),
    path("<slug:program_slug>/privacy/v<int:number>/", public.privacy, name="privacy_version"),
    path("<slug:program_slug>/join/", join, name="join"),
    path("<slug:program_slug>/embed/", embed, name="embed"),
    path("<slug:program_slug>/preferences/", preferences, name="preferences"),
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.hosted_missing"
handler404 = "portal.views.hosted_missing"
handler500 = "portal.views.server_error"
