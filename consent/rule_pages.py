"""The page of rules: every one as it is declared, by what it is about, with what it prevents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from consent import explained
from consent.content import NumberType, UseCase
from consent.rules import Rule, Severity, TextKind, catalogue
from consent.rules.base import DecidedBy

Words = str | Promise
# What reviewers read together stands together: a topic is one or more families of rules.
TOPICS: dict[str, tuple[Words, frozenset[str]]] = {
    "call-to-action": (gettext_lazy("Calls to action"), frozenset({"CTA", "TEXT", "URL"})),
    "methods": (
        gettext_lazy("Spoken, printed, keyword, codes, staff"),
        frozenset({"VERBAL", "PRINT", "KEYWORD", "OTP", "INTERNAL"}),
    ),
    "terms": (gettext_lazy("Terms page"), frozenset({"TERMS"})),
    "privacy": (gettext_lazy("Privacy policy"), frozenset({"PRIVACY"})),
    "samples": (gettext_lazy("Sample messages"), frozenset({"SAMPLE"})),
    "replies": (gettext_lazy("Automatic replies"), frozenset({"OPTIN", "OPTOUT", "HELP"})),
    "registration": (
        gettext_lazy("Registration, brand and content"),
        frozenset({
            "FLOW", "DESC", "ISV", "BRAND", "EMAIL", "WEBSITE", "TFN", "CONTENT", "POLITICAL",
            "PERSONAL",
        }),
    ),
    "texting": (gettext_lazy("While texts are sent"), frozenset({"RT"})),
}  # fmt: skip
KINDS: dict[str, Words] = {
    TextKind.WEB: gettext_lazy("Web form"),
    TextKind.POS: gettext_lazy("Point of sale"),
    TextKind.FLYER: gettext_lazy("Flyer or poster"),
    TextKind.KEYWORD: gettext_lazy("Keyword"),
    TextKind.VERBAL: gettext_lazy("Spoken script"),
    TextKind.TERMS: gettext_lazy("Terms page"),
    TextKind.PRIVACY: gettext_lazy("Privacy policy"),
    TextKind.SAMPLE_MESSAGE: gettext_lazy("Sample message"),
    TextKind.OPTIN_CONFIRMATION: gettext_lazy("Opt-in confirmation"),
    TextKind.HELP_REPLY: gettext_lazy("HELP reply"),
    TextKind.OPTOUT_CONFIRMATION: gettext_lazy("Opt-out confirmation"),
    TextKind.MESSAGE_FLOW: gettext_lazy("Message flow"),
    TextKind.DESCRIPTION: gettext_lazy("Description"),
    TextKind.REGISTRATION: gettext_lazy("Registration"),
}
NUMBERS: dict[str, Words] = {
    NumberType.TEN_DLC: gettext_lazy("10DLC"),
    NumberType.TOLL_FREE: gettext_lazy("toll-free"),
    NumberType.SHORT_CODE: gettext_lazy("short code"),
    NumberType.SENDER_ID: gettext_lazy("sender ID"),
}
DECIDED: dict[str, Words] = {
    DecidedBy.TEXT: gettext_lazy("The text alone"),
    DecidedBy.DATA: gettext_lazy("What you entered, before a registration is sent"),
    DecidedBy.LIVE: gettext_lazy("A look at the live page"),
    DecidedBy.WORKER: gettext_lazy("The portal itself, whenever a text is sent or comes in"),
}
SEVERITIES: dict[str, Words] = {
    Severity.BLOCKER: gettext_lazy("Must fix"),
    Severity.WARNING: gettext_lazy("Likely to be questioned"),
    Severity.ADVICE: gettext_lazy("Advice"),
}


class RuleFilter(forms.Form):
    """What the page can be narrowed to; nothing chosen shows everything."""

    topic = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of text"), required=False)
    decided = forms.ChoiceField(label=gettext_lazy("Decided by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in the choices, which are the declarations' own."""
        super().__init__(*args, **kwargs)
        every = [("", gettext_lazy("Everything"))]
        topics = [(code, name) for code, (name, _families) in TOPICS.items()]
        for name, choices in (
            ("topic", topics), ("kind", list(KINDS.items())), ("decided", list(DECIDED.items())),
        ):  # fmt: skip
            self.fields[name].choices = [*every, *choices]  # type: ignore[attr-defined]

    def admits(self, rule: Rule) -> bool:
        """Is the rule among what was chosen?"""
        wanted: Mapping[str, str] = self.cleaned_data if self.is_valid() else {}
        topic, kind = wanted.get("topic"), wanted.get("kind")
        return (
            (not topic or rule.family in TOPICS[topic][1])
            and (not kind or kind in rule.kinds)
            and wanted.get("decided") in (None, "", rule.decided_by)
        )


@dataclass(frozen=True)
class Topic:
    """Some rules under one heading."""

    code: str
    name: Words
    rules: tuple[dict[str, Any], ...]


@login_required
@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """Show the rules, each at an address of its own: /rules/#CTA-STOP."""
    form = RuleFilter(request.GET or None)
    topics = tuple(_topics(form))
    return render(
        request,
        "consent/rules.html",
        {
            "form": form,
            "topics": topics,
            "count": sum(len(topic.rules) for topic in topics),
            "total": len(catalogue()),
        },
    )


def _topics(form: RuleFilter) -> Iterator[Topic]:
    """Yield the topics that have a rule to show."""
    chosen = [rule for rule in catalogue() if form.admits(rule)]
    for code, (name, families) in TOPICS.items():
        rules = tuple(_row(rule) for rule in chosen if rule.family in families)
        if rules:
            yield Topic(code, name, rules)


def _row(rule: Rule) -> dict[str, Any]:
    """Return what the page says of one rule."""
    rows = (
        (_("To fix"), rule.fix),
        (_("Applies to"), _applies(rule)),
        (_("How severe"), _severity(rule)),
        (_("Prevents"), ", ".join(rule.prevents)),
        (_("Decided by"), DECIDED[rule.decided_by]),
        (_("How it is kept"), rule.enforcement),
        (_("Who demands it"), rule.source),
    )
    return {
        "id": rule.id,
        "title": rule.title,
        "problem": rule.problem,
        "severity": rule.severity,
        "severity_name": SEVERITIES[rule.severity],
        "rows": [{"label": label, "value": value} for label, value in rows if value],
    }


def _applies(rule: Rule) -> str:
    """Return texts, numbers and purposes, leaving out what is no limit."""
    parts = [", ".join(str(name) for kind, name in KINDS.items() if kind in rule.kinds)]
    if len(rule.number_types) < len(NumberType):
        numbers = (str(name) for code, name in NUMBERS.items() if code in rule.number_types)
        parts.append(_("Numbers: %(names)s") % {"names": ", ".join(numbers)})
    if len(rule.use_cases) < len(UseCase):
        names = (str(explained.use_case_name(c)) for c in UseCase if c in rule.use_cases)
        parts.append(_("Purposes: %(names)s") % {"names": ", ".join(names)})
    return ". ".join(parts)


def _severity(rule: Rule) -> str:
    """Return the severity with what changes it; nothing where nothing does."""
    changed = [
        format_lazy("{name}: {severity}", name=name, severity=SEVERITIES[severity])
        for name, severity in (
            *((explained.use_case_name(c), s) for c, s in rule.severity_by_use_case.items()),
            *((NUMBERS[c], s) for c, s in rule.severity_by_number_type.items()),
        )
    ]
    return "; ".join(map(str, (SEVERITIES[rule.severity], *changed))) if changed else ""
