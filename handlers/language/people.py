"""Contacts as reps call them: 王总, 李工, 张经理, 秦姐, Lucy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from handlers.language.meaning import KnownContact
from handlers.language.patterns import regex
from models.rules.sounds import sound

SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐"
    "梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿"
    "戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官"
    "裘祖亓衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺巨昌水占农居权承浦褚荣国骆缪佘阙戎隗戈仝肖闫邝蒯逄檀邰蒲鄂阚昝芮储靖厉荀狄冼宓郗钮莘贡扈郦雍濮茹庾暨沃巢逯桓"
)
_SURNAME: Final = (
    f"(?:欧阳|上官|司徒|司马|诸葛|东方|端木|申屠|皇甫|尉迟|公孙|慕容|令狐|夏侯|[{''.join(sorted(SURNAMES))}])"
)
TITLE: Final = (
    r"(?:副?总经理|副总|总监|总工|总(?!结(?!了?[\d一二两三四五六七八九十])|[共体部计量要之算]|是(?!哪|谁|做|干)|的(?:来|说|看))|老板娘?|经理|主任|工程师|(?<![加员职化重施军竣])工(?![厂作地程业人])|厂长|店长|主管|老师|师傅|科长|处长"
    r"|部长|院长|校长|园长|站长|课长|队长|班长|社长|会长|董事长|董|会计|采购|博士|教授|医生|大夫|教练|药师|护士长|先生|女士|小姐|姐|哥|叔|婶|阿姨|姨|伯|大姐)"
)
_GIVEN: Final = "(?![部室处])[一-皃皅-鿿]"
"""A character of a given name; 的 is none (申通轴承的赵经理: no Mr 承), nor what an office ends in (工程部鲍工)."""
LONGEST_NAMED: Final = 10
_SIZES: Final = (LONGEST_NAMED, 8, 6, 5, 4, 3, 2)
_TITLE_ENDS: Final = frozenset("理监工总板娘任师长管傅董计购士授生夫练姐哥叔婶姨伯")
"""The last character of every title."""
_FAMILIARLY: Final = ("小", "老")
TITLED: Final = regex(
    rf"(?:小{_SURNAME}|老{_SURNAME}|{_SURNAME}(?:(?:{_GIVEN}){{1,2}}?)??){TITLE}|(?<![\d一二三四五六七八九十两半个几多])[小老]{_SURNAME}(?![一-鿿]?{TITLE})(?=[说讲让要在不嫌觉约陪聊谈,。\s]|今天|昨天|刚[才刚回打转]|这个?人|那边|回[我话了]|转了|打[了来]|付了|给了|给我|来了|提过|的?电话|的?号码|的?生日|$)"
)
_SHORT_TITLED: Final = regex(rf"{_SURNAME}{TITLE}")
_LATIN: Final = regex(r"[a-z]{2,12}(?: [a-z]{2,12})?")
_CLUES: Final = regex(r"(?:见到?了?|找到?了?|和|跟|与|同|约了?|拜访了?|陪|的|那个|是)\s*$")
# A courtesy title says little about the office: 王总 may be anything above a clerk.
_COURTESY: Final = frozenset(
    {"总", "老板", "老板娘", "老师", "师傅", "先生", "女士", "小姐", "姐", "哥", "叔", "婶", "姨"}
)
_TECHNICAL: Final = regex(r"工|技术|设备|研发|生产|质|课|科|^$")
_SAID: Final = regex(rf"({_SURNAME})([一-鿿]{{0,2}}?)({TITLE})$")
_AFTER_NAME: Final = regex(TITLE)
_FAMILIAR: Final = regex(rf"[小老]({_SURNAME})(?:{TITLE})?$")


def find_titled(masked: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """The first person named by surname and title.

    Args:
        masked: folded text with known names masked.
        start, end: where to look.
    """
    stop = len(masked) if end is None else end
    found = TITLED.search(masked, start, stop)
    if found is None:
        return None
    # 的王总 must not become 陈的王总 or the like: the shortest reading that ends at the same title wins.
    for shorter in range(found.end() - 2, found.start(), -1):
        exact = _SHORT_TITLED.match(masked, shorter, found.end())
        if exact is not None and exact.end() == found.end() and masked[found.start()] in "和跟与同于都关时成来":
            return exact.span()
    return found.span()


def find_meant(said: str, contacts: Sequence[KnownContact]) -> int | None:
    """The one contact that a full name, or a surname with a title, means; None when nobody fits or several do.

    Args:
        said: as written, folded.
        contacts: of the customer.
    """
    fitting = [one.id for one in contacts if one.name == said]
    if not fitting and (said[-1:] in _TITLE_ENDS or said.startswith(_FAMILIARLY)):
        fitting = [one.id for one in contacts if could_mean(said, one.name, one.title)]
    if not fitting:
        fitting = [one.id for one in contacts if said[:1] == one.name[:1] and said[1:] in _offices(one.title)]
    if not fitting and len(said) > 1:
        fitting = [one.id for one in contacts if said == one.title]
    return fitting[0] if len(fitting) == 1 else None


def find_alike(said: str, contacts: Sequence[KnownContact]) -> int | None:
    """The one contact whose surname sounds like the one that dictation has written (元工: 袁工); None for several.

    Args:
        said: a surname with a title, folded.
        contacts: of the customer, none of whom is called so.
    """
    if len(said) < 2 or said[-1] not in _TITLE_ENDS or any(one.name[:1] == said[0] for one in contacts):
        return None
    heard = sound(said[0])
    fitting = [
        one.id
        for one in contacts
        if sound(one.name[:1]) == heard
        and (one.name[1:] == said[1:] or could_mean(one.name[0] + said[1:], one.name, one.title))
    ]
    return fitting[0] if len(fitting) == 1 else None


def meant_length(words: str, contacts: Sequence[KnownContact]) -> int:
    """How many characters at the beginning of some words mean one contact (彭丽, Lucy, 王总); 0 if none do.

    Args:
        words: folded; no more than `LONGEST_NAMED` characters are looked at.
        contacts: of the customer.
    """
    familiar = words.startswith(_FAMILIARLY)
    names = [one.name for one in contacts if familiar or one.name.startswith(words[:1])]
    if not names:
        return 0
    for size in _SIZES:
        if size > len(words) or not (familiar or words[size - 1] in _TITLE_ENDS or words[:size] in names):
            continue
        said = words[:size]
        if said == said.strip() and find_meant(said, contacts) is not None:
            return size
    by_office = (f"{one.name[:1]}{office}" for one in contacts for office in _offices(one.title))
    return next((len(said) for said in by_office if words.startswith(said) and find_meant(said, contacts)), 0)


def _offices(title: str) -> tuple[str, ...]:
    """What may stand behind somebody's surname by his own title: 设备科长, 科长."""
    return tuple(dict.fromkeys((title, title[-2:]))) if len(title) >= 2 else ()


@lru_cache(maxsize=256)
def could_mean(said: str, name: str, title: str) -> bool:
    """Whether 王总, 李工, 张经理 or 小周 may mean a contact.

    Args:
        said: as written, folded.
        name: the contact's name, folded.
        title: the contact's title.
    """
    if len(name) >= 2 and said.startswith(name):
        return said == name or _AFTER_NAME.fullmatch(said, len(name)) is not None
    familiar = _FAMILIAR.match(said)
    if familiar is not None:
        return name.startswith(familiar[1])
    found = _SAID.match(said)
    if found is None or not name.startswith(found[1] + found[2]):
        return False
    called = found[3]
    if called in _COURTESY or not title:
        return True
    if called == "工":
        return _TECHNICAL.search(title) is not None
    return called in title or title in called or name.endswith(called)


def find_contact_words(masked: str, start: int, end: int) -> tuple[int, int] | None:
    """The first person of a customer's that is named in a stretch, by title or behind a clue (找Lucy).

    Args:
        masked: folded text with known names masked.
        start, end: where to look.
    """
    titled = find_titled(masked, start, end)
    if titled is not None:
        return titled
    for found in _LATIN.finditer(masked, start, end):
        if _CLUES.search(masked, max(start - 4, 0), found.start()):
            return found.span()
    return None
