"""What is said of receivables: entered in parts, listed by age, and what is open of one customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handlers.texts import common
from models.queries.money import OpenMoney, OpenPart, Totals
from models.rules.masking import mask
from models.rules.money import BOXES, overdue_days
from models.services.receivables import Entered, NewPart

WHOSE = "哪家的应收？写客户名就行。"
WHICH_SUM = "应收多少？直接回数字，比如 12万。"
SUM_AGAIN = "没看懂金额，写个数字就行，比如 12万。不记了回“取消”。"
DAY_AGAIN = "没看懂日期，写哪一天就行，比如 8月10日、月底。不记了回“取消”。"
SHARES_BAD = "各期加起来要等于全部（比如 30/60/10），没有记，请再发一次。"
TOO_MANY = "一次最多记 12 笔应收，没有记，请分开发。"
CHECK = ("对", "改")
NOT_ENTERED = "好，没有记。"
CHANGE_WHAT = "改哪里？说一句就行，比如：12月25号、金额改成13万。不记了回“取消”。"
CHANGE_WHICH = "改哪里？说一句就行，比如：第2期改成1月20号、第1期改成5万。不记了回“取消”。"
WHICH_MOVES = "改哪一笔的日期？"
SETTLED_MEANWHILE = "这笔已经结清，日期没有改。"
SETTLED = "已结清"
NONE_OWED = "没有未收款。"
NOBODY_LATE = "没有逾期的。"
MONEY_NOT_YOURS = "你的岗位看不了应收。"
LIST_ANSWERS = "回编号看这家；说原因和日期：1 走流程 下周五付"


def part(due_on: date, label: str, amount: Decimal, today: date) -> str:
    """8月10日（周一）尾款 12 万元."""
    return f"{common.day(due_on, today)}{mask(label)}{' ' if label else ''}{common.money(amount)}"


def ask_day(label: str, amount: Decimal) -> str:
    """A part without a day."""
    return f"{mask(label) or '这笔'} {common.money(amount)} 哪天到期？写日期就行。"


def draft(customer: str, parts: Sequence[NewPart], today: date, *, same: date | None, invoice: str) -> str:
    """All parts with their sums and days, to be checked before anything is written."""
    total = sum((each.amount for each in parts), Decimal(0))
    head = f"应收 {mask(customer)} {common.money(total)}"
    if len(parts) == 1:
        one = parts[0]
        late = overdue_days(one.due_on, today)
        head = f"应收 {mask(customer)} {mask(one.label)}{' ' if one.label else ''}{common.money(one.amount)}"
        head += f"，{common.day(one.due_on, today)}到期{f'（已逾期 {late} 天）' if late else ''}"
        lines = [head + (f"，发票 {invoice}" if invoice else "") + "。"]
    else:
        lines = [f"{head}，分 {len(parts)} 笔："]
        lines += [
            f"{mask(each.label) or f'第{place}笔'} {common.money(each.amount)}，{common.day(each.due_on, today)}"
            for place, each in enumerate(parts, 1)
        ]
    if same is not None:
        lines.append(f"注意：{common.day(same, today)} 已有一笔金额、日期都一样的应收。")
    return "\n".join([*lines, "请核对："])


def entered(customer: str, done: Entered, total: Decimal, parts: int) -> str:
    """What was written, and what it came to with earlier advances."""
    many = f"{parts} 笔共 " if parts > 1 else ""
    said = f"记下了 应收#{done.number} {mask(customer)} {many}{common.money(total)}。"
    if done.settled:
        said += f"\n已用预收冲掉 {common.money(done.settled)}。"
    return f"{said}现在未收 {common.money(done.still_open)}。"


def number_name(number: int) -> str:
    """应收#160."""
    return f"应收#{number}"


# --- what is open -------------------------------------------------------------------------------------------------


def none_due(period: str) -> str:
    """Nothing of what is open falls due in a period (本月)."""
    return f"{period}没有到期的未收款。全部未收的发“应收”。"


def open_line(held: OpenMoney, today: date) -> str:
    """未收 12 万元，最老 43 天，1 次延期 (D6): printed with a card, an order, a quotation."""
    if held.oldest_due_on is None:
        return "没有未收款" + (f"，{held.broken_promises} 次延期" if held.broken_promises else "")
    late = overdue_days(held.oldest_due_on, today)
    said = [f"未收 {common.money(held.total)}"]
    said.append(f"最老 {late} 天" if late else f"{common.day(held.oldest_due_on, today)}到期")
    if late and held.overdue != held.total:
        said.insert(1, f"逾期 {common.money(held.overdue)}")
    if held.broken_promises:
        said.append(f"{held.broken_promises} 次延期")
    return "，".join(said)


def grid(boxes: Sequence[Decimal]) -> str:
    """The aging boxes that hold something: 未到期 3 万元｜1–30 天 5 万元."""
    return "｜".join(f"{box} {common.money(value)}" for box, value in zip(BOXES, boxes, strict=True) if value)


def of_customer(
    customer: str,
    held: OpenMoney,
    parts: Sequence[OpenPart],
    boxes: Sequence[Decimal],
    today: date,
    *,
    advance: Decimal,
    promises: Sequence[tuple[date, Decimal]],
) -> str:
    """What one customer owes: the line, the aging, and part by part; `promises` are days to come with their sums."""
    head = f"{mask(customer)}：{open_line(held, today)}。"
    tail = []
    if advance:
        tail.append(f"预收 {common.money(advance)}。")
    if promises:
        tail.append(f"答应 {'、'.join(_promise(on, amount, held.total, today) for on, amount in promises)}。")
    if not parts:
        return "".join([head, *tail])
    lines = [grid(boxes), *(_part_line(each, today) for each in parts)]
    return common.lines_within(head, lines, "".join(tail))


def _part_line(each: OpenPart, today: date) -> str:
    late = overdue_days(each.due_on, today)
    paid = f"（共 {common.money(each.amount)}）" if each.open_amount != each.amount else ""
    invoice = f"，发票 {mask(each.invoice_no)}" if each.invoice_no else ""
    when = f"，逾期 {late} 天" if late else ""
    return f"{part(each.due_on, each.label, each.open_amount, today)}{paid}{when}{invoice}"


def in_all(totals: Totals) -> str:
    """未收一共 645,500 元，5 家；其中："""
    return f"未收一共 {common.money(totals.total)}，{totals.customers} 家。其中："


def _promise(on: date, amount: Decimal, total: Decimal, today: date) -> str:
    """11月27日（周五）付 10 万元; without the sum where it is all that is open."""
    return f"{common.day(on, today)}付{'' if amount == total else f' {common.money(amount)}'}"


def line(
    customer: str, total: Decimal, overdue: Decimal, oldest: date, today: date, *, broken: int, promised_on: date | None
) -> str:
    """One customer in a list of debts."""
    late = overdue_days(oldest, today)
    said = [f"{mask(customer)} {common.money(total)}"]
    if late:
        said.append(f"逾期 {common.money(overdue)}，最老 {late} 天" if overdue != total else f"逾期 {late} 天")
    else:
        said.append(f"{common.day(oldest, today)}到期")
    if promised_on is not None:
        said.append(f"答应 {common.day(promised_on, today)}付")
    if broken:
        said.append(f"{broken} 次延期")
    return "，".join(said)


def owing(title: str, totals: Totals, lines: Sequence[str], *, page: int, pages: int, may_answer: bool) -> str:
    """The list of those who owe: the sum, the aging boxes, numbered lines."""
    at_page = f"（第 {page}/{pages} 页）" if pages > 1 else ""
    head = f"{title} {common.money(totals.total)}，{totals.customers} 家{at_page}\n{grid(totals.boxes)}"
    tail = LIST_ANSWERS if may_answer else "回编号看这家。"
    return common.lines_within(head, lines, tail + ("\n还有更多：下一页" if page < pages else ""))


def not_below(person: str) -> str:
    """A colleague's debts are not for everybody."""
    return f"{person} 不在你的团队里，看不了他的应收。"


def no_more_pages(pages: int) -> str:
    """There is no such page."""
    return f"一共 {pages} 页，没有这一页。"


# --- corrections --------------------------------------------------------------------------------------------------


def changed(number: int | None, customer: str, what: str, before: str, after: str, open_amount: Decimal) -> str:
    """已改 应收#160 …, from what to what, and what is open of it."""
    left = f"这笔未收 {common.money(open_amount)}。"
    called = number_name(number) if number is not None else "应收"
    return f"已改 {called} {mask(customer)}：{what} {before} → {after}，{left}"


def which_part(number: int, parts: Sequence[str]) -> str:
    """A record of several parts: which is meant."""
    lines = common.numbered(parts)
    return f"{number_name(number)} 有 {len(parts)} 笔，带上第几笔再发一次，比如：改 #{number} 第2笔 金额 20万\n{lines}"


def how_to_change(number: int) -> str:
    """What can be corrected."""
    return f"{number_name(number)} 能改金额和日期，比如：改 #{number} 金额 10万。客户不对就先撤销再记。"
