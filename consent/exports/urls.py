"""Addresses of what is taken away; part of the consent app's."""

from django.urls import path

from consent.exports import views

_VERSION = "programs/<uuid:pk>/export/v<int:number>"
urlpatterns = [
    path(f"{_VERSION}/form/", views.export_snippet, name="export_snippet"),
    path(f"{_VERSION}/form/preview/", views.export_preview, name="export_preview"),
    path(f"{_VERSION}/<slug:code>/", views.export_file, name="export_file"),
]
