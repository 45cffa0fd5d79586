"""Django's registration of the messaging app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Texts out and texts in."""

    name = "messaging"
