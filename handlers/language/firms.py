"""Looking up customers, listing them, and putting new ones into the book."""

from __future__ import annotations

import enum
import re
from typing import Final

from handlers.language.asks import person_slots
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.moods import is_no_order
from handlers.language.newcomers import phone_slots, read_newcomer
from handlers.language.numbers import COUNT, number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.who import Who, find_who
from models.rules.names import split_place


class Asked(enum.StrEnum):
    """The value of the slot `field` of CUSTOMER_QUERY: what is wanted of a customer."""

    ALL = "all"
    PHONE = "phone"
    ADDRESS = "address"
    CONTACTS = "contacts"
    OWNER = "owner"
    LAST = "last"
    NEXT = "next"
    OWES = "owes"
    ORDERS = "orders"
    BIRTHDAY = "birthday"
    WHOSE_PHONE = "whose_phone"


_ASKED: Final[tuple[tuple[Asked, re.Pattern[str]], ...]] = (
    (Asked.LAST, regex(r"上次|上回|最近|跟进记录|拜访记录|历史|聊到哪|谈到哪|进展|什么进度|啥进度|记录")),
    (Asked.NEXT, regex(r"下次|什么时候(?:再)?去|哪天去")),
    (Asked.BIRTHDAY, regex(r"生日")),
    (Asked.OWES, regex(r"欠|应收|账期|没付")),
    (Asked.ORDERS, regex(r"订单|下过|买过|买了(?:啥|什么|多少)|合同")),
    (Asked.PHONE, regex(r"电话|手机|号码|联系方式|怎么联系|微信")),
    (Asked.ADDRESS, regex(r"地址|在哪|位置|怎么走|哪里|哪儿|定位")),
    (Asked.CONTACTS, regex(r"联系人|找谁|对接人|谁(?:负责采购|对接|管采购|是老板)|老板(?:叫|是|姓)")),
    (
        Asked.OWNER,
        regex(
            r"(?:谁|哪[个位](?:业务员?|销售|同事|人)?)(?:在|来)?(?:跟|负责|管|盯|的客户)|是谁的|谁的|归谁|归属|负责人"
        ),
    ),
)
_WHOSE_PHONE: Final = regex(r"谁|哪家|哪个|是(?=\s*$)|查")
_NOT_ASKED: Final = regex(r"(?:别|不用|不要|取消)(?:再)?查|你(?:觉得|说|看)|到底|什么意思|能成")

_LEVEL: Final = regex(
    r"(?<![a-z0-9])(?P<level>[abcds])\s*(?:类|级|档)|(?P<cn>重点|大|核心|vip|战略|意向|潜在|成交|老|新|流失|沉睡)(?:的)?客户"
    r"|客户\s+(?P<behind>重点|核心|vip|战略|意向|潜在|成交|流失|沉睡)"
)
_PAGE: Final = regex(rf"第\s*({COUNT})\s*页")
_QUIET: Final = regex(
    rf"(?P<count>{COUNT}|半|几)个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:以上|多|没|都没|之内没|内没|未)?(?=[^,。;]{{0,6}}(?:没|未)?[^,。;]{{0,3}}(?:联系|拜访|跟进|动|去|跑|见|走动|来往|下单))"
)
_LONG_QUIET: Final = regex(
    r"(?:多久|很久|好久|长期|长时间|一直|最近|久)(?:都|还)?(?:没|未)[^,。;]{0,4}(?:联系|拜访|跟进|动|去|跑|来往)|久未联系|沉睡"
)
_LENGTHS: Final = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_LONG: Final = 30
"""Days that 很久没联系 means when no number is said."""
_KINDS: Final = (
    r"学校|医院|超市|酒店|餐饮|工厂|药房|药店|饭店|宾馆|便利店|幼儿园|物业|物流|建材|食品|服装|门店|连锁店?|花店|诊所|银行"
    r"|市场|茶楼|烧烤|面馆|小吃|零售|批发|汽修|装饰|家具|五金|医药|培训|教育|机械|纺织|电子"
)
_FILTER: Final = regex(
    r"(?P<filter>(?:(?![的下上有些把查找列])[一-鿿]){1,4})(?:类|行业|性质|这(?:一)?类|方面)的?(?=客户|公司|单位|有|$)"
    rf"|(?:的|所有|全部|哪些)(?P<kind>{_KINDS})(?:客户|有|$|发|列|拉|都)"
    rf"|(?:多少|几|哪些|有|是)[家个]?(?P<counted>{_KINDS})(?=$|[^一-鿿]|啊|呢)"
    rf"|(?P<plain>{_KINDS})(?:(?:的)?客户|(?:公司|单位)有)"
)
_PROVINCES: Final = regex(
    r"浙江|江苏|安徽|山东|福建|江西|湖北|湖南|广东|河南|河北|四川|华东|华南|华北|苏南|苏北|浦东|浦西|闵行|松江|青浦|嘉定|宝山|徐汇|静安|长宁|普陀|虹口|杨浦|黄浦|奉贤|金山|崇明|外地|本地|长三角"
)
_PLACE: Final = regex(r"[一-鿿]{2,5}")
_NO_LIST: Final = regex(r"删|清空|导出|泄露|被(?!回收|收回|公海)")


def read_customer_query(reading: Reading) -> Intent | None:
    """What is known of a customer or a person: `customer`, `contact`, `phone`, and `field`, an `Asked`.

    A name by itself that fits one customer is a query; one that fits several, and several names, are marked `unsure`.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    if _NOT_ASKED.search(masked):
        return None
    if reading.phones and _WHOSE_PHONE.search(masked) and not reading.customers:
        slots = phone_slots(reading)
        slots["field"] = reading.whole(Asked.WHOSE_PHONE)
        return reading.intent(Intents.CUSTOMER_QUERY, slots)
    who = _whom(reading)
    if not who.slots:
        return None
    slots = dict(who.slots)
    field = next(((asked, found) for asked, words in _ASKED if (found := words.search(masked))), None)
    slots["field"] = (
        reading.slot(field[0], *field[1].span()) if field is not None else reading.whole(_asked_by_form(who))
    )
    if _is_unsure(reading, who):
        slots["unsure"] = reading.whole(True)
    return reading.intent(Intents.CUSTOMER_QUERY, slots)


def _asked_by_form(who: Who) -> Asked:
    return Asked.CONTACTS if "contact" in who.slots and who.customer is None else Asked.ALL


def _whom(reading: Reading) -> Who:
    who = find_who(reading)
    if who.slots:
        return who
    named = _UNKNOWN.match(reading.masked)
    if named is None or _NOBODY.fullmatch(named["name"]):
        return who
    place = named.span("name")
    near = tuple(reading.book.near_customers(reading.text[slice(*place)], reading.situation.speaker))
    return Who({"customer": reading.slot(CustomerMention(reading.words(*place), (), near), *place)}, place)


_UNKNOWN: Final = regex(
    r"(?:[\s,:]|有没有|有没|查(?:询|看|一?下)?|找(?:一?下)?|看(?:看|一?下)?|搜(?:一?下)?|问(?:一?下)?|把)*(?P<name>[一-鿿a-z0-9]{2,12}?)"
    r"(?:这[个家](?:客户|公司)?|那边)?(?:的|\s|,)*(?=电话|手机|地址|联系|资料|情况|信息|是谁|谁|上次|最近|跟进|拜访|在哪|归|欠|$)"
)
_NOBODY: Final = regex(
    r"客户|他|她|他们|我|我们|你|这个|那个|这家|那家|大家|公司|最近|上次|今天|昨天|一下|所有.*|全部.*"
)


def _is_unsure(reading: Reading, who: Who) -> bool:
    mention = who.slots.get("customer")
    several = len({span[2] for span in reading.customers}) > 1
    return several or (mention is not None and len(mention.value.ids) != 1)


def read_customer_list(reading: Reading) -> Intent | None:
    """Which customers are to be listed: `person` (whose, if not the speaker's), `city`, `filter` (学校, 重点), `level`
    (A), `days` (not contacted for so long), `page` (int).

    Args:
        reading: the whole message.

    Returns:
        None where customers are to be deleted or exported.
    """
    masked = reading.masked
    if _NO_LIST.search(masked):
        return None
    slots = person_slots(reading)
    slots |= _city(reading) | _filter(reading) | _level(reading) | _quiet(reading) | _page(reading)
    return reading.intent(Intents.CUSTOMER_LIST, slots)


def _city(reading: Reading) -> dict[str, Slot]:
    named = _PROVINCES.search(reading.masked)
    if named is not None:
        return {"city": reading.slot(named.group(), *named.span())}
    for run in _PLACE.finditer(reading.masked):
        for start in range(run.start(), run.end() - 1):
            for size in (4, 3, 2):
                said = reading.masked[start : min(start + size, run.end())]
                if len(said) == size and split_place(f"{said}某某") == (said, "某某"):
                    return {"city": reading.slot(said.rstrip("市"), start, start + size)}
    return {}


def _filter(reading: Reading) -> dict[str, Slot]:
    found = _FILTER.search(reading.masked)
    if found is None:
        return {}
    group = next(name for name in ("filter", "kind", "counted", "plain") if found[name])
    return {"filter": reading.slot(found[group].lstrip("的有些"), *found.span(group))}


def _level(reading: Reading) -> dict[str, Slot]:
    found = _LEVEL.search(reading.masked)
    if found is None:
        return {}
    if found["level"]:
        return {"level": reading.slot(found["level"].upper(), *found.span("level"))}
    group = "cn" if found["cn"] else "behind"
    return {"filter": reading.slot(found[group], *found.span(group))}


def _quiet(reading: Reading) -> dict[str, Slot]:
    found = _QUIET.search(reading.masked)
    if found is not None:
        length = _LENGTHS[found["unit"]]
        days = length // 2 if found["count"] == "半" else length * (number(found["count"]) or 3)
        return {"days": reading.slot(days, *found.span())}
    found = _LONG_QUIET.search(reading.masked)
    return {} if found is None else {"days": reading.slot(_LONG, *found.span())}


def _page(reading: Reading) -> dict[str, Slot]:
    found = _PAGE.search(reading.masked)
    page = number(found[1]) if found is not None else None
    return {} if found is None or page is None else {"page": reading.slot(page, *found.span())}


_NOT_ADDED: Final = regex(r"(?:别|不用|不要|没有?|未|不)(?:再|用|想)?(?:建|加|新增|录|存)")


def read_customer_add(reading: Reading) -> Intent | None:
    """A customer to be put into the book: `customer_new`, `contact`, `title`, `phone`, `city`, `summary`.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    if _NOT_ADDED.search(masked) or is_no_order(masked):
        return None
    return reading.intent(Intents.CUSTOMER_ADD, mention_or_new(reading))


def mention_or_new(reading: Reading) -> dict[str, Slot]:
    """What was read of a new firm; of one that the book holds already, that one.

    Args:
        reading: the whole message.
    """
    slots = read_newcomer(reading)
    if "customer_new" in slots or "customer" in slots or not reading.customers:
        return slots
    return {**slots, "customer": mention_slot(reading, reading.customers[0])}
