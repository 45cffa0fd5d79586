"""Addresses of the consent app."""

from django.urls import URLPattern

app_name = "consent"
urlpatterns: list[URLPattern] = []
