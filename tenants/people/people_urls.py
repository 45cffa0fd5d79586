"""Addresses of the team and of the invited."""

from django.urls import path

from tenants.people import invitation_views, team_views

urlpatterns = [
    path("team/", team_views.team, name="team"),
    path("team/invite/", team_views.team_invite, name="team_invite"),
    path("team/leave/", team_views.team_leave, name="team_leave"),
    path("team/transfer/", team_views.team_transfer, name="team_transfer"),
    path("team/<uuid:pk>/role/", team_views.member_role, name="member_role"),
    path("team/<uuid:pk>/remove/", team_views.member_remove, name="member_remove"),
    path(
        "team/invitations/<uuid:pk>/resend/",
        team_views.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "team/invitations/<uuid:pk>/withdraw/",
        team_views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("invitations/<str:token>/", invitation_views.invitation, name="invitation"),
    path(
        "invitations/answer/<uuid:pk>/",
        invitation_views.invitation_answer,
        name="invitation_answer",
    ),
]
