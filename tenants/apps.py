"""Django's registration of the tenants app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Who is asking, and which rows are theirs."""

    name = "tenants"
