"""Addresses of the guided set-up of the company details."""

from django.urls import path

from tenants.company import setup_views

urlpatterns = [
    path("setup/", setup_views.setup, name="setup"),
    path("setup/company/check/", setup_views.setup_check, name="setup_check"),
    path("setup/company/<slug:slug>/", setup_views.setup_step, name="setup_step"),
]
