"""A program is written in a builder, beside a live preview of everything it becomes."""

import re
from typing import Any

import pytest
from django.test import Client

from consent.models import Program
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent.conftest import SOUND, reword
from tests.consent.pages import EVIL, FORM, form, page


def test_the_builder_opens_with_what_was_written(as_alice: Client, draft_program: Program) -> None:
    shown = as_alice.get(page("program_edit", draft_program)).content.decode()

    assert 'value="Maple Dental Reminders"' in shown
    assert 'value="(206) 555-0100"' in shown
    assert "All 7 required items are there." in shown
    assert "data-preview-url" in shown


def test_saving_a_draft_shows_it_and_tells_that_nothing_is_public(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    answer = as_alice.post(
        page("program_edit", program),
        form(program, tenant, frequency="One message per appointment"),
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == page("program", program)
    assert "Nothing changes for the public yet." in answer.content.decode()
    with tenant_scope(tenant.pk):
        assert program.draft.frequency == "One message per appointment"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("description", ""),
        ("message_kinds", []),
        ("message_kinds", ["spam"]),
        ("frequency", ""),
        ("support_email", "nobody"),
        ("support_phone", "12"),
        ("opt_in_keyword", "STOP"),
        ("message_kinds", ["appointment", "marketing"]),
        ("description", "x" * 501),
        ("name", "a\x00b"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field_and_nothing_is_lost(
    as_alice: Client, tenant: Tenant, draft_program: Program, field: str, value: Any
) -> None:
    posted = form(draft_program, tenant, opt_in_keyword="HELLO")
    answer = as_alice.post(page("program_edit", draft_program), {**posted, field: value})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    shown = answer.content.decode()
    assert f'id="id_{field}_error"' in shown
    if field != "opt_in_keyword":
        assert 'value="HELLO"' in shown


def test_everything_that_is_wrong_is_said_at_once(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    posted = form(draft_program, tenant, frequency="", opt_in_keyword="STOP", support_phone="12")

    answer = as_alice.post(page("program_edit", draft_program), posted)

    assert set(answer.context["form"].errors) == {"frequency", "opt_in_keyword", "support_phone"}


def test_two_writers_see_each_others_words(
    as_alice: Client, tenant: Tenant, draft_program: Program, actor: Actor
) -> None:
    posted = form(draft_program, tenant, frequency="Mine, twice a week")
    with tenant_scope(tenant.pk):
        reword(draft_program, actor, frequency="Theirs, daily")

    conflict = as_alice.post(page("program_edit", draft_program), posted)
    shown = conflict.content.decode()
    again = as_alice.post(
        page("program_edit", draft_program), {**posted, "seen": conflict.context["seen"]}
    )

    assert "Theirs, daily" in shown
    assert "Mine, twice a week" in shown
    assert again.status_code == 302
    with tenant_scope(tenant.pk):
        assert draft_program.latest.frequency == "Mine, twice a week"


def test_without_script_a_button_updates_the_preview_and_saves_nothing(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    posted = form(draft_program, tenant, frequency="Once a blue moon", preview="1")

    shown = as_alice.post(page("program_edit", draft_program), posted).content.decode()

    assert shown.count("Once a blue moon") > 1
    with tenant_scope(tenant.pk):
        assert draft_program.latest.frequency == SOUND["frequency"]


def test_the_preview_is_a_bare_fragment_of_what_is_typed(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    posted = form(draft_program, tenant, frequency="One message per appointment")

    answer = as_alice.post(page("program_preview", draft_program), posted)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in shown
    assert "One message per appointment" in shown
    assert shown.count("data-announce") == 1
    radios = re.findall(r"<input type=\"(\w+)\" name=\"(\w+)\"", shown)
    assert set(radios) == {("radio", "see"), ("radio", "frame")}
    assert shown.count("<input") == len(radios)
    with tenant_scope(tenant.pk):
        assert draft_program.latest.frequency == SOUND["frequency"]


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"message_kinds": "spam"},
        {"name": "", "frequency": "", "support_phone": "not a number", "use_case": "spam"},
        {**FORM, "name": "x" * 5000, "description": "y" * 50_000, "frequency": "z" * 5000},
        {**FORM, "sample_messages": "\n".join("sample" for _ in range(500))},
        {**FORM, "name": "a\x00\u202e\ud7ff", "support_email": "\x00"},
        {**FORM, "message_kinds": ["marketing", "appointment"], "opt_in_keyword": "STOP"},
    ],
)
def test_the_preview_shows_what_there_is(
    as_alice: Client, draft_program: Program, posted: dict[str, Any]
) -> None:
    answer = as_alice.post(page("program_preview", draft_program), posted)

    assert answer.status_code == 200
    assert "data-announce" in answer.content.decode()


def test_the_preview_names_what_is_missing(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    posted = form(draft_program, tenant, frequency="")

    shown = as_alice.post(page("program_preview", draft_program), posted).content.decode()

    assert "1 of 7 required items still missing." in shown


def test_the_preview_takes_posts_only(as_alice: Client, draft_program: Program) -> None:
    assert as_alice.get(page("program_preview", draft_program)).status_code == 405


@pytest.mark.parametrize("field", ["name", "description", "frequency", "sample_messages"])
def test_typed_markup_stays_text_in_every_page(
    as_alice: Client, tenant: Tenant, draft_program: Program, field: str
) -> None:
    posted = form(draft_program, tenant, **{field: f"Evil {EVIL}"})

    fragment = as_alice.post(page("program_preview", draft_program), posted).content.decode()
    as_alice.post(page("program_edit", draft_program), posted)
    pages = [
        as_alice.get(page(name, draft_program)).content.decode()
        for name in ("program", "program_edit", "program_publish")
    ]

    for shown in [fragment, *pages, as_alice.get("/programs/").content.decode()]:
        assert EVIL not in shown
