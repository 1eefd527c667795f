"""How every text writes days, clock times, distances, lists, and how it stays short enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.rules.masking import mask
from models.wording.formats import clock, day, full_day, money, short_day

__all__ = [
    "ECHO_CHARACTERS",
    "PAGE_LINES",
    "REPLY_BYTES",
    "changed",
    "clock",
    "cut",
    "day",
    "distance",
    "few",
    "full_day",
    "lines_within",
    "minutes",
    "money",
    "no_such_line",
    "noted_before",
    "numbered",
    "result",
    "short_day",
    "which_customer",
    "within_bytes",
]

REPLY_BYTES = 2_000
"""The most a reply may take in UTF-8; WeCom cuts at 2,048 (`wecom.md` §4), the rest is for what stands above it."""

ECHO_CHARACTERS = 60
"""How much of somebody's own words a reply repeats."""

PAGE_LINES = 12
"""Lines of a list on one page: about one screen of a phone."""


def distance(metres: int) -> str:
    """约 80 米, 约 3.2 公里; steps of ten metres, because a phone knows no better."""
    rounded = round(metres, -1)
    if rounded < 1_000:
        return f"约 {max(rounded, 10)} 米"
    return f"约 {metres / 1_000:.1f} 公里"


def minutes(count: int) -> str:
    """43 分钟, 2 小时 5 分钟."""
    hours, rest = divmod(count, 60)
    if not hours:
        return f"{rest} 分钟"
    return f"{hours} 小时 {rest} 分钟" if rest else f"{hours} 小时"


def cut(text: str, characters: int = ECHO_CHARACTERS) -> str:
    """Somebody's words as a reply repeats them: phones and the like masked (`product.md` P5), no longer than this."""
    shown = mask(text)
    return shown if len(shown) <= characters else shown[: characters - 1] + "…"


def few(names: Sequence[str], most: int = 3) -> str:
    """The first of several firms, and how many they are."""
    shown = "、".join(mask(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown} 等 {len(names)} 家"


def which_customer(said: str) -> str:
    """The head of a question which of several customers is meant."""
    return f"“{cut(said, 24)}”是哪一家？"


def numbered(items: Iterable[str]) -> str:
    """One item a line with its number, as people answer it."""
    return "\n".join(f"{number} {item}" for number, item in enumerate(items, 1))


def within_bytes(text: str, limit: int = REPLY_BYTES) -> str:
    """The text, cut at a character with "…" where its UTF-8 is longer than so many bytes."""
    raw = text.encode(errors="replace")
    if len(raw) <= limit:
        return text
    return raw[: limit - 3].decode(errors="ignore") + "…"


def lines_within(head: str, lines: Sequence[str], tail: str, limit: int = REPLY_BYTES) -> str:
    """Head, as many whole lines as fit, how many more there are, and the tail.

    Args:
        head: always there.
        lines: dropped from the end.
        tail: always there unless empty.
        limit: bytes of UTF-8 for all of it.
    """
    room = limit - len(head.encode()) - len(tail.encode()) - len("\n还有 9999 条没列出。\n".encode())
    kept: list[str] = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    missing = [f"还有 {len(lines) - len(kept)} 条没列出。"] if len(kept) < len(lines) else []
    return "\n".join([head, *kept, *missing, *([tail] if tail else [])])


def result(place: int, what: str) -> str:
    """What became of one line of a list, by its number."""
    return f"{place} {what}"


def noted_before(what: str) -> str:
    """The same was said a moment ago."""
    return f"这条刚才已经记过（{what}），没有重复记。"


def changed(what: str) -> str:
    """A record as it is now."""
    return f"改好了 {what}。"


def told(names: Sequence[str]) -> str:
    """，已告诉 李雷、韩梅: behind what was done; empty where nobody is there to be told."""
    return f"，已告诉 {'、'.join(names)}" if names else ""


def no_such_line(count: int) -> str:
    """A number that is not on the list of so many lines that was just shown."""
    return f"单子上是 1 到 {count}，没有这个编号。" if count > 1 else "单子上只有 1 条，没有别的编号。"
