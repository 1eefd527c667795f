"""What searching notes answers."""

from __future__ import annotations

from collections.abc import Sequence

NOTHING_ASKED = "想找什么？比如：谁提过 降价"
LOADING = "词库正在准备，过十几秒再发一次就好。"
NARROW = "想找得更准，多写一个词。"


def found(asked: str, count: int) -> str:
    """How many notes hold what was looked for."""
    return f"提到“{asked}”的有 {count} 条："


def nothing(asked: str, period: str) -> str:
    """No note that he may see holds it."""
    when = f"{period}的" if period else ""
    return f"{when}拜访记录里没找到“{asked}”。换个说法，或只写一个词再试。"


def line(index: int, day: str, customer: str, contact: str, writer: str, summary: str, number: int) -> str:
    """One note; `writer` is empty where it is his own."""
    who = f"·{contact}" if contact else ""
    by = f"（{writer}）" if writer else ""
    return f"{index} {day} {customer}{who}{by}：{summary} #{number}"


def more(count: int) -> str:
    """There are more than are shown."""
    return f"还有 {count} 条更早的。{NARROW}"


def words(period: str, counted: Sequence[tuple[str, int]]) -> str:
    """The words that a time was about."""
    if not counted:
        return f"{period}还没有可看的拜访记录。"
    return f"{period}聊得最多的：" + "、".join(f"{word}（{count}）" for word, count in counted)
