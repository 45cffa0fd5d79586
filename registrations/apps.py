"""Django's registration of the registrations app."""

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    """What is filed with the carrier: brands, campaigns, numbers."""

    name = "registrations"

    def ready(self) -> None:
        """Tell the app of programs which filings quote their texts."""
        from consent import consequences  # noqa: PLC0415  # Needs loaded apps.
        from registrations.consequences import of_publication  # noqa: PLC0415  # As above.

        consequences.register(of_publication)
