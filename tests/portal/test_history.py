"""The history page: everything that happened to a business, in words and in order."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.models import ProgramEvent
from portal import history
from registrations.models import RegistrationEvent
from tenants.events import Actor
from tenants.models import Brand, Tenant, TenantEvent, User
from tenants.origin import Door, Origin, coming_from
from tenants.scoping import tenant_scope
from tests.builders import RECIPIENT, make_brand, make_program, make_registration, opt_in

K = TenantEvent.Kind


def joined(email: str, actor: Actor) -> TenantEvent:
    """Somebody joined, in the open scope."""
    return TenantEvent.record(K.MEMBER_JOINED, actor=actor, data={"email": email})


@pytest.fixture
def eventful(tenant: Tenant, alice: User) -> Tenant:
    """A business to which one thing of each kind has happened."""
    with tenant_scope(tenant.pk), coming_from(Origin(Door.WEB, "203.0.113.7")):
        actor = Actor.member(alice)
        program = make_program()
        opt_in(program)
        registration = make_registration(make_brand(), program)
        TenantEvent.record(
            K.BRAND_SAVED, actor=actor,
            data={"changed": {"legal_name": ["Maple LLC", "Maple Dental LLC"], "city": ["", "X"]}},
        )  # fmt: skip
        ProgramEvent.record(
            ProgramEvent.Kind.DRAFT_SAVED, actor=actor, program=program,
            data={"changed": ["description"]},
        )  # fmt: skip
        RegistrationEvent.record(
            RegistrationEvent.Kind.CREATED, actor=actor, registration=registration
        )
    return tenant


def page(client: Client, **query: Any) -> str:
    """What the page shows."""
    answer = client.get("/history/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everything_that_happened_is_on_one_page(as_alice: Client, eventful: Tenant) -> None:
    shown = page(as_alice)

    for words in (
        "Company details saved",
        "Draft saved · Maple Dental Reminders",
        "Changed: Description",
        "Created · 10DLC campaign",
        "Opted in: +1 ••• ••• 0123",
        "alice@mapledental.example",
    ):
        assert words in shown, words
    assert RECIPIENT not in shown


def test_before_and_after_are_shown(as_alice: Client, eventful: Tenant) -> None:
    shown = page(as_alice)

    assert "Maple LLC</del>" in shown
    assert "Maple Dental LLC</ins>" in shown
    assert "Legal name" in shown


def test_addresses_are_for_those_who_manage_people(
    as_alice: Client, as_bob: Client, eventful: Tenant
) -> None:
    assert "203.0.113.7" in page(as_alice)
    assert "203.0.113.7" not in page(as_bob)


def test_another_business_sees_nothing_of_it(as_charlie: Client, eventful: Tenant) -> None:
    assert "Company details saved" not in page(as_charlie)


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ({"subject": "programs"}, "Draft saved", "Company details saved"),
        ({"subject": "company"}, "Company details saved", "Draft saved"),
        ({"subject": "recipients"}, "Opted in", "Draft saved"),
        ({"subject": "registrations"}, "Created · 10DLC", "Draft saved"),
        ({"person": "recipient"}, "Opted in", "Draft saved"),
        ({"until": "2001-01-01"}, "Nothing found", "Draft saved"),
        ({"since": "2001-01-01"}, "Draft saved", "Nothing found"),
        ({"subject": "nonsense", "since": "tomorrow"}, "Draft saved", "Nothing found"),
    ],
)
def test_the_history_can_be_narrowed(
    as_alice: Client, eventful: Tenant, query: dict[str, str], found: str, missing: str
) -> None:
    # The names of kinds are also among the filters, so only the list itself is looked at.
    shown = page(as_alice, **query).split('class="filters"')[1].split("</form>", 1)[1]

    assert found in shown
    assert missing not in shown


def test_one_persons_acts_can_be_picked_out(
    as_alice: Client, eventful: Tenant, alice: User, bob: User
) -> None:
    with tenant_scope(eventful.pk):
        joined("dora@mapledental.example", Actor.member(bob))
    of_bob, of_alice = (page(as_alice, person=f"member:{each.pk}") for each in (bob, alice))

    assert "dora@mapledental.example" in of_bob
    assert "Company details saved" not in of_bob
    assert "dora@mapledental.example" not in of_alice


def test_pages_follow_each_other_without_gap_or_repetition(
    in_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    made = {joined(f"p{n}@x.example", Actor.system("test")).pk for n in range(7)}
    program = make_program()
    made |= {
        ProgramEvent.record(
            ProgramEvent.Kind.CREATED, actor=Actor.system("test"), program=program
        ).pk
        for _ in range(4)
    }
    seen, after = [], None
    while True:
        events, after = history.page(history.Filters(), after=after, size=3)
        seen += [event.pk for event in events]
        if after is None:
            break
        after = history.Cursor.read(str(after))

    assert len(seen) == len(set(seen)) == 11
    assert set(seen) == made


ANY_ID = "00000000-0000-4000-8000-000000000000"


def test_a_cursor_in_a_time_zone_of_nowhere_breaks_nothing(as_alice: Client) -> None:
    page(as_alice, after=f"2026-01-01T00:00:00+23:59:59~{ANY_ID}")
    page(as_alice, after=f"0001-01-01T00:00:00+14:00~{ANY_ID}")


@pytest.mark.parametrize("text", ["", "x", "2026-01-01~", "2026-01-01T00:00:00~x", "~"])
def test_a_cursor_that_is_none_begins_at_the_newest(as_alice: Client, text: str) -> None:
    assert history.Cursor.read(text) is None
    page(as_alice, after=text)


def test_older_events_are_a_page_away(as_alice: Client, tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        for number in range(60):
            joined(f"p{number}@x.example", Actor.member(alice))
    answer = as_alice.get("/history/")
    older = as_alice.get("/history/", {"after": str(answer.context["following"])})

    assert len(answer.context["entries"]) == 50
    assert len(older.context["entries"]) == 10
    assert older.context["following"] is None


def test_the_number_of_queries_does_not_grow_with_what_happened(
    as_alice: Client, eventful: Tenant, alice: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(as_alice)
        return len(asked)

    queries()  # What is asked once and then remembered.
    before = queries()
    with tenant_scope(eventful.pk):
        brand = make_registration(Brand.objects.get(), make_program("B", slug="b"))
        for number in range(20):
            joined(f"p{number}@x.example", Actor.member(alice))
            RegistrationEvent.record(
                RegistrationEvent.Kind.CREATED, actor=Actor.member(alice), registration=brand
            )

    assert queries() == before <= 25


def test_a_page_is_for_signed_in_members_only(client: Client, eventful: Tenant) -> None:
    assert "/accounts/login/" in client.get("/history/")["Location"]


def test_the_newest_is_first(as_alice: Client, tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        joined("first@x.example", Actor.member(alice))
        joined("second@x.example", Actor.member(alice))
    shown = page(as_alice, since=(timezone.now() - timedelta(days=1)).date().isoformat())

    assert shown.index("second@x.example") < shown.index("first@x.example")
