"""What is said of a customer's time line (东吴 时间线, `product.md` B7, C6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from handlers.texts import common
from handlers.texts.records import KINDS, VARIETIES
from models.rules.masking import mask
from models.schema import CommitmentState, MoveKind, PaymentState, RecordKind

MOVES = {
    MoveKind.REGISTERED: "报备归属",
    MoveKind.CLAIMED: "从公海领取",
    MoveKind.RETURNED: "退回公海",
    MoveKind.RECYCLED: "被公海回收",
    MoveKind.ASSIGNED: "分配",
    MoveKind.RULED: "裁定归属",
    MoveKind.HANDED_OVER: "交接",
    MoveKind.JOINED: "加入合作",
    MoveKind.LEFT: "退出合作",
}
STATES = {CommitmentState.KEPT: "（已兑现）", CommitmentState.CANCELLED: "（不算了）"}
WHICH = "看哪家的？比如：东吴 时间线"
LIST_HINT = "回编号看这一条，回“下一页”接着看。"


def head(customer: str, page: int, pages: int | None) -> str:
    """苏州东吴机械有限公司 的往来."""
    where = f"（第 {page + 1} 页）" if page or pages is None or pages > 1 else ""
    return f"{mask(customer)} 的往来{where}："


def empty(customer: str) -> str:
    """Nothing has happened yet."""
    return f"{mask(customer)} 还没有往来记录。去过、联系过，发一句就记上。"


def what(kind: RecordKind, variety: str) -> str:
    """拜访, 报价, 领取: what an event was."""
    if kind is RecordKind.MOVE:
        return MOVES.get(MoveKind(variety), KINDS[kind])
    if kind is RecordKind.ORDER and variety == "quoted":
        return "报价"
    return VARIETIES.get(variety) or KINDS[kind]


def line(
    index: int,
    on: date,
    today: date,
    said: str,
    number: int,
    *,
    who: str,
    contact: str,
    words: str,
    amount: Decimal | None,
    state: str,
    in_full: bool,
) -> str:
    """1 2026年11月20日 拜访 李雷·王总 谈报价 #128; without the year where it is this one."""
    day = f"{on.month}月{on.day}日" if on.year == today.year else f"{on.year}年{on.month}月{on.day}日"
    whom = "·".join(filter(None, (who, common.cut(contact, 8) if contact else "")))
    sum_ = common.money(amount) if amount is not None else ""
    about = common.cut(words, 400 if in_full else 28) if words else ""
    return " ".join(filter(None, (str(index), day, said, whom, sum_, about + state, f"#{number}")))


def detail(line_: str) -> str:
    """One event with all its words, without its place in the list."""
    return line_.partition(" ")[2]


def by(name: str) -> str:
    """Who decided that a customer changes hands, where he is neither who had it nor who got it."""
    return f"（{name} 定的）"


def state(kind: RecordKind, variety: str) -> str:
    """What became of it, where that is worth a word."""
    if kind is RecordKind.COMMITMENT:
        return STATES.get(CommitmentState(variety), "")
    return "（待财务核对）" if kind is RecordKind.PAYMENT and variety == PaymentState.PENDING else ""
