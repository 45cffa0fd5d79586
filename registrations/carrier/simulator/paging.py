"""Pages, filters and look-ups by id, the same for every Describe operation."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from .errors import Invalid

T = TypeVar("T")
Reader = Callable[[Any], Any]

# Smaller than the carrier's 100, so that a client which forgets NextToken is found out at once.
PAGE_SIZE = 20


def page(
    kind: str, items: list[T], request: Mapping[str, Any], show: Callable[[T], Any]
) -> dict[str, Any]:
    """Return one page under the name `kind`, with NextToken while more follow."""
    start = _offset(kind, request.get("NextToken"))
    end = start + request.get("MaxResults", PAGE_SIZE)
    answer: dict[str, Any] = {kind: [show(item) for item in items[start:end]]}
    if end < len(items):
        answer["NextToken"] = base64.urlsafe_b64encode(json.dumps([kind, end]).encode()).decode()
    return answer


def _offset(kind: str, token: str | None) -> int:
    if token is None:
        return 0
    try:
        named, offset = json.loads(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError, TypeError):
        named, offset = None, None
    if named != kind or not isinstance(offset, int) or offset < 0:
        raise Invalid("INVALID_NEXT_TOKEN", "NextToken does not belong to this operation.")
    return offset


def matching(
    items: Iterable[T], request: Mapping[str, Any], readers: Mapping[str, Reader]
) -> list[T]:
    """Return the items that satisfy every filter; a filter's values are alternatives."""
    found = list(items)
    for condition in request.get("Filters", []):
        reader = readers[condition["Name"]]
        found = [item for item in found if _values(reader(item)) & set(condition["Values"])]
    return found


def _values(value: Any) -> set[str]:
    if value is None:
        return set()
    if isinstance(value, bool):
        return {str(value).lower()}
    if isinstance(value, list):
        return {str(each) for each in value}
    return {str(value)}
