"""What the pages about looks show: which reader saw which disclosure, pictures, and differences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.looking import drift, looks, places, remedies
from consent.looking.sightings import Reader
from consent.models import DriftTask, PageLook, Program
from consent.states import DriftStatus, LookReason, LookStatus

READER_NAMES = {
    Reader.PLAIN: gettext_lazy("Without script"),
    Reader.DESKTOP: gettext_lazy("On a desktop"),
    Reader.PHONE: gettext_lazy("On a phone"),
}
# What a reader has of a disclosure: a word for it, an icon, and a tone.
_CELLS = {
    "seen": (gettext_lazy("Seen"), "check", "ok"),
    "covered": (gettext_lazy("Behind a wall"), "warn", "warn"),
    "missing": (gettext_lazy("Not seen"), "warn", "bad"),
    "unknown": (gettext_lazy("Not read"), "info", "quiet"),
}
HISTORY_LENGTH = 60


def section(program: Program) -> dict[str, Any]:
    """Return what the program's own page shows: each page's newest look, and what is to be done."""
    version = program.published
    if version is None:
        return {"program": program, "pages": []}
    pages = [
        page_panel(
            program, page, places.url(version, page), is_hosted=places.is_hosted(version, page)
        )
        for page in places.PAGES
    ]
    return {
        "program": program,
        "pages": pages,
        "is_looking": any(page["is_looking"] for page in pages) or _is_taking(program),
        "task": task_panel(drift.open_task(program)),
    }


def _is_taking(program: Program) -> bool:
    taking = PageLook.objects.filter(program=program, reason=LookReason.EVIDENCE)
    return bool(taking.exclude(status=LookStatus.DONE).exists())


def page_panel(program: Program, page: str, url: str, *, is_hosted: bool) -> dict[str, Any]:
    """Return what is known of one page: its newest finished look, and whether one is under way."""
    newest = looks.newest(program, page)
    done = looks.newest(program, page, is_done=True)
    return {
        "page": page,
        "label": looks.page_label(page),
        "url": url,
        "is_hosted": is_hosted,
        "is_looking": newest is not None and newest.status != LookStatus.DONE,
        "look": done,
        **(look_panel(done) if done else {}),
    }


def look_panel(look: PageLook) -> dict[str, Any]:
    """Return one look as a matrix of disclosures and readers, with the verdict in a sentence."""
    readers = list(look.readers)
    rules = sorted({rule for row in readers for rule in _wanted(row)})
    return {
        "readers": [_reader(look, row) for row in readers],
        "rows": [
            {
                "rule": rule,
                "title": remedies.rule_title(rule),
                "cells": [_cell(r, rule) for r in readers],
            }
            for rule in rules
        ],
        "verdict": _verdict(look, rules),
        "differences": _differences(readers),
    }


def _wanted(row: Mapping[str, Any]) -> set[str]:
    return {*row["seen"], *row["covered"], *row["missing"]}


def _cell(row: Mapping[str, Any], rule: str) -> dict[str, Any]:
    code = next((name for name in ("seen", "covered") if rule in row[name]), "missing")
    if code == "missing" and (row["problem"] or row["status"] != 200):
        code = "unknown"
    label, icon, tone = _CELLS[code]
    return {"label": label, "icon": icon, "tone": tone, "reader": _name(row)}


def _name(row: Mapping[str, Any]) -> str:
    names = {str(code): str(name) for code, name in READER_NAMES.items()}
    return names.get(row["reader"], str(row["reader"]))


def _reader(look: PageLook, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "name": _name(row),
        "seen_count": len(row["seen"]),
        "all_count": len(_wanted(row)),
        "remarks": list(_remarks(row)),
        "page_url": _picture_url(look, row, "page"),
        "zoom_url": _picture_url(look, row, "zoom"),
    }


def _remarks(row: Mapping[str, Any]) -> list[str]:
    """Return what else is to be known of a reader's look, in sentences."""
    said: list[str] = [row["problem"]] if row["problem"] else []
    if row["has_login"]:
        said.append(_("A login stands in the place of the page."))
    if row["has_wall"]:
        said.append(_("Something such as a cookie notice covers what people must see."))
    if row["hops"]:
        said.append(_("Sent on to %(url)s.") % {"url": row["final_url"]})
    if row["frames"]:
        said.append(
            _("Parts of the page come from elsewhere and were not read: %(urls)s.")
            % {"urls": ", ".join(filter(None, row["frames"])) or "?"}
        )
    if row["blocked"]:
        said.append(
            _("%(count)d requests of the page were not made, such as to private addresses.")
            % {"count": row["blocked"]}
        )
    return said


def _picture_url(look: PageLook, row: Mapping[str, Any], part: str) -> str:
    if not row.get(part):
        return ""
    return reverse("consent:look_picture", args=[look.pk, row["reader"], part])


def _verdict(look: PageLook, rules: Sequence[str]) -> dict[str, str]:
    """Return how the look came out: a sentence and a tone."""
    if look.problem:
        return {"tone": "bad", "text": look.problem}
    if look.vanished:
        text = _("%(count)d of %(all)d disclosures were seen by no reader.")
        return {"tone": "bad", "text": text % {"count": len(look.vanished), "all": len(rules)}}
    if any(row["covered"] for row in look.readers):
        return {"tone": "warn", "text": _("Everything is there, but not before a wall is closed.")}
    if any(row["missing"] and row["status"] == 200 for row in look.readers):
        return {"tone": "warn", "text": _("Some readers do not see everything.")}
    return {"tone": "ok", "text": _("All %(all)d disclosures were seen.") % {"all": len(rules)}}


def _differences(readers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the attested sentences that the page says differently or not, by the best reader."""
    read = [row["sentences"] for row in readers if row.get("sentences")]
    if not read:
        return []
    best = min(read, key=lambda each: sum(s["state"] != "same" for s in each))
    return [sentence for sentence in best if sentence["state"] != "same"]


def history(program: Program) -> list[dict[str, Any]]:
    """Return the newest looks at a program's pages, newest first."""
    rows = PageLook.objects.filter(program=program)[:HISTORY_LENGTH]
    return [
        {
            "look": look,
            "label": looks.page_label(look.page),
            "verdict": look_panel(look)["verdict"] if look.status == LookStatus.DONE else None,
        }
        for look in rows
    ]


def task_panel(task: DriftTask | None) -> dict[str, Any] | None:
    """Return what is to be put right, by page."""
    if task is None:
        return None
    return {
        "task": task,
        "pages": [
            {
                "label": looks.page_label(page),
                "rules": [{"id": rule, "title": remedies.rule_title(rule)} for rule in rules],
            }
            for page, rules in drift.by_page(task.vanished).items()
        ],
    }


def drifted() -> list[dict[str, Any]]:
    """Return what is missing on live pages, as the home page lists what waits for a tenant."""
    tasks = DriftTask.objects.filter(status=DriftStatus.OPEN).select_related("program")
    return [
        {
            "title": _("Something is missing on a live page of %(program)s")
            % {"program": task.program.name},
            "url": reverse("consent:drift", args=[task.program_id]),
            "when": task.created_at,
            "state": "BLOCKER",
            "state_label": _("Put it back"),
        }
        for task in tasks[:4]
    ]
