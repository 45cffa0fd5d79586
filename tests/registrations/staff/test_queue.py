"""The review queue: its order, its lines, claims, and what it costs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.models import (
    Acknowledgement,
    FormDefinition,
    Registration,
    RegistrationType,
    RegistrationVersion,
)
from registrations.staff import changelist, claiming, queue
from registrations.states import RegistrationStatus
from tenants.models import Brand, Tenant, User
from tenants.scoping import all_tenants_scope, tenant_scope
from tests.builders import make_brand, make_program, make_registration, make_tenant, make_user
from tests.conftest import signed_in
from tests.registrations.filings import fresh

S, Type = RegistrationStatus, RegistrationType
LIST = "admin:registrations_registration_changelist"
pytestmark = pytest.mark.django_db


def url(name: str, registration: Registration) -> str:
    return reverse(f"admin:registrations_registration_{name}", args=[registration.pk])


def waiting(name: str, *, hours: int = 0, **fields: Any) -> Registration:
    """A filing of a business of its own that waits for staff."""
    tenant = make_tenant(name)
    with tenant_scope(tenant.pk):
        program = (
            make_program() if fields.get("type", Type.TOLL_FREE) != Type.TEN_DLC_BRAND else None
        )
        return make_registration(
            make_brand(),
            program,
            **{
                "type": Type.TOLL_FREE,
                "status": S.STAFF_REVIEW,
                "changed_at": timezone.now() - timedelta(hours=hours),
                **fields,
            },
        )


def with_campaign(registration: Registration) -> None:
    with tenant_scope(str(registration.tenant_id)):
        brand = Brand.objects.get()
        make_registration(brand, make_program(), status=S.DRAFT)


def shown_order(browser: Any, **query: str) -> list[str]:
    """The businesses of the list from its top."""
    page = browser.get(reverse(LIST), query).content.decode()
    return re.findall(r'class="field-business[^"]*">([^<]+)<', page)


def order(viewer: User) -> list[str]:
    with all_tenants_scope("test"):
        rows = queue.in_turn(Registration.objects.filter(status=S.STAFF_REVIEW), viewer)
        return [row.tenant.name for row in rows.order_by(*queue.ORDER)]


def test_who_blocks_others_comes_first_then_who_cannot_text_then_age(as_dana, dana: User) -> None:
    waiting("Update", hours=90, approved_round=1)
    waiting("Older", hours=50)
    waiting("Newer", hours=20)
    with_campaign(waiting("Brand", hours=1, type=Type.TEN_DLC_BRAND))
    waiting("Seconded", hours=99, first_accepted_by=dana, first_accepted_at=timezone.now())
    waiting("Campaign", hours=99, type=Type.TEN_DLC_CAMPAIGN)

    expected = ["Brand", "Older", "Newer", "Update", "Seconded", "Campaign"]
    assert order(dana) == expected
    assert shown_order(as_dana) == expected


def test_a_first_acceptance_leaves_it_to_every_other_colleague(dana: User) -> None:
    erin = make_user("erin@isv.example", is_staff=True, is_superuser=True)
    waiting("Newer", hours=20)
    waiting("Seconded", hours=99, first_accepted_by=dana, first_accepted_at=timezone.now())

    assert (order(dana)[0], order(erin)[0]) == ("Newer", "Seconded")


def test_a_brand_that_is_in_force_blocks_nobody() -> None:
    brand = waiting("Brand", type=Type.TEN_DLC_BRAND, approved_round=1)
    with_campaign(brand)

    with all_tenants_scope("test"):
        assert queue.behind([fresh(brand)]) == {}


def test_a_line_says_what_to_know(as_dana) -> None:
    brand = waiting("Brand", hours=99, type=Type.TEN_DLC_BRAND, first_accepted_at=timezone.now())
    with_campaign(brand)
    FormDefinition.objects.create(
        registration_type=brand.type, revision=4, fetched_at=timezone.now()
    )
    with tenant_scope(str(brand.tenant_id)):
        third = RegistrationVersion.objects.create(registration=brand, number=3, form_revision=3)
        Acknowledgement.objects.create(
            version=third, rule="X", digest="d", reason="It is so.", made_by="alice"
        )

    page = as_dana.get(reverse(LIST)).content.decode()

    for words in (
        *("1 filing waits behind it", "first acceptance given", "new business"),
        *("round 3", "1 warning answered for", "form changed", ">late<", "days"),
    ):
        assert words in page, words


@pytest.mark.parametrize("state", ["", "all"])
def test_a_longer_list_takes_no_more_queries(as_dana, state: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            as_dana.get(reverse(LIST), {"state": state} if state else {})
        return len(seen)

    waiting("First", type=Type.TEN_DLC_BRAND)
    count()
    few = count()
    for number in range(8):
        with_campaign(waiting(f"More{number}", type=Type.TEN_DLC_BRAND))

    assert count() == few


def test_no_list_counts_the_whole_table(as_dana, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelist, "COUNTED", 2)
    for number in range(3):
        waiting(f"Business{number}")

    with CaptureQueriesContext(connection) as seen:
        page = as_dana.get(reverse(LIST), {"state": "all"}).content.decode()

    counts = [q["sql"] for q in seen if "COUNT(*)" in q["sql"] and "_registration" in q["sql"]]
    assert counts
    assert all("LIMIT 2" in sql for sql in counts)
    assert "More than 2" in page


def test_staff_find_filings_by_state_type_claim_and_words(as_dana, dana: User) -> None:
    mine = waiting("Mine", claimed_by=dana, claimed_at=timezone.now() + timedelta(seconds=1))
    waiting("Brand", type=Type.TEN_DLC_BRAND)
    waiting("Done", status=S.IN_REVIEW)

    assert shown_order(as_dana, claim="mine") == ["Mine"]
    assert shown_order(as_dana, claim="free") == ["Brand"]
    assert shown_order(as_dana, claim="others") == []
    assert shown_order(as_dana, type=Type.TEN_DLC_BRAND) == ["Brand"]
    assert shown_order(as_dana, state="in_review") == ["Done"]
    assert shown_order(as_dana, q=mine.tenant.name) == ["Mine"]


@pytest.mark.parametrize(
    ("status", "who"), [(S.DRAFT, "business"), (S.SUBMITTED, "we"), (S.IN_REVIEW, "carrier")]
)
def test_the_list_of_all_says_who_acts(as_dana, status: RegistrationStatus, who: str) -> None:
    waiting("Some", status=status)

    page = as_dana.get(reverse(LIST), {"state": "all"}).content.decode()

    assert f'class="field-acts">{who}<' in page


def test_a_claim_is_shown_and_blocks_nobody(as_dana, dana: User) -> None:
    registration = waiting("Some")
    erin = make_user("erin@isv.example", is_staff=True, is_superuser=True)

    as_dana.post(url("claim", registration))
    assert fresh(registration).claimed_by == dana
    assert "dana@isv.example" in signed_in(erin).get(reverse(LIST)).content.decode()

    signed_in(erin).post(url("claim", registration))
    assert fresh(registration).claimed_by == erin


def test_a_claim_ends_by_hand_by_time_and_by_the_decision(as_dana, dana: User) -> None:
    registration = waiting("Some")
    now = timezone.now()
    as_dana.post(url("claim", registration))
    held = fresh(registration)

    assert claiming.holder(held, now) == dana
    assert claiming.holder(held, now + timedelta(minutes=31)) is None
    held.changed_at = now + timedelta(minutes=1)
    assert claiming.holder(held, now + timedelta(minutes=2)) is None
    as_dana.post(url("release", registration))
    assert fresh(registration).claimed_by is None


def test_what_does_not_wait_is_not_claimed(as_dana) -> None:
    registration = waiting("Some", status=S.IN_REVIEW)

    answer = as_dana.post(url("claim", registration), follow=True)

    assert "does not wait" in answer.content.decode()
    assert fresh(registration).claimed_by is None


def test_next_leads_through_the_queue_and_past_what_a_colleague_reads(as_dana, dana: User) -> None:
    erin = make_user("erin@isv.example", is_staff=True)
    first, taken, last = (waiting(name, hours=h) for name, h in (("A", 9), ("B", 8), ("C", 7)))
    with tenant_scope(str(taken.tenant_id)):
        claiming.claim(taken.pk, person=erin)

    assert as_dana.get(url("next", first))["Location"] == url("change", last)
    assert as_dana.get(url("next", last))["Location"] == url("change", first)


def test_next_leads_to_the_queue_when_nothing_else_waits(as_dana, tenant: Tenant) -> None:
    only = waiting("Only")

    assert as_dana.get(url("next", only))["Location"] == reverse(LIST)


def test_single_keys_can_be_turned_off_for_a_browser(as_dana) -> None:
    assert 'data-keys="on"' in as_dana.get(reverse(LIST)).content.decode()

    as_dana.post(reverse("admin:registrations_registration_keys"), {"keys": "off"})

    assert 'data-keys="off"' in as_dana.get(reverse(LIST)).content.decode()


def test_a_form_sent_from_elsewhere_leads_back_to_the_queue(as_dana) -> None:
    answer = as_dana.post(
        reverse("admin:registrations_registration_keys"),
        {"keys": "on"},
        headers={"Referer": "https://elsewhere.example/"},
    )

    assert answer["Location"] == reverse(LIST)
