"""Addresses of the webhooks' pages."""

from django.urls import path

from tenants.webhooks import webhook_views as views

urlpatterns = [
    path("developers/webhooks/", views.webhooks, name="webhooks"),
    path("developers/webhooks/new/", views.webhook_create, name="webhook_create"),
    path("developers/webhooks/<uuid:pk>/", views.webhook, name="webhook"),
    path("developers/webhooks/<uuid:pk>/edit/", views.webhook_edit, name="webhook_edit"),
    path("developers/webhooks/<uuid:pk>/secret/", views.webhook_rotate, name="webhook_rotate"),
    path("developers/webhooks/<uuid:pk>/switch/", views.webhook_switch, name="webhook_switch"),
    path("developers/webhooks/<uuid:pk>/remove/", views.webhook_remove, name="webhook_remove"),
    path("developers/webhooks/<uuid:pk>/test/", views.webhook_test, name="webhook_test"),
    path("developers/webhooks/again/<uuid:pk>/", views.webhook_again, name="webhook_again"),
]
