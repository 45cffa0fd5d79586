"""A member's pages about programs: written in a builder, previewed alive, published on purpose."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent import evidence
from consent.models import Evidence, Program
from consent.states import VersionStatus
from tenants.events import Actor
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.consent import images
from tests.consent.conftest import SOUND, found_program, publish, reword

FORM = {**SOUND, "message_kinds": ["appointment"], "sample_messages": ""}
EVIL = "<script>alert(1)</script>"


def page(name: str, program: Program) -> str:
    """Return the address of a program's page."""
    return reverse(f"consent:{name}", args=[program.pk])


def form(program: Program, tenant: Tenant, **changes: Any) -> dict[str, Any]:
    """Return what the builder posts."""
    with tenant_scope(tenant.pk):
        seen = program.latest.edit_token
    return {**FORM, "seen": seen, **changes}


# --- List and founding --------------------------------------------------------------------


def test_a_business_without_programs_is_told_what_one_is(as_alice: Client) -> None:
    shown = as_alice.get(reverse("consent:program_list")).content.decode()

    assert "No programs yet" in shown
    assert reverse("consent:program_create") in shown


def test_the_list_shows_each_program_with_what_comes_next(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="Daily")

    shown = as_alice.get(reverse("consent:program_list")).content.decode()

    assert "Maple Dental Reminders" in shown
    assert "Publish version 2" in shown


def test_the_list_asks_the_database_as_often_for_five_as_for_one(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with CaptureQueriesContext(connection) as one:
        as_alice.get(reverse("consent:program_list"))
    with tenant_scope(tenant.pk):
        for _ in range(4):
            publish(found_program(actor), actor)
    with CaptureQueriesContext(connection) as five:
        as_alice.get(reverse("consent:program_list"))

    assert len(five) == len(one)


def test_without_company_details_one_is_led_there_first(as_alice: Client) -> None:
    answer = as_alice.get(reverse("consent:program_create"))

    assert answer.status_code == 302
    assert answer["Location"] == reverse("tenants:brand")


def test_two_questions_make_a_draft_with_a_good_start(
    as_alice: Client, tenant: Tenant, brand: Brand
) -> None:
    answer = as_alice.post(
        reverse("consent:program_create"), {"name": "Spring offers", "use_case": "marketing"}
    )

    with tenant_scope(tenant.pk):
        made = Program.objects.get()
        draft = made.latest
    assert answer["Location"] == page("program_edit", made)
    assert draft.message_kinds == ["marketing"]
    assert (draft.support_email, draft.support_phone) == (
        brand.support_email,
        brand.support_phone,
    )


def test_a_question_left_open_is_asked_again(as_alice: Client, brand: Brand) -> None:
    answer = as_alice.post(reverse("consent:program_create"), {"name": "", "use_case": "spam"})

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"name", "use_case"}
    assert "Error:" in answer.content.decode()


# --- The builder --------------------------------------------------------------------------


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


# --- The live preview ---------------------------------------------------------------------


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
    assert "checked" not in re.sub(r"[Bb]y checking", "", shown)
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


# --- Publishing ---------------------------------------------------------------------------


def test_publishing_is_a_page_that_says_what_becomes_public(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    shown = as_alice.get(page("program_publish", draft_program)).content.decode()

    assert "Publish version 1" in shown
    assert f"/p/{tenant.slug}/{draft_program.slug}/terms/" in shown
    with tenant_scope(tenant.pk):
        assert draft_program.published is None


def test_a_second_publication_names_the_texts_that_change(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, opt_in_keyword="DENTAL")

    answer = as_alice.get(page("program_publish", program))

    changes = {str(c["label"]): c["is_changed"] for c in answer.context["changes"]}
    assert changes["Answer to STOP"]
    assert not changes["Web form"]


def test_pressing_publish_makes_it_live(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    with tenant_scope(tenant.pk):
        seen = draft_program.latest.edit_token

    answer = as_alice.post(page("program_publish", draft_program), {"seen": seen}, follow=True)

    assert "Version 1 is live." in answer.content.decode()
    with tenant_scope(tenant.pk):
        assert draft_program.latest.status == VersionStatus.PUBLISHED


def test_pressing_publish_twice_is_no_error(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    with tenant_scope(tenant.pk):
        posted = {"seen": draft_program.latest.edit_token}
    as_alice.post(page("program_publish", draft_program), posted)

    answer = as_alice.post(page("program_publish", draft_program), posted, follow=True)

    assert answer.status_code == 200
    assert "published already" in answer.content.decode()


def test_a_draft_that_changed_meanwhile_is_shown_before_it_is_published(
    as_alice: Client, tenant: Tenant, draft_program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        seen = draft_program.latest.edit_token
        reword(draft_program, actor, frequency="Daily")

    answer = as_alice.post(page("program_publish", draft_program), {"seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == page("program_publish", draft_program)
    assert "Somebody else saved" in answer.content.decode()


def test_an_incomplete_draft_leads_back_to_writing(
    as_alice: Client, tenant: Tenant, brand: Brand, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        made = found_program(actor, description="")
        seen = made.latest.edit_token

    answer = as_alice.post(page("program_publish", made), {"seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == page("program_edit", made)
    assert "still missing" in answer.content.decode()


# --- The page of one program --------------------------------------------------------------


def test_the_page_shows_addresses_texts_versions_and_history(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        reword(program, actor, frequency="One message per appointment")
        publish(program, actor)

    shown = as_alice.get(page("program", program)).content.decode()

    for words in (
        f"/p/{tenant.slug}/{program.slug}/terms/",
        f"/p/{tenant.slug}/{program.slug}/join/",
        "Version 2",
        "Superseded",
        "One message per appointment",
        "Published: version 2",
        "Changed: frequency",
        "characters · 1 part",
        "Script for the telephone",
    ):
        assert words in shown


# --- Screenshots --------------------------------------------------------------------------


def upload(client: Client, program: Program, data: bytes, **changes: Any) -> Any:
    """Send the upload form."""
    file = SimpleUploadedFile(changes.pop("name", "shot.png"), data, "image/png")
    posted = {"picture": file, "caption": "Checkout page", "is_free_of_personal_data": "on"}
    return client.post(page("evidence_upload", program), {**posted, **changes}, follow=True)


def test_an_uploaded_screenshot_appears_with_its_address(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    answer = upload(as_alice, program, images.saved(images.plain(), "PNG"))

    shown = answer.content.decode()
    with tenant_scope(tenant.pk):
        shot = Evidence.objects.get()
    assert answer.redirect_chain[-1][0] == page("program", program)
    assert f"/e/{shot.token}.png" in shown
    assert "Checkout page" in shown


@pytest.mark.parametrize(
    ("data", "changes", "field"),
    [
        (images.SVG, {}, "picture"),
        (images.HTML, {"name": "page.jpg"}, "picture"),
        (b"", {}, "picture"),
        (images.png_header(50_000, 50_000), {}, "picture"),
        (images.saved(images.plain(), "PNG"), {"caption": ""}, "caption"),
        (images.saved(images.plain(), "PNG"), {"caption": "\u202e"}, "caption"),
        (
            images.saved(images.plain(), "PNG"),
            {"is_free_of_personal_data": ""},
            "is_free_of_personal_data",
        ),
    ],
)
def test_an_upload_that_cannot_be_used_is_said_at_its_field(
    as_alice: Client, tenant: Tenant, program: Program, data: bytes, changes: Any, field: str
) -> None:
    answer = upload(as_alice, program, data, **changes)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    with tenant_scope(tenant.pk):
        assert not Evidence.objects.exists()


def test_a_storage_that_is_down_is_said_on_the_page(
    as_alice: Client, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("down")

    monkeypatch.setattr(evidence.storages["default"], "save", fail)

    answer = upload(as_alice, program, images.saved(images.plain(), "PNG"))

    assert answer.status_code == 200
    assert "Try again in a few minutes" in answer.content.decode()


def test_a_file_name_that_looks_like_markup_is_shown_as_text(
    as_alice: Client, program: Program
) -> None:
    file = io.BytesIO(images.saved(images.plain(), "PNG"))
    file.name = "<img src=x onerror=alert(1)>.png"
    posted = {"picture": file, "caption": EVIL, "is_free_of_personal_data": "on"}

    shown = as_alice.post(page("evidence_upload", program), posted, follow=True).content.decode()

    assert "<img src=x" not in shown
    assert EVIL not in shown


# --- Who may do what ----------------------------------------------------------------------

READ = ["program"]
WRITE = ["program_edit", "program_publish", "evidence_upload"]


def test_a_viewer_reads_without_being_offered_to_write(as_bob: Client, program: Program) -> None:
    shown = as_bob.get(page("program", program)).content.decode()

    assert "Maple Dental Reminders" in shown
    for name in WRITE:
        assert page(name, program) not in shown


@pytest.mark.parametrize("name", WRITE)
def test_a_viewer_may_not_write(
    as_bob: Client, tenant: Tenant, program: Program, name: str
) -> None:
    posted = form(program, tenant, frequency="Daily")

    assert as_bob.get(page(name, program)).status_code == 403
    assert as_bob.post(page(name, program), posted).status_code == 403
    with tenant_scope(tenant.pk):
        assert program.draft is None


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_another_business_finds_nothing(
    as_charlie: Client, tenant: Tenant, other_tenant: Tenant, program: Program, name: str
) -> None:
    assert as_charlie.get(page(name, program)).status_code == 404


@pytest.mark.parametrize("name", ["program_edit", "program_preview", "program_publish"])
def test_another_business_changes_nothing(
    as_charlie: Client, tenant: Tenant, program: Program, name: str
) -> None:
    posted = form(program, tenant, frequency="Daily")

    assert as_charlie.post(page(name, program), posted).status_code == 404
    with tenant_scope(tenant.pk):
        assert program.draft is None


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_a_stranger_is_asked_to_sign_in(client: Client, program: Program, name: str) -> None:
    answer = client.get(page(name, program))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
