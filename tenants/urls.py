"""Addresses of the tenants app."""

from django.urls import include, path

from tenants import closing_views, developer_views, isv_views, views, visit_views

app_name = "tenants"
urlpatterns = [
    path("welcome/", views.create, name="create"),
    path("switch/", views.switch, name="switch"),
    path("isv-<str:colour>-<str:digest>.css", isv_views.isv_css, name="isv_css"),
    path("isv/<str:key>", isv_views.isv_logo, name="isv_logo"),
    path("visit/stop/", visit_views.stop, name="visit_stop"),
    path("settings/close/", closing_views.close, name="close"),
    path("brand/", views.brand, name="brand"),
    path("", include("tenants.registrant_urls")),
    path("", include("tenants.setup_urls")),
    path("", include("tenants.people_urls")),
    path("developers/", developer_views.developers, name="developers"),
    path("developers/keys/new/", developer_views.key_create, name="key_create"),
    path("developers/keys/<uuid:pk>/replace/", developer_views.key_rotate, name="key_rotate"),
    path("developers/keys/<uuid:pk>/revoke/", developer_views.key_revoke, name="key_revoke"),
]
