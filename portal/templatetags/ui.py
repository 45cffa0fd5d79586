"""Small helpers for templates: icons, the tone of a state, sparklines, a text's length on a phone.

Presentation only: nothing here decides anything or asks the database.
"""

from collections.abc import Iterable, Mapping

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from consent import gsm

register = template.Library()

# How a state feels to the person who waits on it. A state that is not listed looks neutral.
TONES = {
    "ok": "APPROVED DELIVERED OPTED_IN OPT_IN ACTIVE REACTIVATED VERIFIED LIVE PUBLISHED PASSED",
    "wait": "STAFF_REVIEW SUBMITTED IN_REVIEW ACCEPTED HANDING_OVER HANDED_OVER PENDING FILED"
    " WAITING",
    "warn": "NEEDS_CHANGES OUTCOME_UNKNOWN UNCONFIRMED OPT_IN_UNPROVEN WARNING PROBLEM",
    "bad": "REJECTED REVOKED UNDELIVERED FAILED FILING_FAILED REFUSED OPTED_OUT OPT_OUT SUSPENDED"
    " BLOCKER ERROR",
    "info": "INCOMPLETE ADVICE",
    # Done is said quietly, so that what is open stands out.
    "plain": "COMPLETED",
    "quiet": "DRAFT SUPERSEDED CLOSED RELEASED CANNOT_START",
}
TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}
ICON_OF = {"ok": "check", "plain": "check"}

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 100, 24, 2


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw one of our symbols, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        static("icons.svg"),
        name,
    )


@register.filter
def linked(text: str) -> SafeString:
    """Make the addresses in a text followable without a change to its words.

    They open beside the page, so that nobody loses what is typed into a form.
    """
    links = urlize(text, nofollow=True, autoescape=True).replace("<a ", '<a target="_blank" ')
    return mark_safe(links)  # noqa: S308 - urlize has escaped everything else.


@register.filter
def tone(state: object) -> str:
    """Return ok, wait, warn, bad, info, plain or quiet for a state or a kind of event."""
    return TONE_OF.get(str(state).rpartition(".")[2].upper(), "quiet")


@register.filter
def tone_icon(name: str) -> str:
    """Return the symbol that says the same as the tone's colour."""
    return ICON_OF.get(name, name)


@register.filter
def spark(points: Iterable[float]) -> str:
    """Scale a series to the points of an SVG polyline in a box of 100 by 24."""
    values = [float(point) for point in points]
    if len(values) < 2:
        return ""
    top, step = max(values) or 1.0, SPARK_WIDTH / (len(values) - 1)
    height = SPARK_HEIGHT - 2 * SPARK_MARGIN
    return " ".join(
        f"{index * step:.1f},{SPARK_HEIGHT - SPARK_MARGIN - value / top * height:.1f}"
        for index, value in enumerate(values)
    )


@register.filter
def last_point(polyline: str) -> str:
    """Return the end of a polyline twice, which a round line cap draws as a dot."""
    end = polyline.rpartition(" ")[2]
    return f"{end} {end}" if end else ""


@register.filter
def text_parts(text: str) -> int:
    """Count the parts that a text is cut into on its way to a phone; each is charged."""
    return gsm.parts(text)


@register.filter
def text_note(text: str) -> str:
    """Say in one line how long a text is on the air, and which signs make it dearer."""
    characters, parts = gsm.length(text), gsm.parts(text)
    note = ngettext("%(count)d character", "%(count)d characters", characters) % {
        "count": characters
    }
    note += " · " + ngettext("%(count)d part", "%(count)d parts", parts) % {"count": parts}
    odd = gsm.non_gsm_characters(text)
    if odd:
        signs = " ".join(sorted(set(odd)))
        note += " · " + gettext("costs more because of: %(signs)s") % {"signs": signs}
    return note


@register.filter
def field_errors(form: Mapping[str, object]) -> list[object]:
    """List the fields of a form that have errors, in the order in which they are asked."""
    return [field for field in form if getattr(field, "errors", None)]


@register.filter
def is_single_checkbox(field: object) -> bool:
    """Tell one checkbox, whose label stands after it, from every other field."""
    widget = getattr(getattr(field, "field", None), "widget", None)
    return getattr(widget, "input_type", "") == "checkbox" and not getattr(
        widget, "allow_multiple_selected", False
    )
