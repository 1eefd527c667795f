"""How well and how fast messages are understood: `python -m benchmarks.understanding --messages FILE --company DIR`.

Accuracy is counted on labelled messages (one JSON object a line: id, ref, user, text, context, intent, accept_intents,
effect, slots, tags). Time, build and memory are measured on a made-up company beside plain `jieba.lcut` of the same
messages, in one run; only the ratio means anything. `--score-only -v` lists every miss.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil

from benchmarks.messages import SECOND, Company
from bot.understanding import Interpreter, moment, question
from handlers.language.book import CustomerBook
from handlers.language.meaning import Situation, Speaker
from handlers.language.understand import understand
from models.directory import ContactCard, CustomerCard, Directory, PersonCard

MESSAGES = 2_000
MONEY_AND_DAYS = frozenset({"amount", "date", "next_followup_date", "time", "next_followup_time"})


@dataclass(slots=True)
class Score:
    """What labelled messages came to; counts but for the lists of what went wrong."""

    lines: int = 0
    right: int = 0
    hard: int = 0
    hard_right: int = 0
    quiet: int = 0
    false_writes: int = 0
    writes: int = 0
    missed: int = 0
    wrong_customers: int = 0
    values: int = 0
    wrong_values: int = 0
    slots: int = 0
    slots_right: int = 0
    by_intent: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


def score(labelled: Sequence[Mapping[str, Any]], company: Path) -> Score:
    """Hold what is understood of labelled messages against their labels."""
    interpreter = Interpreter(company)
    found = Score()
    for label in labelled:
        answer = interpreter.answer(question(json.dumps(label)))
        _count(found, label, answer)
    return found


def _count(found: Score, label: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    accepted = {label["intent"], *label.get("accept_intents", ())}
    right = answer["intent"] in accepted
    hard = "hard" in label["tags"]
    found.lines += 1
    found.right += right
    found.hard += hard
    found.hard_right += hard and right
    wrong = [] if right else [f"intent {answer['intent']}, not {label['intent']}"]
    if not right:
        found.by_intent[f"{label['intent']} → {answer['intent']}"] += 1
    writes = answer["effect"] == "write"
    if label["effect"] == "write":
        found.writes += 1
        if not writes or not right:
            found.missed += 1
            wrong += [f"effect {answer['effect']}"] if not writes else []
        else:
            wrong += _slots(found, label["slots"], answer["slots"])
    elif label["effect"] in {"none", "ask"}:
        found.quiet += 1
        found.false_writes += writes
        wrong += ["WRITES"] if writes else []
    elif right:
        wrong += _slots(found, label["slots"], answer["slots"])
    if wrong:
        found.misses.append(f"{label['id']} {label['text']!r}\n      {'; '.join(wrong)}")


def _slots(found: Score, wanted: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    wrong = []
    for name, expected in wanted.items():
        fits = _fits(name, expected, got)
        told = _told(name, got)
        found.slots += 1
        found.slots_right += fits
        if name == "customer_id" and told is not None:
            found.wrong_customers += not fits
        if name in MONEY_AND_DAYS:
            found.values += 1
            found.wrong_values += told is not None and not fits
        if not fits:
            wrong.append(f"{name}={told!r}, not {expected!r}")
    return wrong


def _told(name: str, got: Mapping[str, Any]) -> Any:
    if name == "customer_any":
        return got.get("customer_id") or got.get("customer_any")
    if name == "summary_contains":
        return " ".join(str(got[kept]) for kept in ("summary", "next_note", "reason") if kept in got) or None
    return got.get(name)


def _fits(name: str, expected: Any, got: Mapping[str, Any]) -> bool:
    told = _told(name, got)
    if told is None:
        return False
    if name == "summary_contains":
        return all(str(one) in str(told) for one in expected)
    if name == "customers":
        return set(expected) <= set(told)
    if name in {"customer_any", "filter"}:
        return bool(set(expected) & set([told] if isinstance(told, str) else told))
    options = expected if isinstance(expected, list) else [expected]
    if name == "contact":
        return any(str(one) in str(told) or str(told) in str(one) for one in options)
    if name in {"customer_new", "stage", "category", "product"}:
        return any(str(one) in str(told) or str(told) in str(one) for one in options)
    return told in options


def report(found: Score, *, verbose: bool, only: Sequence[str]) -> None:
    """Print a score."""
    print(
        f"intents {found.right}/{found.lines} = {found.right / found.lines:.1%}, hard {found.hard_right}/{found.hard}"
    )
    print(f"written though nothing should be: {found.false_writes}/{found.quiet}")
    print(f"writes missed or asked without need: {found.missed}/{found.writes}")
    print(f"slots {found.slots_right}/{found.slots}; wrong customers {found.wrong_customers}; ", end="")
    print(f"wrong days and amounts {found.wrong_values}/{found.values}")
    if not verbose:
        return
    for miss in found.misses:
        if not only or any(word in miss for word in only):
            print("  ", miss)
    print(dict(found.by_intent.most_common()))


def made_up(company: Company) -> Directory:
    """A company in memory, of any size, without a database."""
    directory = Directory()
    for rep in range(company.reps):
        directory.people[rep + 1] = PersonCard(rep + 1, company.userid(rep), f"王员{rep}", "rep", "", None, active=True)
    for number in range(company.customers):
        # The generator's names repeat after 16,000; one more character in front tells them apart.
        name = SECOND[number // 16_000] * (number >= 16_000) + company.name(number)
        owner = number % company.reps + 1
        card = CustomerCard(
            number + 1, f"C{number}", f"苏州{name}有限公司", owner, "苏州", None, None, active=True, aliases=(name,)
        )
        directory.customers[card.id] = card
        # What loading from a database would do.
        directory._owned.setdefault(owner, set()).add(card.id)
        surname, _, title = company.contact(number)
        directory.contacts[card.id] = ContactCard(card.id, card.id, f"{surname}建", title)
        directory._contacts_of[card.id] = (card.id,)
    return directory


def measure(customers: int) -> SimpleNamespace:
    """Build a book and understand messages with it; milliseconds but for what is named otherwise."""
    import jieba

    company = Company(reps=400, managers=10, customers=customers)
    directory = made_up(company)
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    book = CustomerBook(directory)
    build_s = time.perf_counter() - began
    grown = (process.memory_info().rss - before) / 2**20
    gc.collect()
    gc.freeze()  # as the server does once it is open
    at = moment("")
    said = [company.text(serial) for serial in range(MESSAGES)]
    people = {card.userid: card.id for card in directory.people.values()}
    for userid, text in said[: company.reps]:  # what belongs to one rep is made by his first message
        understand(text, Situation(at, Speaker(people[userid])), book)
    own = [_timed(partial(understand, text, Situation(at, Speaker(people[userid])), book)) for userid, text in said]
    jieba.setLogLevel(60)
    jieba.lcut(said[0][1])
    cut = [_timed(partial(jieba.lcut, text)) for _, text in said]
    return SimpleNamespace(
        build_s=build_s,
        memory_mib=grown,
        median=statistics.median(own),
        p99=statistics.quantiles(own, n=100)[98],
        jieba=statistics.median(cut),
        change=_change(book),
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _change(book: CustomerBook) -> float:
    """Milliseconds until the book knows one customer's new name."""
    changes = SimpleNamespace(everything=False, people=frozenset(), customers=frozenset({1}))
    return statistics.median(_timed(lambda: book._refreshed(changes)) for _ in range(20))


def main(arguments: Sequence[str] | None = None) -> None:
    """Score, then measure, and print both."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--messages", type=Path, help="labelled messages")
    reader.add_argument("--company", type=Path, help="the company they talk about")
    reader.add_argument("--score-only", action="store_true")
    reader.add_argument("--sizes", default="10000,100000")
    reader.add_argument("-v", "--verbose", action="store_true")
    reader.add_argument("only", nargs="*", help="print only misses that hold one of these words")
    given = reader.parse_args(arguments)
    if given.messages and given.company:
        lines = given.messages.read_text(encoding="utf-8").splitlines()
        found = score([json.loads(line) for line in lines if line.strip()], given.company)
        report(found, verbose=given.verbose, only=given.only)
    if given.score_only:
        return
    print("\n| customers | build s | MiB | median ms | p99 ms | jieba ms | × jieba | one change ms |")
    print("|---|---|---|---|---|---|---|---|")
    for size in map(int, given.sizes.split(",")):
        got = measure(size)
        ratio = got.median / got.jieba
        print(f"| {size:,} | {got.build_s:.2f} | {got.memory_mib:.0f} | {got.median:.3f} | {got.p99:.3f} | ", end="")
        print(f"{got.jieba:.3f} | {ratio:.2f} | {got.change:.2f} |")


if __name__ == "__main__":
    main()
