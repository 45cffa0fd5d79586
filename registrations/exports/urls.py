"""Addresses of what is taken away of registrations."""

from django.urls import path

from registrations.exports import views

urlpatterns = [
    path("registrations/<uuid:pk>/rounds/<int:number>/export/", views.export_page, name="export"),
    path(
        "registrations/<uuid:pk>/rounds/<int:number>/export/<slug:file>/",
        views.export_file,
        name="export_file",
    ),
]
