"""The REST routes, versioned by path. Each app keeps its serializers and views in its `api.py`."""

from django.conf import settings
from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from messaging import api as messaging

VERSION = str(settings.SPECTACULAR_SETTINGS["VERSION"])

urlpatterns = [
    # The version is said here, or the view would write whatever is asked for into a header.
    path("schema", SpectacularAPIView.as_view(api_version=VERSION), name="schema"),
    path("messages", messaging.Messages.as_view(), name="messages"),
    path("messages/<uuid:pk>", messaging.MessageDetail.as_view(), name="message"),
]
