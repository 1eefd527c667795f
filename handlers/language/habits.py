"""What people usually mean by the way they put it: the last look where the rules are unsure, and their second opinion.

Every bit of up to three characters of a record's skeleton speaks for some meanings and against others. How much was
counted once over thousands of sentences that we collected (`benchmarks/habits.py` writes `habits.tsv` from them); here
the bits of a sentence are looked up and added.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final, NamedTuple

from handlers.language.meaning import Intents

LONGEST_BIT: Final = 3
GRAIN: Final = 16.0
"""How many steps of the table make one unit of evidence (a factor of e)."""
LEAST, MOST = -127, 127
_LANE: Final = 4
"""Bytes a meaning takes in a row: so a sum of rows cannot run over from one meaning into the next."""
_HABITS: Final = "habits.tsv"
TURNS: Final = "turns.tsv"
"""See `handlers.language.turns`."""


class Table(NamedTuple):
    """What was learned once from many sentences.

    Attributes:
        names: the meanings, in the order of the lanes.
        rows: by bit all its weights in one number, so that adding two rows adds them for all meanings at once.
    """

    names: tuple[str, ...]
    rows: dict[str, int]


def bits(bones: str) -> set[str]:
    """The bits of a skeleton, its two ends marked.

    Args:
        bones: see `handlers.language.skeleton.skeleton`.
    """
    text = f"^{bones}$"
    return {text[at : at + size] for size in range(1, LONGEST_BIT + 1) for at in range(len(text) - size + 1)}


def likely(bones: str) -> dict[Intents, float]:
    """How likely each meaning is by the wording alone; the numbers add up to one.

    Args:
        bones: see `bits`.
    """
    return {Intents(name): share for name, share in shares(read_table(_HABITS), bits(bones)).items()}


def shares(table: Table, found: Iterable[str]) -> dict[str, float]:
    """How likely each meaning of a table is; the numbers add up to one.

    Args:
        table: what was learned.
        found: the bits of a sentence; those that nothing was learned of count for nothing.
    """
    known = [row for bit in found if (row := table.rows.get(bit)) is not None]
    lanes = array("I")
    lanes.frombytes(sum(known).to_bytes(_LANE * len(table.names), "little"))
    most = max(lanes)
    speaks = [exp((lane - most) / GRAIN) for lane in lanes]
    whole = sum(speaks)
    return {name: each / whole for name, each in zip(table.names, speaks, strict=True)}


def load() -> None:
    """Read the tables before a message needs them; takes some 80 ms."""
    for name in (_HABITS, TURNS):
        read_table(name)


@cache
def read_table(name: str) -> Table:
    """A table that stands beside this module.

    Args:
        name: of the file.
    """
    with (files(__package__) / name).open(encoding="utf-8") as lines:
        next(lines)  # which sentences it was learned from
        names = tuple(next(lines).rstrip("\n").split("\t"))
        return Table(names, dict(_row(line.rstrip("\n"), len(names)) for line in lines))


def _row(line: str, count: int) -> tuple[str, int]:
    """One line: a bit, and for each meaning it speaks about its place and the weight (`3+12 7-5`)."""
    bit, said = line.split("\t")
    weights = [0] * count
    for one in said.split(" "):
        place, sign, weight = one.partition("-") if "-" in one else one.partition("+")
        weights[int(place)] = -int(weight) if sign == "-" else int(weight)
    lanes = array("I", [weight - LEAST for weight in weights])
    return bit, int.from_bytes(lanes.tobytes(), "little")
