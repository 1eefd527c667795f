"""What is said about remarks (点评), praise (表扬) and having read (已阅) (`product.md` B4, G6, §4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.texts import common
from models.rules.masking import mask
from models.schema import RemarkKind

ONLY_LEADERS = "点评和表扬由主管写。别人给你的，发“我的点评”看。"
HOW = "点评写给谁、写什么：点评 128 下次带报价，或：点评 李雷 写得好。"
PRAISE_WHOM = "表扬谁？比如：表扬 李雷 回款及时。"
WORDS_WANTED = "点评写一句，比如：点评 128 下次带报价。"
NONE_YET = "还没有给你的点评。"
OWN_RECORD = "这是你自己的记录，不用点评。要改发：改 #编号 内容 …"
WHICH_PERSON = "有同名的，说的是哪一位？"
SHOWN = 6
OFFERED = ("发给他", "不发")
NOT_PASSED_ON = "好，没有发。"


def has_left(name: str) -> str:
    """Nobody reads what is said to him."""
    return f"{name} 已经停用了，收不到，没有记。"


def offer(name: str, number: int, words: str) -> str:
    """Whether words below an open report are a remark on it."""
    return f"当作点评发给 {name}（日报#{number}）吗：“{common.cut(words, 60)}”？"


def passed_on(names: Sequence[str], numbers: Sequence[int], kind: str, about: str = "") -> str:
    """已转告李雷（不在群里说）。点评#171，说的是 拜访#128 苏州东吴机械有限公司: a wrong line is seen at once."""
    word = KINDS[RemarkKind(kind)]
    records = "、".join(f"{word}#{number}" for number in numbers)
    head = f"已转告 {'、'.join(names)}（不在群里说）。{records}"
    return f"{head}，说的是 {about}" if about else head


KINDS = {RemarkKind.COMMENT: "点评", RemarkKind.PRAISE: "表扬"}


def told(leader: str, kind: str, about: str, words: str, facts: str) -> str:
    """What the person reads, in private.

    Args:
        leader: who says it.
        kind: `RemarkKind`.
        about: 日报#170 11月23日（周一）, or empty.
        words: the leader's, may be empty for praise.
        facts: what it rests on, for praise: 本周 5 访 回款 5 万元.
    """
    what = f"{leader} {KINDS[RemarkKind(kind)]}"
    head = f"{what}你的 {about}" if about else f"{what}了你" if kind == RemarkKind.PRAISE else f"{what}你"
    said = f"{mask(words)}（{facts}）" if words and facts else mask(words) or facts
    return f"{head}：{said}" if said else f"{head}。"


def no_such_colleague(name: str, about: int) -> str:
    """A name that nobody in the line has, before a remark."""
    return f"没找到同事“{name}”，没有转告。要说的是打开的这份，发：点评 #{about} …"


def facts(title: str, summary: str) -> str:
    """本周 5 访 回款 5 万元."""
    return f"{title} {summary}" if summary else ""


def own_line(leader: str, kind: str, about: int | None, words: str) -> str:
    """吴芳 点评 #170：下次带报价."""
    record = f" #{about}" if about is not None else ""
    said = f"：{common.cut(words)}" if words else ""
    return f"{leader} {KINDS[RemarkKind(kind)]}{record}{said}"


def own_list(lines: Sequence[str], unseen: int) -> str:
    """The last remarks for somebody."""
    head = f"给你的点评（新 {unseen} 条）：" if unseen else "给你的点评："
    return common.lines_within(head, lines, "")


def read(names: Sequence[str], fresh: int) -> str:
    """Records were marked as read."""
    if not fresh:
        return "这些已经标过已阅了。"
    whose = f"：{'、'.join(dict.fromkeys(names))}" if names else ""
    return f"已阅 {fresh} 份{whose}。本人发“我的日报”能看到。"


def words_missing(number: int | None) -> str:
    """A remark that says nothing."""
    return f"点评写一句，比如：点评 {number} 下次带报价。" if number is not None else WORDS_WANTED


def seen(leaders: Iterable[str]) -> str:
    """He has seen what his leaders said."""
    return f"好，{'、'.join(leaders)} 说的记为看过了。要再看发“我的点评”。"
