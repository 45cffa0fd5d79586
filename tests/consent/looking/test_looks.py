"""Looks at live pages: who may ask how often, who looks, what is kept, and what is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from consent.looking import facts, looks, places, readers, reports, tasks
from consent.looking.sightings import Picture, Reader, Sighting
from consent.models import Evidence, PageLook, Program
from consent.states import LookReason, LookStatus
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent.images import plain as plain_image
from tests.consent.images import saved

ME = Actor.system("test")


def words_of(program: Program, page: str) -> str:
    """What the live page says when all is well."""
    assert program.published is not None
    return "\n".join(places.wanted(program.published, page).texts)


def sighting(reader: str, url: str, text: str, **changes: Any) -> Sighting:
    """What a reader saw of a page that answers."""
    known = {
        "final_url": url,
        "status": 200,
        "content_type": "text/html",
        "title": "Privacy policy",
    }
    return Sighting(reader, url, text=text, has_form=True, **{**known, **changes})


def look_now(
    program: Program, tenant: Tenant, monkeypatch: Any, *seen: Any, **options: Any
) -> PageLook:
    """Ask for a look, and let a worker find this; a function of the address gives one sighting."""
    page = options.pop("page", "join")
    with tenant_scope(tenant.pk):
        look = looks.ask(program, page, reason=options.pop("reason", LookReason.ASKED), actor=ME)
        assert look is not None
    monkeypatch.setattr(readers, "look", lambda url, own=None: tuple(each(url) for each in seen))
    tasks.look_at_page(str(tenant.pk), str(look.pk))
    with tenant_scope(tenant.pk):
        look.refresh_from_db()
    return look


def test_a_look_compares_what_each_reader_saw_with_what_was_attested(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_scope(tenant.pk):
        text = words_of(program, "join")
    without = text.replace("Message and data rates may apply.", "")

    look = look_now(
        program, tenant, monkeypatch,
        lambda url: sighting("plain", url, without),
        lambda url: sighting("desktop", url, without, covered=text),
        lambda url: sighting("phone", url, text),
    )  # fmt: skip

    rows = {row["reader"]: row for row in look.readers}
    assert look.status == LookStatus.DONE
    assert "CTA-RATES" in rows["plain"]["missing"]
    assert "CTA-RATES" in rows["desktop"]["covered"]
    assert "CTA-RATES" in rows["phone"]["seen"]
    assert look.vanished == []
    gone = [s["text"] for s in rows["plain"]["sentences"] if s["state"] != "same"]
    assert gone == ["Message and data rates may apply."]


def test_what_no_reader_saw_has_vanished(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_scope(tenant.pk):
        text = words_of(program, "terms").replace(
            "Carriers are not liable for delayed or undelivered messages.", ""
        )

    look = look_now(
        program, tenant, monkeypatch,
        lambda url: sighting("plain", url, text), lambda url: sighting("phone", url, text),
        page="terms",
    )  # fmt: skip

    assert look.vanished == ["TERMS-CARRIER-LIABILITY"]


SHUT: dict[str, dict[str, Any]] = {
    "gone": {"status": 404},
    "behind a login": {"final_url": "https://x.test/login", "has_password": True},
    "walled by a password": {"text": "Sign in", "has_password": True},
    "unreachable": {"problem": "The site refused the connection.", "status": 0},
}


@pytest.mark.parametrize("way", SHUT)
@pytest.mark.parametrize(
    ("page", "rule"),
    [("join", "CTA-LIVE-LINK"), ("terms", "TERMS-REACHABLE"), ("privacy", "PRIVACY-REACHABLE")],
)
def test_a_page_that_nobody_can_open_is_itself_what_vanished(
    program: Program,
    tenant: Tenant,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    rule: str,
    way: str,
) -> None:
    changes: dict[str, Any] = {"text": "Nothing here", **SHUT[way]}

    look = look_now(
        program, tenant, monkeypatch,
        lambda url: sighting("plain", url, **changes), page=page,
    )  # fmt: skip

    assert look.vanished == [rule]
    assert look.problem


def test_our_own_fault_says_nothing_of_the_page(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(url: str) -> Sighting:
        return Sighting("plain", url, problem="It could not be looked up.", is_our_fault=True)

    look = look_now(program, tenant, monkeypatch, broken)

    assert look.vanished == []
    with tenant_scope(tenant.pk):
        assert facts.facts_of(look) is None


def test_an_unpublished_program_cannot_be_looked_at(draft_program: Program, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk), pytest.raises(DomainError) as error:
        looks.ask_all(draft_program, actor=ME)

    assert error.value.code == "not_published"


def test_a_look_that_is_asked_for_is_not_asked_for_twice(program: Program, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        first, second = (looks.ask_all(program, actor=ME) for _ in range(2))

    assert [look.page for look in first] == ["join", "terms", "privacy"]
    assert first == second


def test_people_may_ask_so_often_in_an_hour_and_the_watch_goes_on(
    program: Program, tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        for _ in range(looks.BY_HAND):
            PageLook.objects.create(
                program=program, page="terms", url="https://x.test", reason=LookReason.ASKED,
                status=LookStatus.DONE,
            )  # fmt: skip
        with pytest.raises(DomainError) as error:
            looks.ask(program, "join", reason=LookReason.EVIDENCE, actor=ME)

        assert error.value.code == "too_many_looks"
        assert looks.ask(program, "join", reason=LookReason.WATCH, actor=ME) is not None
        PageLook.objects.update(created_at=timezone.now() - timedelta(hours=2))
        assert looks.ask(program, "join", reason=LookReason.ASKED, actor=ME) is not None


def test_one_worker_takes_a_look_up_and_a_killed_ones_is_begun_again(
    program: Program, tenant: Tenant
) -> None:
    now = timezone.now()
    with tenant_scope(tenant.pk):
        look = looks.ask(program, "join", reason=LookReason.ASKED, actor=ME)
        assert look is not None

        assert looks.take_up(look.pk, now=now) is not None
        assert looks.take_up(look.pk, now=now) is None
        later = now + looks.LEASE + timedelta(seconds=1)
        assert look in looks.waiting(later)
        assert looks.take_up(look.pk, now=later) is not None
        assert looks.take_up(look.pk, now=now + looks.GIVE_UP + looks.LEASE * 2) is None
        look.refresh_from_db()

    assert (look.status, bool(look.problem)) == (LookStatus.DONE, True)


def test_what_a_second_worker_found_is_dropped_with_its_pictures(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    keep = reports._kept

    def noted(picture: Picture | None) -> Any:
        found = keep(picture)
        kept.extend([found["key"]] if found else [])
        return found

    monkeypatch.setattr(reports, "_kept", noted)
    monkeypatch.setattr(looks, "finish", lambda *_a, **_k: None)

    look_now(program, tenant, monkeypatch, lambda url: sighting("desktop", url, "x", page=shot()))

    assert len(kept) == 1
    assert not storages["default"].exists(kept[0])


def shot() -> Picture:
    """A screenshot."""
    return Picture(saved(plain_image(), "PNG"), *plain_image().size)


def test_pictures_for_reviewers_become_evidence(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = look_now(
        program, tenant, monkeypatch,
        lambda url: sighting(Reader.PLAIN, url, "Sign up"),
        lambda url: sighting(Reader.DESKTOP, url, "Sign up", page=shot(), zoom=shot()),
        reason=LookReason.EVIDENCE,
    )  # fmt: skip

    with tenant_scope(tenant.pk):
        captions = list(Evidence.objects.order_by("caption").values_list("caption", "source"))
    assert look.problem == ""
    assert [source for _, source in captions] == ["taken", "taken"]
    assert "call to action" in captions[0][0]


@pytest.mark.parametrize("changes", [{"status": 404}, {"page": None}, {"problem": "No browser."}])
def test_what_is_no_page_becomes_no_evidence(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    options = {"page": shot(), **changes}
    look = look_now(
        program, tenant, monkeypatch, lambda url: sighting("desktop", url, "x", **options),
        reason=LookReason.EVIDENCE,
    )  # fmt: skip

    with tenant_scope(tenant.pk):
        assert not Evidence.objects.exists()
    assert look.problem


def test_lost_looks_are_found_by_the_sweep(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    with tenant_scope(tenant.pk):
        look = looks.ask(program, "join", reason=LookReason.ASKED, actor=ME)
    monkeypatch.setattr(tasks, "nudge", lambda task, *ids: asked.append(ids))

    tasks.sweep_looks()

    assert look is not None
    assert asked == [(tenant.pk, look.pk)]


def test_old_looks_are_forgotten_with_their_pictures(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "KEPT", 2)
    with tenant_scope(tenant.pk):
        text = words_of(program, "join")
    made = []
    for days in range(4):
        look = look_now(
            program, tenant, monkeypatch, lambda url: sighting("desktop", url, text, page=shot())
        )
        with tenant_scope(tenant.pk):
            PageLook.objects.filter(pk=look.pk).update(
                created_at=timezone.now() - timedelta(days=days + 1)
            )
        made.append(look)

    tasks.forget_looks()

    with tenant_scope(tenant.pk):
        assert set(PageLook.objects.all()) == set(made[:2])
    keys = [reports.keys(look.readers)[0] for look in made]
    assert [storages["default"].exists(key) for key in keys] == [True, True, False, False]


def test_the_rules_judge_what_the_newest_look_saw(
    program: Program, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_scope(tenant.pk):
        assert facts.live(program) == ()
    look_now(program, tenant, monkeypatch, lambda url: sighting("plain", url, "x", status=404))

    with tenant_scope(tenant.pk):
        found = facts.live(program)
        assert [(each.page, each.status) for each in found] == [("join", 404)]
        # What was seen of an address that is no longer the page's is no longer said.
        PageLook.objects.update(url="https://elsewhere.test/")
        assert facts.live(program) == ()


def test_only_our_own_pages_may_stand_on_a_private_address(
    program: Program, tenant: Tenant, settings: Any
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    with tenant_scope(tenant.pk):
        own = places.own_site(program, "http://127.0.0.1:8000/p/a/b/join/")
        assert own is not None
        assert own.origins == {"http://127.0.0.1:8000"}
        for url in ("https://shop.test/", "http://127.0.0.1:8001/", "http://127.0.0.1:80001/"):
            assert places.own_site(program, url) is None
        settings.PUBLIC_URL = "https://texts.example"
        assert places.own_site(program, "https://texts.example/p/a/b/join/") is None
