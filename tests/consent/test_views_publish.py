"""Before a publication its consequences are said, and a person decides what the change means."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent import consequences, programs
from consent.consequences import Consequence
from consent.ledger import Proof, record_opt_in
from consent.models import OptMethod, Program, ProgramEvent
from consent.programs import Decision
from consent.states import ChangeKind
from registrations import drafting
from registrations.models import RegistrationType
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent.conftest import found_program, publish, reword
from tests.consent.pages import page

MORE = {"frequency": "Up to 8 messages per month"}


def decide(client: Client, tenant: Tenant, program: Program, **posted: str) -> Any:
    """Press Publish with a decision."""
    with tenant_scope(tenant.pk):
        seen = program.latest.edit_token
    return client.post(page("program_publish", program), {"seen": seen, **posted})


@pytest.fixture
def reworded(tenant: Tenant, program: Program, actor: Actor) -> Program:
    """A live program with a draft that texts people more often."""
    with tenant_scope(tenant.pk):
        reword(program, actor, **MORE)
    return program


def test_the_first_version_needs_no_decision(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    shown = as_alice.get(page("program_publish", draft_program)).content.decode()
    decide(as_alice, tenant, draft_program)

    assert 'name="kind"' not in shown
    with tenant_scope(tenant.pk):
        assert draft_program.published.change_kind == ""  # type: ignore[union-attr]


def test_a_change_is_not_published_undecided(
    as_alice: Client, tenant: Tenant, reworded: Program
) -> None:
    answer = decide(as_alice, tenant, reworded)

    assert answer.status_code == 200
    assert "kind" in answer.context["form"].errors
    with tenant_scope(tenant.pk):
        assert reworded.draft is not None


def test_the_decision_is_kept_with_the_version_and_in_the_history(
    as_alice: Client, tenant: Tenant, reworded: Program
) -> None:
    decide(as_alice, tenant, reworded, kind="material", note="We text more.")

    with tenant_scope(tenant.pk):
        live = reworded.published
        event = reworded.events.filter(kind=ProgramEvent.Kind.PUBLISHED).first()
    assert live is not None
    assert (live.change_kind, live.change_note) == (ChangeKind.MATERIAL, "We text more.")
    assert event is not None
    assert event.data == {"change_kind": "material", "change_note": "We text more."}


def test_calling_a_material_change_cosmetic_needs_a_reason(
    as_alice: Client, tenant: Tenant, reworded: Program
) -> None:
    refused = decide(as_alice, tenant, reworded, kind="cosmetic")
    taken = decide(as_alice, tenant, reworded, kind="cosmetic", note="It was a misprint.")

    assert "note" in refused.context["form"].errors
    assert taken.status_code == 302


@pytest.mark.usefixtures("in_tenant")
def test_a_cosmetic_change_needs_no_reason(program: Program, actor: Actor) -> None:
    reword(program, actor, support_email="help@mapledental.example")

    live = programs.publish(
        program, seen=program.latest.edit_token, actor=actor, decision=Decision("cosmetic")
    )

    assert live.change_kind == ChangeKind.COSMETIC


@pytest.mark.usefixtures("in_tenant")
@pytest.mark.parametrize("kind", ["", "both", "COSMETIC"])
def test_the_verb_refuses_what_is_no_decision(program: Program, actor: Actor, kind: str) -> None:
    reword(program, actor, **MORE)

    with pytest.raises(InvalidInput):
        programs.publish(
            program, seen=program.latest.edit_token, actor=actor, decision=Decision(kind)
        )


def test_the_page_says_why_it_thinks_so_and_who_agreed_to_what(
    as_alice: Client, tenant: Tenant, reworded: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        agree(reworded, actor, "+12065550111", "+12065550112")

    shown = as_alice.get(page("program_publish", reworded)).content.decode()

    assert "more often than they agreed to" in shown
    assert "2 people may be texted" in shown
    assert "<ins>" in shown
    assert "<del>" in shown


def agree(program: Program, actor: Actor, *numbers: str) -> None:
    """Let people agree to the version in force."""
    version = program.published
    assert version is not None
    for number in numbers:
        record_opt_in(
            number,
            version=version,
            method=OptMethod.PAPER,
            message_kinds=version.message_kinds,
            proof=Proof(disclosure="as printed", is_witnessed=False),
            actor=actor,
            occurred_at=timezone.now(),
        )


@pytest.mark.usefixtures("in_tenant")
def test_publishing_leaves_everybody_with_the_version_they_agreed_to(
    program: Program, actor: Actor
) -> None:
    agree(program, actor, "+12065550111", "+12065550112")
    reword(program, actor, message_kinds=("appointment", "account"))
    publish(program, actor)
    agree(program, actor, "+12065550113")

    assert consequences.agreed(program) == {1: 2, 2: 1}
    kinds = {tuple(c.message_kinds) for c in program.consents.filter(last_event__version__number=1)}
    assert kinds == {("appointment",)}


def test_the_program_page_says_how_many_agreed_to_each_version(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        agree(program, actor, "+12065550111")

    assert "1 person agreed to it" in as_alice.get(page("program", program)).content.decode()


def test_a_registration_that_quotes_the_texts_is_named_with_its_answers(
    as_alice: Client, tenant: Tenant, program: Program, actor: Actor
) -> None:
    with tenant_scope(tenant.pk):
        drafting.create_registration(
            RegistrationType.TEN_DLC_CAMPAIGN, program=program, actor=actor
        )
        reword(program, actor, description="Maple Dental texts patients their lab results' status.")

    said = as_alice.get(page("program_publish", program)).context["consequences"]

    assert [each.label for each in said] == ["10DLC campaign"]
    assert said[0].changes
    assert "follows by itself" in said[0].text


def test_an_app_registers_once_what_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consequences, "_PROVIDERS", [])

    def told(*_: Any) -> list[Consequence]:
        return [Consequence("Poster", "Printed", "Print it again.")]

    consequences.register(told)
    consequences.register(told)

    found = consequences.of(None, None, None)  # type: ignore[arg-type]
    assert [each.label for each in found] == ["Poster"]


def test_a_gap_is_named_with_the_way_to_its_field(
    as_alice: Client, tenant: Tenant, actor: Actor, draft_program: Program
) -> None:
    with tenant_scope(tenant.pk):
        made = found_program(actor, description="", methods=("keyword",), opt_in_keyword="")

    shown = as_alice.get(page("program_publish", made)).content.decode()

    for name in ("description", "opt_in_keyword", "text_number"):
        assert f"#id_{name}" in shown


def test_two_versions_are_compared_word_by_word(
    as_bob: Client, tenant: Tenant, reworded: Program
) -> None:
    shown = as_bob.get(reverse("consent:version_compare", args=[reworded.pk, 2, 1]))

    assert shown.context["before"].number == 1
    assert "[added:" in shown.content.decode()


def test_a_version_that_is_not_there_is_not_found(as_alice: Client, program: Program) -> None:
    address = reverse("consent:version_compare", args=[program.pk, 1, 9])

    assert as_alice.get(address).status_code == 404


def test_search_engines_are_let_in_by_a_press_and_out_again(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    address = page("program_indexable", program)
    seen = []
    for value in ("1", "1", "0"):
        as_alice.post(address, {"is_indexable": value})
        with tenant_scope(tenant.pk):
            program.refresh_from_db()
        seen.append(program.is_indexable)

    assert seen == [True, True, False]
    with tenant_scope(tenant.pk):
        kinds = [event.kind for event in program.events.all()[:2]]
    assert kinds == [ProgramEvent.Kind.NOT_INDEXABLE, ProgramEvent.Kind.INDEXABLE]


def test_a_viewer_lets_nobody_in(as_bob: Client, program: Program) -> None:
    answer = as_bob.post(page("program_indexable", program), {"is_indexable": "1"})

    assert answer.status_code == 403
