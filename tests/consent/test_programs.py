"""Programs are written as drafts, published as frozen versions, and never changed afterwards."""

import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from consent import programs
from consent.models import Program, ProgramEvent, ProgramVersion
from consent.rendering import render
from consent.states import TRANSITIONS, VersionStatus
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Brand
from tests.consent.conftest import found_program, publish, reword, written

pytestmark = pytest.mark.usefixtures("in_tenant")


def test_a_program_needs_the_company_first(actor: Actor) -> None:
    with pytest.raises(programs.BrandMissing, match="company"):
        found_program(actor)

    assert not Program.objects.exists()


def test_a_new_program_is_a_first_draft_with_tidied_words(brand: Brand, actor: Actor) -> None:
    program = found_program(actor, name="  Maple \u202eDental  Reminders ", opt_in_keyword="join")

    draft = program.draft
    assert program.name == "Maple Dental Reminders"
    assert program.slug == "maple-dental-reminders"
    assert draft is not None
    assert (draft.number, draft.opt_in_keyword) == (1, "JOIN")
    assert draft.support_phone == "+12065550100"
    assert program.published is None


def test_a_second_program_of_a_name_gets_an_address_of_its_own(brand: Brand, actor: Actor) -> None:
    first, second = found_program(actor), found_program(actor)

    assert first.slug != second.slug
    assert second.slug.startswith(first.slug)


def test_a_name_without_letters_for_an_address_still_gets_one(brand: Brand, actor: Actor) -> None:
    assert found_program(actor, name="牙科提醒").slug == "texts"


def test_publishing_freezes_what_was_rendered(brand: Brand, actor: Actor) -> None:
    program = found_program(actor)

    version = publish(program, actor)

    assert version.status == VersionStatus.PUBLISHED
    assert version.published_at is not None
    assert version.frozen_texts == render(version.frozen_content)
    assert version.texts_sha256 == programs.texts_digest(version.frozen_texts)
    assert version.frozen_content.terms_url.endswith("/maple-dental-reminders/terms/")


def test_a_later_change_of_the_brand_leaves_published_texts_alone(
    brand: Brand, actor: Actor
) -> None:
    program = found_program(actor)
    publish(program, actor)

    Brand.objects.update(dba_name="Oak Dental")

    published = program.published
    assert published is not None
    assert "Maple Dental" in programs.texts_of(published).optin_confirmation


def test_a_new_version_supersedes_the_old_one_at_once(brand: Brand, actor: Actor) -> None:
    program = found_program(actor)
    first = publish(program, actor)
    reword(program, actor, frequency="One message per appointment")

    second = publish(program, actor)

    first.refresh_from_db()
    assert (first.status, second.status) == (VersionStatus.SUPERSEDED, VersionStatus.PUBLISHED)
    assert second.number == 2
    assert [e.kind for e in program.events.all()[:2]] == [
        ProgramEvent.Kind.PUBLISHED,
        ProgramEvent.Kind.SUPERSEDED,
    ]


def test_writing_after_publication_makes_a_draft_and_leaves_the_live_one(
    brand: Brand, actor: Actor
) -> None:
    program = found_program(actor)
    live = publish(program, actor)

    draft = reword(program, actor, frequency="One message per appointment")

    live.refresh_from_db()
    assert (draft.number, draft.status) == (2, VersionStatus.DRAFT)
    assert live.frequency == "Up to 4 messages per month"
    assert reword(program, actor, frequency="Message frequency varies").pk == draft.pk


def test_saving_what_is_there_already_changes_nothing(brand: Brand, actor: Actor) -> None:
    program = found_program(actor)
    live = publish(program, actor)

    assert reword(program, actor) == live
    assert program.draft is None


def test_history_names_the_fields_that_changed(brand: Brand, actor: Actor) -> None:
    program = found_program(actor)

    reword(program, actor, frequency="Message frequency varies", opt_in_keyword="")

    event = program.events.latest("at")
    assert event.kind == ProgramEvent.Kind.DRAFT_SAVED
    assert event.data == {"changed": ["frequency", "opt_in_keyword"]}
    assert event.actor_label == "alice@mapledental.example"


def test_two_writers_cannot_overwrite_each_other_unseen(brand: Brand, actor: Actor) -> None:
    program = found_program(actor)
    seen_by_both = program.latest.edit_token
    reword(program, actor, frequency="Message frequency varies")

    with pytest.raises(programs.EditConflict):
        programs.save_draft(program, written=written(), seen=seen_by_both, actor=actor)
    with pytest.raises(programs.EditConflict):
        programs.publish(program, seen=seen_by_both, actor=actor)

    assert program.latest.frequency == "Message frequency varies"


def test_publishing_twice_publishes_once(brand: Brand, actor: Actor) -> None:
    program = found_program(actor)
    seen = program.latest.edit_token
    programs.publish(program, seen=seen, actor=actor)

    with pytest.raises(DomainError) as refused:
        programs.publish(program, seen=seen, actor=actor)

    assert refused.value.code == "nothing_to_publish"
    assert program.versions.count() == 1


@pytest.mark.parametrize("gap", ["description", "message_kinds", "frequency", "support_email"])
def test_gaps_may_be_saved_but_not_published(brand: Brand, actor: Actor, gap: str) -> None:
    program = found_program(actor, **{gap: () if gap == "message_kinds" else ""})

    with pytest.raises(InvalidInput) as refused:
        publish(program, actor)

    assert list(refused.value.fields) == [gap]
    assert program.published is None


@pytest.mark.parametrize(
    "changes",
    [
        {"description": "Maple Dental reminds its patients of {appointment type} in time."},
        {"name": "[Your business] Reminders"},
        {"sample_messages": ("{{BRAND NAME}}: see you Friday. Reply STOP to opt out.",)},
    ],
)
def test_unfilled_placeholders_are_not_published(
    brand: Brand, actor: Actor, changes: dict[str, object]
) -> None:
    program = found_program(actor, **changes)

    with pytest.raises(DomainError, match="still contains") as refused:
        publish(program, actor)

    assert refused.value.code == "placeholder"


def test_findings_of_the_rules_do_not_stop_a_publication(brand: Brand, actor: Actor) -> None:
    program = found_program(actor, description="Texts.")

    assert publish(program, actor).status == VersionStatus.PUBLISHED


@pytest.mark.parametrize(
    ("state", "to"),
    [(a, b) for a in VersionStatus for b in VersionStatus if b not in TRANSITIONS[a]],
)
def test_a_version_moves_only_along_the_table(
    brand: Brand, actor: Actor, state: VersionStatus, to: VersionStatus
) -> None:
    program = found_program(actor)
    version = program.latest
    if state != VersionStatus.DRAFT:
        version = publish(program, actor)
    if state == VersionStatus.SUPERSEDED:
        version = programs._move(version, state, actor=actor)

    with pytest.raises(TransitionNotAllowed):
        programs._move(version, to, actor=actor)


@pytest.mark.parametrize(
    "column",
    ["frequency = 'x'", "texts = '{}'", "published_at = now()", "texts_sha256 = ''",
     "revision = 9", "status = 'draft'"],
)  # fmt: skip
def test_the_database_refuses_to_reword_a_published_version(
    brand: Brand, actor: Actor, column: str
) -> None:
    version = publish(found_program(actor), actor)

    with (
        pytest.raises(IntegrityError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE consent_programversion SET {column} WHERE id = %s", [version.pk])


def test_the_database_refuses_to_delete_a_published_version(brand: Brand, actor: Actor) -> None:
    version = publish(found_program(actor), actor)

    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        ProgramVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_two_published_versions_cannot_coexist(brand: Brand, actor: Actor) -> None:
    version = publish(found_program(actor), actor)
    version.pk, version.number = uuid.uuid4(), 2

    with pytest.raises(IntegrityError, match="version_one_published"), transaction.atomic():
        version.save(force_insert=True)


def test_a_content_that_differs_in_one_letter_has_another_digest(
    brand: Brand, actor: Actor
) -> None:
    texts = publish(found_program(actor), actor).frozen_texts

    other = replace(texts, help_reply=texts.help_reply + ".")

    assert programs.texts_digest(texts) != programs.texts_digest(other)
