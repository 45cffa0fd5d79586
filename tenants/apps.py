"""Django's registration of the tenants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    """Who is asking, and which rows are theirs."""

    name = "tenants"
    verbose_name = _("Businesses and people")
