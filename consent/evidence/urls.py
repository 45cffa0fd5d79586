"""Addresses of the pages that take evidence in; part of the consent app's."""

from django.urls import path

from consent.evidence import views

_PROGRAM = "programs/<uuid:pk>/evidence"
urlpatterns = [
    path(f"{_PROGRAM}/", views.evidence_upload, name="evidence_upload"),
    path(f"{_PROGRAM}/begin/", views.upload_begin, name="upload_begin"),
    path("programs/uploads/<uuid:pk>/complete/", views.upload_complete, name="upload_complete"),
]
