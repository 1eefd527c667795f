"""Registrations by their number, checks, renewals and appeals (查重, 续保护, 申诉, 撞单, 报备B0131 需求 …)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers.language.expected_days import EXPECTED, expected_day
from handlers.language.meaning import Book, ContactMention, Intent, Intents, Situation, Slot
from handlers.language.mentions import by_part, mention_slot
from handlers.language.needs import read_need
from handlers.language.newcomers import phone_slots
from handlers.language.normalise import CUSTOMER, PERSON, normalise
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES, find_contact_words
from handlers.language.reading import Reading
from handlers.language.signs import C, P, supposed
from handlers.language.strangers import find_person
from handlers.language.who import Place, joined_words, without

NUMBERED: Final = regex(
    r"(?<![a-z0-9#])(?:报备\s*[#b]?|b|#)\s*0*(?P<number>[1-9]\d{0,8})(?!\d)(?![\d.,]*[台万个元%天家月年块千百吨套件])"
)
"""报备B0131, 报备131, b131: a registration by its number."""
_TOPIC: Final = regex(
    r"能领|能认领|能不能领|查重|查下重|查一下重|撞单|有人|报过|报备|备案|能报|可以报|还能报|好报|被报|有主|谁的|归谁|谁在?跟|续|延|再给|宽限|申诉|我先|我早|先是我|本来是我|对方没|保护|[b#]\s*\d|预计|估计|采购|招标|下单|根本|从来|压根"
)

_CHECKS: Final = regex(
    rf"查[一下]*重|撞单(?:吗|没|了没|不)|(?:有没有|会不会|是不是|别)(?:被)?(?:人)?撞单|有没有撞|(?:有没有|有|被)(?:别?人|同事|谁)(?:已经|在|先|来)?(?:报(?!价|名|销|警)|跟(?!我|你|他|她|客户|{C})|登记|备案)[^,。]{{0,6}}$"
    r"|(?:报备?|登记|备案)过(?:了)?(?:没|吗|么|不)|(?:能不能|可不可以|还能|能|可以|好不好|还可以)(?:再)?(?:报备?|登记)(?:吗|么|不|$|[?])|(?:能不能|可不可以|还能不能)(?:报备?|登记|备案)"
    rf"|被(?:人|别人|同事)?(?:报备?|备案|登记)(?:了|过|走)?(?:吗|没|么|没有|[?]|$)|(?:还)?能(?:不能)?(?:领|认领)(?:取|走)?(?:吗|么|不|没|[?]|$)|(?:有主|没主|有归属)(?:吗|了吗|没|了没|的|么|[?]|$)|(?:还)?没人(?:报备?|跟)(?:吧|吗|[?])"
    rf"|^[\s]*{C}[\s]*(?:到底|现在|是|这家|这个)*(?:归谁|谁的|谁在?跟)"
)
_LEFT: Final = regex(
    r"(?:报备|保护期?|备案)[^,。]{0,3}(?:还剩|剩|还有)(?:几天|多少天|多久)|(?:报备|保护期?)到(?:几号|哪天|什么时候)"
)
_MINE: Final = regex(
    rf"(?:我的?|我名下的?|我手[上里]的?|我这[边里]的?|团队的?|大家的?|{P}的?)(?:所有|全部|本月|这个?月|今天|最近)*的?报备(?:单|的?客户|清单|列表|情况|记录|了?(?:哪些|几家|多少|什么|谁).{{0,4}})?(?:呢|啊|[?])?\s*$"
    r"|^[\s]*(?:看看?|查看?|列[出一下]*|发)?(?:我的?)?(?:所有|全部)?报备(?:单|清单|列表|名单|记录|情况)[\s]*$"
    r"|(?:快|要|马上|即将|快要)(?:到期|过期)的?(?:报备|保护|备案)|(?:报备|保护期?|备案)(?:哪些|有哪些|有没有)?(?:快|要|马上|即将|快要)(?:到期|过期)|哪些(?:报备|保护)[^,。]{0,4}(?:到期|过期)|报备(?:还差|没落实|待落实|没补齐)"
)
_ENDING: Final = regex(r"到期|过期")
_HISTORY: Final = regex(r"我?报备了(?:哪些|几家|多少|什么|谁)")

_RENEWS: Final = regex(
    rf"续(?:一?[下个次]|上|期)*(?:的)?(?:保护|报备|备案)|(?:保护期?|报备)(?:期)?(?:能不能|可以|想|要|帮我|再|给我|麻烦|申请|也)*(?:续|延|加)(?:一?[下个次]|长|期|到)*"
    rf"|^\s*(?:申请|我要|我想|想|帮我|请|麻烦|要)*(?:延期|延长|延一?下|宽限)|^\s*{C}[\s,]*(?:申请|想|要|帮我|再|能不能)*(?:延期|延长|延一?下|宽限|再(?:给|延|续|宽限)(?:我)?[^,。]{{0,6}}[天月周])"
    rf"|再给我(?:们)?(?:延|续|宽限)?(?:一个?|半个?|两个?|几|\d+个?)(?:月|天|周|星期|礼拜)|^\s*续(?:一?下)?\s*{C}|{C}[\s,]*(?:再)?续(?:一?下|个|期|上|着)?(?=\s*(?:$|[\s,。]|\d|一个?月|半个?月))"
)
_OTHER_DELAY: Final = regex(
    r"付款|打款|回款|货款|交货|交期|发货|到货|验收|工期|尾款|开工|合同(?!还)|出差|请假|会议|见面|拜访|生产|账期|租|续费|续约|续签|续单|续订|客户[^,。]{0,3}(?:要|想|说)延"
)

_APPEALS: Final = regex(
    r"申诉|(?<!没)(?:是)?我(?:最)?先(?:跟|谈|联系|接触|报|拜访|聊|开发|找到?|做|跑|见)(?:进|上|到)?的?(?!说|去|吧)|先(?:跟|谈|联系|报|接触)的?(?:明明|本来)?是我|(?:明明|本来|一直)(?:就)?(?:是|都是)我(?:在|先)?(?:跟|谈|报|的客户)"
    r"|对方(?:一直|从来|都|根本|压根)?没(?:有)?(?:在)?(?:跟|联系|去|动|拜访|管)|(?:他|她|人家|那边)(?:一直|从来|都|根本|压根)没(?:有)?(?:在)?(?:跟进?|联系过?|去过|动过?|管过?)"
)
_APPEAL_HEAD: Final = regex(r"^\s*(?:那么?|好|行|不行|,)*(?:我要|我想|要|我)?申诉|^\s*撞单")
_CONFLICT: Final = regex(r"撞单")
_FIRST: Final = regex(
    rf"(?:{C}|这家|这个客户)[\s,]*(?:这家|这个|那家|客户)?[\s,]*(?:明明|本来|一直|其实|就|都|可)*(?:是|先是)?我|(?:{C})[\s,]*(?:对方|他|她|人家|那边)"
)

_NEED: Final = regex(r"(?:具体|详细)?(?:需求|需要|要的|想要|要求)(?:是|为|改成|改为)?[\s:,]*")
_CONTACT: Final = regex(r"(?:联系人|对接人|找)(?:是|为|改成)?[\s:,]*")
_NEXT: Final = regex(r"(?:下一步|下次|下一次|下回|跟进|预计|计划)(?:时间|日期)?(?:是|为|在)?[\s:,]*")
_SUMS: Final = regex(
    r"[那这]单|单子|商机|\d\s*(?:%|万|w)|成交|商机|概率|把握|胜算|可能性|[一二三四五六七八九]成(?!本|立|套|品)"
)
_SOURCE: Final = regex(
    r"(?P<source>展会|展览会|[一-鿿]{0,4}展(?:上|会上)|抖音|快手|小红书|视频号|公众号|朋友圈|官网|百度|网上|网络|阿里(?:巴巴)?|1688|老客户|朋友|同行|熟人|客户|转介绍|老乡|同学|电话营销|陌拜|陌生拜访|扫街|地推|招标网|广告|来电|自己找)"
    r"(?:上|里|那边|那|会上)?(?:的)?(?:介绍|推荐|转介绍|来|过来|认识|加|碰到|遇到|找到?|看到|开发|打来|拿到|获取|问|咨询)(?:来|过来|给|到)*(?:的)?|(?P<plain>转介绍|陌拜|扫街|地推|来电)(?:的)?(?=$|[\s,。])"
    r"|来源\s*(?:是|:)?\s*(?P<told>[一-鿿a-z0-9]{2,8})"
)
_PROJECT: Final = regex(
    rf"(?:{C})?(?:的)?\s*(?P<project>(?!这个|那个|新|此|该|一个|我)[^\s,，。;:、{CUSTOMER}{PERSON}]{{0,16}}?(?:[一二三四五六七八九十\d]+期)?[^\s,，。;:、{CUSTOMER}{PERSON}]{{0,8}}?(?:项目|工程)|[一二三四五六七八九十\d]+期)"
)
_NOT_PROJECT: Final = regex(
    r"^(?:的)?(?:报备|备案|登记|帮我|我|先|把|这|那|个|新|一|有|大|小|老|好|项目|工程|,)*(?:项目|工程)$"
)
_NOISE: Final = regex(
    r"^(?:[\s,。:;、?]|的|报备|备案|申请|我要|我想|要|想|帮我|请|麻烦|一下|申诉|撞单|看一?下|看看|续保护|续一?下|续期?|延期|延长|延一?下|再给我|宽限|保护期?|一个月|半个月|两个月|\d+\s*[天个月周]+|因为|由于|原因是?|理由是?|[吧了呢啊哈])+"
)
_TAIL: Final = regex(r"(?:[\s,。:;、!]|[吧了呢啊哈呗])+$")
_EMPTY: Final = regex(
    r"(?:我|要|准备|打算|计划|再|先|去|过去|上门|拜访|看看|跟进?|联系|一趟|一下|见面|碰面|约|约好|约了|的|来|了|[\s。:;、])+"
)
_NAME: Final = regex(
    r"^\s*(?:帮我|麻烦|请|我想|想|先|再)*(?:查[一下]*重|查[一下]*|看[看一下]*|问[一下]*)?[\s:,]*(?P<name>[一-鿿a-z0-9()·]{2,30}?)[\s,]*(?:这家|这个|那家|客户)?(?:到底|现在|已经|还|是不是|有没有|会不会|是否|,|\s)*"
    r"(?:$|[?]|被|有人|有谁|能|可以|可不可以|谁|报过|报备过|登记过|归谁|是谁|有主|没人|撞单|好报|查重)"
)
_NO_NAME: Final = regex(
    r"^(?:有没有|有|这个|那个|这家|那家|号码|电话|我|他|她|你|被|客户|公司|会不会|是不是|撞单|查重|别人|谁|人|一下|下)+$|号码|手机|电话"
)


def decide_leads(reading: Reading) -> Intents | None:
    """A registration that is checked, renewed, completed or contested, or the list of one's own."""
    masked = reading.masked
    if _TOPIC.search(masked) is None:
        return None
    if _MINE.search(masked) or (_HISTORY.search(masked) and not reading.customers):
        return Intents.LEAD_CHECK
    contested = _contested(reading)
    if contested is not None:
        return contested
    if (_CHECKS.search(masked) or _LEFT.search(masked)) and "申诉" not in masked:
        return Intents.LEAD_CHECK
    if _renews(reading):
        return Intents.LEAD_RENEW
    return Intents.LEAD_FILL if _fills(reading) else None


def _contested(reading: Reading) -> Intents | None:
    masked = reading.masked
    named = bool(reading.customers) or NUMBERED.search(masked) is not None
    if _CONFLICT.search(masked) and not _CHECKS.search(masked) and (named or _APPEAL_HEAD.search(masked)):
        return Intents.CONFLICT if reading.situation.speaker.leads else Intents.APPEAL
    found = _APPEALS.search(masked)
    if found is None or supposed(masked) or masked.rstrip(" 。!").endswith(("?", "吗", "多久")):
        return None
    if found.group() == "申诉":
        return Intents.APPEAL if named or _APPEAL_HEAD.search(masked) else None
    return Intents.APPEAL if named and _FIRST.search(masked) else None


def _renews(reading: Reading) -> bool:
    masked = reading.masked
    found = _RENEWS.search(masked)
    if found is None or _OTHER_DELAY.search(masked) or supposed(masked):
        return False
    if masked.rstrip().endswith(("?", "吗", "多久", "几次")) and not found.group().startswith("再给"):
        return False
    return bool(reading.customers) or NUMBERED.search(masked) is not None or len(masked) <= _SHORT


_SHORT: Final = 16


def _fills(reading: Reading) -> bool:
    masked = reading.masked
    named = NUMBERED.match(masked.lstrip(" 给把补"))
    if _CALLS_OFF.search(masked):
        return False
    if named is not None and masked[masked.find(named.group()) + len(named.group()) :].strip(" ,。"):
        return named.group().startswith(("报备", "b")) or _NEED.search(masked) is not None
    if _SUMS.search(masked) or _REGISTERING.search(masked):
        return False
    return EXPECTED.search(masked) is not None and len(masked) <= _LONGEST_EXPECTED


_WORDS_ROUND: Final = 4
"""Characters round a source that say no more than where a customer came from."""
_LONGEST_EXPECTED: Final = 30
_CALLS_OFF: Final = regex(r"不要了?\W*$|撤[销掉回]|取消|作废|删[掉除]?|错了|不算|不跟|退回|放弃|[?？]|吗\W*$")
_REGISTERING: Final = regex(r"报备|备案|登记|新客户|拜访|提醒")


def read_leads(reading: Reading) -> Intent | None:
    """What is plainly said of registrations, although words of a visit stand in it (申诉 恒力 我上月就去拜访过).

    Args:
        reading: one record.
    """
    if _PLAINLY.search(reading.masked) is None:
        return read_need(reading)
    want = decide_leads(reading)
    return _READERS[want](reading) if want is not None else None


_PLAINLY: Final = regex(r"申诉|撞单|查重|续保护|我(?:最)?先[跟谈报联接拜]|报备\s*[#b]?\d")


def read_check(reading: Reading) -> Intent:
    """查重 …: `customer`, `customer_new` or `phone`; of a list `topic` (mine, ending) and `person`."""
    masked = reading.masked
    if _MINE.search(masked) or (_HISTORY.search(masked) and not reading.customers):
        slots = {"topic": reading.whole("ending" if _ENDING.search(masked) else "mine")}
        if reading.people:
            start, end, ids = reading.people[0]
            slots["person"] = reading.slot(ids, start, end)
        elif re.search(r"团队|大家|组里", masked):
            slots["topic"] = reading.whole("team")
        return reading.intent(Intents.LEAD_CHECK, slots)
    slots = phone_slots(reading)
    if reading.customers:
        slots["customer"] = mention_slot(reading, reading.customers[0])
    elif not slots:
        found = _NAME.match(reading.text)
        if found is not None and not _NO_NAME.search(found["name"]) and not _NO_FIRM.search(found["name"]):
            start, end = found.span("name")
            slots["customer_new"] = reading.slot(reading.words(start, end), start, end)
    return reading.intent(Intents.LEAD_CHECK, slots)


_NO_FIRM: Final = regex("的事|问题|去年|今年|上次|前年|这个|那个")
"""结块的事去年报过没有: no firm is asked about."""


def read_renewal(reading: Reading) -> Intent:
    """续保护: `customer` or `number`, and `reason`."""
    return reading.intent(Intents.LEAD_RENEW, _which(reading) | _why(reading))


def read_appeal(reading: Reading) -> Intent:
    """申诉 东吴 我6月就报价了: `customer` or `number`, and `reason`."""
    return reading.intent(Intents.APPEAL, _which(reading) | _why(reading))


def read_conflict(reading: Reading) -> Intent:
    """撞单 东吴, of a leader: `customer` or `number`."""
    return reading.intent(Intents.CONFLICT, _which(reading))


def read_fill(reading: Reading) -> Intent:
    """报备B0131 需求 2台注塑机: `customer` or `number`, `summary` (the need), `contact`, `phone`, `next_date`."""
    slots = _which(reading)
    taken: list[Place] = [(start, end) for start, end, _ in reading.customers]
    named = NUMBERED.search(reading.masked)
    if named is not None:
        taken.append(named.span())
    on = expected_day(reading)
    if on is not None:
        slots["next_date"] = on[0]
        taken.append(on[1])
    slots |= phone_slots(reading)
    taken += [(phone.start, phone.end) for phone in reading.phones]
    person = find_contact_words(_without(reading, taken), 0, len(reading.masked))
    if person is not None:
        slots["contact"] = reading.slot(ContactMention(reading.words(*person)), *person)
        taken.append(person)
    for label in (_NEED, _CONTACT, _NEXT):
        taken += [found.span() for found in label.finditer(reading.masked)][:1]
    left = [place for place in without(len(reading.text), taken) if _said(reading, place)]
    if left and (_NEED.search(reading.masked) or on is None):
        words = _TAIL.sub("", _NOISE.sub("", joined_words(reading, left, " ")))
        if len(words) > 1:
            slots["summary"] = reading.slot(words, left[0][0], left[-1][1])
    return reading.intent(Intents.LEAD_FILL, slots)


def read_answer(text: str, situation: Situation, book: Book, *, person: bool = False) -> Intent:
    """What an answer says of a registration that is known: see `read_fill`.

    Args:
        text: the message as it came.
        situation: who wrote it, and when.
        book: the names he may mean.
        person: whether a person was asked for, who may then be named without a title.
    """
    normal = normalise(text)
    reading = Reading(normal, 0, len(normal.text), situation, book)
    read = read_fill(reading)
    if not person or "contact" in read.slots:
        return read
    stranger = find_person(reading, 0, len(reading.text))
    found = stranger.name if stranger is not None else _person_behind(reading)
    if found is None:
        return read
    return replace(read, slots={**read.slots, "contact": reading.slot(ContactMention(reading.words(*found)), *found)})


_BEHIND: Final = regex(r"(?:科|部|处|室|组|车间|厂|那边|他们|找|叫|是|联系)(?P<name>[一-鿿]{2,3})(?=$|[\s,。\d])")


def _person_behind(reading: Reading) -> Place | None:
    """找他们设备科王建民: the name at the end, behind his department."""
    found = _BEHIND.search(reading.masked)
    return found.span("name") if found is not None and found["name"][0] in SURNAMES else None


def extras(reading: Reading, slots: dict[str, Slot]) -> dict[str, Slot]:
    """What a registration says beside the firm, its person and its need: `source`, `project`, `next_date`, `need`.

    Args:
        reading: the whole message.
        slots: what was read of the newcomer.
    """
    more: dict[str, Slot] = {}
    more |= _parted(reading, slots)
    said = slots.get("summary")
    source = _SOURCE.search(reading.masked)
    if source is not None:
        words = source["source"] or source["plain"] or source["told"]
        more["source"] = reading.slot(words, *source.span())
    project = None if "project" in more else _project(reading, slots)
    if project is not None:
        more["project"] = project
    on = expected_day(reading)
    if on is not None:
        more["next_date"] = on[0]
    if said is not None:
        gone = [place for place in (source.span() if source else None, on[1] if on else None) if place is not None]
        cut = [reading.words(*place) for place in gone] + ([project.value] if project is not None else [])
        words = said.value
        for one in cut:
            words = words.replace(one, "")
        pieces = [piece.strip(" 的") for piece in re.split("[,，]", words)]
        if source is not None:
            name = more["source"].value
            pieces = [piece for piece in pieces if name not in piece or len(piece) > len(name) + _WORDS_ROUND]
        words = _TAIL.sub("", "，".join(piece for piece in pieces if piece and not _EMPTY.fullmatch(piece)))
        more["need"] = said._replace(value=words)
    return more


_LEADING: Final = regex(r"[的了,，。、:：\s]+(?=.{2})")
_OF_FIRM: Final = regex(r"(?P<firm>.{3,}?)(?P<project>[一二三四五六七八九十\d]+期.{0,12})")


def _parted(reading: Reading, slots: dict[str, Slot]) -> dict[str, Slot]:
    """苏州中科纳米二期厂房项目: the firm, and its project."""
    new = slots.get("customer_new")
    if new is None or new.value not in reading.words():
        return {}
    lead = _LEADING.match(new.value)
    if lead is not None:
        new = new._replace(value=new.value[lead.end() :], start=new.start + lead.end())
    found = _OF_FIRM.fullmatch(new.value)
    if found is None:
        return {"customer_new": new} if lead is not None else {}
    cut = new.start + found.end("firm")
    return {
        "customer_new": new._replace(value=found["firm"], end=cut),
        "project": Slot(found["project"], cut, new.end),
    }


def _project(reading: Reading, slots: dict[str, Slot]) -> Slot | None:
    for found in _PROJECT.finditer(reading.masked):
        start, end = found.span("project")
        words = re.sub(r"^(?:报备|备案|登记|帮我|我|先|把|的|[:,\s])+", "", reading.masked[start:end])
        if not words or _NOT_PROJECT.match(words) or words in {"项目", "工程"}:
            continue
        start = end - len(words)
        new = slots.get("customer_new")
        place = reading.slot(reading.words(start, end), start, end)
        if new is not None and place.start < new.end and place.end > new.start:
            continue
        return place
    return None


def _which(reading: Reading) -> dict[str, Slot]:
    found = NUMBERED.search(reading.masked)
    if found is not None:
        return {"number": reading.slot(int(found["number"]), *found.span())}
    return {"customer": mention_slot(reading, reading.customers[0])} if reading.customers else by_part(reading, _CALLED)


_CALLED: Final = regex(r"\s*(?:撞单|申诉)[\s:,]+(?P<name>[一-鿿]{2,10})(?=$|[\s,。:!])")
"""撞单 东山: part of a name is good enough to ask whether that one is meant."""


def _why(reading: Reading) -> dict[str, Slot]:
    """What is brought forward beside the name and the command."""
    taken: list[Place] = [(start, end) for start, end, _ in reading.customers[:1]]
    taken += [(slot.start, slot.end) for slot in ({} if reading.customers else by_part(reading, _CALLED)).values()]
    named = NUMBERED.search(reading.masked)
    if named is not None:
        taken.append(named.span())
    left = [place for place in without(len(reading.text), taken) if _said(reading, place)]
    if not left:
        return {}
    words = _AT_THE_END.sub("", _NOISE.sub("", joined_words(reading, left, " "))).rstrip(" ,，。!")
    return {"reason": reading.slot(words, left[0][0], left[-1][1])} if len(words) > 1 else {}


_AT_THE_END: Final = regex(r"[\s,，。]*(?:我要|我想|要|提)?申诉[\s。!]*$")


def _said(reading: Reading, place: Place) -> str:
    return reading.masked[slice(*place)].strip(" ,。:;、")


def _without(reading: Reading, places: Sequence[Place]) -> str:
    text = reading.masked
    for start, end in places:
        text = text[:start] + "," * (end - start) + text[end:]
    return text


_READERS: Final[Mapping[Intents, Callable[[Reading], Intent]]] = {
    Intents.LEAD_CHECK: read_check,
    Intents.LEAD_RENEW: read_renewal,
    Intents.LEAD_FILL: read_fill,
    Intents.APPEAL: read_appeal,
    Intents.CONFLICT: read_conflict,
}
