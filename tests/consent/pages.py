"""Addresses of the program pages and what their forms post."""

from typing import Any

from django.urls import reverse

from consent.models import Program
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent.conftest import SOUND

FORM = {
    **SOUND,
    "message_kinds": ["appointment"],
    "methods": ["web"],
    "language": "en",
    "sample_messages": "",
}
EVIL = "<script>alert(1)</script>"


def page(name: str, program: Program) -> str:
    """Return the address of a program's page."""
    return reverse(f"consent:{name}", args=[program.pk])


def form(program: Program, tenant: Tenant, **changes: Any) -> dict[str, Any]:
    """Return what the builder posts."""
    with tenant_scope(tenant.pk):
        seen = program.latest.edit_token
    return {**FORM, "seen": seen, **changes}
