"""Drift: what vanishes twice becomes one task, is told once, and is settled when it is back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from consent import fields, programs
from consent.looking import drift, drift_mails, places, reports, tasks, watch
from consent.models import DriftTask, PageLook, Program, ProgramEvent, ProgramVersion
from consent.states import DriftStatus, LookReason, LookStatus
from tenants.errors import InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Membership, Role, Tenant, TenantStatus, User
from tenants.scoping import all_tenants_scope, tenant_scope
from tests.builders import make_user
from tests.consent.looking.test_looks import sighting, words_of

ME = Actor.system("test")
CARRIERS = "Carriers are not liable for delayed or undelivered messages."
GONE = ["terms:TERMS-CARRIER-LIABILITY"]


@pytest.fixture(autouse=True)
def _in_scope(program: Program, tenant: Tenant) -> Any:
    with tenant_scope(tenant.pk):
        yield


def seen(program: Program, text: str | None, *, page: str = "terms", hours: float = 0.0,
         **changes: Any) -> DriftTask | None:  # fmt: skip
    """Finish a look that saw this text so many hours after the first; None: nobody could look."""
    version = program.published
    assert version is not None
    url, wanted = places.url(version, page), places.wanted(version, page)
    found = [sighting("plain", url, text or "", is_our_fault=text is None, **changes)]
    report = reports.report(found, wanted)
    look = PageLook.objects.create(
        program=program, page=page, url=url, reason=LookReason.WATCH, status=LookStatus.DONE,
        readers=list(report.readers), vanished=list(report.vanished), finished_at=timezone.now(),
    )  # fmt: skip
    at = timezone.now() - timedelta(days=9) + timedelta(hours=hours)
    PageLook.objects.filter(pk=look.pk).update(created_at=at)
    look.refresh_from_db()
    return drift.judge(look, wanted=wanted, now=at)


@pytest.fixture
def whole(program: Program) -> str:
    """The terms as they were attested."""
    return words_of(program, "terms")


@pytest.fixture
def without(whole: str) -> str:
    """The terms without one sentence."""
    return whole.replace(CARRIERS, "")


def test_what_is_there_makes_no_task(program: Program, whole: str) -> None:
    assert seen(program, whole) is None
    assert seen(program, whole, hours=24) is None


def test_one_look_that_misses_it_proves_nothing(program: Program, whole: str, without: str) -> None:
    for hours, text in enumerate((whole, without, whole, without)):
        assert seen(program, text, hours=hours) is None


def test_two_looks_in_a_row_that_miss_it_make_one_task(program: Program, without: str) -> None:
    seen(program, without)

    task = seen(program, without, hours=1)
    again = seen(program, without, hours=2)

    assert task is not None
    assert again == task
    assert (task.vanished, task.status, task.draft) == (GONE, DriftStatus.OPEN, None)
    assert CARRIERS in task.remedy
    assert DriftTask.objects.count() == 1
    assert ProgramEvent.objects.filter(kind=ProgramEvent.Kind.DRIFTED).count() == 1


def test_two_looks_within_minutes_saw_the_same_fault(program: Program, without: str) -> None:
    seen(program, without)

    assert seen(program, without, hours=0.1) is None


def test_a_look_that_got_nowhere_counts_neither_way(program: Program, without: str) -> None:
    seen(program, without)

    assert seen(program, None, hours=1) is None
    assert seen(program, without, hours=2) is not None


def test_a_page_that_cannot_be_opened_twice_is_drift_too(program: Program) -> None:
    seen(program, "Not found", status=404)

    task = seen(program, "Not found", hours=1, status=404)

    assert task is not None
    assert task.vanished == ["terms:TERMS-REACHABLE"]
    assert "Publish the page" in task.remedy


def test_the_look_that_sees_it_again_settles_it(program: Program, whole: str, without: str) -> None:
    seen(program, without)
    task = seen(program, without, hours=1)

    after = seen(program, whole, hours=2)

    assert after is not None
    assert after == task
    assert (after.status, after.settled_by) == (DriftStatus.SETTLED, "page watch")
    event = ProgramEvent.objects.get(kind=ProgramEvent.Kind.MENDED)
    assert "back on the page" in event.data["note"]
    assert seen(program, whole, hours=3) is None


def test_a_second_page_joins_the_open_task_and_is_settled_apart(
    program: Program, whole: str, without: str
) -> None:
    policy = words_of(program, "privacy")
    half = "\n".join(policy.split("\n")[:1])
    for hours in (0, 1):
        seen(program, without, hours=hours)
        task = seen(program, half, page="privacy", hours=hours)

    assert task is not None
    assert {each.split(":")[0] for each in task.vanished} == {"terms", "privacy"}
    assert CARRIERS in task.remedy
    assert "Privacy policy:" in task.remedy

    task = seen(program, whole, hours=2)
    assert task is not None
    assert {each.split(":")[0] for each in task.vanished} == {"privacy"}
    assert CARRIERS not in task.remedy

    task = seen(program, policy, page="privacy", hours=3)
    assert task is not None
    assert task.status == DriftStatus.SETTLED


def test_a_person_settles_it_with_a_note_once(program: Program, without: str) -> None:
    seen(program, without)
    task = seen(program, without, hours=1)
    assert task is not None

    with pytest.raises(InvalidInput):
        drift.settle(task, note="  ", actor=ME)
    drift.settle(task, note="It stands in a picture now.", actor=ME)
    with pytest.raises(TransitionNotAllowed):
        drift.settle(task, note="Again.", actor=ME)

    event = ProgramEvent.objects.get(kind=ProgramEvent.Kind.MENDED)
    assert event.data["note"] == "It stands in a picture now."


def lacking(program: Program, version: ProgramVersion) -> Any:
    """What the terms must say, where the published texts themselves lack one of it."""
    wanted = places.wanted(version, "terms")
    rule = "TERMS-CARRIER-LIABILITY"
    texts = tuple(text.replace(CARRIERS, "") for text in wanted.texts)
    return replace(wanted, texts=texts, wanted=wanted.wanted - {rule}, lacking=frozenset({rule}))


def test_where_our_own_text_lacks_it_a_draft_is_filled_in(program: Program) -> None:
    version = program.published
    assert version is not None
    own = words_of(program, "terms").replace(CARRIERS, "")
    wanted = lacking(program, version)
    decision = programs.Decision(kind="cosmetic", note="The same in other words.")
    draft = programs.save_draft(
        program, written=_with_own(version, own), seen=version.edit_token, actor=ME
    )
    programs.publish(program, seen=draft.edit_token, actor=ME, decision=decision)

    filled = drift.remedies.filled_draft(program, wanted, actor=ME)

    assert filled is not None
    assert (filled.status, filled.number) == ("draft", 3)
    assert "arriers are not liable" in filled.own_texts["terms"]
    assert drift.remedies.filled_draft(program, wanted, actor=ME) is None


def _with_own(version: ProgramVersion, terms: str) -> Any:
    return replace(fields.of_version(version), own_texts={"terms": terms})


@pytest.fixture
def task(program: Program, without: str) -> DriftTask:
    """Something to be put right."""
    seen(program, without)
    found = seen(program, without, hours=1)
    assert found is not None
    return found


def test_owners_and_editors_are_told_once(task: DriftTask, tenant: Tenant, bob: User) -> None:
    editor = make_user("ed@mapledental.example")
    Membership.objects.create(tenant=tenant, user=editor, role=Role.EDITOR)

    for _ in range(2):
        tasks.tell_of_drift(str(tenant.pk), str(task.pk))

    assert sorted(m.to[0] for m in mail.outbox) == [
        "alice@mapledental.example", "ed@mapledental.example",
    ]  # fmt: skip
    body = mail.outbox[0].body
    shown = mail.outbox[0].message().as_string()
    assert CARRIERS in body
    assert f"/programs/{task.program_id}/" in body
    assert "Content-Type: text/html" in shown


def test_nobody_is_told_of_what_is_settled(task: DriftTask, tenant: Tenant) -> None:
    drift.settle(task, note="Done.", actor=ME)

    assert drift_mails.claim(str(task.pk)) is None


def test_a_notice_that_was_lost_is_found_by_the_sweep(
    task: DriftTask, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now() + drift.UNTOLD * 2
    with all_tenants_scope("test"):
        assert drift.untold(now=now) == [(tenant.pk, task.pk)]
        assert drift.untold(now=timezone.now()) == []
    drift_mails.claim(str(task.pk))
    with all_tenants_scope("test"):
        assert drift.untold(now=now) == []


def due(now: Any) -> list[str]:
    """The pages that are due."""
    with all_tenants_scope("test"):
        return [page for _tenant, _program, page in watch.due(now)]


def test_every_published_page_is_looked_at_once_a_day(program: Program, whole: str) -> None:
    now = timezone.now()
    assert due(now - timedelta(days=1)) == []
    assert sorted(due(now + timedelta(days=2))) == ["join", "privacy", "terms"]

    seen(program, whole, hours=9 * 24)  # Now.

    tomorrow = now + timedelta(days=1)
    assert "terms" not in due(tomorrow - timedelta(hours=1))
    assert "terms" in due(tomorrow + timedelta(minutes=1))


def test_after_a_first_miss_a_second_look_comes_soon(program: Program, without: str) -> None:
    seen(program, without, hours=9 * 24)
    now = timezone.now()

    assert "terms" not in due(now + timedelta(minutes=20))
    assert "terms" in due(now + timedelta(minutes=31))


def test_a_business_that_is_stopped_is_not_watched(program: Program, tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(status=TenantStatus.SUSPENDED)

    assert due(timezone.now() + timedelta(days=2)) == []


def test_no_business_takes_all_the_looks_of_a_round(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "OF_ONE", 2)

    assert len(due(timezone.now() + timedelta(days=2))) == 2


def test_the_watch_asks_for_what_is_due(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "due", lambda now: [(program.tenant_id, program.pk, "terms")])

    tasks.watch_pages()

    look = PageLook.objects.get()
    assert (look.page, look.reason, look.status) == ("terms", "watch", "waiting")
