"""Which listeners of this very machine may be posted to: in an embedded run, those named to it."""

from ipaddress import ip_address

from django.conf import settings

from tenants.outbound.fetch_target import OwnSite


def own_listeners() -> OwnSite | None:
    """Return the origins of WEBHOOK_LOCAL_ORIGINS; None outside an embedded run."""
    origins = frozenset(settings.WEBHOOK_LOCAL_ORIGINS)
    if not settings.EMBEDDED or not origins:
        return None
    return OwnSite(origins, ip_address("127.0.0.1"))
