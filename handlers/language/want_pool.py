"""The public pool looked at, customers assigned by leaders or worked on together, and one person's handed over."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.firms import read_customer_list
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.normalise import CUSTOMER
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import C, P, is_asked, supposed

_POOL: Final = regex(
    r"公海|(?:领|捞|认领|领取|接手?)的(?:新?客户|公司|单位|厂)|没人(?:跟|要|管)的(?:客户|公司|厂)|没主的(?:客户|公司|厂)?"
    r"|(?:能|可以|可|还能|够)(?:领取?|捞|认领)(?:的|哪些|哪几家|什么|啥|几家|谁)"
)
_NOT_SHOWN: Final = regex(
    r"提醒|导出|规则|制度|规定|怎么|为什么|为啥|多久|谁|上限|回收|收回|excel|表格|[退扔放丢踢移转还推掉进入]+(?:回|到|进|给|入|去)*公海"
    r"|释放|公海(?:是|什么意思|是啥|的意思|怎)|认领[^的]{0,6}$|(?<!能)(?<!以)领(?:一下|了|走)"
)
_LONGEST: Final = 40
_DAYS: Final = regex(
    r"(?:最近|近|这|前|过去)?\s*(?P<count>\d{1,3}|[一两二三四五六七八九十半]{1,3})\s*个?(?P<unit>天|周|星期|礼拜|月)(?:以?内|里|之内)?"
    r"|(?P<week>这周|本周|这个?星期)|(?P<month>这个?月|本月)|(?P<today>今天|今日)|(?P<lately>最近|新(?:进|来|到)的?)"
)
_LENGTHS: Final = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_LATELY: Final = 7
_FILLERS: Final = regex(
    r"公海|第\s*[\d一二两三四五六七八九十]+\s*页|下一?页|有没有|可不可以|能不能|有[什么啥哪]+些?|哪[些个几]家?|多少家?|几家|什么|看一?看|看一?下|看|查一?下|查|列一?下|列出来|打开|翻一?下"
    r"|发我|给我|帮我|我想|我要|我|现在|目前|还|都|里面|里|池子?|中|的|呢|吗|啊|呀|吧|一下|客户|公司|名单|清单|列表|可以|可|能|够|领取|认领|领|捞|接手?|新|有|没人[跟要管]|没主|行业|类|啥|哪|些|和|或者?|(?<=[一-鿿]{2})(?:那|这)[边里儿块]|[\s,。:;!?、]"
)
_WORD: Final = regex(r"[一-鿿a-z0-9]{2,12}")

_ASSIGNS: Final = regex(
    rf"\s*(?:请|帮我?|麻烦|把)*\s*(?:重新)?(?:分配|改派|指派|分派|派给?|划拨|调配|划给?|调给?)\s*(?:一下|客户)?[\s:]*(?:把|将)?{C}[^?]*?{P}.*"
    rf"|\s*(?:请|把|将)*\s*{C}[^?,。]{{0,6}}(?:改派|分配|指派|分派|划拨|调配|调|划|派)(?:给|到|去)?\s*{P}.*"
)
_TO_STRANGER: Final = regex(
    rf"\s*(?:重新)?(?:分配|改派|指派|分派)[\s:]*{C}\s*(?:给|到)?\s*(?!一下|情况|记录|规则|[^\s]*[谁哪怎什])[一-鿿]{{2,3}}(?<![吗呢么了])\s*"
)
"""分配 华联 小王, who is no colleague: that nobody is called so is said when it is to be done."""
_ALL_OF: Final = regex(
    rf"\s*(?:请|帮我?|把|将)*\s*(?P<whose>[^,。?]{{0,16}}?)的?(?P<level>[a-e]\s*[类级])?的?客户(?:都|全都?|全部|统统|一起)*"
    rf"(?:分配?|转|交|划|派|归|拨|移交?|调)?(?:给|到|归|由)\s*{P}(?:来)?(?:跟|负责|管|接手?|名下|了|吧)*\s*"
    rf"|\s*(?:分配|改派|指派|划给?)\s*(?P<whose2>[^,。?]{{0,16}}?)的?(?:所有|全部)?客户[\s:]*(?:给|到)?\s*{P}\s*"
)
_TOGETHER: Final = regex(
    r"合作|协作|一起(?:跟|做|负责|维护|管)|协同|协办|搭档|共同(?:跟|负责|维护)|协助(?:跟|负责|维护)?|帮忙跟|配合跟"
)
_APART: Final = regex(
    r"(?:不|取消|解除|停止|结束|别|退出|撤掉?|不用|不再|不要|去掉)(?:让|再|跟|和)?[^,。?]{0,8}?(?:合作|协作|一起(?:跟|做|负责|维护|管)|协同|协办|搭档|共同|协助|帮忙跟|配合跟)"
)

_HANDS_OVER: Final = regex(
    rf"\s*(?:我要|开始|做|办|请|帮我?|发起|安排)*\s*(?:交接|离职交接)(?:一下)?[\s:]*(?P<one>{P})[^,。?]{{0,8}}?(?:给|到|由|→|->|=>|>|—+|-+|~)*\s*(?P<two>{P})?(?:接手?|负责|来接)?\s*"
    rf"|\s*(?:把)?(?P<three>{P})(?:名下|手上|手里)?的?(?:所有|全部)?(?:客户|东西|活|工作)?(?:都|全都?|全部)*(?:交接|移交|转交|交)(?:给|到)\s*(?P<four>{P}|(?![我你他她])[一-鿿]{{2,3}})(?:吧|了)?\s*"
    rf"|\s*(?:工作|客户)?(?:交接|移交|转交)\s*(?:给|到)\s*{P}\W*"
    rf"|\s*(?P<five>{P})(?:下周|下个?月|月底|明天|今天|这周|马上|准备|要|已经|过几天|[\d月日号,\s])*(?:走人?|离职|辞职|离开|调走|不干|走掉|离岗)(?:了|的)?[\s,。]*(?:要?交接(?:一下)?|客户怎么办|(?:他|她)?的?(?:所有|全部)?客户(?:先|都|全)*(?:给|交给|转给|交接给|分给)\s*(?:{P}|(?![我你他她])[一-鿿]{{2,3}})(?:吧|了|接)*)?\s*"
    rf"|\s*(?:和|跟|办一?下|做一?下|办|处理一?下)?(?P<six>{P})(?:的)?(?:客户)?交接(?:一下|客户)?\s*"
)
_COUNTED: Final = regex(
    rf"\s*(?:看看?|查一?下?)?\s*(?P<who>{P})(?:的)?(?:名下|手上|手里|手头)(?:现在|还|一共|总共|目前)*有?多少(?:家|个)?(?:客户)?[\s?。]*"
)
_SHEET: Final = regex(
    r"\s*(?:看看?|查一?下?|打开|我的|继续)?\s*(?:的)?交接单?(?:(?:到)?(?:哪(?:了|一步了?)?|进度|进展|情况|怎么样了|清单|列表|还剩(?:多少|几家|哪些)?|继续|了没)+|单)?[\s#]*(?P<number>\d{1,12})?(?:呢|吧)?[\s?。]*"
)
_SHEET_WORD: Final = regex(r"交接单|交接(?:到哪|进度|进展|情况|还剩|清单)|继续交接|我的交接|^\s*交接\s*$")
_CALLED_OFF: Final = regex(
    rf"\s*(?:把|先)?(?:{P}(?:的)?)?(?:取消|撤销|停止|终止|不办)(?:{P}(?:的)?)?交接(?:单)?[\s#]*(?P<number>\d{{1,12}})?(?:{P})?(?:了|吧)?\s*|\s*(?:{P}(?:的)?)?交接(?:单)?[\s#]*(?P<other>\d{{1,12}})?(?:先)?(?:取消|不做了?|不办了?|算了|作废|停(?:一下|掉|了)?)\s*"
)
_ACCEPTS: Final = regex(
    r"\s*(?:我|都|全部?|全都)?(?:接收|接了|接下(?:了|来)?|全接|都接|接吧|接|确认接收|确认接手|我接|接手)(?:了|吧|下)?[。!]*\s*"
)
_EACH: Final = regex(r"\s*(?:逐家|一家一?家(?:来|看|接)?|逐个|一个一?个(?:来|看)?|逐一)[。!]*\s*")


_ABOUT: Final = regex(
    r"公海|[领捞派接划拨]|没[人主]|客户|合作|协[作同办助]|一起|搭档|共同|分配|调[给配]|离|辞|走|移交|转交|名下|手[上里头]|逐|一[家个]"
)
"""None of it is said without one of these."""


def decide_pool(reading: Reading) -> Intents | None:
    """The pool shown, a customer assigned or worked on together, a person's customers handed over."""
    masked = reading.masked
    if _ABOUT.search(masked) is None:
        return None
    if "交接" in masked or (reading.people and len(masked) <= _LONGEST):
        found = _hands_over(reading)
        if found is not None:
            return found
    if (reading.people and _is_assigned(reading)) or _TO_STRANGER.fullmatch(masked):
        return Intents.ASSIGN
    if len(masked) <= _LONGEST and (_ACCEPTS.fullmatch(masked) or _EACH.fullmatch(masked)):
        return Intents.HANDOVER
    if reading.customers or len(masked) > _LONGEST or _POOL.search(masked) is None:
        return None
    return None if _NOT_SHOWN.search(masked) or supposed(masked) else Intents.POOL_LIST


def read_pool_list(reading: Reading) -> Intent | None:
    """What of the pool is to be shown: `city`, `level`, `filter` (words that must be there), `days`, `page`.

    Args:
        reading: the whole message.
    """
    listed = read_customer_list(reading)
    slots = {} if listed is None else {
        name: slot for name, slot in listed.slots.items() if name in ("city", "level", "page")
    }  # fmt: skip
    found = _DAYS.search(reading.masked)
    if found is not None:
        slots["days"] = reading.slot(_days(found), *found.span())
    rest = list(reading.text)
    for start, end in [*([found.span()] if found is not None else []), *_places(reading, slots)]:
        rest[start:end] = " " * (end - start)
    words = _WORD.findall(_FILLERS.sub(" ", "".join(rest)))
    if words:
        slots["filter"] = reading.whole(" ".join(words))
    return reading.intent(Intents.POOL_LIST, slots)


def read_assign(reading: Reading) -> Intent | None:
    """Who shall have what: `to_user` and `customers`, or `person` (whose), `city`, `level`; `field` says join or leave
    where he shall work on it beside the owner, or no longer.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    slots: dict[str, Slot] = {}
    if reading.people:
        start, end, ids = reading.people[-1]
        slots["to_user"] = reading.slot(ids, start, end)
    if reading.customers:
        mentions = tuple(mention_slot(reading, span).value for span in reading.customers)
        slots["customers"] = reading.slot(mentions, reading.customers[0][0], reading.customers[-1][1])
        slots["customer"] = mention_slot(reading, reading.customers[0])
        if _TOGETHER.search(masked):
            slots["field"] = reading.whole("leave" if _APART.search(masked) else "join")
            if len(reading.people) > 1:
                start, end, ids = reading.people[0]
                slots["person"] = reading.slot(ids, start, end)
        return reading.intent(Intents.ASSIGN, slots)
    listed = read_customer_list(reading)
    if listed is not None:
        slots |= {name: slot for name, slot in listed.slots.items() if name in ("city", "level")}
    if len(reading.people) > 1:
        start, end, ids = reading.people[0]
        slots["person"] = reading.slot(ids, start, end)
    return reading.intent(Intents.ASSIGN, slots)


def read_handover(reading: Reading) -> Intent | None:
    """Whose customers go to whom: `person`, `to_user`, `number` of the sheet; `topic` says what else is wanted: count,
    show, cancel, accept, each.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    called_off = _CALLED_OFF.fullmatch(masked)
    for pattern, topic in ((_COUNTED, "count"), (_CALLED_OFF, "cancel"), (_ACCEPTS, "accept"), (_EACH, "each")):
        if pattern.fullmatch(masked):
            slots = _numbered(reading, called_off) | {"topic": reading.whole(topic)}
            return reading.intent(Intents.HANDOVER, slots | _people(reading))
    if _HANDS_OVER.fullmatch(masked):
        return reading.intent(Intents.HANDOVER, _people(reading))
    return reading.intent(
        Intents.HANDOVER, _numbered(reading, _SHEET.fullmatch(masked)) | {"topic": reading.whole("show")}
    )


def _hands_over(reading: Reading) -> Intents | None:
    masked = reading.masked
    if _COUNTED.fullmatch(masked) or _CALLED_OFF.fullmatch(masked):
        return Intents.HANDOVER
    if _SHEET_WORD.search(masked) and _SHEET.fullmatch(masked):
        return Intents.HANDOVER
    if CUSTOMER in masked or not reading.people or is_asked(masked.replace("怎么办", "")):
        return None
    found = _HANDS_OVER.fullmatch(masked)
    if found is None:
        return None
    # That somebody leaves is gossip among reps; to a leader it is the beginning of a handover.
    return Intents.HANDOVER if not found["five"] or reading.situation.speaker.leads else None


def _is_assigned(reading: Reading) -> bool:
    masked = reading.masked
    if is_asked(masked) or supposed(masked) or len(masked) > 3 * _LONGEST:
        return False
    if not reading.customers:
        found = _ALL_OF.fullmatch(masked) if "客户" in masked and reading.situation.speaker.leads else None
        return found is not None and not re.search(r"没|不|别", masked)
    if _TOGETHER.search(masked):
        return _NOT_DONE.search(masked) is None and _BEFORE_TOGETHER.sub("", masked) == ""
    own = reading.situation.speaker
    return own.leads and _ASSIGNS.fullmatch(masked) is not None


_NOT_DONE: Final = regex(r"昨天|上午|下午|今天(?:去|和|跟|拜访)|拜访|去了|见了|谈了?|意向|想")
_BEFORE_TOGETHER: Final = regex(
    rf"{C}|{P}|合作|协作|一起(?:跟|做|负责|维护|管)?进?|协同|协办|搭档|共同(?:跟|负责|维护)|协助(?:跟|负责|维护)?|帮忙跟|配合跟|跟进|[把让请叫由派和跟与给的了吧来也再个客户这家用在要]|不|取消|解除|停止|结束|别|退出|撤掉?|不用|加上?|以后|从现在起|麻烦|一下|安排|我们?|[\s,。:、!]"
)


def _people(reading: Reading) -> dict[str, Slot]:
    slots: dict[str, Slot] = {}
    original = reading.normal.original if reading.is_whole else reading.masked
    names = ("to_user",) if _TO_HIM_ALONE.match(original) else ("person", "to_user")
    for name, (start, end, ids) in zip(names, reading.people, strict=False):
        slots[name] = reading.slot(ids, start, end)
    said = _TO_NOBODY.search(original) if "to_user" not in slots and "person" in slots else None
    if said is not None:
        slots["to_said"] = reading.whole(said["name"])
    return slots


_ARROW: Final = r"(?:→|➡|➜|⇒|[-=—－]+[>》＞]|>+)"
_TO_HIM_ALONE: Final = regex(rf"\s*(?:工作|客户)?(?:交接|移交|转交)\s*(?:给|到|{_ARROW})\s*[^\s给到→>]{{2,4}}\W*$")
"""交接 给 韩梅: to whom, and not whose. Arrows are left out where a message is folded."""
_TO_NOBODY: Final = regex(
    rf"(?:给|由|{_ARROW})\s*(?P<name>(?![他她谁我你])[一-鿿]{{2,4}}?)(?:吧|了|接手?|来接|跟|负责|[\s。!！])*$"
)
"""交接 李雷 → 王五, where nobody is called so."""


def _numbered(reading: Reading, found: re.Match[str] | None) -> dict[str, Slot]:
    if found is None:
        return {}
    for name in ("number", "other"):
        if found.groupdict().get(name):
            return {"number": reading.slot(int(found[name]), *found.span(name))}
    return {}


def _days(found: re.Match[str]) -> int:
    if found["count"]:
        length = _LENGTHS[found["unit"]]
        return length // 2 if found["count"] == "半" else length * (number(found["count"]) or 1)
    if found["month"]:
        return _LENGTHS["月"]
    return 1 if found["today"] else _LATELY


def _places(reading: Reading, slots: dict[str, Slot]) -> list[tuple[int, int]]:
    """Where what became a slot stands in the stretch, so that it is no word of the filter."""
    found: list[tuple[int, int]] = []
    for name in ("city", "level"):
        said = str(slots[name].value) if name in slots else ""
        at = reading.text.find(said.lower()) if said else -1
        if at >= 0:
            tail = 1 if reading.text[at + len(said) : at + len(said) + 1] in ("市", "级", "类") else 0
            found.append((at, at + len(said) + tail))
    return found
