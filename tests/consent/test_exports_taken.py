"""What is taken away of a version says the attested words, whole, legible, and harmless."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from consent import programs
from consent.content import Language, ProgramContent
from consent.exports import agent_card, cards, plain, shelf
from consent.exports.edition import Edition
from consent.exports.labels import labels
from consent.exports.sheets import SMALLEST, missing
from consent.exports.snippet import STYLE, Target, snippet
from consent.models import Program
from consent.rendering import render, script_lines
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_content
from tests.consent.conftest import publish, reword

WAYS = ("web", "pos", "flyer", "keyword", "verbal")
LANGUAGES = [language.value for language in Language]


def edition(*, is_draft: bool = False, **said: Any) -> Edition:
    """An edition of a program that people join in every way."""
    content: ProgramContent = make_content(
        **{"methods": WAYS, "text_number": "+12065550199", **said}
    )
    return Edition(
        content, render(content), None, 3, datetime(2026, 3, 5, tzinfo=UTC), is_draft, "a" * 64
    )


def text_of(body: bytes) -> str:
    """The words of a PDF, on one line."""
    document = pypdfium2.PdfDocument(body)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(words.split())


def squeezed(text: str) -> str:
    """A text without white space, since a PDF breaks lines where it likes."""
    return re.sub(r"\s|\u00a0", "", text)


PRINTED = [
    (cards.flyer, "letter", "cta_flyer"),
    (cards.flyer, "a4", "cta_flyer"),
    (cards.counter_card, "half-letter", "cta_counter"),
    (cards.counter_card, "a5", "cta_counter"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("make", "size", "source"), PRINTED)
def test_a_card_shows_every_word_of_its_call_to_action_on_one_page(
    make: Any, size: str, source: str, language: str
) -> None:
    made = edition(language=language, double_opt_in=True, minimum_age=18)

    body = make(made, size)

    shown = squeezed(text_of(body))
    assert len(pypdfium2.PdfDocument(body)) == 1
    for line in getattr(made.texts, source).split("\n")[1:]:
        assert squeezed(line) in shown
    assert made.content.join_url in shown


@pytest.mark.parametrize(("make", "size", "source"), PRINTED)
def test_no_disclosure_is_printed_smaller_than_nine_points(
    make: Any, size: str, source: str
) -> None:
    body = make(edition(frequency="Up to 4 messages per month, " * 30), size)

    sizes = set()
    for page in pypdfium2.PdfDocument(body):
        height = page.get_height()
        for found in page.get_objects():
            box = found.get_bounds()
            if found.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT and box[1] > 60 and box[3] < height:
                sizes.add(round(_font_size(found), 1))
    assert min(sizes) >= SMALLEST


def _font_size(found: Any) -> float:
    size = pypdfium2.raw.c_float()
    pypdfium2.raw.FPDFTextObj_GetFontSize(found, size)
    return float(size.value)


def test_a_pdf_says_its_title_and_language_and_holds_its_fonts() -> None:
    body = cards.flyer(edition(language="es"), "a4")

    document = pypdfium2.PdfDocument(body)
    assert document.get_metadata_value("Title").startswith("Maple Dental: ")
    assert b"/Lang (es)" in body
    assert b"DejaVuSans" in body
    assert b"/FontFile2" in body


def test_the_code_leads_to_the_form() -> None:
    body = cards.flyer(edition(), "a4")

    assert b"/Alt" in body
    assert any(
        found.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        for found in pypdfium2.PdfDocument(body)[0].get_objects()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_marked_across_the_page_and_a_published_version_is_not(language: str) -> None:
    word = labels(language).draft
    draft = text_of(cards.flyer(edition(is_draft=True, language=language), "a4"))
    live = text_of(cards.flyer(edition(language=language), "a4"))

    assert word in draft
    assert "2026" in draft
    assert word not in live
    assert "3" in live


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agents_card_shows_every_line_with_who_speaks_it_and_room_for_the_record(
    language: str,
) -> None:
    made = edition(language=language)
    words = labels(language)

    shown = squeezed(text_of(agent_card.agent_card(made, "letter")))

    for line in script_lines(made.texts.verbal_script):
        assert squeezed(line.text) in shown
    for label in (words.caller, words.when, words.agent, words.reference, words.said["agent"]):
        assert squeezed(label) in shown


def test_signs_that_the_fonts_lack_are_listed_and_printed_as_boxes() -> None:
    made = edition(brand_name="茶 Tea", program_name="Tea 🍵 club")

    assert shelf.unprintable(made) == ["茶", "🍵"]
    assert "Tea" in text_of(cards.flyer(made, "a4"))
    assert missing("“Ça coûte 5 €” — señor ☐ œuvre ’") == []


@pytest.mark.parametrize("text", ["", "one line", "x" * 3000, "\n\n\n", "a\tb\u0007\u202e"])
def test_any_own_wording_makes_a_card(text: str) -> None:
    made = edition()
    made = replace(made, texts=replace(made.texts, cta_flyer=text or " "))

    assert cards.flyer(made, "letter").startswith(b"%PDF-")


def test_only_ways_that_are_used_have_cards() -> None:
    only_web = {each.code for each in shelf.offered(edition(methods=("web",)))}
    every = {each.code for each in shelf.offered(edition())}

    assert only_web == {"texts", "version"}
    assert {"flyer-a4", "counter-a5", "agent-letter"} <= every


# --- The form to embed --------------------------------------------------------------------


class Page(HTMLParser):
    """Reads a form: its tags with their attributes, and its words."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(code)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def form(**said: Any) -> Page:
    """The form of an edition, read."""
    target = Target("https://portal.example/p/maple/reminders/embed/", is_styled=False)
    return Page(snippet(edition(message_kinds=("appointment", "marketing"), **said), target))


def test_the_form_has_an_empty_box_for_each_kind_with_its_whole_wording() -> None:
    made = edition(message_kinds=("appointment", "marketing"))
    page = form()

    boxes = [each for each in page.all("input") if each["type"] == "checkbox"]
    assert [each["value"] for each in boxes] == ["appointment", "marketing"]
    assert not any("checked" in each or "required" in each for each in boxes)
    shown = squeezed("".join(page.words))
    for box in made.texts.cta_web:
        assert squeezed(box.text) in shown


def test_every_field_of_the_form_has_its_label_and_every_hint_its_field() -> None:
    page = form(minimum_age=21)

    labelled = {each["for"] for each in page.all("label")}
    ids = {attrs["id"] for _tag, attrs in page.tags if "id" in attrs}
    shown = [each for each in page.all("input") if each["type"] != "hidden"]
    assert {each["id"] for each in shown} == labelled
    assert {each["aria-describedby"] for each in shown if "aria-describedby" in each} <= ids
    assert page.all("fieldset")
    assert page.all("legend")


def test_the_form_asks_for_the_age_where_the_program_does() -> None:
    ages = [[i for i in form(minimum_age=age).all("input") if i["name"] == "birth_date"]
            for age in (0, 21)]  # fmt: skip

    assert [len(each) for each in ages] == [0, 1]


def test_terms_and_privacy_are_links_in_the_form() -> None:
    made = edition()

    assert {each["href"] for each in form().all("a")} == {
        made.content.terms_url, made.content.privacy_url,
    }  # fmt: skip


EVIL = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "said",
    [
        {"brand_name": EVIL},
        {"program_name": "--><script>alert(1)</script>"},
        {"terms_url": f"https://x.example/{EVIL}"},
        {"own_texts": {"cta_web.appointment": EVIL}},
        {"message_kinds": (EVIL,)},
    ],
)
def test_nothing_that_is_typed_becomes_markup(said: Any) -> None:
    code = snippet(edition(**said), Target(f"https://x.example/{EVIL}"))

    assert "<script" not in code.replace("<!--", "", 1).partition("-->")[2]
    assert code.count("-->") == 1
    assert Page(code).all("script") == []


def test_the_form_has_no_inline_style_and_its_style_can_be_left_out() -> None:
    target = Target("https://x.example/")

    assert STYLE in snippet(edition(), target)
    assert "style" not in snippet(edition(), replace(target, is_styled=False))
    assert " style=" not in snippet(edition(), target)


# --- Plain text and JSON ------------------------------------------------------------------


def test_the_plain_file_holds_every_text() -> None:
    made = edition(double_opt_in=True)

    shown = plain.plain(made)

    for words in (made.texts.terms_text, made.texts.cta_flyer, made.texts.optin_request,
                  made.texts.verbal_script, made.texts.message_flow):  # fmt: skip
        assert words
        assert words in shown


def test_the_json_file_gives_back_the_very_texts() -> None:
    made = edition()

    found = json.loads(plain.as_json(made))

    assert found["texts"] == json.loads(json.dumps(made.texts.as_dict()))
    assert found["texts_sha256"] == "a" * 64
    assert ProgramContent.from_dict(found["content"]) == made.content


# --- The pages ----------------------------------------------------------------------------


def url(name: str, program: Program, *more: object) -> str:
    """An address of an export."""
    return reverse(f"consent:{name}", args=[program.pk, *more])


@pytest.fixture
def every_way(tenant: Tenant, brand: object, draft_program: Program, actor: Actor) -> Program:
    """A published program that people join in every way."""
    with tenant_scope(tenant.pk):
        reword(draft_program, actor, methods=WAYS, text_number="+12065550199")
        publish(draft_program, actor)
    return draft_program


@pytest.mark.parametrize("export", shelf.EXPORTS, ids=lambda each: each.code)
def test_each_export_is_a_download_with_a_safe_name(
    as_alice: Client, every_way: Program, export: shelf.Export
) -> None:
    answer = as_alice.get(url("export_file", every_way, 1, export.code))

    assert answer.status_code == 200
    assert answer["Content-Type"] == export.content_type
    assert answer["Content-Disposition"] == (
        f'attachment; filename="maple-dental-reminders-v1-{export.code}.{export.ending}"'
    )
    assert answer.content


def test_the_page_of_the_program_offers_them(as_alice: Client, every_way: Program) -> None:
    shown = as_alice.get(reverse("consent:program", args=[every_way.pk])).content.decode()

    assert url("export_file", every_way, 1, "flyer-a4") in shown
    assert url("export_snippet", every_way, 1) in shown


def test_what_is_not_offered_is_not_found(as_alice: Client, program: Program) -> None:
    assert as_alice.get(url("export_file", program, 1, "flyer-a4")).status_code == 404
    assert as_alice.get(url("export_file", program, 9, "texts")).status_code == 404


def test_the_digest_in_the_file_is_the_published_one(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    found = json.load(io.BytesIO(as_alice.get(url("export_file", program, 1, "version")).content))

    with tenant_scope(tenant.pk):
        version = program.published
        assert version is not None
        assert found["texts_sha256"] == version.texts_sha256
        assert found["texts_sha256"] == programs.texts_digest(version.frozen_texts)


def test_the_form_is_shown_as_code_and_in_a_frame_that_can_do_nothing(
    as_alice: Client, program: Program
) -> None:
    page = as_alice.get(url("export_snippet", program, 1))
    frame = as_alice.get(url("export_preview", program, 1))

    assert "/embed/" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "form-action 'none'" in frame["Content-Security-Policy"]
    assert frame["Content-Security-Policy"].endswith("sandbox")


def test_frame_and_download_show_the_very_code_of_the_page(
    as_alice: Client, program: Program
) -> None:
    page = as_alice.get(url("export_snippet", program, 1))
    code, query = page.context["code"], page.context["query"]
    frame = as_alice.get(f"{url('export_preview', program, 1)}?{query}")
    file = as_alice.get(f"{url('export_snippet', program, 1)}?{query}&download=1")

    assert STYLE in code
    assert code in frame.content.decode()
    assert file.content.decode() == code


@pytest.mark.parametrize(
    ("action", "is_taken"),
    [("https://www.maple.example/texts", True), ("http://www.maple.example/texts", False),
     ("javascript:alert(1)", False), ("", False)],
)  # fmt: skip
def test_an_own_server_is_taken_over_https_only(
    as_alice: Client, program: Program, action: str, is_taken: bool
) -> None:
    query = {"target": "own", "action": action}
    answer = as_alice.get(url("export_snippet", program, 1), query)
    file = as_alice.get(url("export_snippet", program, 1), {**query, "download": "1"})

    assert bool(answer.context["code"]) is is_taken
    assert file.headers.get("Content-Disposition", "").startswith("attachment") is is_taken
