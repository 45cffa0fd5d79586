"""Webhooks: tells a tenant's app what happened, signed, at least once, as Standard Webhooks say."""

from tenants.webhooks.publishing import publish

__all__ = ["publish"]
