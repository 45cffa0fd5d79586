"""A press mends a finding in the form, unsaved, and can be put back; with or without script."""

import json
from typing import Any

import pytest
from django.test import Client

from consent.builder import mending, work
from consent.builder.work import Work, identity
from consent.models import Program
from consent.rules import Finding
from consent.rules.preflight import text_fields
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent.conftest import SOUND, written
from tests.consent.pages import form, page

LACKING = "Text JOIN to 55555 to get reminders."


def press(
    client: Client, program: Program, tenant: Tenant, name: str, value: str = "1", **changes: Any
) -> Any:
    """Press one of the builder's buttons."""
    posted = {**form(program, tenant, **changes), name: value}
    return client.post(page("program_edit", program), posted)


@pytest.fixture
def laid(tenant: Tenant, draft_program: Program) -> Any:
    """Lay out a writing of the draft with some changes."""

    def lay(**changes: Any) -> Work:
        return work.lay_out(draft_program, written(**changes))

    with tenant_scope(tenant.pk):
        yield lay


def of_rule(laid: Work, rule: str) -> Finding:
    """What a rule found."""
    return next(each for each in laid.found if each.rule == rule)


def test_a_missing_frequency_is_said_in_its_field(laid: Any) -> None:
    now = laid(frequency="")

    after = mending.act(now, "repair", identity(of_rule(now, "CTA-FREQUENCY")))

    assert after.written.frequency == "Message frequency varies"
    assert after.written.own_texts == {}
    assert "Put right" in after.announcement


def test_words_at_fault_are_mended_where_they_come_from(laid: Any) -> None:
    now = laid(frequency="Up to 4 messages per month, see http://mapledental.example/often")
    texts = text_fields(now.content, now.texts)
    at_fault = next(
        found
        for found in now.found
        if found.field in texts
        and "often" in texts[found.field][1][found.start or 0 : found.end or 0]
    )

    after = mending.act(now, "repair", identity(at_fault))

    assert after.written.frequency.endswith("https://mapledental.example/often")
    assert after.written.own_texts == {}


def test_what_their_own_text_lacks_is_put_into_it(laid: Any) -> None:
    now = laid(methods=("flyer",), own_texts={"cta_flyer": LACKING})

    after = mending.act(now, "repair", identity(of_rule(now, "CTA-RATES")))

    assert "Message and data rates may apply" in after.written.own_texts["cta_flyer"]
    assert after.written.own_texts["cta_flyer"].startswith(LACKING[:-1])


def test_a_sample_is_mended_among_the_samples(laid: Any) -> None:
    now = laid(sample_messages=("Your visit is on Friday.", "See you at 9."))

    after = mending.act(now, "repair", identity(of_rule(now, "SAMPLE-BRAND")))

    assert len(after.written.sample_messages) == 2
    assert "Maple Dental" in after.written.sample_messages[0]


def test_everything_that_can_be_is_put_right_at_once(laid: Any) -> None:
    now = laid(
        methods=("web", "flyer"), frequency="", own_texts={"cta_flyer": LACKING, "help_reply": "?"}
    )

    after = now.with_fields(mending.act(now, "repair_all", "1").written)

    kinds = {f.field for f in after.found if f.is_blocker and f.field.startswith("texts.")}
    assert kinds == set()
    assert after.written.frequency


def test_a_page_keeps_its_headings_when_it_is_mended(laid: Any) -> None:
    start = "# Maple Dental Reminders SMS Terms\n\nText STOP to stop.\n\n# Help\n\nText HELP."
    now = laid(own_texts={"terms": start})

    after = now.with_fields(mending.act(now, "repair_all", "1").written)

    assert "Help" in [section.heading for section in after.texts.terms]


@pytest.mark.parametrize("value", ["", "texts.nothing|X|0", "texts.cta_web.99|CTA-BRAND|0"])
def test_what_is_mended_already_changes_nothing(laid: Any, value: str) -> None:
    now = laid()

    after = mending.act(now, "repair", value)

    assert after.written == now.written
    assert not after.undo


def test_a_change_is_put_back(laid: Any) -> None:
    now = laid(frequency="")
    after = mending.act(now, "repair", identity(of_rule(now, "CTA-FREQUENCY")))

    back = mending.act(now.with_fields(after.written), "undo", after.undo)

    assert back.written == now.written


@pytest.mark.parametrize(
    "value", ["", "no json", "[]", '{"use_case": "otp"}', '{"own_texts": [1]}', '{"name": 3}']
)
def test_a_button_of_another_shape_puts_nothing_back(laid: Any, value: str) -> None:
    now = laid()

    assert mending.act(now, "undo", value).written == now.written


def test_the_address_of_a_hosted_page_is_not_theirs_to_mend(laid: Any) -> None:
    now = laid()
    hosted = [f for f in now.found if f.rule == "URL-HTTPS"]

    assert all(mending.mended(now, each) is None for each in hosted)


def test_a_text_is_opened_with_our_words_and_put_back(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    opened = press(as_alice, draft_program, tenant, "open", "help_reply").content.decode()
    own = {"own.help_reply": "Maple Dental: write to us."}
    back = press(as_alice, draft_program, tenant, "compose", "help_reply", **own).content.decode()

    assert 'name="own.help_reply"' in opened
    assert "autofocus" in opened
    assert 'name="own.help_reply"' not in back
    with tenant_scope(tenant.pk):
        assert draft_program.latest.own_texts == {}


def test_their_own_words_are_saved_and_ours_are_not(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    with tenant_scope(tenant.pk):
        ours = work.lay_out(draft_program, written()).composed["optout_confirmation"]
    own = {"own.help_reply": "Maple Dental: write to us.", "own.optout_confirmation": ours}

    as_alice.post(page("program_edit", draft_program), form(draft_program, tenant, **own))

    with tenant_scope(tenant.pk):
        assert draft_program.latest.own_texts == {"help_reply": "Maple Dental: write to us."}


def test_a_press_shows_the_mended_form_and_saves_nothing(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    answer = press(as_alice, draft_program, tenant, "repair_all", frequency="")
    shown = answer.content.decode()

    assert 'value="Message frequency varies"' in shown
    assert "Not saved yet." in shown
    assert 'name="undo"' in shown
    assert json.loads(answer.context["outcome"].undo)["frequency"] == ""
    with tenant_scope(tenant.pk):
        assert draft_program.latest.frequency == SOUND["frequency"]


def test_a_finding_has_its_button_its_rule_and_its_mark(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    posted = form(draft_program, tenant, **{"own.help_reply": "Maple Dental: see bit.ly/help"})

    shown = as_alice.post(page("program_preview", draft_program), posted).content.decode()

    assert '<mark class="blocker">bit.ly/help<sup' in shown
    assert "/rules/#URL-SHORTENER" in shown
    assert 'name="repair" value="texts.help_reply|' in shown


def test_the_chosen_place_and_frame_stay_chosen(
    as_alice: Client, tenant: Tenant, draft_program: Program
) -> None:
    posted = form(draft_program, tenant, see="pages", frame="desktop", language="xx")

    shown = as_alice.post(page("program_preview", draft_program), posted).content.decode()

    assert 'value="pages" id="see-pages" form="edit" checked' in shown
    assert 'value="desktop" form="edit" checked' in shown
