"""Addresses of the team and of the invited."""

from django.urls import path

from tenants import invitation_views

urlpatterns = [
    path("invitations/<str:token>/", invitation_views.invitation, name="invitation"),
    path(
        "invitations/answer/<uuid:pk>/",
        invitation_views.invitation_answer,
        name="invitation_answer",
    ),
]
