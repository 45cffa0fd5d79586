"""What goes over the wire: strict JSON, lists paged by cursor, and strict serializers."""

import codecs
import json
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.parsers import BaseParser

MAX_DEPTH = 20


class BodyTooLarge(APIException):
    """More than any request of ours can need; it is not even read to its end."""

    status_code = 413
    default_code = "too_large"
    default_detail = "The body is too large."


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: no NaN, no duplicate names, no NUL, an object at the top."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the object, or raise ParseError (400) with what is wrong, or BodyTooLarge."""
        # A stream's length is limited by nobody else.
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
        try:
            text = codecs.decode(body, "utf-8")
            data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"The body is not valid JSON: {error}") from None
        if not isinstance(data, dict):
            raise ParseError("The body must be a JSON object.")
        _refuse_nul(data)
        return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse duplicate names, which parsers disagree about."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name appears twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_nul(value: Any, depth: int = 0) -> None:
    """PostgreSQL cannot store NUL, nor a lone surrogate; the caller should hear it from us."""
    if depth > MAX_DEPTH:
        raise ParseError("The JSON is nested too deeply.")
    if isinstance(value, str):
        if "\0" in value:
            raise ParseError("Text must not contain the NUL character.")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ParseError("Text contains half of a surrogate pair.")
    elif isinstance(value, dict):
        for name, item in value.items():
            _refuse_nul(name, depth + 1)
            _refuse_nul(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _refuse_nul(item, depth + 1)


class NewestFirst(CursorPagination):
    """Pages by cursor, so that a list that grows while it is read repeats and skips nothing."""

    ordering = "-created_at"
    page_size_query_param = "limit"
    max_page_size = 200

    def decode_cursor(self, request: Any) -> Cursor | None:
        """Refuse a cursor that was not ours: its position must be a moment, as we wrote it."""
        cursor: Cursor | None = super().decode_cursor(request)
        position: Any = cursor.position if cursor else None
        if position is not None and not _is_moment(position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses fields it does not know, instead of ignoring a typing error."""

    def to_internal_value(self, data: Any) -> Any:
        """Check the names, then the values."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise serializers.ValidationError(
                {name: [f"Unknown field. Known fields: {known}."] for name in unknown},
                code="unknown_field",
            )
        return super().to_internal_value(data)
