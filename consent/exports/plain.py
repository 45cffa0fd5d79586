"""Every text of a version, as plain text for people and as JSON for programs."""

import json
from collections.abc import Iterator

from consent.exports.edition import Edition
from consent.rendering import ConsentBox, RenderedTexts

_RULE = "=" * 72


def plain(edition: Edition) -> str:
    """Return all texts one below the other, each under its key."""
    state = "draft" if edition.is_draft else "published"
    head = (
        f"{edition.content.brand_name}: {edition.content.program_name}\n"
        f"Version {edition.number}, {state}, {edition.at:%Y-%m-%d}\n"
        f"Language: {edition.content.language}\nSHA-256: {edition.digest}\n"
    )
    parts = [f"{_RULE}\n{key}\n{_RULE}\n\n{text}\n" for key, text in named(edition.texts) if text]
    english = edition.english
    if english:
        parts += [
            f"{_RULE}\n{key} (in English)\n{_RULE}\n\n{text}\n"
            for key, text in named(english)
            if text
        ]
    return "\n".join([head, *parts])


def as_json(edition: Edition) -> str:
    """Return the version as JSON: what it was made of, its texts, and their SHA-256."""
    english = edition.english
    found = {
        "number": edition.number,
        "status": "draft" if edition.is_draft else "published",
        "at": edition.at.isoformat(),
        "content": edition.content.to_dict(),
        "texts": edition.texts.as_dict(),
        "texts_english": english.as_dict() if english else None,
        "texts_sha256": edition.digest,
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def named(texts: RenderedTexts) -> Iterator[tuple[str, str]]:
    """Yield every text with its key, in the order in which a person meets it."""
    yield "cta_web_intro", texts.cta_web_intro
    yield from _boxes("cta_web", texts.cta_web)
    yield from _boxes("cta_pos", texts.cta_pos)
    for key in ("cta_counter", "cta_flyer", "cta_keyword", "verbal_script", "optin_request",
                "optin_confirmation", "help_reply", "optout_confirmation"):  # fmt: skip
        yield key, getattr(texts, key)
    yield "sample_messages", "\n".join(texts.sample_messages)
    yield "terms", texts.terms_text
    yield "privacy", texts.privacy_text
    yield "message_flow", texts.message_flow


def _boxes(key: str, boxes: tuple[ConsentBox, ...]) -> Iterator[tuple[str, str]]:
    for box in boxes:
        yield f"{key}.{box.kind}", f"[ ] {box.text}"
