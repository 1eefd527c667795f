"""Nothing is kept that nobody reads: each column is read somewhere beside where it is written."""

from __future__ import annotations

import ast
from pathlib import Path

from models.schema import Base

PRODUCT = ("bot", "handlers", "models", "scheduler")
ROOT = Path(__file__).resolve().parents[2]


def _read() -> set[str]:
    """The names of all attributes that the product reads."""
    found: set[str] = set()
    for part in PRODUCT:
        for file in (ROOT / part).rglob("*.py"):
            if "migrations" not in file.parts:
                tree = ast.parse(file.read_text(encoding="utf-8"))
                found |= {
                    node.attr
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
                }
    return found


def test_every_column_is_read() -> None:
    read = _read()
    unread = {
        f"{mapper.class_.__name__}.{column.key}"
        for mapper in Base.registry.mappers
        for column in mapper.column_attrs
        if column.key not in read
    }
    assert unread == set()
