"""What a leader reads about his team's visits (`product.md` §4.2, 主管看板)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common

TODAY = "今天"
ONLY_LEADERS = "团队的情况由主管看。你可以发“今天拜访”或“本月拜访”看自己的。"
NOBODY_REPORTS = "你这条线上还没有业务员。人员由管理员导入后就能看。"
NOT_IN_LINE = "你这条线上没有这位同事，看不了。发“团队今天”看你带的人。"
NAMES_SHOWN = 30


def summary(title: str, lines: Sequence[str], *, visits: int, missing: Sequence[str]) -> str:
    """Who visited, with counts, and who has none yet.

    Args:
        title: the period in words.
        lines: one for each person with visits, numbered.
        visits: how many visits in all.
        missing: names of those without.
    """
    head = f"{title}：{len(lines)} 人拜访 {visits} 次"
    return common.lines_within(head, lines, f"{_missing(missing)}回编号看明细。")


def nobody_visited(title: str, missing: Sequence[str]) -> str:
    """Nobody has a record yet."""
    return f"{title}：还没有人记拜访。\n{_missing(missing)}".rstrip()


def count(index: int, name: str, visits: int, customers: int) -> str:
    """1 李雷 3 次，2 家."""
    return f"{index} {name} {visits} 次，{customers} 家"


def without(title: str, names: Sequence[str], *, with_visits: int) -> str:
    """Who has no record, numbered, and how many have one."""
    head = f"{title}还没有拜访记录的 {len(names)} 人："
    lines = common.numbered(names).splitlines()
    return common.lines_within(head, lines, f"已有记录的 {with_visits} 人。")


def everybody(title: str, with_visits: int) -> str:
    """Nobody is missing."""
    return f"{title}：{with_visits} 人都有拜访记录。"


def which_person(names: Sequence[str]) -> str:
    """Several colleagues of this name."""
    return f"有同名的，看哪一位？\n{common.numbered(names)}"


def with_department(name: str, department: str, userid: str) -> str:
    """李雷（华东一组）: what tells two people of one name apart."""
    return f"{name}（{department or userid}）"


def pick_a_number(count: int) -> str:
    """The answer fits nobody in the list."""
    return f"回 1 到 {count} 的编号，就看那一位的明细。"


def _missing(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f"等 {len(names)} 人" if len(names) > NAMES_SHOWN else ""
    return f"还没有：{'、'.join(names[:NAMES_SHOWN])}{more}\n"
