"""The parts that pages are made of: fields that speak, states in words, nothing inline."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client

from consent.models import Standing
from consent.rules import Severity
from consent.states import VersionStatus
from messaging.states import MessageStatus
from portal.templatetags.ui import TONE_OF, TONES, spark, tone_icon
from registrations.states import OriginatorStatus, RegistrationStatus

TEMPLATES = Path(__file__).parents[2] / "templates"


class Sample(forms.Form):
    """One field of each shape that the portal uses."""

    name = forms.CharField(label="Legal name", help_text="As on the letter")
    nick = forms.CharField(label="Nickname", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Company"), ("b", "Charity")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="I am sure")

    def clean(self) -> None:
        """Add an error that belongs to no field."""
        self.add_error(None, "The answers do not fit together")


def component(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context)


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def test_a_field_has_a_label_and_a_hint_that_its_control_names() -> None:
    html = str(Sample())
    assert '<label for="id_name">Legal name' in html
    assert 'id="id_name_helptext">As on the letter' in html
    assert re.search(r'<input[^>]*aria-describedby="id_name_helptext"[^>]*>', html)


def test_an_error_stands_at_its_field_and_in_the_summary() -> None:
    html = flat(str(Sample({})))
    assert re.search(r'<p class="error" id="id_name_error">.*?Fill this in', html)
    assert re.search(r'aria-describedby="id_name_helptext id_name_error"', html)
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_name">Legal name: Fill this in.</a>' in html
    assert "<li>The answers do not fit together</li>" in html


def test_the_targets_of_the_summary_exist() -> None:
    html = str(Sample({}))
    targets = re.findall(r'href="#([\w-]+)"', html.split("</ul>")[0])
    assert len(targets) == 3
    assert all(f'id="{target}"' in html for target in targets)


def test_choices_are_a_group_with_a_name() -> None:
    html = flat(str(Sample({})))
    assert re.search(r'<fieldset aria-describedby="id_kind_error"> <legend>Kind ?</legend>', html)


def test_optional_fields_say_so() -> None:
    html = flat(str(Sample()))
    assert 'Nickname <span class="optional">(optional)</span>' in html
    assert html.count("(optional)") == 1


def test_a_single_checkbox_stands_before_its_label() -> None:
    html = flat(str(Sample()))
    assert re.search(r'<label class="check" for="id_sure"><input type="checkbox"', html)


def test_a_label_from_a_person_is_escaped() -> None:
    field = forms.CharField(label="<script>alert(1)</script>")
    form = type("Evil", (forms.Form,), {"x": field})({})
    assert "<script>" not in str(form)


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ("APPROVED", "ok"),
        ("in_review", "wait"),
        ("NEEDS_CHANGES", "warn"),
        ("REJECTED", "bad"),
        ("COMPLETED", "plain"),
        ("program.published", "ok"),
        ("DRAFT", "quiet"),
        ("A_NEW_CARRIER_WORD", "quiet"),
    ],
)
def test_a_state_is_a_word_with_a_shape(state: str, look: str) -> None:
    html = component("status", state=state, label="In words")
    assert f'class="status {look}"' in html
    assert "In words" in html
    assert "<svg" in html


STATES = [
    *RegistrationStatus.values,
    *OriginatorStatus.values,
    *MessageStatus.values,
    *VersionStatus.values,
    *Standing.values,
    *Severity,
]


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_ours_has_a_look_of_its_own(state: str) -> None:
    assert str(state).upper() in TONE_OF


def test_every_tone_has_a_symbol() -> None:
    sprite = (TEMPLATES.parent / "static" / "icons.svg").read_text()
    assert all(f'<symbol id="{tone_icon(look)}"' in sprite for look in TONES)


def test_a_finding_says_what_is_wrong_how_to_mend_it_and_which_rule() -> None:
    finding = {
        "rule": "CTA-03",
        "severity": "BLOCKER",
        "message": "No frequency.",
        "fix": "Add it.",
    }
    html = flat(component("findings", findings=[finding]))
    for words in ("Must fix.", "No frequency.", "Add it.", "CTA-03"):
        assert words in html


@pytest.mark.parametrize(
    ("points", "line"),
    [
        ([], ""),
        ([7], ""),
        ([0, 0], "0.0,22.0 100.0,22.0"),
        ([0, 5, 10], "0.0,22.0 50.0,12.0 100.0,2.0"),
    ],
)
def test_a_course_is_drawn_to_scale_and_never_from_a_single_point(
    points: list[float], line: str
) -> None:
    assert spark(points) == line


def test_a_waiting_task_is_no_link_and_gives_its_reason() -> None:
    task = {"title": "Check", "url": "", "state": "CANNOT_START", "state_label": "Cannot start yet"}
    html = component(
        "task_list", groups=[{"title": "Finish", "tasks": [{**task, "reason": "Later"}]}]
    )
    assert "<a " not in html
    assert "Later" in html


def test_a_task_is_described_by_its_state() -> None:
    task = {"title": "Brand", "url": "/brand/", "state": "INCOMPLETE", "state_label": "Incomplete"}
    html = flat(component("task_list", groups=[{"title": "You", "tasks": [task]}]))
    assert '<a href="/brand/" aria-describedby="task-1-1">Brand</a>' in html
    assert 'id="task-1-1"' in html


def test_the_phone_shows_how_long_a_text_is_and_what_makes_it_dearer() -> None:
    html = component("phone_preview", brand_name="Maple", bubbles=[{"text": "Hello – you"}])
    assert "11 characters · 1 part" in html
    assert "costs more because of: –" in html


def test_a_previewed_box_is_never_ticked() -> None:
    html = component("browser_preview", brand_name="Maple", boxes=[{"label": "Yes, text me"}])
    assert "<input" not in html
    assert "Unticked box:" in html


def test_a_table_cell_of_a_summary_says_what_change_changes() -> None:
    rows = [{"label": "Website", "value": "", "url": "/edit/"}]
    html = flat(component("summary_list", rows=rows))
    assert "Not answered" in html
    assert 'Change<span class="visually-hidden"> Website</span>' in html


# Mail programs read no stylesheet, so only mails carry their style in the page.
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if path.parent.name != "mail"]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_no_template_carries_script_or_style_in_the_page(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda p: p.stem
)
def test_a_component_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 25


def test_the_landing_page_leads_to_sign_up_and_runs_no_foreign_script(db: None) -> None:
    page = Client().get("/").content.decode()
    assert 'href="/accounts/signup/"' in page
    assert not re.search(r'(src|href)="https?://', page)


def test_sign_up_says_what_will_happen_and_what_to_have_at_hand(db: None) -> None:
    page = Client().get("/accounts/signup/").content.decode()
    assert "What will happen" in page
    assert "What to have at hand" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_choice_of_colours_is_kept_and_drawn_by_the_server(db: None, choice: str) -> None:
    browser = Client()
    browser.post("/theme/", {"theme": choice, "next": "/accounts/login/"})
    page = browser.get("/accounts/login/").content.decode()
    assert f'data-theme="{choice}"' in page


def test_the_choice_of_colours_leads_to_no_foreign_place(db: None) -> None:
    answer = Client().post("/theme/", {"theme": "dark", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_a_missing_page_is_said_in_our_words(db: None) -> None:
    answer = Client().get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
