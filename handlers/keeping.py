"""What waits for an answer, kept with the question as JSON values and read back: days, sums and kinds included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")
_ADAPTERS: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def pack(draft: Any) -> dict[str, Any]:
    """A dataclass as JSON values."""
    values: dict[str, Any] = _adapter(type(draft)).dump_python(draft, mode="json")
    return values


def unpack(kind: type[T], values: Mapping[str, Any]) -> T:
    """What `pack` kept; a field that came since has its default.

    Args:
        kind: the dataclass.
        values: what stands with the question; what else stands there is left alone.
    """
    found: T = _adapter(kind).validate_python(dict(values))
    return found


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    found = _ADAPTERS.get(kind)
    if found is None:
        found = _ADAPTERS[kind] = TypeAdapter(kind)  # with the first question of its kind: each takes milliseconds
    return found
