"""Notices: one verb tells people in their list and by mail; apps are told by `webhooks`."""

from tenants.notices.sending import Told, send

__all__ = ["Told", "send"]
