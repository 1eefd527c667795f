"""Learn the tables of `handlers/language` from what people were heard to say: `python -m benchmarks.habits`.

`heard.tsv` holds one sentence a line: its meaning and its skeleton, with a letter for each customer, person, day and
sum; `habits.tsv` is learned from it. `turned.tsv` holds one turn of a talk a line: what it does, what came right before
it, who spoke, how the rules read it by itself, and its skeleton; `turns.tsv` is learned from it. The weights are those
under which what was meant is likeliest (multinomial logistic regression, by AdaGrad, always in the same order, so that
the same sentences make the same table). `--score PART` leaves every PART-th sentence out, learns from the others and
prints how many of these it gets right.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from handlers.language.habits import GRAIN, LEAST, MOST, bits
from handlers.language.turns import signs

HEARD = Path(__file__).with_name("heard.tsv")
TURNED = Path(__file__).with_name("turned.tsv")
_LANGUAGE = Path(__file__).parents[1] / "handlers" / "language"
TABLE = _LANGUAGE / "habits.tsv"
TURNS = _LANGUAGE / "turns.tsv"
SELDOM = 3
"""A bit that fewer sentences have tells nothing that holds for others."""
ROUNDS = 8
STEP = 0.1
HOLD = 0.005
"""How strongly a weight is drawn to nought."""
SETTLED = 0.003
"""Below this a meaning is as likely as it should be, and its weights are left alone."""


class Heard(NamedTuple):
    """One sentence.

    Attributes:
        meaning: the value of an `Intents`, or of a `Turns`.
        bits: all that may speak for it, in order.
    """

    meaning: str
    bits: tuple[str, ...]


class Weights(NamedTuple):
    """What was learned: by bit a weight for each meaning, in units of evidence."""

    names: tuple[str, ...]
    rows: dict[str, list[float]]


def heard(path: Path = HEARD) -> list[Heard]:
    """The sentences."""
    return [of_bones(*line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


def of_bones(meaning: str, bones: str) -> Heard:
    """A sentence that stands by itself."""
    return Heard(meaning, tuple(sorted(bits(bones))))


def turned(path: Path = TURNED) -> list[Heard]:
    """The turns of talks."""
    told = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Heard(turn, tuple(sorted(signs(bones, before, role, meant)))) for turn, before, role, meant, bones in told]


def learn(sentences: Sequence[Heard]) -> Weights:
    """The weights under which the meanings of the sentences are likeliest."""
    often = Counter(bit for one in sentences for bit in one.bits)
    names = tuple(sorted({one.meaning for one in sentences}))
    rows = {bit: [0.0] * len(names) for bit, count in sorted(often.items()) if count >= SELDOM}
    moved = {bit: [1e-6] * len(names) for bit in rows}
    told = [([bit for bit in one.bits if bit in rows], names.index(one.meaning)) for one in sentences]
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(told)
        for found, meant in told:
            _correct([(rows[bit], moved[bit]) for bit in found], meant, len(names))
    return Weights(names, rows)


def _correct(found: Sequence[tuple[list[float], list[float]]], meant: int, count: int) -> None:
    """Move the weights of one sentence's bits towards what it meant."""
    off = likelihoods([row for row, _ in found], count)
    off[meant] -= 1
    wrong = [(name, by) for name, by in enumerate(off) if abs(by) > SETTLED]
    for row, moved in found:
        for name, by in wrong:
            pull = by + HOLD * row[name]
            moved[name] += pull * pull
            row[name] -= STEP * pull / math.sqrt(moved[name])


def likelihoods(rows: Sequence[Sequence[float]], count: int) -> list[float]:
    """How likely each meaning is by the rows of a sentence."""
    sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * count
    most = max(sums)
    speaks = [math.exp(one - most) for one in sums]
    whole = sum(speaks)
    return [one / whole for one in speaks]


def mark(path: Path) -> str:
    """What tells these sentences from any others; the table bears it, so that an old table is found out."""
    return sha256(path.read_bytes()).hexdigest()[:16]


def table(weights: Weights, path: Path) -> str:
    """The text of a table: the mark of the sentences' file, the meanings, then a line for each bit."""
    lines = [mark(path), "\t".join(weights.names)]
    for bit, row in weights.rows.items():
        steps = [min(max(round(weight * GRAIN), LEAST), MOST) for weight in row]
        told = " ".join(f"{name}{step:+d}" for name, step in enumerate(steps) if step)
        if told:
            lines.append(f"{bit}\t{told}")
    return "\n".join(lines) + "\n"


def score(sentences: Sequence[Heard], part: int) -> float:
    """The share of every `part`-th sentence that the others teach to understand by wording alone."""
    asked = sentences[::part]
    names, rows = learn([one for place, one in enumerate(sentences) if place % part])
    right = 0
    for one in asked:
        found = likelihoods([rows[bit] for bit in one.bits if bit in rows], len(names))
        right += names[found.index(max(found))] == one.meaning
    return right / len(asked)


def main() -> None:
    """See the module."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    options.add_argument("--score", type=int, metavar="PART", help="how well the rest is understood; writes nothing")
    given = options.parse_args()
    for path, sentences, made in ((HEARD, heard(), TABLE), (TURNED, turned(), TURNS)):
        if given.score is not None:
            print(f"{path.name}: {score(sentences, given.score):.1%} of every {given.score}th, learned from the others")
            continue
        made.write_text(table(learn(sentences), path), encoding="utf-8")
        print(f"{made.name}: {len(sentences)} sentences, {made.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
