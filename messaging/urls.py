"""Addresses of the messaging app: members' pages, the hosted opt-in form, the carrier's hook."""

from django.urls import path

from messaging import hooks, public

app_name = "messaging"
urlpatterns = [
    path("p/<slug:tenant_slug>/<slug:program_slug>/join/", public.join, name="join"),
    path("hooks/sns/", hooks.sns_hook, name="sns"),
]
