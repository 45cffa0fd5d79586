"""Addresses of who is registered, part of the tenants app's."""

from django.urls import path

from tenants import registrant_views

urlpatterns = [
    path("setup/registrant/", registrant_views.registrant, name="registrant"),
    path(
        "setup/registrant/exception/", registrant_views.ask_exception, name="registrant_exception"
    ),
]
