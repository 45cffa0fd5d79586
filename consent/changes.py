"""Suggests whether people who agreed to one version agreed to the next one too. Pure.

A change is material where people would get something that they did not agree to: other messages,
more of them, from somebody else, on other conditions. It is cosmetic where they would not. The
suggestion comes with its reasons, and a person decides.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.content import ProgramContent
from consent.differences import says_the_same
from consent.rendering import RenderedTexts

Words = str | Promise


@dataclass(frozen=True)
class Side:
    """One version, before or after."""

    content: ProgramContent
    texts: RenderedTexts
    own_pages: tuple[str, ...] = ()
    """Addresses of the tenant's own terms and privacy pages, empty where the hosted ones serve."""


@dataclass(frozen=True)
class Reason:
    """Why a change counts as it does."""

    is_material: bool
    text: Words


@dataclass(frozen=True)
class Suggestion:
    """What a change means, and why."""

    reasons: tuple[Reason, ...]

    @property
    def is_material(self) -> bool:
        """One material reason is enough."""
        return any(reason.is_material for reason in self.reasons)


def suggest(before: Side, after: Side) -> Suggestion:
    """Return what the change from one version to the next means, the material reasons first."""
    reasons = [*_facts(before.content, after.content), *_pages(before, after)]
    reasons += _wordings(before, after)
    if not reasons:
        reasons = [Reason(False, _("Nothing that people agree to has changed."))]
    return Suggestion(tuple(sorted(reasons, key=lambda reason: not reason.is_material)))


def _facts(old: ProgramContent, new: ProgramContent) -> Iterator[Reason]:
    """Yield what follows from the answers."""
    yield from _messages(old, new)
    if not says_the_same(old.brand_name, new.brand_name):
        yield Reason(True, _("The texts come from another name than the one people agreed to."))
    elif not says_the_same(old.legal_name, new.legal_name):
        yield Reason(True, _("The business behind the texts has another legal name."))
    if old.use_case != new.use_case:
        yield Reason(True, _("The purpose is another one."))
    if old.language != new.language:
        yield Reason(True, _("The texts are in another language than people agreed in."))
    if old.minimum_age != new.minimum_age:
        yield Reason(True, _("The youngest age is another one; some who agreed may be too young."))
    if not says_the_same(old.program_name, new.program_name):
        yield Reason(False, _("The program has another name."))
    if (old.support_email, old.support_phone) != (new.support_email, new.support_phone):
        yield Reason(False, _("Support is reached elsewhere; nobody has to agree to that."))
    if (old.opt_in_keyword, old.text_number) != (new.opt_in_keyword, new.text_number):
        yield Reason(False, _("Newcomers text another word or number."))
    if set(old.methods) != set(new.methods):
        yield Reason(False, _("People are asked in other places, for the same thing."))
    if old.double_opt_in != new.double_opt_in:
        yield Reason(False, _("Newcomers confirm in another way."))


def _messages(old: ProgramContent, new: ProgramContent) -> Iterator[Reason]:
    """Yield what changes about what people get, and how often."""
    if set(new.message_kinds) - set(old.message_kinds):
        yield Reason(True, _("There is a kind of message that nobody has agreed to yet."))
    if set(old.message_kinds) - set(new.message_kinds):
        yield Reason(False, _("A kind of message is gone; people get less than they agreed to."))
    if not says_the_same(old.description, new.description):
        yield Reason(True, _("What people will receive is described in other words."))
    elif old.description != new.description:
        yield Reason(False, _("The description is only spelled another way."))
    if says_the_same(old.frequency, new.frequency):
        return
    was, now = per_month(old.frequency), per_month(new.frequency)
    if was is None or now is None:
        yield Reason(True, _("How often people hear from you is said in other words."))
    elif now > was:
        yield Reason(True, _("People would hear from you more often than they agreed to."))
    else:
        yield Reason(False, _("People hear from you no more often than before."))


_TIMES = {"day": 30.0, "daily": 30.0, "week": 4.35, "weekly": 4.35, "month": 1.0, "monthly": 1.0}
_TIMES |= {"year": 1 / 12, "yearly": 1 / 12, "dia": 30.0, "día": 30.0, "semana": 4.35, "mes": 1.0}
_TIMES |= {"jour": 30.0, "semaine": 4.35, "mois": 1.0, "año": 1 / 12, "an": 1 / 12}
_SPELLED = {"one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SPELLED |= {"un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "une": 1, "deux": 2, "trois": 3}


def per_month(frequency: str) -> float | None:
    """Return how many messages a month a phrase allows, or None where it does not say.

    "Up to 3 messages per order" is none: how many orders there are is the customer's choice.
    """
    said = re.findall(r"\d+|[^\W\d]+", frequency.casefold())
    span = next((_TIMES[word] for word in said if word in _TIMES), None)
    if span is None:
        return None
    counts = [int(word) if word.isdigit() else _SPELLED.get(word, 0) for word in said]
    return max([count for count in counts if count] or [1]) * span


def _pages(before: Side, after: Side) -> Iterator[Reason]:
    """Yield what changes about the conditions."""
    if before.own_pages != after.own_pages:
        yield Reason(True, _("The terms or the privacy policy are on another page."))
    if _is_own("privacy", before, after) and not says_the_same(
        before.texts.privacy_text, after.texts.privacy_text
    ):
        yield Reason(True, _("The privacy policy, and with it who gets the data, has changed."))
    if _is_own("terms", before, after) and not says_the_same(
        before.texts.terms_text, after.texts.terms_text
    ):
        yield Reason(True, _("The terms have changed."))


# Texts by which people agree; what they say is what was agreed to.
_CALLS = ("cta_flyer", "cta_keyword", "cta_counter", "verbal_script")


def _wordings(before: Side, after: Side) -> Iterator[Reason]:
    """Yield what changes where the tenant wrote the call to action itself."""
    old, new = _calls(before.texts), _calls(after.texts)
    both = [key for key in old if key in new and _is_own(key, before, after)]
    if any(not says_the_same(old[key], new[key]) for key in both):
        yield Reason(True, _("The words by which people agree say something else."))
    elif any(old[key] != new[key] for key in both):
        yield Reason(False, _("The words by which people agree differ in spelling only."))


def _calls(texts: RenderedTexts) -> Mapping[str, str]:
    """Return every call to action by its key."""
    boxes = {f"cta_web.{box.kind}": box.text for box in texts.cta_web}
    boxes |= {f"cta_pos.{box.kind}": box.text for box in texts.cta_pos}
    return boxes | {key: getattr(texts, key) for key in _CALLS if getattr(texts, key)}


def _is_own(key: str, before: Side, after: Side) -> bool:
    """Did the tenant write this text, in either version? Ours follows from the answers alone."""
    return key in before.content.own_texts or key in after.content.own_texts
