"""Every address of the portal, one include an app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.utils.functional import lazy

from portal import api, export_views, views
from portal.history_views import history_page
from portal.hosting import tls_allowed
from portal.theme import choose_theme
from tenants.isv import white_label

# Asked for on every page, since staff may change the name.
_header = lazy(lambda: f"{white_label.current().name} staff", str)()
admin.site.site_header = admin.site.site_title = _header
admin.site.index_title = "Work"

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("theme/", choose_theme, name="theme"),
    path("history/", history_page, name="history"),
    path("exports/", export_views.export_list, name="exports"),
    path("exports/new/<slug:kind>/", export_views.export_new, name="export_new"),
    path("exports/<uuid:pk>/", export_views.export_page, name="export"),
    path("exports/<uuid:pk>/file/", export_views.export_file, name="export_file"),
    path("healthz", views.healthz, name="healthz"),
    path("healthz/ready", views.ready, name="ready"),
    path("healthz/domain", tls_allowed, name="tls_allowed"),
    path("accounts/", include("tenants.sign_in.sign_in_urls")),
    path("accounts/", include("allauth.urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("", include("tenants.urls")),
    path("", include("consent.urls")),
    path("", include("registrations.urls")),
    path("", include("messaging.urls")),
]

if settings.EMBEDDED:
    urlpatterns.append(path("mailbox/", views.mailbox, name="mailbox"))

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler429 = "portal.views.too_often"  # Asked for by allauth.
handler500 = "portal.views.server_error"
