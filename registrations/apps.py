"""Django's registration of the registrations app."""

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    """What is filed with the carrier: brands, campaigns, numbers."""

    name = "registrations"
