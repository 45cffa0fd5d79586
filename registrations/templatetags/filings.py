"""What the pages about one filing say beside its answers."""

from typing import Any

from django import template

from registrations import drafting, form_words, schema_watch
from registrations.models import Registration
from registrations.staff import filing_progress

register = template.Library()


@register.inclusion_tag("registrations/_form_news.html")
def form_news(registration: Registration) -> dict[str, Any]:
    """Show the changes of the carrier's form that ask something of the round being written."""
    fields = {
        field.path: field for field in drafting.fields_of(drafting.form_of(registration.type))
    }
    news = [
        {"at": event.at, "rows": form_words.rows(event.data["changes"], fields)}
        for event in schema_watch.news_for(registration)
    ]
    return {"registration": registration, "news": news}


@register.inclusion_tag("registrations/_filing.html")
def filing_part(registration: Registration) -> dict[str, Any]:
    """Show how many answers of a filing the carrier has, while it is being handed over."""
    return {"part": filing_progress.part_of(registration)}
