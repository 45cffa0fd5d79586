"""Maple Dental with company details, a member who acts, and a program published by the verbs."""

from typing import Any

import pytest

from consent import programs
from consent.fields import ProgramFields
from consent.models import Program, ProgramVersion
from consent.programs import Decision
from tenants.events import Actor
from tenants.models import Brand, Tenant, User
from tenants.scoping import tenant_scope
from tests.builders import make_brand

SOUND: dict[str, Any] = {
    "name": "Maple Dental Reminders",
    "use_case": "transactional",
    "description": "Maple Dental reminds its patients who asked for it of their appointments.",
    "message_kinds": ("appointment",),
    "frequency": "Up to 4 messages per month",
    "support_email": "care@mapledental.example",
    "support_phone": "(206) 555-0100",
    "opt_in_keyword": "JOIN",
}


def written(**changes: Any) -> ProgramFields:
    """What a member writes about a sound program."""
    return ProgramFields(**{**SOUND, **changes})


@pytest.fixture
def actor(alice: User) -> Actor:
    """Alice, acting."""
    return Actor.member(alice)


@pytest.fixture
def brand(tenant: Tenant) -> Brand:
    """Maple Dental's company details."""
    with tenant_scope(tenant.pk):
        return make_brand()


def found_program(actor: Actor, **changes: Any) -> Program:
    """Found a program with its first draft; needs the tenant's scope and brand."""
    return programs.create_program(written=written(**changes), actor=actor)


def publish(program: Program, actor: Actor) -> ProgramVersion:
    """Publish the draft that everybody sees."""
    return programs.publish(
        program, seen=program.latest.edit_token, actor=actor, decision=Decision("material")
    )


def reword(program: Program, actor: Actor, **changes: Any) -> ProgramVersion:
    """Write the draft anew."""
    return programs.save_draft(
        program, written=written(**changes), seen=program.latest.edit_token, actor=actor
    )


@pytest.fixture
def draft_program(tenant: Tenant, brand: Brand, actor: Actor) -> Program:
    """A program with a complete draft and nothing published."""
    with tenant_scope(tenant.pk):
        return found_program(actor)


@pytest.fixture
def program(tenant: Tenant, draft_program: Program, actor: Actor) -> Program:
    """A program whose first version is live."""
    with tenant_scope(tenant.pk):
        publish(draft_program, actor)
    return draft_program
