"""The furniture of hosted pages exists in every language, and compiled as it is written."""

import gettext
import re

import pytest

from consent.content import Language, MessageKind
from tests.hosted_words import CONTEXT, ROOT, SHARED, all_words

TRANSLATED = [code for code in Language.codes() if code != Language.ENGLISH]
_ENTRY = re.compile(
    r'^(?:msgctxt "(?P<context>.*)"\n)?msgid "(?P<id>.*)"\nmsgstr "(?P<said>.*)"$', re.MULTILINE
)
_PLACE = re.compile(r"%\(\w+\)s")


def written(language: str) -> dict[str, str]:
    """The catalogue as people write it, keyed as gettext keys it."""
    text = (ROOT / f"locale/{language}/LC_MESSAGES/django.po").read_text()
    found = {}
    for entry in _ENTRY.finditer(text):
        key, said = _plain(entry["id"]), _plain(entry["said"])
        if key:
            found[f"{entry['context']}\x04{key}" if entry["context"] else key] = said
    return found


def _plain(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_of_the_hosted_pages_is_translated(language: str) -> None:
    wanted = [*all_words(), *(label for _, label in MessageKind.choices())]
    catalogue = written(language)

    assert len(wanted) > 60
    assert [word for word in wanted if not catalogue.get(f"{CONTEXT}\x04{word}")] == []
    assert [word for word in SHARED if not catalogue.get(word)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_in_what_the_original_fills_in(language: str) -> None:
    for key, said in written(language).items():
        assert sorted(_PLACE.findall(said)) == sorted(_PLACE.findall(key)), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_no_page_says(language: str) -> None:
    known = {*all_words(), *(label for _, label in MessageKind.choices())}

    assert {key.partition("\x04")[2] for key in written(language) if "\x04" in key} <= known


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    compiled = ROOT / f"locale/{language}/LC_MESSAGES/django.mo"
    with compiled.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]

    assert {key: said for key, said in catalogue.items() if key} == written(language)
