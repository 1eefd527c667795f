"""What people read about figures and places: their own in full, of colleagues three names (`product.md` F3)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handlers.texts import common
from models.wording.places import first_three

NOT_IN_LINE = "你这条线上没有这位同事，看不了。发“本月排名”看你带的人。"
ONLY_OWN = "同事的数据由他的主管看。你可以发“我这个月干了多少”看自己的。"
NOBODY = "还没有可以排名的业务员。人员由管理员导入后就能看。"
TOPS_ONLY = "排名只报前三名和你自己的位置。"
NOBODY_YET = "还没有人有成绩"
NOBODY_GREW = "还没有人比上期多"

COMPLETION = "完成"
GROWN = "增长"
GROWTH = "进步"
TEAM = "本组"
COMPANY = "全公司"


def signed(value: Decimal, unit: str) -> str:
    """+2 分, −1 分, 持平; yuan as `common.money`."""
    if not value:
        return "持平"
    amount = common.money(abs(value)) if unit == "元" else f"{abs(value):.0f} {unit}"
    return f"{'多' if value > 0 else '少'} {amount}"


def amount(value: Decimal, unit: str) -> str:
    """17 分, 5 万元."""
    return common.money(value) if unit == "元" else f"{value:.0f} {unit}"


def stats(title: str, lines: Sequence[str]) -> str:
    """Somebody's figures."""
    return "\n".join([f"{title}：", *lines])


def whose(name: str, period: str) -> str:
    """李雷 本周（11月23日–11月29日）."""
    return f"{name} {period}" if name else period


def visits(count: int, customers: int, points: int, due: int, followups: int) -> str:
    """拜访 17 次 12 家，积分 17，应有 18；完成跟进 3 条."""
    score = f"积分 {points}（这段应有 {due}）" if due else f"积分 {points}"
    return f"拜访 {count} 次 {customers} 家，{score}，完成跟进 {followups} 条"


def business(leads: int, orders: int, ordered: Decimal, payments: int, paid: Decimal) -> str:
    """报备 2 家，订单 1 笔 31 万元，回款 2 笔 5 万元."""
    sold = f" {common.money(ordered)}" if ordered else ""
    came = f" {common.money(paid)}" if paid else ""
    return f"报备 {leads} 家，订单 {orders} 笔{sold}，回款 {payments} 笔{came}"


def compared(period: str, visits: Decimal, points: Decimal, leads: Decimal, ordered: Decimal, paid: Decimal) -> str:
    """比上期（10月1日–10月23日）：拜访多 2 次，积分多 2 分，回款多 5 万元: what has moved."""
    moves = [
        f"{word}{signed(value, unit)}"
        for word, value, unit in (
            ("拜访", visits, "次"),
            ("积分", points, "分"),
            ("报备", leads, "家"),
            ("订单额", ordered, "元"),
            ("回款", paid, "元"),
        )
        if value
    ]
    return f"比上期（{period}）：{'，'.join(moves) or '都持平'}"


def days(first: str, last: str) -> str:
    """10月1日–10月23日."""
    return first if first == last else f"{first}–{last}"


def heading(period: str, scope: str, people: int, measure: str) -> str:
    """本周（11月23日–11月29日）排名，本组 3 人，按积分."""
    return f"{period}排名，{scope} {people} 人，按{measure}"


def tops(word: str, names: Sequence[tuple[int, str]], nobody: str) -> str:
    """完成前三：1 李雷 2 韩梅 3 陈晨."""
    return f"{word}{first_three(names)}" if names else f"{word}：{nobody}。"


def own(reached: str, growth: str) -> str:
    """你：完成第 2（4 分，应有 7 分），进步第 1（比上期多 1 分）."""
    return f"你：{reached}，{growth}。"


def no_page(pages: int) -> str:
    """There is nothing behind the last page."""
    return f"就这 {pages} 页，后面没有了。"


def own_place(word: str, rank: int, told: str) -> str:
    """完成第 2（4 分，应有 7 分）."""
    return f"{word}第 {rank}（{told}）"


def no_place(word: str, told: str) -> str:
    """完成还没排上（0 元）: of somebody who has nothing yet."""
    return f"{word}还没排上（{told}）"


def of_due(value: str, due: int) -> str:
    """4 分，应有 7 分，57%."""
    return value if not due else f"{value}，应有 {due} 分"


def line(rank: int, index: int, name: str, value: str, due: int, points: Decimal, growth: str, *, shares: bool) -> str:
    """1 李雷 4 分（57%），比上期多 1 分; who has the same stands in the same place where that `shares` anything."""
    share = f"（{points * 100 / due:.0f}%）" if due else ""
    same = f"，并列第 {rank}" if rank != index and shares else ""
    return f"{index} {name} {value}{share}{same}，{growth}"


def against_last(growth: str) -> str:
    """比上期多 1 分; 和上期持平."""
    return f"和上期{growth}" if growth == "持平" else f"比上期{growth}"


def pick(page: int, pages: int, due: int) -> str:
    """Below a leader's list."""
    asked = f"这段应有 {due} 分。" if due else ""
    if pages == 1:
        return f"{asked}回编号看那一位的数据。"
    return f"{asked}第 {page + 1}/{pages} 页，回编号看数据，回“下一页”继续。"


def pick_a_number(count: int) -> str:
    """The answer fits nobody in the list."""
    return f"回 1 到 {count} 的编号，就看那一位的数据。"
