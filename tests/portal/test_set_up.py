"""The task list of the set-up: each task done, to do, or blocked, and by whom."""

import pytest
from django.test import Client

from consent.models import Evidence, Program
from messaging.states import MessageStatus
from portal.set_up import CARRIER, EARLIER, ISV, YOU, task_list
from registrations.models import RegistrationType
from registrations.states import RegistrationStatus
from tenants.company import setup
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import (
    make_brand,
    make_decision,
    make_message,
    make_originator,
    make_program,
    make_registration,
)
from tests.tenants.brand_data import STEPS, as_stored

COMPANY, REGISTRANT, PROGRAM = "Company details", "Who is registered", "Your program"
PAGES, EVIDENCE = "Opt-in form, terms and privacy pages", "Screenshot of your opt-in"
HAND_IN, APPROVAL = "Check and hand in", "The carrier’s approval, and your number"
TEXT = "Your first text"
MARA = Actor.system("mara")


def make_evidence(program: Program) -> None:
    """A screenshot of the opt-in."""
    Evidence.objects.create(
        program=program, caption="Form", original_name="a.png", original_key="a",
        original_sha256="0" * 64, public_key="a", public_sha256="0" * 64,
        content_type="image/png", size_bytes=1, width=1, height=1, uploaded_by="alice",
    )  # fmt: skip


def tasks() -> dict[str, dict[str, str]]:
    """Title → task."""
    return {task["title"]: task for group in task_list()["tasks"] for task in group["tasks"]}


def found(title: str) -> tuple[str, str]:
    """A task's state and whose turn it is."""
    task = tasks()[title]
    return task["state"], task["who"]


def test_a_new_business_has_eight_tasks_of_which_two_are_open(in_tenant: Tenant) -> None:
    shown = task_list()
    turns = [task["who"] for task in tasks().values()]
    assert (shown["done_count"], shown["total_count"]) == (0, 8)
    assert turns == [YOU, YOU, EARLIER, EARLIER, EARLIER, EARLIER, EARLIER, EARLIER]
    assert shown["next"] == {"turn": "Your turn", "sentence": COMPANY, "url": "/brand/"}


def test_a_task_that_waits_names_the_earlier_task_and_cannot_be_opened(in_tenant: Tenant) -> None:
    waiting = [task for task in tasks().values() if task["who"] == EARLIER]
    assert all(task["url"] is None for task in waiting)
    assert tasks()[PROGRAM]["reason"] == "Waits for an earlier task: Company details."


def test_open_tasks_say_what_to_have_at_hand(in_tenant: Tenant) -> None:
    assert "letter of the tax office" in tasks()[COMPANY]["hint"]
    assert "at hand" in tasks()[REGISTRANT]["hint"]


def test_a_task_half_done_says_how_far_it_is(in_tenant: Tenant) -> None:
    for slug in ("kind", "legal", "brand"):
        values = {name: as_stored()[name] for name in STEPS[slug]}
        setup.save_step(slug, values, revision=setup.draft().revision, actor=MARA)
    assert tasks()[COMPANY]["state_label"] == "3 of 6 steps"


def test_every_step_done_completes_every_task(in_tenant: Tenant) -> None:
    program = make_program()
    message = make_message(program, make_originator(program, make_brand()))
    message.status = MessageStatus.DELIVERED
    message.save()
    make_evidence(program)
    shown = task_list()
    assert {task["state"] for task in tasks().values()} == {"COMPLETED"}
    assert (shown["done_count"], shown["next"]) == (8, None)


@pytest.mark.parametrize(
    ("fields", "state", "who"),
    [
        ({}, "COMPLETED", ""),
        ({"exception_status": "waiting"}, "STAFF_REVIEW", ISV),
        ({"exception_status": "refused"}, "PROBLEM", YOU),
        ({"exception_status": "approved"}, "COMPLETED", ""),
        ({"exception_status": "none", "exception_reason": ""}, "INCOMPLETE", YOU),
    ],
)
def test_who_is_registered_waits_for_whoever_has_it(
    in_tenant: Tenant, fields: dict[str, str], state: str, who: str
) -> None:
    asked = ("yes", "yes", "yes") if fields else ()
    make_decision(*asked, **({"exception_reason": "Ours.", **fields} if fields else {}))
    assert found(REGISTRANT) == (state, who)


def test_details_that_carry_the_isvs_data_reopen_who_is_registered(
    in_tenant: Tenant, settings
) -> None:
    make_brand(legal_name=settings.ISV_NAME, dba_name="")
    assert found(REGISTRANT) == ("PROBLEM", YOU)


def test_a_program_opens_its_pages_and_its_screenshot(in_tenant: Tenant) -> None:
    make_brand()
    assert found(PROGRAM) == ("INCOMPLETE", YOU)
    Program.objects.create(name="Reminders", slug="reminders")
    assert found(PROGRAM) == ("COMPLETED", "")
    assert found(PAGES) == found(EVIDENCE) == ("INCOMPLETE", YOU)
    assert found(HAND_IN) == ("CANNOT_START", EARLIER)


@pytest.mark.parametrize(
    ("status", "hand_in", "approval"),
    [
        ("DRAFT", ("draft", YOU), ("CANNOT_START", EARLIER)),
        ("STAFF_REVIEW", ("staff_review", ISV), ("CANNOT_START", EARLIER)),
        ("NEEDS_CHANGES", ("PROBLEM", YOU), ("CANNOT_START", EARLIER)),
        ("SUBMITTED", ("COMPLETED", ""), ("submitted", ISV)),
        ("IN_REVIEW", ("COMPLETED", ""), ("in_review", CARRIER)),
        ("APPROVED", ("COMPLETED", ""), ("approved", ISV)),
        ("REJECTED", ("INCOMPLETE", YOU), ("CANNOT_START", EARLIER)),
    ],
)
def test_the_review_says_who_has_the_filing(
    in_tenant: Tenant, status: str, hand_in: tuple[str, str], approval: tuple[str, str]
) -> None:
    make_registration(make_brand(), make_program(), status=RegistrationStatus[status])
    assert (found(HAND_IN), found(APPROVAL)) == (hand_in, approval)


def test_an_approved_brand_leads_to_its_campaign(in_tenant: Tenant) -> None:
    make_program()
    make_registration(
        make_brand(), type=RegistrationType.TEN_DLC_BRAND, status=RegistrationStatus.APPROVED
    )
    assert found(HAND_IN) == ("INCOMPLETE", YOU)
    assert tasks()[HAND_IN]["url"] == "/registrations/new/"


def test_a_live_number_leads_to_the_first_text(in_tenant: Tenant) -> None:
    program = make_program()
    make_originator(program, make_brand())
    assert (found(APPROVAL), found(TEXT)) == (("COMPLETED", ""), ("INCOMPLETE", YOU))


def test_home_shows_the_list_and_the_count(as_alice: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_decision()
    page = as_alice.get("/").text
    assert "You have completed 1 of 8 tasks." in page
    assert "Waits for an earlier task: Company details." in page
