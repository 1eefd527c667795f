"""A firm that the book does not hold, as it is dictated: its name, who is to be asked for there, and what they want."""

from __future__ import annotations

from itertools import islice
from typing import Final

from handlers.language.forms import Form, read_form
from handlers.language.meaning import ContactMention, Slot
from handlers.language.mentions import COMPANY_END, NO_NAME, mention_slot
from handlers.language.patterns import regex
from handlers.language.people import find_titled
from handlers.language.reading import Reading
from handlers.language.strangers import find_person
from handlers.language.who import Place, joined_words, without
from models.rules.names import split_place
from models.rules.own_words import is_own_word

_CALLED: Final = regex(
    r"(?<![老板人长理购他她对务管监任工])(?<!联系)(?<!这么)(?:名字|店名|公司名|名)?(?:就)?叫(?:做|作)?(?!我|他|她|了|苦)[:,\s]*|名(?:字|称)(?:是|叫)[:,\s]*"
)
_WHAT: Final = r"(?:的)?(?:新|潜在|意向)*(?:的)?(?:客[户护]|线索|公司|单位|项目|档)?(?:档案|信息|资料)?(?:进来|进去)?"
_COMMAND: Final = regex(
    r"有个?(?:新|潜在|意向)*(?:的)?客户(?:先|要|想|得|我)*(?:占|报|登|记)(?:上|着|住|一?下|个坑)*[:,\s]*|先?占(?:个?[坑位]|上|着|住)[:,\s]*(?:(?:报备|登记|备案)(?:一?下)?[:,\s]*)?|"
    r"(?:我要?|先|再|又|也|帮|想|来|给|把){0,5}"
    r"(?:报备[\s,!]?报备[\s!]*|报备|报被|保被|抱备|保备|包备|宝备|报个备|登记|备案|录入|录|建档?|新建|加|新增|添加|添|存|报|补(?=一?[家个]))"
    rf"(?:一?下|一?[个家条]|上(?=[\s,:个一])|进去|占个?[坑位]|占一?下|(?:到|在|进)我(?:的)?(?:名下|头上|这)(?:[免省]得[^,。]{{0,6}})?)*{_WHAT}"
    r"(?:占个?[坑位]|占?一?下|进(?:系统|库)|啊|哈|呀|呢|哦|吧|了)*[:,\s]*"
    r"|(?:[今昨]天|刚|又|我){0,3}(?:认识|碰到|遇到|发现|跑到|拿到|加|有|开发(?!区)|拜访|挖|聊|谈)(?:了|到|上|出)?"
    r"一?(?:[个家])?新?(?:客户|公司|店|单位|线索)?[:,\s]*(?=叫|[一-鿿])"
    r"|(?:新客户|新?线索)(?:信息|资料|报备|登记)?[:,\s]*|把(?=[一-鿿]{4})"
    r"|[一-鿿]{0,8}名片(?:[录存记加](?:一?下|上|入|进去)?)?[:,\s]*"
)
_STOP: Final = regex(
    r"我[先也来就要想](?=[占报跟登在])|[这那][一]?[家个](?:我|先|客户)|[,。;:!?、\n]|(?<![a-z])\s|\s(?![a-z])|\d{5,}|[幺一二三四五六七八九零〇]{7,}"
    r"|的?(?:房东|主理人|掌柜的?|店主|合伙人)(?=姓|叫|是|[\s,])|的?(?:老板|负责人|联系人|对接人|店长(?!期)|经理|采购|主任|厂长|老总)"
    r"|(?:馆|园|校|院|站|社|所|会|董事)长(?=叫|姓|是|[\s,]|[一-鿿]{1,3}\d)"
    r"|的?(?:电话|手机|号码|预算|地址|需求|需要|打算|准备|位于|他们|那边|有意向|大概|目前)"
    r"|姓[一-鿿](?=[,\s电手]|的|$|[一-鿿]{1,2}电)"
    r"|想(?=[要做买订定上换采拿了找用合跟和])|要(?=[做买订货采上定换\d一两二三四五])"
    r"|(?<=[店厂司馆院校行所部场社园室吧])(?:在|做|是|要|想|有|刚|主要)|是(?=做|个|一?家|卖)"
    r"|(?:加|录|登|添|写)(?:到|进|入|为)|(?:加|登记|记|报备|录|存|建|报)(?:一?下|进去|上)"
)
_SUFFIXED: Final = regex(
    r"[^\s,。;:!?、]{2,26}?(?:有限责任公司|股份有限公司|有限公司|集团公司|公司)(?:[^\s,。;:!?、的]{1,6}?(?:分公司|分店|店))?"
)
_BESIDE: Final = regex(
    r"[^,。;]{0,14}?(?:(?:附近|旁边|隔壁|对面|边上|楼下|里面|门口|那边(?=的))(?:的|新开的?|开了)*(?:一?[家个])?(?:新)?"
    r"|[那这][边里儿]的?(?:新开|刚开|有)*的?一?[家个]\s?)"
)
_KIND: Final = regex(r"(?:一?[家个])?(?:专门)?(?:卖|做|搞|开|经营)[^,。;\s]{1,10}?的(?:公司|店|厂|客户)?[:,\s]*")
_SOMEWHERE: Final = regex(r"[一-鿿]{2,10}?的\s?(?=[一-鿿]{3})")
_A: Final = regex(r"(?:一?[家个](?=[一-鿿])|新?客户|新?公司(?=[:\s])|名字|[:,\s]|(?:是|叫)(?=[一-鿿]{3}))*")
_TOKEN: Final = regex(r"[^\s,。;:!?、\n()]+")
_TAIL: Final = "的了啊呀呢吧哈哦 -("
_PHONE_LABEL: Final = regex(
    r"(?:(?:他|她)?的?(?:联系)?(?:电话|手机|号码|座机|微信)(?:号码?)?|联系方式|tel)(?:是|:)?[\s:]*$"
)
_BUDGET: Final = regex(r"预算(?:金额)?")


def read_newcomer(reading: Reading) -> dict[str, Slot]:
    """The firm, the person and the need of a registration.

    Args:
        reading: the whole message.
    """
    text = reading.text
    slots: dict[str, Slot] = {}
    taken: list[Place] = []
    labelled = read_form(text)
    taken += [label for label, _ in labelled.values()]
    commands = _commands(text)
    taken += [found.span() for found in _OPENING.finditer(text)]
    taken += [found.span() for found in (_CALLED.search(text), _THEN_ADD.search(text)) if found is not None]
    said_name = labelled["name"][1] if "name" in labelled else _name(reading, commands) or _known_name(reading)
    name = None if said_name is None else _labelled(reading, said_name) if "name" in labelled else said_name
    taken += [one for index, one in enumerate(commands) if index == 0 or (name is not None and one[1] <= name[0])]
    if name is not None:
        taken.append(name)
        slots |= _firm(reading, name)
    for phone in reading.phones:
        label = _PHONE_LABEL.search(text, 0, phone.start)
        taken.append((label.start() if label is not None else phone.start, phone.end))
    slots |= phone_slots(reading)
    person, around = _person(reading, labelled, taken)
    slots |= person
    taken += around
    budget = _budget(reading)
    if budget is not None:
        slots |= budget[0]
        taken.append(budget[1])
    slots |= _city(reading, labelled, name)
    left = without(len(text), taken)
    said = joined_words(reading, left, "，")
    if said:
        slots["summary"] = reading.slot(said, left[0][0], left[-1][1])
    return slots


def _labelled(reading: Reading, value: Place) -> Place:
    """新客户：上海飞鱼俱乐部 教练小庄 先占着: of what stands behind the label in one line, the name."""
    inner = _name_at(reading, value[0]) if " " in reading.text[slice(*value)] else None
    return inner if inner is not None and _is_of_a_town(reading.text, inner) else value


def phone_slots(reading: Reading) -> dict[str, Slot]:
    """The first whole number as `phone`; where only one with a figure missing or too many was said, it is empty."""
    whole = [phone for phone in reading.phones if phone.whole]
    if whole:
        return {"phone": reading.slot(whole[0].figures, whole[0].start, whole[0].end)}
    if not reading.phones:
        return {}
    return {"phone": reading.slot("", reading.phones[0].start, reading.phones[0].end)}


def _commands(text: str) -> list[Place]:
    found = (one for one in _COMMAND.finditer(text) if one.group().strip())
    return [one.span() for one in islice(found, _MOST_COMMANDS)]


_MOST_COMMANDS: Final = 3
_MOST_TOKENS: Final = 40
_OPENING: Final = regex(
    r"^(?:刚才?|这个项目|今天|帮|我)+(?=[\s,]|先)|找(?=[一-鿿]{1,3}(?:总|经理|工|老板|姐|哥))|^新(?=[开认碰遇])"
)


def _name(reading: Reading, commands: list[Place]) -> Place | None:
    text = reading.text
    free = _NOT_KEPT_YET.match(text)
    if free is not None:
        return free.span("name")
    called = _CALLED.search(text)
    if called is not None:
        place = _name_at(reading, called.end(), called=True)
        if place is not None:
            return place
    behind = next((place for _, end in commands if (place := _name_at(reading, end)) is not None), None)
    behind = _with_its_house(reading, behind) if behind is not None else None
    if behind is not None and _is_of_a_town(text, behind):
        return behind
    towns = (_name_at(reading, token.start()) for token in islice(_TOKEN.finditer(text), _MOST_TOKENS))
    in_town = next((place for place in towns if place is not None and _is_of_a_town(text, place)), None)
    if in_town is not None or behind is not None:
        return in_town or behind
    for token in islice(_TOKEN.finditer(text), _MOST_TOKENS):
        place = _name_at(reading, token.start())
        if place is not None and COMPANY_END.search(text, *place):
            return place
    return None


_HOUSE: Final = regex(
    r"(?:小厨|小馆|[店馆楼厂院行铺坊园庄居轩阁社]|公司|火锅|烧烤|餐厅|食堂|超市|酒店|学校|中心|茶餐|鱼庄|酒楼)$"
)
_TOWN_MOST: Final = 3


def _with_its_house(reading: Reading, place: Place) -> Place:
    """西永 巴适小厨: where it is and, behind a blank, what it is called."""
    start, end = place
    if end - start > _TOWN_MOST or COMPANY_END.search(reading.text, start, end) or reading.text[end : end + 1] != " ":
        return place
    house = _name_at(reading, end + 1)
    if house is None or house[0] != end + 1 or house[1] - house[0] <= _TOWN_MOST - 1:
        return place
    return (start, house[1]) if _HOUSE.search(reading.text, *house) is not None else place


def _is_of_a_town(text: str, place: Place) -> bool:
    """上海客悦轻食: a name that begins with where the firm is, so that it is no other word of the message."""
    town, rest = split_place(text[slice(*place)])
    return bool(town) and len(rest) >= 2


_NOT_KEPT_YET: Final = regex(
    r"\s*(?P<name>[^\s,。:我你他谁]{4,16}?)(?:还|好像|应该)?没(?:人)?(?:录|报备?|登记|建)过?(?:档)?(?:吧|的)?[\s,]+我"
)
"""白鲸健身真如店没录过吧 我先报备一下."""


def _known_name(reading: Reading) -> Place | None:
    """恒力 这个我先占着: a name that the book holds needs nothing round it."""
    return next(((start, end) for start, end, ids in reading.book_customers if ids), None)


def _name_at(reading: Reading, start: int, *, called: bool = False) -> Place | None:
    """A firm's name that begins at a place, without what stands round it; None for 展会来的 and the like."""
    text = reading.text
    # 叫醉翁书院的研学机构: behind 叫 the name itself begins, and ends where it is told what that is.
    for skip in (_A,) if called else (_A, _KIND, _BESIDE, _SOMEWHERE, _A):
        found = skip.match(text, start)
        if found is not None and not (skip is _SOMEWHERE and _is_person_at(reading, found.end())):
            start = found.end()
    end = min(len(text), start + _LONGEST + 1)
    stop = _STOP.search(text, min(start + 2, end), end)
    if stop is not None:
        end = stop.start()
    kind = _OF_A_KIND.match(text, start, end) if called else None
    if kind is not None:
        end = kind.end("name")
    suffixed = _SUFFIXED.match(text, start, end)
    if suffixed is not None:
        end = suffixed.end()
    end = _before_person(text, start, end)
    name = text[start:end].rstrip(_TAIL)
    end = start + len(name)
    if is_own_word(name):
        return None
    if not 2 <= len(name) <= _LONGEST or NO_NAME.fullmatch(name) or _NOT_A_FIRM.search(name):
        return None
    titled = find_titled(reading.masked, start, end)
    if titled is not None and titled[0] <= start + 1 and titled[1] == end and not COMPANY_END.search(name):
        return None
    return None if _is_of_goods(reading, start, end) else (start, end)


_WANTS: Final = regex(r"(?:他们?|我|说|就|还)*(?:想|要|需要?|打算|准备)(?:要|买|订|采购|上|换|做|进)?")
_GOODS: Final = regex(r"[^一-鿿]*(?:[一-鿿]{0,2}(?:设备|机器?|泵|阀|件|箱|灯|车|柜|仪|器|料|样品|样机))?[\s,。]*")


def _is_of_goods(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands for a name is only what they want: 注塑机2台, 想要两台."""
    counted = next((one for one in reading.quantities if start <= one.start and one.end <= end), None)
    if counted is None:
        return False
    rest = reading.text[start : counted.start] + reading.text[counted.end : end]
    wants = _WANTS.match(rest)
    return _GOODS.fullmatch(rest, wants.end() if wants is not None else 0) is not None


_OF_A_KIND: Final = regex(
    r"(?P<name>[^\s,。的]{2,12})的(?:[一-鿿]{0,6}?(?:机构|公司|店|厂|单位|客户|企业|工作室|门店|商家|馆))"
)


def _is_person_at(reading: Reading, place: int) -> bool:
    titled = find_titled(reading.masked, place, place + _LONGEST_PERSON)
    return titled is not None and titled[0] == place


_LONGEST_PERSON: Final = 5


def _before_person(text: str, start: int, end: int) -> int:
    """上海云朵幼儿园后勤王主任: where the person begins whom the name runs into."""
    titled = find_titled(text, start + 2, min(end + 4, len(text)))
    # 公司老板 is no Mr Si.
    if titled is None or not titled[0] < end <= titled[1] or COMPANY_END.search(text[start : titled[0] + 1]):
        return end
    department = _DEPARTMENT.search(text, start + 2, titled[0])
    return department.start() if department is not None else titled[0]


_DEPARTMENT: Final = regex(r"(?:后勤|行政|采购|财务|技术|设备|前台|销售|市场|质检|仓库|工程|食堂|总务)部?$")
_LONGEST: Final = 30
_THEN_ADD: Final = regex(
    r"(?:帮)?(?:我)?(?:加|登记|记|报备|录|建|存|报)(?:一?下|进去|上|进系统|个档|[到进](?:我的)?(?:客户|系统|名单)[里中库去]*)*(?:吧|哈|哦)?[\s。!]*$"
)
_NOT_A_FIRM: Final = regex(
    r"^(?:好|太|真|很|挺)(?:麻烦|烦|慢|难|快|多)|^(?:展会|朋友|网上|老客户|客户|转)[^,]{0,4}(?:来|介绍|推荐)|^(?:他|她|我|老板|联系)|^(?:录|存|记|加|登记|建)(?:一?下|上|入|进|个)|\d{7,}|^[\d.]+$|^(?:微信|电话|名称|项目|信息|资料|名片)$|(?:供应商|经销商|代理商|客户|朋友|单位|介绍人)$|(?:来的|介绍)$"
)


_BRANCH: Final = regex(r"店|公司|厂|部|院|校|馆|集团|科技|贸易|机械|电子|中心|站|[一-鿿]{5}")


def _firm(reading: Reading, place: Place) -> dict[str, Slot]:
    for start, end, ids in reading.book_customers:
        if start == place[0] and end <= place[1] and ids and not _BRANCH.search(reading.text, end, place[1]):
            return {"customer": mention_slot(reading, (start, end, ids))}
    return {"customer_new": reading.slot(reading.words(*place), *place)}


def _person(reading: Reading, labelled: Form, taken: list[Place]) -> tuple[dict[str, Slot], list[Place]]:
    """The person with his title, and what of the text only says so."""
    text = reading.text
    slots: dict[str, Slot] = {}
    value = labelled["contact"][1] if "contact" in labelled else None
    title = labelled["title"][1] if "title" in labelled else None
    around = [one for one in (value, title) if one is not None]
    if title is not None:
        slots["title"] = reading.slot(reading.words(*title), *title)
    if value is not None:
        slots["contact"] = reading.slot(ContactMention(reading.words(*value)), *value)
        return slots, around
    brought = [found.span() for found in _BROUGHT.finditer(text)]
    for start, end in without(len(text), [*taken, *brought]):
        found = find_person(reading, start, end)
        if found is not None:
            slots["contact"] = reading.slot(ContactMention(reading.words(*found.name)), *found.name)
            if found.job is not None and _NO_TITLE.search(text, *found.job) is None:
                slots["title"] = reading.slot(reading.words(*found.job).lstrip("的"), *found.job)
            return slots, [*around, found.whole]
    return slots, around


_BROUGHT: Final = regex(r"[^\s,。:;的]{1,6}(?:介绍|推荐)(?:过来)?的?")
"""王总介绍的: who brought them is nobody there."""
_NO_TITLE: Final = regex(r"联系人|对接人|负责人$")


_EACH_BEFORE: Final = regex(r"每")
_EACH: Final = regex(r"\s*(?:/|每|一[个份箱])")


def _budget(reading: Reading) -> tuple[dict[str, Slot], Place] | None:
    """The amount behind 预算, of the whole and not of each (每餐18元)."""
    found = _BUDGET.search(reading.text)
    if found is None:
        return None
    end = reading.clause_of(found.end())[1]
    for amount in reading.amounts:
        if found.end() <= amount.start < max(end, found.end() + 10):
            if _EACH_BEFORE.search(reading.text, found.end(), amount.start) or _EACH.match(reading.text, amount.end):
                return None
            slots = {"budget": reading.slot(amount.value, amount.start, amount.end)}
            if amount.fuzzy:
                slots["fuzzy"] = reading.slot(True, amount.start, amount.end)
            return slots, (found.start(), amount.end)
    return None


def _city(reading: Reading, labelled: Form, name: Place | None) -> dict[str, Slot]:
    said = labelled["city"][1] if "city" in labelled else None
    if said is not None:
        return {"city": reading.slot(reading.words(*said), *said)}
    if name is not None:
        place = split_place(reading.text[slice(*name)].replace(" ", ""))[0]
        if place:
            return {"city": reading.slot(place.rstrip("市省"), *name)}
    found = _IN.search(reading.text)
    place = split_place(f"{found[1]}某某")[0] if found is not None else ""
    return {"city": reading.slot(place, *found.span(1))} if found is not None and place else {}


_IN: Final = regex(r"(?:在|位于)([一-鿿]{2,3})")
