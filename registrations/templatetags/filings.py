"""What the pages about one filing say beside its answers."""

from typing import Any

from django import template

from registrations import drafting, form_words, schema_watch
from registrations.models import Registration

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
