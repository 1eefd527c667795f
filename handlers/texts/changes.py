"""What of each kind of record can be corrected, and how to say it (`product.md` §4.1 rule 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.texts import money, orders, receivables, records
from models.schema import RecordKind


def told_changed(who: str, what: str) -> str:
    """What the leader is told who was told of the record as it was."""
    return f"{who} 改了：{what}"


def how(kind: str, number: int, name: str, variety: str) -> str:
    """What of a record can be corrected, with an example.

    Args:
        kind: `RecordKind`.
        number: of the record.
        name: as `records.name` says it.
        variety: which sort of its kind it is.
    """
    say = _HOW.get(RecordKind(kind))
    if say is not None:
        return say(number, name)
    if kind == RecordKind.ORDER:
        return f"{orders.how_to_change(number, quoted=variety == 'quoted')}。"
    return f"{name} 这里改不了。刚记的可以先撤销，再说一遍对的。"


def _visit(number: int, _name: str) -> str:
    return records.how_to_change(number)


def _plan(number: int, name: str) -> str:
    return f"{name} 能改日子、时间、内容、客户，比如：改 #{number} 下周五，或：改 #{number} 内容 带合同"


def _commitment(number: int, name: str) -> str:
    return f"{name} 能改日子和内容，比如：改 #{number} 12月10日，或：改 #{number} 内容 送样册"


def _news(number: int, name: str) -> str:
    return f"{name} 能改内容，比如：改 #{number} 内容 嫌交期长，要 15 天"


def _absence(number: int, name: str) -> str:
    return f"{name} 能改日子，比如：改 #{number} 12月4日（改到哪天为止）；不去了发“取消{name.partition('#')[0]}”。"


def _lead(number: int, name: str) -> str:
    return f"{name} 能改需求、联系人、下一步，比如：改 #{number} 需求 3台注塑机。名字报错了就先撤销再报。"


def _dunning(_number: int, name: str) -> str:
    return f"{name} 哪天付、付多少再说一遍就按新的算，比如：东吴 走流程 下周五付"


def _report(_number: int, name: str) -> str:
    return f"{name} 要补就发：日报 加一句 …；里面的记录写错了，改那条记录，日报会跟着更新。"


def _said_again(_number: int, name: str) -> str:
    return f"{name} 再说一遍对的就行，新的会盖掉旧的，比如：王总生日 农历七月初九，或：东吴 地址 …"


def _move(_number: int, name: str) -> str:
    return f"{name} 这里改不了。不跟了发“退回 客户名 原因”，要换人由主管分配。"


def _remark(_number: int, name: str) -> str:
    return f"{name} 已经转告本人，改不了。10 分钟内可以撤销，或再点评一句。"


def _appeal(_number: int, name: str) -> str:
    return f"{name} 已交主管，改不了。有补充直接找主管，或撤销后重新申诉。"


def _handover(_number: int, name: str) -> str:
    return f"{name} 这里改不了。进度和还没交完的发“交接单”。"


_HOW: Final[Mapping[RecordKind, Callable[[int, str], str]]] = MappingProxyType(
    {
        RecordKind.VISIT: _visit,
        RecordKind.FOLLOWUP: _plan,
        RecordKind.REMINDER: _plan,
        RecordKind.PAYMENT: lambda number, _name: money.how_to_change(number),
        RecordKind.RECEIVABLE: lambda number, _name: receivables.how_to_change(number),
        RecordKind.COMMITMENT: _commitment,
        RecordKind.NEWS: _news,
        RecordKind.ABSENCE: _absence,
        RecordKind.LEAD: _lead,
        RecordKind.DUNNING: _dunning,
        RecordKind.REPORT: _report,
        RecordKind.BIRTHDAY: _said_again,
        RecordKind.CONTACT: _said_again,
        RecordKind.CARD: _said_again,
        RecordKind.ALIAS: _said_again,
        RecordKind.CUSTOMER: _said_again,
        RecordKind.MOVE: _move,
        RecordKind.REMARK: _remark,
        RecordKind.APPEAL: _appeal,
        RecordKind.HANDOVER: _handover,
    }
)
