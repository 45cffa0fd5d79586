"""Addresses below /accounts/ that are ours; they stand before allauth's and keep its names."""

from django.urls import path

from tenants.sign_in import sign_in_views as views

urlpatterns = [
    path("second-step/", views.second_step_page, name="second_step"),
    path("2fa/totp/activate/", views.set_up_app, name="mfa_activate_totp"),
    path("2fa/webauthn/add/", views.add_passkey, name="mfa_add_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/webauthn/reauthenticate/", views.prove_passkey, name="mfa_reauthenticate_webauthn"),
    path("sessions/", views.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", views.session_end, name="session_end"),
]
