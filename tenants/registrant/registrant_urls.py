"""Addresses of who is registered and of the look at the website, part of the tenants app's."""

from django.urls import path

from tenants.company import website_views
from tenants.registrant import registrant_views

urlpatterns = [
    path("brand/website/", website_views.website, name="website"),
    path("setup/registrant/", registrant_views.registrant, name="registrant"),
    path(
        "setup/registrant/exception/", registrant_views.ask_exception, name="registrant_exception"
    ),
]
