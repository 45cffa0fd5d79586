"""A form to put into a business's own site: plain HTML, labelled, and without a script.

Its boxes are empty and carry the whole wording. Where it is sent to our hosted form, that form
opens with the number filled in and its own boxes empty: only what is ticked and sent there counts,
since a foreign page could have shown any words.
"""

import re
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from consent.exports.edition import Edition
from consent.exports.labels import Labels, labels

_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
STYLE = """<style>
  .sms-opt-in { max-width: 36rem; font: inherit; line-height: 1.5; }
  .sms-opt-in label { display: inline; }
  .sms-opt-in .sms-field label, .sms-opt-in .sms-field span { display: block; }
  .sms-opt-in .sms-field label { font-weight: 600; }
  .sms-opt-in .sms-field input { font: inherit; padding: .5rem; width: 100%; max-width: 20rem; }
  .sms-opt-in .sms-box { display: flex; gap: .6rem; align-items: flex-start; }
  .sms-opt-in .sms-box input { width: 1.25rem; height: 1.25rem; flex: none; margin-top: .15rem; }
  .sms-opt-in button { font: inherit; padding: .6rem 1.2rem; }
</style>
"""


@dataclass(frozen=True)
class Target:
    """Where the form is sent."""

    action: str
    is_styled: bool = True


def snippet(edition: Edition, target: Target) -> str:
    """Return the form as HTML. Everything from a program or a person is escaped."""
    content, texts = edition.content, edition.texts
    words = labels(content.language)
    form = format_html(
        '<form class="sms-opt-in" lang="{}" action="{}" method="post" accept-charset="utf-8">\n'
        '  <p id="sms-intro">{}</p>\n{}{}'
        "  <fieldset>\n    <legend>{}</legend>\n{}  </fieldset>\n"
        '  <input type="hidden" name="version" value="{}">\n'
        '  <p><button type="submit">{}</button></p>\n</form>\n',
        content.language,
        target.action,
        texts.cta_web_intro,
        _birth_date(content.minimum_age, words),
        _phone(words),
        words.kinds,
        format_html_join("", "{}", ((_box(box.kind, box.text),) for box in texts.cta_web)),
        edition.number,
        words.send,
    )
    style = STYLE if target.is_styled else ""
    return f"{_comment(edition, words)}{style}{form}"


def linked(text: str) -> SafeString:
    """Return a text escaped, its addresses as links."""
    parts, at = [], 0
    for found in _URL.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(format_html('<a href="{0}">{0}</a>', found[0]))
        at = found.end()
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 - each part is escaped


def _comment(edition: Edition, words: Labels) -> str:
    """Say in the page's source which version it is; two hyphens would end the comment."""
    note = words.draft_note if edition.is_draft else words.version
    told = note.format(number=edition.number, date=words.day(edition.at))
    name = edition.content.program_name.replace("--", "- -").replace(">", "")
    return f"<!-- {name}. {told} SHA-256 {edition.digest} -->\n"


def _phone(words: Labels) -> SafeString:
    return format_html(
        '  <p class="sms-field"><label for="sms-phone">{}</label>\n'
        '    <span id="sms-phone-hint">{}</span>\n'
        '    <input id="sms-phone" name="phone" type="tel" inputmode="tel" autocomplete="tel"'
        ' aria-describedby="sms-phone-hint" required></p>\n',
        words.phone,
        words.phone_hint,
    )


def _birth_date(age: int, words: Labels) -> SafeString:
    if not age:
        return SafeString("")
    return format_html(
        '  <p class="sms-field"><label for="sms-birth-date">{}</label>\n'
        '    <span id="sms-birth-date-hint">{}</span>\n'
        '    <input id="sms-birth-date" name="birth_date" type="date" autocomplete="bday"'
        ' aria-describedby="sms-birth-date-hint" required></p>\n',
        words.birth_date,
        words.birth_date_hint.format(age=age),
    )


def _box(kind: str, text: str) -> SafeString:
    """One empty box; nobody is required to tick it."""
    return format_html(
        '    <p class="sms-box"><input type="checkbox" id="sms-{0}" name="kinds" value="{0}">\n'
        '      <label for="sms-{0}">{1}</label></p>\n',
        kind,
        linked(text),
    )
