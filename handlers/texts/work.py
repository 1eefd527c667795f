"""How a day's work reads: in a report, in counts, and in the list that a leader opens (`product.md` A3, G4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.texts import common
from models.queries.followups import Due
from models.queries.work import QUOTED, Deed, Work
from models.rules.masking import mask
from models.schema import NewsKind, RecordKind, RepDay

NEWS = {NewsKind.PROBLEM: "问题", NewsKind.RIVAL: "竞品", NewsKind.MARKET: "市场"}
SHORT_CHARACTERS = 24
FULL_LINES = 8
"""So many visits are told with all their words; of more the words are cut shorter."""
Names = Callable[[int], str]
KIND_WORDS = {
    RecordKind.VISIT: "拜访",
    RecordKind.FOLLOWUP: "跟进",
    RecordKind.LEAD: "报备",
    RecordKind.PAYMENT: "回款",
    RecordKind.ORDER: "订单",
    RecordKind.NEWS: "问题",
    RecordKind.REPORT: "日报",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report is written from.

    Attributes:
        day: its Shanghai day.
        work: what was done.
        due: what is due on the next workday.
        next_day: that day.
        plan: what is meant to be done then, in words.
        extra: sentences that were added.
    """

    day: date
    work: Work
    due: Sequence[Due]
    next_day: date
    plan: str = ""
    extra: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done and nothing was written; a plan alone is no report of the day."""
        return self.work.is_empty and not self.extra


def body(facts: Facts, names: Names) -> str:
    """The report as the leader reads it; words are masked as everywhere (`product.md` P5).

    Args:
        facts: what it is written from.
        names: a customer's full name.
    """
    work = facts.work
    written = "；".join(mask(words) for words in facts.extra)
    lines = [
        *_visits(work, names, facts.day),
        _kind("跟进", work.followups, names),
        _kind("报备", work.leads, names),
        _money("回款", work.payments, names),
        _money("订单", [deed for deed in work.orders if deed.variety != QUOTED], names),
        _money("报价", [deed for deed in work.orders if deed.variety == QUOTED], names),
        *(_kind(word, [deed for deed in work.news if deed.variety == kind], names) for kind, word in NEWS.items()),
        f"另外：{written}" if written and not work.is_empty else written,
        _next(facts),
    ]
    return "\n".join(filter(None, lines))


def _visits(work: Work, names: Names, day: date) -> list[str]:
    if not work.visits:
        return []
    customers = len({visit.customer_id for visit in work.visits})
    most = common.ECHO_CHARACTERS if len(work.visits) <= FULL_LINES else SHORT_CHARACTERS
    lines = [f"拜访 {len(work.visits)} 次，{customers} 家："]
    for visit in work.visits:
        whom = " ".join(filter(None, (names(visit.customer_id), mask(visit.contact_name))))
        said = common.cut(visit.summary, most)
        following = f"；下次 {common.day(visit.next_on, day)}" if visit.next_on is not None else ""
        note = common.cut(visit.next_note, SHORT_CHARACTERS) if visit.next_on is not None else ""
        lines.append(f"· {'，'.join(filter(None, (whom, said)))}{following}{note}")
    return lines


def _kind(title: str, deeds: Sequence[Deed], names: Names) -> str:
    if not deeds:
        return ""
    return f"{title} {len(deeds)}：{'；'.join(_deed(deed, names) for deed in deeds)}"


def _money(title: str, deeds: Sequence[Deed], names: Names) -> str:
    if not deeds:
        return ""
    total = sum((deed.amount for deed in deeds if deed.amount is not None), Decimal(0))
    sums = f" 共 {common.money(total)}" if len(deeds) > 1 and total else ""
    return f"{title} {len(deeds)} 笔{sums}：{'；'.join(_deed(deed, names) for deed in deeds)}"


def _deed(deed: Deed, names: Names) -> str:
    customer = names(deed.customer_id) if deed.customer_id is not None else ""
    amount = common.money(deed.amount) if deed.amount is not None else ""
    words = common.cut(deed.words, SHORT_CHARACTERS) if customer else common.cut(deed.words)
    return " ".join(filter(None, (customer, amount, words)))


def _next(facts: Facts) -> str:
    planned = [mask(facts.plan)] if facts.plan else []
    planned += [due_line(due) for due in facts.due]
    return f"{day_word(facts.next_day, facts.day)}：{'；'.join(planned)}" if planned else ""


def due_line(due: Due) -> str:
    """10:00 苏州东吴机械有限公司 王总 带样品: one thing that is due, without the day."""
    at = f"{due.clock:%H:%M}" if due.clock is not None else ""
    return " ".join(filter(None, (at, due.customer, mask(due.contact), common.cut(due.note, SHORT_CHARACTERS))))


def day_word(day: date, today: date) -> str:
    """明天 where it is, else 11月30日（周一）."""
    return "明天" if (day - today).days == 1 else common.day(day, today)


def counts(work: Work, *, money: bool = True) -> str:
    """3 访 1 报备 回款 5 万元; empty without any record."""
    problems = sum(deed.variety == NewsKind.PROBLEM for deed in work.news)
    quotes = sum(deed.variety == QUOTED for deed in work.orders)
    others = (problems, len(work.news) - problems, quotes)
    numbers = (len(work.visits), len(work.followups), len(work.leads), len(work.orders) - quotes, *others)
    return _counts(numbers, len(work.payments), work.paid, money=money)


def totals(day: RepDay | None, *, money: bool = True) -> str:
    """The same from a day's totals."""
    if day is None:
        return ""
    numbers = (day.visits, day.followups, day.leads, day.orders)
    return _counts(numbers, day.payments, day.paid, money=money)


def _counts(numbers: Sequence[int], payments: int, paid: Decimal, *, money: bool) -> str:
    parts = [f"{number} {name}" for number, name in zip(numbers, _COUNTED, strict=False) if number]
    if payments:
        parts.append(f"回款 {common.money(paid)}" if money else f"回款 {payments} 笔")
    return " ".join(parts)


_COUNTED = ("访", "跟进", "报备", "单", "问题", "情报", "报价")


def kind_word(deed: Deed) -> str:
    """订单, 报价, 问题, 竞品 …: what a deed is called."""
    if deed.variety == QUOTED:
        return "报价"
    return NEWS[NewsKind(deed.variety)] if deed.kind is RecordKind.NEWS else KIND_WORDS[deed.kind]


def work_head(name: str, title: str, summary: str, reports: str) -> str:
    """李雷 本周（11月23日–11月29日）：2 访 1 报备 回款 5 万元；日报 2 份，缺 1."""
    return f"{name} {title}：{'；'.join(filter(None, (summary or '还没有记录', reports)))}"


def scored(points: int) -> str:
    """计 2 分."""
    return f"计 {points} 分"


def work_reports(filed: int, late: int, gaps: int) -> str:
    """日报 3 份（迟 1），缺 1 天."""
    if not filed and not gaps:
        return ""
    return f"日报 {filed} 份{f'（迟 {late}）' if late else ''}{f'，缺 {gaps} 天' if gaps else ''}"


def work_line(index: int, day: str, kind: str, customer: str, words: str, amount: str, number: int) -> str:
    """1 11/23 拜访 东吴机械 谈报价 #12."""
    parts = filter(None, (str(index), day, kind, customer, amount, common.cut(words, SHORT_CHARACTERS), f"#{number}"))
    return " ".join(parts)


def work_detail(kind: str, number: int, day: str, customer: str, words: str, amount: str) -> str:
    """One record in full."""
    said = "，".join(filter(None, (customer, amount, mask(words))))
    return f"{kind}#{number} {day} {said}"


def work_tail(page: int, pages: int) -> str:
    """What can be answered to the list."""
    more = f"第 {page + 1}/{pages} 页，回“下一页”；" if page + 1 < pages else ""
    return f"{more}回编号看一条，点评发“点评 编号 …”。"
