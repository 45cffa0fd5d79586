"""The REST API for texts."""

from rest_framework.views import APIView


class Messages(APIView):
    """Accept a text."""


class MessageDetail(APIView):
    """One text."""
