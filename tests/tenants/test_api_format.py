"""The wire: strict JSON, strict fields."""

import io
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from tenants.api_format import BodyTooLarge, StrictJSONParser, StrictSerializer


def parse(body: bytes):
    """What the parser makes of a body."""
    return StrictJSONParser().parse(io.BytesIO(body))


class Greeting(StrictSerializer):
    """A serializer of two fields."""

    to = serializers.CharField()
    body = serializers.CharField(required=False)


def test_an_object_is_taken_as_it_is() -> None:
    assert parse('{"to": "é 😀", "n": [1, null, true]}'.encode()) == {
        "to": "é 😀",
        "n": [1, None, True],
    }


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[]", "must be a JSON object"),
        (b'"text"', "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": Infinity}', "Infinity is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"a": 1, "a": 2}', "a name appears twice"),
        (b'{"x": {"a": 1, "a": 2}}', "a name appears twice"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b'{"a\\u0000": 1}', "NUL"),
        (b'{"a": ["\\u0000"]}', "NUL"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": "\xff"}', "not valid JSON"),
        (b"{'a': 1}", "not valid JSON"),
        (b'{"a": 1,}', "not valid JSON"),
        (b'{"a":' + b"[" * 30 + b"]" * 30 + b"}", "nested too deeply"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError) as error:
        parse(body)
    assert sentence in str(error.value.detail)


def test_a_body_beyond_any_need_is_refused_unread(settings: Any) -> None:
    body = io.BytesIO(b'{"a": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 2)

    with pytest.raises(BodyTooLarge):
        StrictJSONParser().parse(body)

    assert body.tell() == settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    greeting = Greeting(data={"to": "you", "bdoy": "hello"})
    assert not greeting.is_valid()
    assert greeting.errors["bdoy"] == ["Unknown field. Known fields: body, to."]
