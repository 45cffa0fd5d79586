"""What templates ask about the person who reads the page."""

from collections.abc import Sequence
from typing import Any

from django import template

from tenants.models import Invitation
from tenants.people import invitations

register = template.Library()


@register.simple_tag
def open_invitations(user: Any) -> Sequence[Invitation]:
    """Return what the person is invited to and has not answered yet."""
    return invitations.open_for(user)
