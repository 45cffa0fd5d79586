"""Addresses of one's own notices."""

from django.urls import path

from tenants.notices import notice_views

urlpatterns = [
    path("notices/", notice_views.notices, name="notices"),
    path("notices/read/", notice_views.read_all, name="notices_read"),
    path("notices/mails/", notice_views.setting, name="notices_setting"),
    path("notices/<uuid:pk>/open/", notice_views.open_one, name="notice_open"),
]
