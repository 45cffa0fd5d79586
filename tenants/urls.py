"""Addresses of the tenants app."""

from django.urls import URLPattern

app_name = "tenants"
urlpatterns: list[URLPattern] = []
