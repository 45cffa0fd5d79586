"""The wire protocol: AWS JSON 1.0 in, checked against botocore's own service model.

boto3 itself checks only required members, types and minimums before it sends. The carrier also
refuses what is too long, does not match a pattern or is not in an enumeration, and so does this.
"""

import base64
import binascii
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ServiceModel, Shape

from .errors import Invalid, UnknownOperation, Unreadable
from .world import World

SERVICE = "pinpoint-sms-voice-v2"
TARGET_PREFIX = "PinpointSMSVoiceV2."
CONTENT_TYPE = "application/x-amz-json-1.0"

Operation = Callable[[World, dict[str, Any]], dict[str, Any]]
Problem = tuple[str, str, str]


@cache
def service_model() -> ServiceModel:
    """Return botocore's description of the service."""
    return botocore.session.get_session().get_service_model(SERVICE)


def operation_name(target: str) -> str:
    """Return the operation that an X-Amz-Target header names."""
    name = target.removeprefix(TARGET_PREFIX)
    if not target.startswith(TARGET_PREFIX) or name not in service_model().operation_names:
        raise UnknownOperation(f"X-Amz-Target names no operation: {target!r}")
    return name


@cache
def _input_shape(name: str) -> Shape:
    shape = service_model().operation_model(name).input_shape
    if shape is None:
        raise LookupError(f"{name} takes no input.")
    return shape


def read_request(name: str, body: bytes) -> dict[str, Any]:
    """Parse and check a request; blobs come back as bytes, absent members stay absent."""
    try:
        raw = json.loads(body or b"{}")
    except ValueError:
        raise Unreadable("The request body is not JSON.") from None
    if not isinstance(raw, dict):
        raise Unreadable("The request body is not a JSON object.")
    problems: list[Problem] = []
    request = _read(_input_shape(name), raw, "", problems)
    if problems:
        reasons = [reason for _path, reason, _text in problems]
        fields = {path: text for path, _reason, text in problems}
        message = "; ".join(f"{path}: {text}" for path, text in fields.items())
        raise Invalid(reasons[0], f"{len(problems)} validation error(s): {message}", fields)
    return dict(request)


def answer(
    world: World, operation: Operation, name: str, request: dict[str, Any]
) -> dict[str, Any]:
    """Carry out one operation in one transaction, at most once for each ClientToken."""
    token = request.get("ClientToken")
    if token is None:
        with world.store.transaction():
            return operation(world, request)
    key, fingerprint = f"{name}/{token}", _fingerprint(request)
    with world.store.transaction():
        known = world.store.get("tokens", key)
        if known is None:
            known = {"fingerprint": fingerprint, "answer": operation(world, request)}
            world.store.put("tokens", key, known)
    if known["fingerprint"] != fingerprint:
        text = "This ClientToken was used before with other parameters."
        raise Invalid("INVALID_PARAMETER", text, {"ClientToken": text})
    return dict(known["answer"])


def _fingerprint(request: dict[str, Any]) -> str:
    text = json.dumps(
        request, sort_keys=True, default=lambda blob: hashlib.sha256(blob).hexdigest()
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _read(shape: Shape, value: Any, path: str, problems: list[Problem]) -> Any:
    reader = _READERS.get(shape.type_name, _read_scalar)
    before = len(problems)
    result = reader(shape, value, path, problems)
    if len(problems) == before:
        problems.extend((path, "INVALID_PARAMETER", text) for text in _constraints(shape, result))
    return result


def _read_structure(shape: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, Mapping):
        return _wrong_type(value, "an object", path, problems)
    # AWS treats a member that is null like one that is absent.
    given = {name: member for name, member in value.items() if member is not None}
    for name in given.keys() - shape.members.keys():
        text = "Unknown member."
        problems.append((_join(path, name), "UNSPECIFIED_PARAMETER_NOT_SUPPORTED", text))
    for name in shape.required_members:
        if name not in given:
            problems.append((_join(path, name), "MISSING_PARAMETER", "Required, but missing."))
    return {
        name: _read(member, given[name], _join(path, name), problems)
        for name, member in shape.members.items()
        if name in given
    }


def _read_list(shape: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, list):
        return _wrong_type(value, "a list", path, problems)
    return [
        _read(shape.member, item, f"{path}[{index}]", problems) for index, item in enumerate(value)
    ]


def _read_map(shape: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, Mapping):
        return _wrong_type(value, "an object", path, problems)
    return {
        _read(shape.key, key, f"{path} key", problems): _read(
            shape.value, item, _join(path, key), problems
        )
        for key, item in value.items()
    }


def _read_blob(_shape: Shape, value: Any, path: str, problems: list[Problem]) -> Any:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return _wrong_type(value, "base64 text", path, problems)


def _read_scalar(shape: Shape, value: Any, path: str, problems: list[Problem]) -> Any:
    expected: tuple[type, ...] = _SCALARS.get(shape.type_name, (str,))
    is_bool = isinstance(value, bool)
    if not isinstance(value, expected) or (is_bool and bool not in expected):
        return _wrong_type(value, shape.type_name, path, problems)
    return value


def _wrong_type(value: Any, expected: str, path: str, problems: list[Problem]) -> Any:
    problems.append((path, "CANNOT_PARSE", f"Must be {expected}."))
    return value


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_READERS: dict[str, Callable[[Any, Any, str, list[Problem]], Any]] = {
    "structure": _read_structure,
    "list": _read_list,
    "map": _read_map,
    "blob": _read_blob,
}
_SCALARS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float),
}


def _constraints(shape: Shape, value: Any) -> Iterator[str]:
    """Yield what is wrong with a value that has the right type."""
    limits = shape.metadata
    is_number = isinstance(value, int | float)
    size = value if is_number else len(value)
    unit = "Value" if is_number else "Length"
    low, high = limits.get("min", -math.inf), limits.get("max", math.inf)
    if not low <= size <= high:
        yield f"{unit} must be between {low} and {high}."
    pattern = limits.get("pattern")
    if pattern and isinstance(value, str) and not re.fullmatch(pattern, value):
        yield f"Must match {pattern}"
    if limits.get("enum") and value not in limits["enum"]:
        yield f"Must be one of {', '.join(limits['enum'])}."
