"""The REST routes, versioned by path. Each app keeps its serializers and views in its `api.py`."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from messaging import api as messaging

urlpatterns = [
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("messages", messaging.Messages.as_view(), name="messages"),
    path("messages/<uuid:pk>", messaging.MessageDetail.as_view(), name="message"),
]
