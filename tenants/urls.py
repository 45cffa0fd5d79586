"""Addresses of the tenants app."""

from django.urls import include, path

from tenants import developer_views, views
from tenants.hosting import domain_views
from tenants.isv import isv_views
from tenants.settings_page import closing_views, settings_views
from tenants.staff import visit_views

app_name = "tenants"
urlpatterns = [
    path("welcome/", views.create, name="create"),
    path("switch/", views.switch, name="switch"),
    path("isv-<str:colour>-<str:digest>.css", isv_views.isv_css, name="isv_css"),
    path("isv/<str:key>", isv_views.isv_logo, name="isv_logo"),
    path("visit/stop/", visit_views.stop, name="visit_stop"),
    path("settings/close/", closing_views.close, name="close"),
    path("brand/", views.brand, name="brand"),
    path("", include("tenants.registrant.registrant_urls")),
    path("", include("tenants.company.setup_urls")),
    path("settings/", settings_views.settings_page, name="settings"),
    path("settings/name/", settings_views.settings_save, {"part": "name"}, "settings_name"),
    path("settings/visits/", settings_views.settings_save, {"part": "visits"}, "settings_visits"),
    path("settings/sign-in/", settings_views.settings_sign_in, name="settings_sign_in"),
    path("settings/domain/", domain_views.domain, name="domain"),
    path("settings/domain/check/", domain_views.domain_check, name="domain_check"),
    path("settings/domain/remove/", domain_views.domain_remove, name="domain_remove"),
    path("", include("tenants.people.people_urls")),
    path("", include("tenants.notices.notice_urls")),
    path("", include("tenants.webhooks.webhook_urls")),
    path("developers/", developer_views.developers, name="developers"),
    path("developers/keys/new/", developer_views.key_create, name="key_create"),
    path("developers/keys/<uuid:pk>/replace/", developer_views.key_rotate, name="key_rotate"),
    path("developers/keys/<uuid:pk>/revoke/", developer_views.key_revoke, name="key_revoke"),
]
