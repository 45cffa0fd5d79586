"""What would put a remark right: a better text, a fact to check, a picture, or a missing answer."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.differences import difference
from consent.repairs import repair_all
from consent.rules import Finding, TextKind, lint
from consent.rules.base import CALL_TO_ACTION
from registrations import crosswalk
from registrations.definitions import ATTACHMENT, TEXT
from registrations.models import AnswerSource
from registrations.repair.desk import Desk, rules_against
from registrations.repair.remarks import Remark
from registrations.requirements import Answer, check_answer

# Texts that phones receive: what is filed must be what is sent, so they change in the program.
SENT = frozenset({
    TextKind.HELP_REPLY, TextKind.OPTOUT_CONFIRMATION, TextKind.OPTIN_CONFIRMATION,
})  # fmt: skip


class Way(TextChoices):
    """Where a remark is put right."""

    TEXT = "text", gettext_lazy("Here: the words of this filing")
    PROGRAM = "program", gettext_lazy("In the program, so that people read the same")
    COMPANY = "company", gettext_lazy("In your company details")
    PICTURE = "picture", gettext_lazy("With another screenshot")
    ANSWER = "answer", gettext_lazy("Here: the answer")
    PERSON = "person", gettext_lazy("By a look at what it points to")


@dataclass(frozen=True)
class Correction:
    """How one remark can be put right; `after` is empty where only a person knows."""

    way: Way
    how: str
    quote: str = ""
    before: str = ""
    after: str = ""
    pieces: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    url_label: str = ""


def field_of(desk: Desk, remark: Remark) -> str:
    """Return the field that a remark speaks of; guessed from the code where none is named."""
    if remark.path:
        return remark.path
    named = crosswalk.of_code(remark.code).fields if remark.code else ()
    for path in (*desk.before, *desk.fields):
        if path.rpartition(".")[2] in named:
            return path
    kinds = {kind for rule in rules_against(remark.code) for kind in rule.kinds}
    if kinds & CALL_TO_ACTION:
        kinds.add(TextKind.MESSAGE_FLOW)
    return next((p for p in desk.before if desk.kind_of(p) in kinds), "")


def correct(desk: Desk, remark: Remark, path: str) -> Correction:
    """Return what would put a remark right."""
    known, now = desk.fields.get(path), desk.now.get(path)
    source = now.source if now else ""
    if known is not None and known.type == ATTACHMENT:
        return _picture(desk)
    kind = desk.kind_of(path)
    if kind is not None and now is not None:
        return _text(desk, remark, path, kind, now)
    if source == AnswerSource.BRAND:
        how = _("Compare it with your official papers, letter by letter, and correct it there.")
        return _at(Way.COMPANY, how, desk, path, reverse("tenants:brand"), _("Company details"))
    if source == AnswerSource.PROGRAM and known is not None and known.type == TEXT:
        return _pointed_at(desk, path)
    if known is not None:
        how = _("Answer it here.") if now is None else _("Give another answer here.")
        return Correction(Way.ANSWER, how, quote=desk.text(path, now), before=desk.text(path, now))
    how = _("No single field is named. Read the reason, then look through all answers.")
    return Correction(Way.PERSON, how)


def _at(way: Way, how: str, desk: Desk, path: str, url: str, label: str) -> Correction:
    shown = desk.text(path, desk.now.get(path))
    return Correction(way, how, quote=shown, before=shown, url=url, url_label=label)


def _pointed_at(desk: Desk, path: str) -> Correction:
    """An address, or a word of the program: what stands behind it is what was judged."""
    program = desk.registration.program
    url = reverse("consent:program", args=[program.pk]) if program else ""
    how = _("Open it as a stranger would. What stands there was judged; mend it in the program.")
    return _at(Way.PERSON, how, desk, path, url, _("The program and its pages"))


def _picture(desk: Desk) -> Correction:
    program = desk.registration.program
    how = _(
        "The picture must show the whole form as people meet it: every field, the box empty, and "
        "the full wording beside it, readable, with nobody's data in it."
    )
    url = reverse("consent:evidence_upload", args=[program.pk]) if program else ""
    return Correction(Way.PICTURE, how, url=url, url_label=_("Send a new screenshot"))


def _text(desk: Desk, remark: Remark, path: str, kind: TextKind, now: Answer) -> Correction:
    """Repair a text by the rules; what people receive changes in the program, for everybody."""
    context = desk.context(kind)
    found = lint(kind, now.text, context=context) if context else []
    way = _way(desk, kind, now)
    # The flow is told from the program's other texts, so the program has no such text to change.
    is_written = way == Way.TEXT or kind in SENT
    after = _mended(desk, path, kind, now) if is_written else ""
    how = _how(way, bool(after), found)
    url, label = _link(desk, way)
    return Correction(
        way, how, _quote(remark, now.text, found), now.text, after,
        difference(now.text, after) if after else [], url, label,
    )  # fmt: skip


def _mended(desk: Desk, path: str, kind: TextKind, now: Answer) -> str:
    """Return a better text that the form takes, or nothing."""
    context = desk.context(kind)
    if context is None:
        return ""
    better, _left = repair_all(now.text, kind, context=context, facts=desk.content)
    known = desk.fields.get(path)
    fits = known is None or not check_answer(known, Answer(path, "typed", better))
    return better if better != now.text and fits else ""


def _way(desk: Desk, kind: TextKind, now: Answer) -> Way:
    if now.source == AnswerSource.TYPED:
        return Way.TEXT
    # A filing may say only what the public page says already.
    tells_of_pages = kind == TextKind.MESSAGE_FLOW and bool(desk.public_faults)
    return Way.PROGRAM if kind in SENT or tells_of_pages else Way.TEXT


def _link(desk: Desk, way: Way) -> tuple[str, str]:
    program = desk.registration.program
    if way != Way.PROGRAM or program is None:
        return "", ""
    return reverse("consent:program_edit", args=[program.pk]), _("Write it in the program")


def _how(way: Way, is_mended: bool, found: list[Finding]) -> str:
    if way == Way.PROGRAM and is_mended:
        return _("People receive this text, so it changes in the program: you see first for whom.")
    if way == Way.PROGRAM:
        return _("People receive this text, so it changes in the program, not in the filing alone.")
    if is_mended:
        return _("We propose these words.")
    if found:
        return _("Nobody but you knows the right words here. Write them below.")
    return _(
        "Our rules find nothing wrong in these words. Read them with the reason beside you, and "
        "write them anew, or tell the reviewer in a line what was overlooked."
    )


def _quote(remark: Remark, text: str, found: list[Finding]) -> str:
    """Return the words at fault: those that a rule against this very code points to, first."""
    spans = [f for f in found if f.start is not None and f.end is not None]
    meant = [f for f in spans if remark.code in f.prevents] or spans
    return text[meant[0].start : meant[0].end] if meant else text
