"""What is said of payments: booked, asked about, checked by finance, refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handlers.texts import common
from models.errors import BadAmount, BadMoneyDay, Overpaid, PaidMeanwhile
from models.rules.masking import mask
from models.rules.money import MOST, ZERO
from models.schema import PaymentState, PaymentWay
from models.services.payments import Booked, SettledPart

WAYS = {PaymentWay.TRANSFER: "转账", PaymentWay.CASH: "现金", PaymentWay.BILL: "承兑", PaymentWay.UNKNOWN: ""}
STATES = {
    PaymentState.PENDING: "待财务核对",
    PaymentState.CONFIRMED: "财务已核对",
    PaymentState.DENIED: "财务没收到",
}
WHOSE_PAYMENT = "哪家的回款？写客户名就行。"
SUM_AGAIN = "没看懂金额，写个数字就行，比如 52000 或 5.2万。不记了回“取消”。"
LATER = "好，先挂着，到账了再发一句。"
NOT_BOOKED = "好，这笔没记。"
DUPLICATE_DROPPED = "好，没有重复记。"
SAME_AGAIN = ("另一笔", "重复了，不记")
ANOTHER = "另一笔"
THIS_ONE = ("就是这笔，核对到账", ANOTHER)
SURPLUS = ("多的记为预收", "金额写错了")
ALL_PAID = ("对", "不对，我写金额")
SURE = ("对", "不对，我写金额")
CAME = ("已经到账", "还没到，下次去收")
DENIED, CONFIRMED = "没收到", "到账"
NOT_CHECKED = "好，没有核对。"
NONE_PENDING = "没有待核对的回款。"
FOREIGN = "现在只能记人民币，请按到账的人民币金额再发一次，比如：回款 东吴 5万。"


def name(number: int) -> str:
    """回款#161."""
    return f"回款#{number}"


def colleagues(short: str, leader: str, *, seeing: bool = False) -> str:
    """Somebody else's customer: nothing of whose it is, only whom to ask."""
    what, verb = ("看不了应收", "要看") if seeing else ("记不了这笔账", "要记")
    return f"{mask(common.cut(short, 20))} 不归你，{what}。{verb}请找 {leader or '负责这家的同事'}。"


def pooled(short: str, *, seeing: bool = False) -> str:
    """A customer without owner."""
    if seeing:
        return f"{mask(short)} 在公海里，领到以后才能看应收：领取 {mask(short)}"
    return f"{mask(short)} 在公海里，先领取再记账：领取 {mask(short)}"


def no_longer_yours(short: str, leader: str, *, pooled: bool) -> str:
    """What he booked himself, of a customer that is his no more: who may correct it."""
    if pooled:
        return f"{mask(short)} 已回公海，这笔账你动不了。要改请找财务。"
    return f"{mask(short)} 已不归你，这笔账你动不了。要改请找 {leader or '负责这家的同事'}。"


def unknown(said: str) -> str:
    """A name that nobody bears; the sum is not booked for anybody."""
    return f"没找到“{common.cut(said, 20)}”，这笔没记。新客户先登记：报备 {common.cut(said, 20)}，再发一次。"


def all_paid(short: str, total: Decimal, parts: int) -> str:
    """付清了: what that would be."""
    count = f"（{parts} 笔）" if parts > 1 else ""
    return f"{mask(short)} 未收一共 {common.money(total)}{count}，全部付清？"


def nothing_open(short: str) -> str:
    """付清 of somebody who owes nothing: the sum cannot be known."""
    return f"{mask(short)} 没有登记未收款，付了多少？回个数字就行。"


def which_sum(short: str) -> str:
    """Whose payment it is is known, how much is not."""
    return f"{mask(short)} 的回款还差金额，直接回数字就行，比如 5万。"


def sure(amount: Decimal) -> str:
    """A sum that was said roughly or among others."""
    return f"按 {common.money(amount)} 记？"


def came(short: str, amount: Decimal) -> str:
    """A sum that was told in one breath with what is to be done next."""
    return f"{mask(short)} {common.money(amount)} 到账了吗？"


def same_again(number: int, short: str, amount: Decimal, who: str) -> str:
    """The same sum of the same customer: a few minutes ago, or told by somebody else (`who`)."""
    when = f"{who} 已经记过一笔" if who else "刚才记过一笔"
    return f"{mask(short)} {common.money(amount)} {when}（{name(number)}）。这是："


def this_one(number: int, short: str, amount: Decimal, paid_on: date, who: str, today: date, *, same: bool) -> str:
    """To finance: a rep has told such a payment, the same sum where one was said, and it waits to be checked."""
    told = f"{who} {common.day(paid_on, today)}记的 {name(number)}"
    if not same:
        return f"{mask(short)} 有一笔待核对：{common.money(amount)}（{told}）。这是："
    return f"{mask(short)} {common.money(amount)}，有一笔一样的待核对（{told}）。这是："


def other_sum(number: int, short: str, before: Decimal, now: Decimal, on: date, who: str, today: date) -> str:
    """The same customer's money of these days, told with another sum by the other side."""
    told = f"{who} {common.day(on, today)}记的 {name(number)}"
    return f"{mask(short)} 已有一笔 {common.money(before)}（{told}），你说的是 {common.money(now)}。这是："


def this_with(amount: Decimal) -> str:
    """It is that payment, and finance has seen this sum."""
    return f"就是这笔，按 {common.money(amount)}核对到账"


def this_as_seen(amount: Decimal) -> str:
    """It is that payment, and finance's sum stands."""
    return f"就是这笔，先按财务的 {common.money(amount)}"


def settled_with(
    number: int, customer: str, before: Decimal, now: Decimal, still_open: Decimal, told: Sequence[str]
) -> str:
    """To finance: the payment is confirmed with the sum that came."""
    left = f"还欠 {common.money(still_open)}" if still_open else "全部结清"
    head = f"已核对到账：{name(number)} {mask(customer)} {common.money(before)} → {common.money(now)}"
    return f"{head}，{left}{common.told(told)}。"


def your_sum_changed(
    finance: str, number: int, customer: str, before: Decimal, now: Decimal, still_open: Decimal
) -> str:
    """To the rep: another sum than he told has come in."""
    differs = "少" if now < before else "多"
    left = f"还欠 {common.money(still_open)}" if still_open else "全部结清"
    return (
        f"财务 {finance}：{mask(customer)} 到账 {common.money(now)}，比你报的 {common.money(before)}{differs}"
        f" {common.money(abs(before - now))}。\n{name(number)} 已按到账改好，{left}。"
    )


def corrected(
    number: int, customer: str, before: Decimal, now: Decimal, still_open: Decimal, told: Sequence[str]
) -> str:
    """To finance: its own figure has been put right."""
    left = f"还欠 {common.money(still_open)}" if still_open else "全部结清"
    head = f"改好了 {name(number)} {mask(customer)} {common.money(before)} → {common.money(now)}"
    return f"{head}，{left}{common.told(told)}。"


def your_money_corrected(
    finance: str, number: int, customer: str, before: Decimal, now: Decimal, still_open: Decimal
) -> str:
    """To the owner: what finance told him came in was another sum."""
    left = f"还欠 {common.money(still_open)}" if still_open else "全部结清"
    head = (
        f"财务 {finance} 更正：{mask(customer)} 到账 {common.money(now)}，不是 {common.money(before)}（{name(number)}）"
    )
    return f"{head}，{left}。"


def please_check_sum(rep: str, customer: str, number: int, seen: Decimal, said: Decimal) -> str:
    """To finance: a rep tells another sum of what finance has booked."""
    return (
        f"{rep} 说 {mask(customer)} 这笔是 {common.money(said)}，你记的是 {common.money(seen)}（{name(number)}）。"
        f"请再对一下，要改发：改 #{number} 金额 {said.normalize():f}"
    )


def left_as_seen(number: int, short: str, amount: Decimal) -> str:
    """To the rep: nothing was booked a second time."""
    return f"好，{mask(short)} 先按 {name(number)} 的 {common.money(amount)}算，没有另记；已请财务再对一下。"


def of_promise(on: date, amount: Decimal, paid: Decimal, today: date) -> str:
    """答应 11月25日（周三）前 5 万元，还差 2 万元。"""
    return f"答应 {common.day(on, today)}前 {common.money(amount)}，还差 {common.money(amount - paid)}。"


def overpaid(short: str, fact: Overpaid) -> str:
    """More than is open."""
    return f"{mask(short)} 未收只有 {common.money(fact.open_amount)}，多出 {common.money(fact.surplus)}。"


def no_such_part(short: str) -> str:
    """The part he named is not open; below it what is."""
    return f"{mask(short)} 没有你说的那笔应收。冲哪一笔？"


def duplicate(number: int) -> str:
    """The same payment again within a few minutes."""
    return f"这笔刚才已经记过（{name(number)}），没有重复记。"


def more_than_open(fact: Overpaid) -> str:
    """More than is open, where it could not be asked."""
    return f"未收只有 {common.money(fact.open_amount)}，多出 {common.money(fact.surplus)}，没有记。"


def part(due_on: date, label: str, open_amount: Decimal) -> str:
    """8月10日应收 尾款 12 万元."""
    return " ".join(filter(None, (f"{due_on.month}月{due_on.day}日应收", mask(label), common.money(open_amount))))


def booked(customer: str, done: Booked, today: date, *, note: str = "") -> str:
    """记下了 回款#161 …; what it settled, what is left, and that finance has to check it."""
    said = [common.money(done.amount), WAYS[PaymentWay(done.way)], mask(note)]
    if done.paid_on != today:
        said.append(common.day(done.paid_on, today))
    head = f"记下了 {name(done.number)} {mask(customer)} {'，'.join(filter(None, said))}。"
    return f"{head}\n{settled(done)}{STATES[PaymentState(done.state)]}。"


def booked_for_you(who: str, customer: str, done: Booked) -> str:
    """To the customer's owner: somebody else has booked a payment of his customer."""
    return f"{who} 记了 {mask(customer)} 的回款 {common.money(done.amount)}（{name(done.number)}）。\n{settled(done)}"


def settled(done: Booked) -> str:
    """冲最早一笔（7月10日应收 12 万元），还欠 7 万元。"""
    if not done.parts:
        return f"没有未收款可冲，先记为预收 {common.money(done.advance)}。"
    if len(done.parts) == 1:
        return _one(done, done.parts[0])
    parts = "、".join(f"{part(each.due_on, each.label, each.amount)}{_left(each)}" for each in done.parts[:6])
    more = f"等 {len(done.parts)} 笔" if len(done.parts) > 6 else ""
    return f"冲了 {parts}{more}；{_rest(done)}。"


def _one(done: Booked, settled_part: SettledPart) -> str:
    which_one = part(settled_part.due_on, settled_part.label, settled_part.amount)
    of_part = f"，这笔还欠 {common.money(settled_part.left)}" if ZERO < settled_part.left < done.still_open else ""
    rest = f"一共{_rest(done)}" if of_part else _rest(done)
    return f"冲{'' if settled_part.label else '最早'}一笔（{which_one}）{of_part}，{rest}。"


def _left(settled_part: SettledPart) -> str:
    return "（结清）" if not settled_part.left else f"（还欠 {common.money(settled_part.left)}）"


def _rest(done: Booked) -> str:
    if done.advance:
        return f"多的 {common.money(done.advance)}记为预收"
    return f"还欠 {common.money(done.still_open)}" if done.still_open else "全部结清"


def came_or_not(place: int, customer: str, number: int, amount: Decimal) -> str:
    """A line's number alone: what to say of it."""
    what = f"{mask(customer)} {common.money(amount)}（{name(number)}）"
    return f"{what}：到账回“{place} 到账”，没到的回“没收到 {place} 原因”。"


def bad_amount(fact: BadAmount) -> str:
    """A sum that cannot be booked: why."""
    if fact.amount <= 0:
        return "金额要大于 0，没有记。要冲掉记错的，发“撤销”。"
    if fact.amount > MOST:
        return f"金额太大（超过 {common.money(MOST)}），没有记，请看看是不是多打了零。"
    return "金额最多到分（两位小数），没有记，请再发一次。"


def bad_day(fact: BadMoneyDay) -> str:
    """A day that cannot be right, with its year."""
    why = "太远了" if fact.ahead else "太早了"
    return f"日期 {common.full_day(fact.day)} 不对，{why}，没有记，请带对的日期再发一次。"


def paid_meanwhile(fact: PaidMeanwhile) -> str:
    """What stands in the way of taking out a receivable, or of making it smaller."""
    numbers = "、".join(name(number) for number in fact.payments[:5])
    return f"应收#{fact.number} 已经收了 {common.money(fact.paid)}（{numbers}），撤不了也改不小。先撤销回款，再来改它。"


def checked(number: int, who: str, on: str) -> str:
    """A payment that finance has confirmed is no longer the author's.

    Args:
        number: its own.
        who: confirmed it; may be empty.
        on: when, as a day with its year; may be empty.
    """
    ask = f"要退回请找财务 {who}" if who else "要退回请找财务"
    return f"{name(number)} 财务{on}已核对到账，撤不了也改不了。{ask}（财务发：没收到 {number} 原因）。"


def denied_before(number: int) -> str:
    """Nothing to change in what finance denied."""
    return f"{name(number)} 财务没收到，已退回，不用再改。真到账了请重新发一条回款。"


def not_a_payment(number: int) -> str:
    """The number is no payment that stands."""
    return f"#{number} 不是回款，没有动。发“待核对”看清单。"


# --- finance ------------------------------------------------------------------------------------------------------


def pending_line(number: int, customer: str, amount: Decimal, paid_on: date, way: str, rep: str, today: date) -> str:
    """One payment that waits to be checked."""
    said = filter(None, (common.money(amount), WAYS[PaymentWay(way)], common.day(paid_on, today)))
    return f"{mask(customer)} {'，'.join(said)}（{rep}，{name(number)}）"


def pending(count: int, lines: Sequence[str], *, page: int, pages: int) -> str:
    """The payments that finance has to check, with how it answers."""
    head = f"待核对回款 {count} 笔" + (f"（第 {page}/{pages} 页）" if pages > 1 else "") + "："
    more = "，下一页" if page < pages else ""
    other = 2 if count > 1 else 1
    return common.lines_within(head, lines, f"回“1 到账”，没到的回“没收到 {other} 原因”{more}。")


def confirmed(lines: Sequence[str], left: int) -> str:
    """What was confirmed, and how many wait still."""
    return common.lines_within("已核对到账：", lines, f"还有 {left} 笔待核对。" if left else "都核对完了。")


def checked_line(number: int, customer: str, amount: Decimal) -> str:
    """回款#161 苏州东吴机械有限公司 5 万元."""
    return f"{name(number)} {mask(customer)} {common.money(amount)}"


def against(who: str, word: str) -> str:
    """（孙会计 之前记的是没收到）: behind what overrules a colleague of finance."""
    return f"（{who} 之前记的是{word}）"


def your_payment_came(number: int, customer: str, amount: Decimal, finance: str) -> str:
    """To the rep who had been told that finance has not seen it."""
    return f"财务 {finance} 核对到账：{name(number)} {mask(customer)} {common.money(amount)}，之前退回的不算了。"


def confirmed_before(number: int) -> str:
    """It was confirmed before."""
    return f"{name(number)} 之前已经核对过了。"


def denied(number: int, customer: str, amount: Decimal, told: Sequence[str], reason: str, *, reopened: bool) -> str:
    """To finance: what was denied, whether it had settled anything, and who was told."""
    why = f"，原因：{common.cut(reason)}" if reason else ""
    what = "应收已恢复" if reopened else "预收已扣掉"
    return f"已退回 {name(number)} {mask(customer)} {common.money(amount)}{why}。{what}{common.told(told)}。"


def your_payment_denied(number: int, customer: str, amount: Decimal, finance: str, reason: str, owed: Decimal) -> str:
    """To the rep whose payment finance has not seen."""
    why = f"：{common.cut(reason)}" if reason else ""
    left = f"{mask(customer)} 未收 {common.money(owed)}" if owed else f"{mask(customer)} 没有未收款"
    return (
        f"财务 {finance} 没收到 {name(number)} {mask(customer)} {common.money(amount)}{why}。\n"
        f"这笔已退回，{left}。和客户对一下，真到账了再发一条回款。"
    )


def none_pending_of(short: str) -> str:
    """Finance denies what waits of a customer, and nothing does."""
    return f"{mask(short)} 没有待核对的回款。核对过又退票的，写编号和原因：没收到 161 退票"


def deny_which() -> str:
    """A denial of more than one payment, or of none."""
    return "一次退回一笔，写编号和原因，比如：没收到 161 查无此款"


def check_how_many(count: int) -> str:
    """Everything at once is confirmed only after a yes."""
    return f"{count} 笔待核对的全部到账？"


# --- corrections --------------------------------------------------------------------------------------------------


def changed(customer: str, done: Booked, what: str, before: str, after: str) -> str:
    """已改 回款#161 …, from what to what, and what it settles now."""
    head = f"已改 {name(done.number)} {mask(customer)}：{what} {mask(before)} → {mask(after)}。"
    return f"{head}\n{settled(done)}{STATES[PaymentState(done.state)]}。"


def how_to_change(number: int) -> str:
    """What can be corrected in a payment, and how."""
    return f"{name(number)} 能改金额、日期、客户、方式，比如：改 #{number} 金额 6万"


def your_payment_changed(leader: str, number: int, customer: str, what: str, before: str, after: str) -> str:
    """To the author whose payment somebody above him corrected."""
    return f"{leader} 改了你的 {name(number)} {mask(customer)}：{what} {mask(before)} → {mask(after)}。"
