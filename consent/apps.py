"""Django's registration of the consent app."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """What people agreed to, and proof of it."""

    name = "consent"
