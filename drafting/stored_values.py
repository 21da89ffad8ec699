"""The frozen values of a draft, to JSON and back.

Each type has its own pair, checked on the way in: a row written by an older version, or damaged, raises ValueError instead
of becoming a half-filled draft.
"""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from drafting.draft import Binding, Lock, Outline
from drafting.request import Request


def request_to_json(request: Request) -> dict[str, Any]:
    """Return ``request`` as plain JSON values; numbers of its figures are kept exactly, as text."""
    data: dict[str, Any] = _requests().dump_python(request, mode="json")
    return data


def request_from_json(data: dict[str, Any]) -> Request:
    """Return the request that ``request_to_json`` gave. Raises ValueError where it does not fit."""
    return _requests().validate_python(data)


def outline_to_json(outline: Outline) -> dict[str, Any]:
    """Return ``outline`` as plain JSON values."""
    data: dict[str, Any] = _outlines().dump_python(outline, mode="json")
    return data


def outline_from_json(data: dict[str, Any]) -> Outline:
    """Return the outline that ``outline_to_json`` gave. Raises ValueError where it does not fit."""
    return _outlines().validate_python(data)


def bindings_to_json(bindings: tuple[Binding, ...]) -> list[Any]:
    """Return ``bindings`` as plain JSON values."""
    data: list[Any] = _bindings().dump_python(bindings, mode="json")
    return data


def bindings_from_json(data: list[Any]) -> tuple[Binding, ...]:
    """Return the bindings that ``bindings_to_json`` gave. Raises ValueError where they do not fit."""
    return _bindings().validate_python(data)


def locks_to_json(locks: tuple[Lock, ...]) -> list[Any]:
    """Return ``locks`` as plain JSON values."""
    data: list[Any] = _locks().dump_python(locks, mode="json")
    return data


def locks_from_json(data: list[Any]) -> tuple[Lock, ...]:
    """Return the locks that ``locks_to_json`` gave. Raises ValueError where they do not fit."""
    return _locks().validate_python(data)


@cache
def _requests() -> TypeAdapter[Request]:
    return TypeAdapter(Request)


@cache
def _outlines() -> TypeAdapter[Outline]:
    return TypeAdapter(Outline)


@cache
def _bindings() -> TypeAdapter[tuple[Binding, ...]]:
    return TypeAdapter(tuple[Binding, ...])


@cache
def _locks() -> TypeAdapter[tuple[Lock, ...]]:
    return TypeAdapter(tuple[Lock, ...])
