"""The frozen values of a draft, to JSON and back.

Each type has its own pair, checked on the way in: a row written by an older version, or damaged, raises instead of
becoming a half-filled draft.
"""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from drafting.draft import Binding, Outline
from drafting.request import Request

Value = TypeVar("Value")
JsonObject = dict[str, Any]
JsonList = list[Any]


def request_to_json(request: Request) -> JsonObject:
    """Return ``request`` as plain JSON values; numbers of its figures are kept exactly, as text."""
    data: JsonObject = _dump(Request, request)
    return data


def request_from_json(data: JsonObject) -> Request:
    """Return the request that ``request_to_json`` gave. Raises ValueError where it does not fit."""
    return _load(Request, data)


def outline_to_json(outline: Outline) -> JsonObject:
    """Return ``outline`` as plain JSON values."""
    data: JsonObject = _dump(Outline, outline)
    return data


def outline_from_json(data: JsonObject) -> Outline:
    """Return the outline that ``outline_to_json`` gave. Raises ValueError where it does not fit."""
    return _load(Outline, data)


def bindings_to_json(bindings: tuple[Binding, ...]) -> JsonList:
    """Return ``bindings`` as plain JSON values."""
    data: JsonList = _dump(tuple[Binding, ...], bindings)
    return data


def bindings_from_json(data: JsonList) -> tuple[Binding, ...]:
    """Return the bindings that ``bindings_to_json`` gave. Raises ValueError where they do not fit."""
    return _load(tuple[Binding, ...], data)


@cache
def _adapter(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)


def _dump(of: Any, value: object) -> Any:
    return _adapter(of).dump_python(value, mode="json")


def _load(of: type[Value], data: JsonObject | JsonList) -> Value:
    value: Value = _adapter(of).validate_python(data)
    return value
