"""Every pairing of colours that the style sheets use can be read, in light and in dark."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
CSS = (STATIC / "portal.css").read_text()
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS
    )
}
SURFACES = ("ground", "paper", "panel")
WASHES = ("ok", "warn", "bad", "info")
# WCAG 2.2: 1.4.3 asks 4.5 of words, 1.4.11 asks 3 of the edges of controls.
WORDS, EDGES = 4.5, 3.0

TEXT_PAIRS = [
    *[(ink, surface) for ink in ("ink", "soft", "accent", "accent-deep") for surface in SURFACES],
    *[(tone, surface) for tone in WASHES for surface in ("paper", "ground")],
    *[(tone, f"{tone}-wash") for tone in WASHES],
    *[("ink", f"{tone}-wash") for tone in WASHES],
    *[("accent", f"{tone}-wash") for tone in WASHES],
    ("ink", "accent-wash"),
    ("soft", "accent-wash"),
    ("accent", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "ink"),
    ("paper", "ok"),
]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG for a colour such as #0b5cad."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), TEXT_PAIRS, ids="-on-".join)
def test_words_can_be_read(ink: str, surface: str, theme: int) -> None:
    assert contrast(TOKENS[ink][theme], TOKENS[surface][theme]) >= WORDS


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("edge", ["line", "accent", "bad"])
def test_edges_of_controls_can_be_seen(edge: str, surface: str, theme: int) -> None:
    assert contrast(TOKENS[edge][theme], TOKENS[surface][theme]) >= EDGES


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_one_of_the_focus_rings_two_colours_shows_everywhere(surface: str, theme: int) -> None:
    inner, outer = (re.search(rf"--focus-{s}: (#\w{{6}})", CSS).group(1) for s in ("in", "out"))  # type: ignore[union-attr]
    background = TOKENS[surface][theme]
    assert max(contrast(inner, background), contrast(outer, background)) >= EDGES


# Pairs of the public pages, which use plain colours: words, surface.
PUBLIC_PAIRS = [
    ("#14202c", "#ffffff"),
    ("#4d5965", "#f6f4ee"),
    ("#0b5cad", "#ffffff"),
    ("#0b5cad", "#e8f1fa"),
    ("#ad121a", "#ffffff"),
    ("#14202c", "#e3f3ea"),
    ("#e9eef3", "#161d25"),
    ("#aab6c2", "#0d1217"),
    ("#84bcff", "#161d25"),
    ("#0a1929", "#84bcff"),
    ("#ff9f9f", "#161d25"),
    ("#e9eef3", "#12301f"),
]


@pytest.mark.parametrize(("ink", "surface"), PUBLIC_PAIRS, ids="-on-".join)
def test_recipients_can_read_the_public_pages(ink: str, surface: str) -> None:
    sheet = (STATIC / "public.css").read_text()
    assert ink in sheet
    assert surface in sheet or surface == "#ffffff"
    assert contrast(ink, surface) >= WORDS


@pytest.mark.parametrize(("name", "limit"), [("portal.css", 25_000), ("public.css", 8_000)])
def test_style_sheets_stay_small_and_fetch_nothing(name: str, limit: int) -> None:
    sheet = (STATIC / name).read_bytes()
    assert len(gzip.compress(sheet)) <= limit
    assert b"@import" not in sheet
    assert b"url(" not in sheet
