"""The company's rules as people read them: clauses with their numbers and days, changes, who has answered (P17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from handlers.texts import common
from models.rules import terms
from models.rules.term_table import TERMS, Term
from models.rules.terms import Change, Terms

NAMES_SHOWN = 30
OWNERS_SHOWN = 4
CHOICES = ("确认", "不改")
CHANGED_MEANWHILE = "试算之后情况变了，还没改，再看一眼："
KEPT_AS_IT_WAS = "好，不改，制度照旧。"
NOTHING_ANNOUNCED = "还没有发过制度改动。"
NO_CLAUSE = "没有这一条。发“制度”看目录，回编号看条款。"
PICK_A_CHAPTER = "回目录里的编号，就看那一章。"
ONLY_LEADERS = "谁没收到由主管看。"
WHICH_TERM = "改哪一条？"
WHICH_VALUE = "改成多少？直接回数就行。"
COUNTS_ONLY = "小勤只计数、说明，不罚款也不扣工资。"
NO_FINES = "制度里没有罚款和扣工资：小勤只计数、说明，怎么用由主管和你当面谈。发“制度”看全部条款。"
NEVER_CHANGED = "制度还没有改过，都是启用时的。发“制度”看目录。"
CHAPTERS_TAIL = "回编号看条款；也可以直接问，比如：保护期多久。"
SINCE_THE_START = "没写日期的条款自启用起有效。"
_LIST_SEPARATOR = "、"


def shown(term: Term, value: str) -> str:
    """20 天, 21:00, 开."""
    return f"{value} {term.unit}".rstrip()


def chapters(on: Terms, today: date) -> str:
    """The table of contents, numbered."""
    lines = []
    for index, chapter in enumerate(terms.chapters(), 1):
        held = [term for term in TERMS if term.chapter == chapter]
        first, last = held[0].clause, held[-1].clause
        coming = "（有改动）" if any(on.coming(term.name, today) for term in held) else ""
        span = first if len(held) == 1 else f"{first}–{last}"
        lines.append(f"{index} {chapter}：{span}{coming}")
    return "\n".join(["制度目录：", *lines, CHAPTERS_TAIL])


def clauses(title: str, names: Sequence[str], on: Terms, today: date, *, more: bool = False) -> str:
    """Clauses as they hold today, each with its number, the day it was changed and the change to come.

    Args:
        title: over them.
        names: of the terms.
        on: the company's values.
        today: Shanghai day of the message.
        more: another chapter follows, and what holds for all stands below the last.
    """
    lines = [_clause(terms.BY_NAME[name], on, today) for name in names]
    tail = SINCE_THE_START if not more and any(on.since(name, today) is None for name in names) else ""
    if any(terms.BY_NAME[name].chapter == "积分" for name in names):
        tail = f"{COUNTS_ONLY}{tail}"
    return common.lines_within(title, lines, tail)


def chapter_title(chapter: str) -> str:
    """制度 · 公海."""
    return f"制度 · {chapter}"


def _clause(term: Term, on: Terms, today: date) -> str:
    line = terms.clause(term, on.text(term.name, today))
    since = on.since(term.name, today)
    notes = [f"{common.day(since, today)}起"] if since is not None else []
    coming = on.coming(term.name, today)
    if coming is not None:
        notes.append(f"{common.day(coming[0], today)}起改为 {shown(term, coming[1])}")
    return f"{line}（{'，'.join(notes)}）" if notes else line


def changes(made: Sequence[tuple[Change, str]], today: date) -> str:
    """The latest changes, the newest first.

    Args:
        made: each with who decided it (`by`).
        today: Shanghai day.
    """
    if not made:
        return NEVER_CHANGED
    lines = [
        f"{common.day(each.valid_from, today)}起 {each.term.clause} {each.term.title}："
        f"{shown(each.term, each.before)} → {shown(each.term, each.value)}{decided}"
        for each, decided in made
    ]
    return common.lines_within("最近的制度改动：", lines, "")


def by(name: str, on: date, today: date) -> str:
    """（方远 11月23日（周一）定的）: who changed a rule, and when."""
    return f"（{name} {common.day(on, today)}定的）"


def waits_for_quiet(end: time) -> str:
    """A time of pushes that lies in the quiet hours."""
    return f"那时还在静默时段（{terms.cite('quiet_until')}），会等到 {end:%H:%M} 再推。"


def proposal(name: str, before: str, value: str, valid_from: date, today: date) -> str:
    """报备保护期 30 天 → 20 天，明天 11月24日（周二）起."""
    term = terms.BY_NAME[name]
    tomorrow = "明天 " if (valid_from - today).days == 1 else ""
    return f"{term.title} {shown(term, before)} → {shown(term, value)}，{tomorrow}{common.day(valid_from, today)}起。"


def later_change(name: str, day: date, value: str, today: date) -> str:
    """Below a proposal: another change is known for a day after it."""
    return f"另外 {common.day(day, today)}起又改为 {shown(terms.BY_NAME[name], value)}，那一条不变。"


def recycled(by_owner: Mapping[str, int]) -> str:
    """今晚会回收 37 家，其中李雷 12、韩梅 9: what the change would do on its first night."""
    total = sum(by_owner.values())
    if not total:
        return "到那天不会多回收客户。"
    first = sorted(by_owner.items(), key=lambda each: (-each[1], each[0]))[:OWNERS_SHOWN]
    told = _LIST_SEPARATOR.join(f"{name} {count}" for name, count in first)
    return f"生效当晚会回收 {total} 家，其中{told}。"


def behind(before: int, after: int) -> str:
    """How many are behind the month's pace, now and with the new floor."""
    return f"按这个数，现在落后进度的有 {after} 人（原来 {before} 人）。"


def over(by_owner: Mapping[str, int]) -> str:
    """Who holds more than the new limit; nobody loses a customer by that."""
    if not by_owner:
        return "现在没有人超过这个数。"
    first = sorted(by_owner.items(), key=lambda each: (-each[1], each[0]))[:OWNERS_SHOWN]
    told = _LIST_SEPARATOR.join(f"{name} 多 {count} 家" for name, count in first)
    return f"现在超过的有 {len(by_owner)} 人：{told}。已有的不动，只是不能再领。"


def which_value(name: str, now: str) -> str:
    """保护期现在是 30 天，改成多少？"""
    term = terms.BY_NAME[name]
    return f"{term.title}现在是 {shown(term, now)}。{WHICH_VALUE}"


def announcement(name: str, before: str, value: str, valid_from: date) -> str:
    """What everybody concerned reads."""
    term = terms.BY_NAME[name]
    return (
        f"制度改动：{term.title} {shown(term, before)} → {shown(term, value)}，"
        f"{common.full_day(valid_from)}起。\n{terms.clause(term, value)}"
    )


def please_answer(words: str) -> str:
    """The announcement with what to answer."""
    return f"{words}\n看到请回“收到”。"


def changed(words: str, told: int) -> str:
    """The change is made; who made it reads this."""
    return f"已定。{words}\n已通知 {told} 人，发“谁没收到”看谁还没回。要收回，今天内改回原值就行。"


def received(words: Sequence[str]) -> str:
    """收到 is kept."""
    first = [each.partition("\n")[0] for each in words]
    return "\n".join(["已记下你收到：", *first])


def answered(words: str, received: int, missing: Sequence[str], sent: str) -> str:
    """制度改动…（方远 11月23日（周一）定的）：12 人已收到，还差 3 人：陈晨、韩梅."""
    head = words.partition("\n")[0].rstrip("。") + sent
    if not missing:
        return f"{head}：{received} 人都已收到。"
    more = f"等 {len(missing)} 人" if len(missing) > NAMES_SHOWN else ""
    names = _LIST_SEPARATOR.join(missing[:NAMES_SHOWN])
    return f"{head}：{received} 人已收到，还差 {len(missing)} 人：{names}{more}。"


def who_may(names: Sequence[str]) -> str:
    """Somebody who may not wants to change a rule."""
    if not names:
        return "制度由总监或管理员改，现在还没有这两种角色，请在人员表里设一位。"
    return f"制度由 {_LIST_SEPARATOR.join(names)} 改，可以请他发同样的一句话；定之前会先试算，生效前会通知大家。"


def value_bad(name: str, value: str) -> str:
    """报备保护期可以是 1 到 365 天，“400”不行。"""
    term = terms.BY_NAME.get(name)
    said = f"，“{common.cut(value, 20)}”不行。"
    if term is None:
        return f"这一条不能这样改{said}"
    choices = terms.CHOICES.get(name)
    if choices is not None:
        return f"{term.title}只能是 {'、'.join(choices)} 之一{said}"
    if term.is_clock:
        return f"{term.title}要写成几点几分，比如 20:30{said}"
    return f"{term.title}可以是 {term.low} 到 {term.high} {term.unit}{said}"


def unchanged(name: str, value: str, on: date) -> str:
    """It has that value already."""
    term = terms.BY_NAME.get(name)
    title, told = (term.title, shown(term, value)) if term is not None else ("这一条", value)
    return f"{title}在 {common.full_day(on)} 本来就是 {told}，不用改。"


def day_bad(on: date, earliest: date) -> str:
    """Too early, or years ahead."""
    return (
        f"制度改动要提前告诉大家，最早从 {common.full_day(earliest)} 起、一年以内，{common.full_day(on)} 不行。"
        "不写日期就是明天起。"
    )
