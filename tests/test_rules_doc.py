"""docs/rules.md cannot go stale: its rows, its tests and its phrases are those of the program."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from handlers import build_router
from handlers.language.meaning import Intents
from tests.handlers.language.company import read

ROOT = Path(__file__).parents[1]
CORE: Final = frozenset(
    {
        "A1", "A2", "A3", "A5", "A10", "A11", "B1", "B2", "B4", "B5", "B6", "B7",
        "B9", "B10", "B11", "B14", "C1", "C2", "C3", "C6", "C7", "C8", "C9", "D6",
        "D9", "D13", "D15", "D17", "D19", "F8", "G4", "G5", "G13",
    }
)  # fmt: skip
"""The rows of the product with a core part."""
NOT_DONE: Final = frozenset({Intents.UNKNOWN, Intents.NOT_YET, Intents.SMALLTALK})
_SPEAKERS: Final = {"L": "wufang", "F": "wufang", "A": "wufang"}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def rows() -> tuple[tuple[str, str, str], ...]:
    """Row, phrases and tests of every line of the tables that name tests."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    lines = [line.split("|") for line in page.splitlines() if re.match(r"\| [A-Z]\d+ \|", line)]
    return tuple((line[1].strip(), line[3], line[4]) for line in lines)


def phrases() -> list[tuple[str, str]]:
    """Who types what."""
    found: list[tuple[str, str]] = []
    for _, typed, _ in rows():
        speaker = "lilei"
        for mark, phrase in re.findall(r"\*\*([LFA])\*\*|`([^`]+)`", typed):
            if mark:
                speaker = _SPEAKERS[mark]
            else:
                found.append((speaker, phrase))
    return sorted(set(found))


def test_every_core_row_is_there_once() -> None:
    named = [row for row, _, _ in rows()]

    assert sorted(named) == sorted(set(named))
    assert set(named) >= CORE


def test_every_row_names_tests_that_exist() -> None:
    assert [row for row, _, shown in rows() if not _TEST.search(shown)] == []
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    named = sorted(set(_TEST.findall(page)))
    files = {file: ROOT / file for file, _ in named}
    said = {file: path.read_text(encoding="utf-8") if path.is_file() else "" for file, path in files.items()}

    assert [f"{file}::{name}" for file, name in named if not re.search(rf"def {name}\(", said[file])] == []


def test_every_row_has_a_conversation_test_of_its_name() -> None:
    spoken = ("tests/chat/", "tests/scheduler/")
    own = {
        row
        for row, _, shown in rows()
        for file, name in _TEST.findall(shown)
        if file.startswith(spoken) and name.startswith(f"test_{row.lower()}_")
    }

    assert {row for row, _, _ in rows()} - own == set()


def test_every_conversation_test_that_is_named_after_a_row_finds_its_row() -> None:
    named = {row for row, _, _ in rows()}
    tests = (ROOT / "tests" / "chat").glob("test_*.py")
    told = {
        found.upper()
        for file in tests
        for found in re.findall(r"def test_([a-gp]\d+)_", file.read_text(encoding="utf-8"))
    }

    assert told - named == set()


@pytest.mark.parametrize(("speaker", "phrase"), phrases())
def test_every_phrase_is_understood_and_somebody_answers_it(speaker: str, phrase: str) -> None:
    router = build_router()
    if any(recognises(phrase) for recognises in router.phrases):
        return
    intent = read(phrase, by=speaker)[0]

    assert intent.name not in NOT_DONE
    assert intent.name in router.intents
    assert router.intents[intent.name].__module__ != "handlers.later"
