"""How fast a visit is: encrypted callbacks of many people, against floors, on both databases.

`python -m benchmarks.callback` measures everything and prints Markdown; `--quick` is a smoke run of minutes;
`--parts closed,open` and `--cells a,b,c,d,e1,e2` choose. Cells are run in turn within a round, each on fresh processes
and a fresh database; the figures are medians over the rounds, and only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any

from benchmarks.cells import LABELS, Bench, Result
from benchmarks.endurance import cold_start, overload, siege, soak
from benchmarks.messages import Company
from benchmarks.servers import COMMIT_DELAY

DELAY_MS = 5
QUICK = {"rounds": 1, "messages": 1_500, "seconds": 4.0, "soak": 10_000, "starts": 2, "hostile": 3}


def closed(bench: Bench, given: argparse.Namespace) -> None:
    """Every connection sends as soon as it is answered."""
    results = _rounds(bench, given, given.cells, {"count": given.messages, "connections": given.connections})
    rate = {cell: median(result.measured["rate"] for result in found) for cell, found in results.items()}
    print(f"\n### Closed loop, {given.connections} connections, {given.rounds} × {given.messages} messages\n")
    heading = "cell|msg/s|min..max|× (b)|× (c)|p50 ms|p95|p99|max|CPU µs/msg|database µs/msg|peak MiB|faults"
    _table(
        heading,
        (
            (
                LABELS[cell],
                f"{rate[cell]:,.0f}",
                _span(result.measured["rate"] for result in found),
                _ratio(rate[cell], rate.get("b")),
                _ratio(rate[cell], rate.get("c")),
                *(f"{median(result.measured[part] for result in found):.2f}" for part in ("p50", "p95", "p99")),
                f"{max(result.measured['max'] for result in found):.0f}",
                f"{median(result.cpu_us for result in found):.0f}",
                f"{median(result.database_us for result in found):.0f}",
                f"{max(result.peak_mib for result in found):.0f}",
                _faults(found),
            )
            for cell, found in results.items()
        ),
    )
    if "e1" in rate and "e2" in rate:
        print(f"\nTwo processes on PostgreSQL: {rate['e2'] / rate['e1']:.2f} × one.")
    generator = median(result.measured["generator_us"] for found in results.values() for result in found)
    print(f"\nThe generator itself took {generator:.0f} µs a message.")


def open_loop(bench: Bench, given: argparse.Namespace) -> None:
    """Messages leave at fixed instants; the second table adds time to every commit."""
    plan = {"count": int(given.rate * given.seconds), "rate": given.rate, "connections": 2_000}
    ordinary = _rounds(bench, given, given.cells, plan)
    own = [cell for cell in given.cells if cell in {"d", "e1"}]
    slow = _rounds(bench, given, own, plan, {COMMIT_DELAY: str(DELAY_MS)})
    print(f"\n### Open loop, {given.rate:.0f} msg/s, {given.rounds} × {given.seconds:.0f} s, from the due instant\n")
    rows = [(LABELS[cell], found) for cell, found in ordinary.items()]
    rows += [(f"{LABELS[cell]}, {DELAY_MS} ms added to every commit", found) for cell, found in slow.items()]
    _table(
        "cell|p50 ms|p95|p99|max|CPU µs/msg|faults",
        (
            (
                label,
                *(f"{median(result.measured[part] for result in found):.1f}" for part in ("p50", "p95", "p99")),
                f"{max(result.measured['max'] for result in found):.0f}",
                f"{median(result.cpu_us for result in found):.0f}",
                _faults(found),
            )
            for label, found in rows
        ),
    )


def overloaded(bench: Bench, given: argparse.Namespace) -> None:
    """Twice what each can do, by so many people that WeCom's limit for each of them does not matter."""
    del bench
    with Bench(Company(reps=4_000)) as crowd:
        rows = [(cell, overload(crowd, cell, seconds=given.seconds)) for cell in _products(given)]
    print(f"\n### Twice the capacity for {given.seconds:.0f} s, 4,000 people\n")
    heading = "cell|capacity|offered/s|sent|answered|acknowledged|slowest s|over 4.5 s|failed|pushed|lost|doubled"
    _table(
        heading + "|out of order|worked off after s",
        (
            (
                LABELS[cell],
                *(f"{found:,.0f}" for found in (met.capacity, met.offered, met.sent, met.passive, met.acknowledged)),
                f"{met.slowest_s:.2f}",
                *(str(n) for n in (met.late, met.failed, met.pushed, met.lost, met.doubled, met.out_of_order)),
                f"{met.worked_off_s:.1f}",
            )
            for cell, met in rows
        ),
    )


def cold(bench: Bench, given: argparse.Namespace) -> None:
    """From nothing to the first answer."""
    print(f"\n### Cold start to the first answered callback, {bench.company.customers:,} customers\n")
    rows = [(LABELS[cell], *cold_start(bench, cell, given.starts)) for cell in _products(given) if cell != "e2"]
    _table("cell|median s|slowest s", ((label, f"{usual:.2f}", f"{worst:.2f}") for label, usual, worst in rows))


def soaked(bench: Bench, given: argparse.Namespace) -> None:
    """Whether memory stays where it is."""
    for cell in [cell for cell in _products(given) if cell == "d"]:
        series = soak(bench, cell, given.soak)
        print(f"\n### Memory over {given.soak:,} messages, {LABELS[cell]}\n")
        _table("messages|resident MiB|msg/s", ((f"{at:,}", f"{mib:.0f}", f"{rate:,.0f}") for at, mib, rate in series))


def besieged(bench: Bench, given: argparse.Namespace) -> None:
    """Hostile requests, a valid one after each."""
    for cell in [cell for cell in _products(given) if cell == "d"]:
        found = siege(bench, cell, given.hostile)
        print(f"\n### Hostile requests, {given.hostile} of each, a valid message after each, {LABELS[cell]}\n")
        _table(
            "request|status|slowest ms|valid after, p50 ms|max|wrong",
            (
                (met.name, met.statuses, f"{met.slowest:.1f}", f"{met.next_p50:.1f}", f"{met.next_max:.1f}", met.wrong)
                for met in found.met
            ),
        )
        print(f"\nAccepted though not authentic: {found.accepted}. More memory: {found.more_mib:.0f} MiB.")


PARTS: dict[str, Callable[[Bench, argparse.Namespace], None]] = {
    "closed": closed,
    "open": open_loop,
    "overload": overloaded,
    "cold": cold,
    "soak": soaked,
    "hostile": besieged,
}


def _rounds(
    bench: Bench,
    given: argparse.Namespace,
    cells: Iterable[str],
    plan: dict[str, Any],
    more: dict[str, str] | None = None,
) -> dict[str, list[Result]]:
    results: dict[str, list[Result]] = {cell: [] for cell in cells}
    for _ in range(given.rounds):
        for cell, found in results.items():
            with bench.started(cell, more) as up:
                found.append(bench.measure(up, cell, **plan))
    return results


def _products(given: argparse.Namespace) -> list[str]:
    return [cell for cell in given.cells if cell not in "abc"]


def _faults(found: Sequence[Result]) -> str:
    counted = {
        "visits missing": sum(result.missing for result in found),
        "acknowledged empty": sum(result.measured["empty"] for result in found),
        "answers wrong": sum(result.measured["wrong"] for result in found),
    }
    faults = [f"{count} {name}" for name, count in counted.items() if count]
    sample = next((result.measured["wrong_sample"] for result in found if result.measured["wrong_sample"]), "")
    return ", ".join([*faults, *([sample[:120]] if sample else [])]).replace("\n", " ").replace("|", "/") or "none"


def _span(values: Iterable[float]) -> str:
    seen = sorted(values)
    return f"{seen[0]:,.0f}..{seen[-1]:,.0f}"


def _ratio(value: float, base: float | None) -> str:
    return f"{value / base:.2f}" if base else ""


def _table(heading: str, rows: Iterable[Sequence[str]]) -> None:
    names = heading.split("|")
    print("| " + " | ".join(names) + " |")
    print("|---" * len(names) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a smoke run")
    options.add_argument("--parts", default=",".join(PARTS), help=f"of {','.join(PARTS)}")
    options.add_argument("--cells", default=",".join(LABELS), help=f"of {','.join(LABELS)}")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--messages", type=int, default=5_000, help="a round and cell, closed loop")
    options.add_argument("--connections", type=int, default=16, help="closed loop")
    options.add_argument("--rate", type=float, default=300, help="messages a second, open loop")
    options.add_argument("--seconds", type=float, default=12, help="open loop and overload")
    options.add_argument("--soak", type=int, default=100_000, help="messages of the memory run")
    options.add_argument("--starts", type=int, default=5, help="cold starts")
    options.add_argument("--hostile", type=int, default=20, help="of each hostile kind")
    given = options.parse_args()
    if given.quick:
        vars(given).update(QUICK)
    given.cells = [cell for cell in LABELS if cell in given.cells.split(",")]
    with Bench(Company()) as bench:
        for part in given.parts.split(","):
            PARTS[part](bench, given)


if __name__ == "__main__":
    main()
