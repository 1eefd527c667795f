"""How numbered questions are put, and what is said where no answer fits."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common

DROPPED = "好，先不记。"
GIVEN_UP = "还是没对上，先没记。请连客户名一起再发一遍。"

NOT_ASKED = "还有一条也要问清楚，先没记，这条答完再发一次。"


def question(head: str, labels: Sequence[str]) -> str:
    """The question with its numbered ways out; two short ones stand in one line.

    Args:
        head: the first line.
        labels: of the ways out.
    """
    if len(labels) == 2 and all(len(label) <= 6 for label in labels):
        return f"{head}1 {labels[0]} 2 {labels[1]}"
    return f"{head}\n{common.numbered(labels)}"


def again(asked: str) -> str:
    """The answer fits none of them."""
    return f"没对上，再选一次：\n{asked}"
