"""A sales area for the tests of what is noted besides visits: its customers, the people there, and the team."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.language.book import CustomerBook
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Situation, Speaker
from handlers.language.normalise import normalise
from handlers.language.reading import Reading
from models.directory import ContactCard, CustomerCard, PersonCard
from models.schema import Role
from models.times import SHANGHAI
from tests.handlers.language.company import Roll

EVENING = datetime(2026, 11, 25, 18, 20, tzinfo=SHANGHAI)
"""A Wednesday evening."""
MORNING = datetime(2026, 11, 25, 9, 30, tzinfo=SHANGHAI)
_TEAM = (("xufeng", "许峰", Role.REP), ("sunli", "孙莉", Role.REP), ("maotao", "毛涛", Role.MANAGER))
_FIRMS = (
    ("K01", "上海好邻居超市有限公司", ("好邻居", "好邻居超市"), 1, "上海"),
    ("K02", "苏州精工模具有限公司", ("精工模具", "苏州精工"), 1, "苏州"),
    ("K03", "南通老渔港酒楼", ("老渔港",), 1, "南通"),
    ("K04", "昆山启明学校", ("启明学校", "启明"), 1, "昆山"),
    ("K05", "无锡金太阳光伏科技有限公司", ("金太阳光伏", "金太阳"), 1, "无锡"),
    ("K06", "常州顺达物流有限公司", ("顺达物流", "顺达"), 2, "常州"),
    ("K07", "湖州竹海山庄", ("竹海山庄",), None, "湖州"),
    ("K08", "苏州瑞丰科技有限公司", ("瑞丰",), 1, "苏州"),
    ("K09", "上海瑞丰贸易有限公司", ("瑞丰",), 1, "上海"),
)
_PERSONS = (
    ("K01", "张小燕", "店长"),
    ("K01", "燕姐", "采购"),
    ("K02", "何伟民", "总经理"),
    ("K02", "老郭", "车间主任"),
    ("K03", "阿福师傅", "厨师长"),
    ("K04", "费校长", "校长"),
    ("K05", "端木青", "技术经理"),
    ("K05", "龚总", "总经理"),
    ("K06", "快哥", "调度"),
)


def _roll() -> Roll:
    roll = Roll()
    for number, (userid, name, role) in enumerate(_TEAM, 1):
        leader = 3 if role is Role.REP else None
        roll.people[number] = PersonCard(number, userid, name, role, "销售二部", leader, active=True)
    codes: dict[str, int] = {}
    for number, (code, name, aliases, owner, city) in enumerate(_FIRMS, 1):
        codes[code] = number
        roll.customers[number] = CustomerCard(number, code, name, owner, city, None, None, True, aliases)
    for number, (code, name, title) in enumerate(_PERSONS, 1):
        roll.known.setdefault(codes[code], []).append(ContactCard(number, codes[code], name, title))
    return roll


ROLL = _roll()
BOOK = CustomerBook(ROLL)


def reading(text: str, *, at: datetime = EVENING) -> Reading:
    """A message of 许峰's, spotted."""
    normal = normalise(text)
    return Reading(normal, 0, len(normal.text), Situation(at, Speaker(1)), BOOK)


def plain(intent: Intent | None) -> dict[str, Any]:
    """The slots of an intent, names as codes and words: customer K01, contact 燕姐, person 孙莉."""
    if intent is None:
        return {}
    return {name: _plain(name, slot.value) for name, slot in intent.slots.items()}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, CustomerMention):
        codes = [ROLL.customers[found].code for found in value.ids]
        return codes[0] if len(codes) == 1 else codes or value.text
    if isinstance(value, ContactMention):
        return value.text
    if name in {"person", "to_user"}:
        return [ROLL.people[found].name for found in value]
    if name == "period":
        return f"{value[0]:%m-%d}..{value[1]:%m-%d}"
    return value
