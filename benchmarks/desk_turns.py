"""Companies of several sizes measured turn by turn, each in a process of its own.

Whatever else loads the machine, and it is never the same for two minutes, falls on all of them alike; and none lives in
the memory that another has filled.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.desk_data import Size

Figures = tuple[Any, ...]
"""Of a `desk.Took`."""


def take_turns(
    companies: Sequence[tuple[str, Size]], kinds: Sequence[str], turns: int
) -> Sequence[dict[str, list[Figures]]]:
    """Every kind of message so many times in each company, one company's right after the other's.

    Args:
        companies: address and size of filled databases.
        kinds: of messages; they take turns.
        turns: how many times.

    Returns:
        By company and kind what each turn took.
    """
    context = multiprocessing.get_context("spawn")
    ends = []
    for address, size in companies:
        ours, theirs = context.Pipe()
        context.Process(target=_serve, args=(theirs, address, size), daemon=True).start()
        ends.append(ours)
    for end in ends:
        end.recv()
    found: Sequence[dict[str, list[Figures]]] = [{kind: [] for kind in kinds} for _ in companies]
    for turn in range(turns):
        for kind in kinds:
            order = range(len(ends)) if turn % 2 else reversed(range(len(ends)))
            for place in order:
                ends[place].send((turn, kind))
                found[place][kind].append(ends[place].recv())
    for end in ends:
        end.send(None)
    return found


def _serve(end: Connection, address: str, size: Size) -> None:
    from benchmarks.desk import Company  # which the process that asks runs by another name
    from models.db import make_engine

    company = Company(make_engine(address), size)
    gc.collect()
    gc.freeze()  # as the server does once it is open: the directory is nothing that a message could free
    end.send("ready")
    while (wanted := end.recv()) is not None:
        end.send(tuple(company.turn(*wanted)))
