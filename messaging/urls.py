"""Addresses of the messaging app: members' pages, the hosted opt-in form, the carrier's hook."""

from django.urls import path

from messaging import (
    embedding,
    hooks,
    preference_pages,
    public,
    recipient_views,
    recording_views,
    views,
)

app_name = "messaging"
urlpatterns = [
    path("recipients/", recipient_views.recipient_list, name="recipient_list"),
    path("recipients/opt-out/", recording_views.opt_out, name="opt_out"),
    path("recipients/<uuid:pk>/opt-out/", recording_views.opt_out, name="recipient_opt_out"),
    path("programs/<uuid:pk>/record/", recording_views.record, name="record"),
    path("recipients/<uuid:pk>/", recipient_views.recipient, name="recipient"),
    path("messages/", views.message_list, name="message_list"),
    path("messages/new/", views.message_send, name="message_send"),
    path("messages/inbound/", views.inbound_list, name="inbound_list"),
    path("messages/inbound/<uuid:pk>/", views.inbound_decide, name="inbound_decide"),
    path("messages/<uuid:pk>/", views.message, name="message"),
    # Before the hosted pages, whose addresses it would match.
    path("p/draft/<str:token>/join/", public.draft_join, name="draft_join"),
    path("p/<slug:tenant_slug>/<slug:program_slug>/join/", public.join, name="join"),
    path("p/<slug:tenant_slug>/<slug:program_slug>/embed/", embedding.embed, name="embed"),
    path(
        "p/<slug:tenant_slug>/<slug:program_slug>/preferences/",
        preference_pages.preferences,
        name="preferences",
    ),
    path("hooks/sns/", hooks.sns_hook, name="sns"),
]
