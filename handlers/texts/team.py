"""What a leader reads about his team's visits (`product.md` §4.2, 主管看板)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common, visits
from models.rules.points import pace

TODAY = "今天"
ONLY_LEADERS = "团队的情况由主管看。你可以发“今天拜访”或“本月拜访”看自己的。"
NOBODY_REPORTS = "你这条线上还没有业务员。人员由管理员导入后就能看。"
NOT_IN_LINE = "你这条线上没有这位同事，看不了。发“团队今天”看你带的人。"
NAMES_SHOWN = 30


def summary(title: str, lines: Sequence[str], *, visits: int, expected: str, missing: Sequence[str]) -> str:
    """Who visited, with counts, and who has none yet.

    Args:
        title: the period in words.
        lines: one for each person with visits, numbered.
        visits: how many visits in all.
        expected: `expected`.
        missing: names of those without.
    """
    head = f"{title}：{len(lines)} 人拜访 {visits} 次{expected}"
    return common.lines_within(head, lines, f"{_missing(missing)}回编号看明细。")


def nobody_visited(title: str, missing: Sequence[str], *, over: bool) -> str:
    """Nobody has a record: of days that are over, or yet."""
    head = f"{title}没有人记拜访。" if over else f"{title}：还没有人记拜访。"
    return f"{head}\n{_missing(missing, over=over)}".rstrip()


def count(index: int, name: str, visits: int, customers: int, score: str) -> str:
    """1 李雷 3 次，2 家，本月 17 分."""
    return f"{index} {name} {visits} 次，{customers} 家，{score}"


def points(total: int, day: date, today: date) -> str:
    """本月 17 分; of the month of a day."""
    return f"{visits.month_word(day, today)} {total} 分"


def expected(day: date, today: date, floor: int) -> str:
    """Behind a heading: ，本月应到 18 分; empty for a month that is over."""
    if visits.month_word(day, today) != visits.THIS_MONTH:
        return ""
    return f"，{visits.THIS_MONTH}应到 {pace(0, today, floor).expected} 分"


def with_points(name: str, score: str) -> str:
    """李雷（本月 17 分）."""
    return f"{name}（{score}）"


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


def _missing(names: Sequence[str], *, over: bool = False) -> str:
    if not names:
        return ""
    more = f"等 {len(names)} 人" if len(names) > NAMES_SHOWN else ""
    return f"{'没有的' if over else '还没有'}：{'、'.join(names[:NAMES_SHOWN])}{more}\n"


def team_of(name: str) -> str:
    """吴芳组."""
    return f"{name}组"


def groups_head(title: str, active: int, people: int, visits: int) -> str:
    """今天 11月23日（周一）：8/12 人拜访 21 次，按组."""
    return f"{title}：{active}/{people} 人拜访 {visits} 次，按组："


def group(index: int, name: str, people: int, active: int, visits: int) -> str:
    """1 吴芳组 5/6 人，12 次."""
    return f"{index} {team_of(name)} {active}/{people} 人，{visits} 次"


def alone(index: int, name: str, visits: int) -> str:
    """3 王磊 2 次: who reports to a director directly."""
    return f"{index} {name} {visits} 次"


def groups(head: str, lines: Sequence[str]) -> str:
    """A director's managers, to be opened by number."""
    return common.lines_within(head, lines, "回编号看那一组。")
