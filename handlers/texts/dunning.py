"""What is said of overdue sums: why they are not paid, until when they will be, and what became of the promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handlers.texts import common
from models.rules.masking import mask
from models.rules.terms import cite
from models.schema import DelayReason, PromiseState

REASONS = {
    DelayReason.PROCESS: "走流程",
    DelayReason.QUALITY: "质量争议",
    DelayReason.NO_MONEY: "没钱",
    DelayReason.UNREACHABLE: "联系不上",
    DelayReason.OTHER: "其他",
}
STATES = {
    PromiseState.OPEN: "等到那天",
    PromiseState.KEPT: "按时付了",
    PromiseState.BROKEN: "失约",
    PromiseState.REPLACED: "改了日期",
}
WHOSE = "哪家的？写客户名就行。"
WHY_AGAIN = "没看懂原因，回 1 到 5，或写“走流程 下周五付”。不记了回“取消”。"
DAY_AGAIN = "没看懂日期，写哪一天就行，比如 下周五、月底。不记了回“取消”。"
NOT_NOTED = "好，这条没记。"
PART_LEFT_OUT = "好，这笔先不记日子。"


def why(short: str) -> str:
    """Why a customer has not paid: the head of the numbered reasons."""
    return f"{mask(short)} 为什么没付？"


def ask_day(short: str, reason: DelayReason) -> str:
    """Until when he will pay; of somebody out of reach, when to try again."""
    if reason is DelayReason.UNREACHABLE:
        return f"{mask(short)} 联系不上，打算哪天再催？写日期就行。"
    return f"{mask(short)} 答应哪天付？写日期就行。"


def noted(
    number: int, customer: str, reason: DelayReason, on: date, amount: Decimal, today: date, *, broken: str
) -> str:
    """记下了 催款#162 …: the reason, the day, the sum, and what happens when it passes."""
    if reason is DelayReason.UNREACHABLE:
        return f"记下了 催款#{number} {mask(customer)}：联系不上，{common.day(on, today)}再催。"
    why_not = "" if reason is DelayReason.OTHER else f"{REASONS[reason]}，"
    said = f"{why_not}答应 {common.day(on, today)}前付 {common.money(amount)}"
    return f"记下了 催款#{number} {mask(customer)}：{said}。\n{when_it_passes(broken)}"


def when_it_passes(broken: str) -> str:
    """What happens when the promised day passes unpaid."""
    return f"到期没到账会提醒你；{broken}"


def in_parts(customer: str, lines: Sequence[str]) -> str:
    """答应付款：11月27日（周五）10 万元（催款#2）；… with the customer where no reply above names him."""
    head = f"记下了 {mask(customer)} 答应付款" if customer else "答应付款"
    return f"{head}：{'；'.join(lines)}。"


def part_line(number: int, on: date, amount: Decimal, today: date, *, rough: bool) -> str:
    """11月27日（周五）前 10 万元（催款#2）; a day that was said roughly can be set right."""
    about = "，日子没说准，先按这天" if rough else ""
    return f"{common.day(on, today)}前 {common.money(amount)}（催款#{number}{about}）"


def which_day(amount: Decimal) -> str:
    """The one sum of a promise in parts that has no day yet."""
    return f"先付的 {common.money(amount)}是哪天？写日期就行。"


def limit_ahead(count: int, limit: int) -> str:
    """What happens at the promise that is one too many, with its clause."""
    said = f"已失约 {count} 次，" if count else ""
    return f"{said}第 {limit} 次失约会告知主管（{cite('promises_broken')}）。"


def leader_told(count: int, leader: str) -> str:
    """It is past the limit."""
    return f"已失约 {count} 次，已告知 {leader}（{cite('promises_broken')}）。"


def many_broken(count: int) -> str:
    """Past the limit, of somebody who has no leader."""
    return f"已失约 {count} 次。"


def promise_broken(rep: str, customer: str, count: int, on: date, amount: Decimal, today: date) -> str:
    """To the leader: a customer of his rep has broken one promise too many."""
    return (
        f"{mask(customer)} 第 {count} 次失约：答应 {common.day(on, today)}付 {common.money(amount)}，没到账（{rep}）。"
        f"要一起去吗？发“{mask(customer)} 账龄”看明细。"
    )


def nothing_open(customer: str) -> str:
    """He owes nothing, so nothing is late."""
    return (
        f"{mask(customer)} 没有未收款，没记催款。\n"
        f"有应收先登记：应收 {mask(customer)} 12万 8月10日；只是联系情况，发：跟进 {mask(customer)} …"
    )


def options() -> Sequence[tuple[str, str]]:
    """The reasons as the question numbers them."""
    return [(reason.value, label) for reason, label in REASONS.items()]
