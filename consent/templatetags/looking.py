"""Puts what was seen of a program's live pages on the page of the program."""

from typing import Any

from django import template

from consent.looking import panels
from consent.models import Program

register = template.Library()


@register.inclusion_tag("consent/_looks.html", takes_context=True)
def looks(context: dict[str, Any], program: Program, *, may_edit: bool = False) -> dict[str, Any]:
    """Show the newest look at each page, and what is to be put right."""
    return {
        **panels.section(program),
        "may_edit": may_edit,
        "csrf_token": context.get("csrf_token"),
    }
