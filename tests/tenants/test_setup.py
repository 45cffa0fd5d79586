"""The draft of the company details: kept step by step, taken up again, and saved once."""

from typing import Any

import pytest
from django.db import connection

from tenants.company import brands, setup
from tenants.events import Actor
from tenants.models import BrandDraft, Tenant, TenantEvent
from tenants.scoping import tenant_scope
from tests.builders import make_brand
from tests.tenants.brand_data import STEPS, as_stored

MARA, JON = (Actor.system(label) for label in ("mara", "jon"))


def save(slug: str, *, revision: int | None = None, actor: Actor = MARA, **changes: str) -> None:
    """Save a step with right answers but for these."""
    seen = setup.draft().revision if revision is None else revision
    values = {name: as_stored()[name] for name in STEPS[slug]} | changes
    setup.save_step(slug, values, revision=seen, actor=actor)


def save_all(**changes: str) -> None:
    """Save every step of a private company."""
    for slug in STEPS:
        mine: dict[str, Any] = {n: value for n, value in changes.items() if n in STEPS[slug]}
        save(slug, **mine)


def next_slug() -> str:
    """Where set-up goes on."""
    step = setup.next_step()
    return step.slug if step else "check"


def test_set_up_goes_on_where_it_stopped(in_tenant: Tenant) -> None:
    assert next_slug() == "kind"
    save("kind")
    save("brand")
    assert next_slug() == "legal"
    save("legal")
    assert next_slug() == "address"


def test_an_earlier_answer_that_changes_opens_what_no_longer_fits(in_tenant: Tenant) -> None:
    save_all()
    assert next_slug() == "check"
    save("kind", tax_id_country="DE")
    assert next_slug() == "legal"
    assert setup.answers()["legal_name"] == "Maple Dental, LLC"


def test_only_a_listed_company_is_asked_for_its_listing(in_tenant: Tenant) -> None:
    save_all(entity_type="PUBLIC_PROFIT")
    assert next_slug() == "listing"
    save("kind", entity_type="PRIVATE_PROFIT")
    assert next_slug() == "check"


def test_the_draft_is_encrypted(in_tenant: Tenant) -> None:
    save("legal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers_json FROM tenants_branddraft")
        (stored,) = cursor.fetchone()
    assert "911144442" not in stored
    assert "Maple" not in stored


def test_two_people_on_different_steps_do_not_meet(in_tenant: Tenant) -> None:
    save("kind", revision=0)
    save("brand", revision=0, actor=JON, dba_name="Maple")
    assert (setup.answers()["dba_name"], setup.draft().revision) == ("Maple", 2)


def test_two_people_on_one_step_are_told_of_each_other(in_tenant: Tenant) -> None:
    save("brand", revision=0, actor=JON, dba_name="Maple")
    with pytest.raises(setup.DraftChanged) as error:
        save("brand", revision=0, dba_name="Maple Street")
    assert error.value.saved_by == "jon"
    assert setup.answers()["dba_name"] == "Maple"


def test_finishing_saves_the_brand_and_drops_the_draft(in_tenant: Tenant) -> None:
    save_all()
    brand = setup.finish(MARA, revision=setup.draft().revision)
    assert (brand.legal_name, brand.tax_id, brand.revision) == ("Maple Dental, LLC", "911144442", 1)
    assert not BrandDraft.objects.exists()
    assert TenantEvent.objects.get().actor_label == "mara"


def test_nothing_is_finished_while_a_step_is_open(in_tenant: Tenant) -> None:
    save("kind")
    with pytest.raises(setup.SetupIncomplete):
        setup.finish(MARA)
    assert brands.find_brand() is None


def test_answers_that_changed_under_the_reader_are_not_saved(in_tenant: Tenant) -> None:
    save_all()
    read = setup.draft().revision
    save("brand", actor=JON, dba_name="Maple")
    with pytest.raises(setup.DraftChanged):
        setup.finish(MARA, revision=read)


def test_a_listing_is_dropped_when_the_company_is_private_after_all(in_tenant: Tenant) -> None:
    save_all(entity_type="PUBLIC_PROFIT")
    seen = setup.draft().revision
    listing = {"stock_symbol": "MAPL", "stock_exchange": "NYSE"}
    setup.save_step("listing", listing, revision=seen, actor=MARA)
    save("kind")
    assert setup.finish(MARA).stock_symbol == ""


def test_a_word_for_an_unusual_number_is_in_the_history(in_tenant: Tenant) -> None:
    save_all(tax_id_country="CA", tax_id="123026635RC0001")
    assert next_slug() == "legal"
    legal = {"legal_name": "Maple Inc.", "tax_id": "123026635RC0001", "tax_id_confirmed": "yes"}
    setup.save_step("legal", legal, revision=setup.draft().revision, actor=MARA)
    setup.finish(MARA)
    assert TenantEvent.objects.get().data["confirmed"] == ["tax_id"]


def test_a_word_for_one_number_does_not_pass_to_the_next(in_tenant: Tenant) -> None:
    save_all(tax_id_country="CA")
    legal = {"legal_name": "Maple Inc.", "tax_id": "123026635RC0001", "tax_id_confirmed": "yes"}
    setup.save_step("legal", legal, revision=setup.draft().revision, actor=MARA)
    save("legal", tax_id="123026635RC0002")
    assert "tax_id_confirmed" not in setup.answers()


def test_once_saved_the_details_are_not_set_up_again(in_tenant: Tenant) -> None:
    make_brand()
    with pytest.raises(setup.SetupDone):
        save("kind")
    with pytest.raises(setup.SetupDone):
        setup.finish(MARA)
    setup.prefill({"legal_name": "Other LLC"})
    assert not BrandDraft.objects.exists()


def test_what_the_isv_filled_in_waits_to_be_checked(in_tenant: Tenant) -> None:
    setup.prefill({"legal_name": " Maple Dental, LLC ", "city": "", "tenant": "x", "plan": "gold"})
    assert setup.answers() == {"legal_name": "Maple Dental, LLC"}
    assert setup.prefilled() == {"legal_name"}
    assert next_slug() == "kind"
    save("legal")
    assert setup.prefilled() == frozenset()


def test_the_isv_overwrites_no_answer_of_a_member(in_tenant: Tenant) -> None:
    save("brand", dba_name="Maple")
    setup.prefill({"dba_name": "MAPLE", "city": "Seattle"})
    assert (setup.answers()["dba_name"], setup.prefilled()) == ("Maple", {"city"})


def test_each_tenant_has_its_own_draft(tenant: Tenant, other_tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        save("brand")
    with tenant_scope(other_tenant.pk):
        assert setup.answers() == {}
