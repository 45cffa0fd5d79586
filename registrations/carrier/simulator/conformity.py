"""Checks the simulator's own answers against botocore's model of the service.

A simulator that answers what the carrier never would teaches its clients wrong things. With
--check-answers, which the tests always give, an answer outside the model becomes an internal
error and is listed under /_sim/nonconformities.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.model import ServiceModel

Mismatches = Iterator[str]


def of_answer(
    model: ServiceModel, operation: str, answer: Any, tolerated: frozenset[str] = frozenset()
) -> list[str]:
    """Return where an answer departs from its operation's output shape.

    `tolerated` are enumeration values that a test has asked for although no SDK knows them.
    """
    shape = model.operation_model(operation).output_shape
    found = _walk(shape, answer, "answer") if shape is not None else iter(())
    return [text for text in found if not any(f" {word} " in text for word in tolerated)]


def of_error(model: ServiceModel, operation: str, body: Mapping[str, Any]) -> list[str]:
    """Return where an error departs from what the operation declares."""
    declared = {shape.name: shape for shape in model.operation_model(operation).error_shapes}
    shape = declared.get(body["__type"])
    if shape is None:
        return [f"{body['__type']} is not declared by {operation}"]
    members = {name: value for name, value in body.items() if name != "__type"}
    return list(_walk(shape, members, body["__type"]))


def _walk(shape: Any, value: Any, path: str) -> Mismatches:
    wanted = _KINDS[shape.type_name]
    is_flag = isinstance(value, bool)
    if not isinstance(value, wanted) or (is_flag and bool not in wanted):
        yield f"{path}: {value!r} is no {shape.type_name}"
        return
    yield from _limits(shape, value, path)
    walker = _WALKERS.get(shape.type_name)
    if walker is not None:
        yield from walker(shape, value, path)


def _structure(shape: Any, value: Mapping[str, Any], path: str) -> Mismatches:
    yield from (f"{path}.{name} is unknown" for name in value.keys() - shape.members.keys())
    yield from (f"{path}.{name} is missing" for name in set(shape.required_members) - set(value))
    for name in value.keys() & shape.members.keys():
        yield from _walk(shape.members[name], value[name], f"{path}.{name}")


def _list(shape: Any, value: list[Any], path: str) -> Mismatches:
    for index, item in enumerate(value):
        yield from _walk(shape.member, item, f"{path}[{index}]")


def _map(shape: Any, value: Mapping[str, Any], path: str) -> Mismatches:
    for key, item in value.items():
        yield from _walk(shape.key, key, f"{path} key")
        yield from _walk(shape.value, item, f"{path}.{key}")


def _limits(shape: Any, value: Any, path: str) -> Mismatches:
    limits = shape.metadata
    if shape.type_name in {"structure", "boolean", "timestamp"}:
        return
    size = value if isinstance(value, int | float) else len(value)
    if not limits.get("min", -math.inf) <= size <= limits.get("max", math.inf):
        yield f"{path}: {size} is outside the limits"
    if limits.get("enum") and value not in limits["enum"]:
        yield f"{path}: {value} is not in the enumeration"
    if limits.get("pattern") and not re.fullmatch(limits["pattern"], value):
        yield f"{path}: {value!r} does not match {limits['pattern']}"


_KINDS: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "blob": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float),
}
_WALKERS: dict[str, Callable[[Any, Any, str], Mismatches]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
}
