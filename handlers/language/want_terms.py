"""The company's rules: asked for (制度 公海, 保护期多久), changed (保护期改成20天), and who has answered (谁没收到)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from handlers.language.dates import Leaning, find_moments
from handlers.language.meaning import Intent, Intents
from handlers.language.normalise import fold
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.reading import Reading
from models.rules.term_table import TERMS
from models.rules.terms import BY_NAME, CHOICES, SWITCH, chapters

FINES, NEWS = "fines", "news"
"""Topics beside the chapters: whether anything is deducted, and what has been changed."""
_LONGEST: Final = 40
_SAID: Final[Mapping[str, str]] = MappingProxyType(
    {
        "points_floor": (
            "积分下限 最低积分 积分最低 积分要求 积分线 积分标准 每月积分 几分达标 多少分达标 几分及格 "
            "多少分及格 几分合格 达标线"
        ),
        "points_level": "几级才计分 几级计分 计分级别 计分证据 证据级别 几级证据 证据要求 什么证据",
        "report_deadline": (
            "日报截止时间 几点交日报 日报几点 交日报的时间 日报时间 日报最晚 日报什么时候 什么时候交日报 "
            "日报截止 日报几点截止 汇报截止"
        ),
        "report_make_up_days": "补交日报 日报补交 补交 补日报 日报能补",
        "protection_days": (
            "报备保护期 保护期 保护多久 保护几天 保护多少天 报备保护 报备保护多久 报备有效期 报备能保护"
        ),
        "renewals": "续保护次数 续期次数 续几次 能续几次 续保护 续保几次",
        "renewal_days": "续保护天数 续期天数 续几天 每次续",
        "hold_days": "待落实期限 落实期限 几天内落实 多久失效 报备失效 落实时间 待落实",
        "hold_warning_days": "待落实提醒 落实提醒",
        "appeal_days": "申诉答复期限 申诉期限 申诉多久 申诉几天 多久答复 申诉答复",
        "show_holder": "查重显示 查重范围 查重能看到",
        "holding_limit": (
            "名下客户上限 持有上限 客户上限 名下上限 名下最多 手上最多 最多持有 最多几家 最多多少家 名下能有 每人客户"
        ),
        "claims_a_day": (
            "每天领取上限 领取上限 每天领取 每天领 一天领 每天能领 一天能领 每天可以领 一天可以领 每天最多领 "
            "一天最多领 每人每天领 每日领取 公海领取数 能领几家 "
            "能领多少家 最多领"
        ),
        "fresh_hours": "新入公海冻结 冻结 新客户冻结 冻结时间 冻结期 刚进公海 新入公海",
        "claim_protection_days": "领取保护期 领取保护 领取后保护 公海保护期 领来的保护",
        "former_owner_days": (
            "前负责人等待 原负责人 退回后再领 退回多久 退回后多久 多久能再领 多久再领 几天后再领 退回几天 "
            "退回的客户多久 重新领取"
        ),
        "recycle_a_days": "a级回收 a类回收 a级客户回收 a类客户回收 a级回收期 a类回收期",
        "recycle_b_days": "b级回收 b类回收 b级客户回收 b类客户回收 b级回收期 b类回收期",
        "recycle_c_days": "c级回收 c类回收 c级客户回收 c类客户回收 c级回收期 c类回收期 未分级回收",
        "recycle": "自动回收 回收开关",
        "recycle_team": "回收告诉同组 回收通知 回收通知同组 回收告诉大家 回收同组",
        "cadence_a_days": "a级联系周期 a类周期 a级周期 a级跟进周期 a类联系周期 a类客户多久联系 a级客户多久联系",
        "cadence_b_days": "b级联系周期 b类周期 b级周期 b级跟进周期 b类联系周期 b类客户多久联系 b级客户多久联系",
        "cadence_c_days": "c级联系周期 c类周期 c级周期 c级跟进周期 c类联系周期 c类客户多久联系 c级客户多久联系",
        "note_characters": "有效跟进字数 跟进字数 多少字算有效 几个字算有效 有效跟进",
        "file_days": "建档期限 档案期限 建档时间 几天内建档 建档",
        "promises_broken": "失约告知主管 失约次数 几次失约 失约几次 失约",
        "small_rest": "小额尾数 小额 尾数 零头 尾款零头 零头不催 尾数不催",
        "quiet_from": "静默开始 静默时间 几点后不推送 几点起不推送 晚上几点不打扰 免打扰开始",
        "quiet_until": "静默结束 几点前不推送 早上几点推送 免打扰结束",
        "pushes_a_day": "每天推送上限 推送上限 每天推送 一天推送 每天最多推送 一天推几条 推送几条",
        "birthday_early_days": "生日提前几天提醒 生日提前提醒 生日提前几天 生日提前",
        "feast_days": "节日提前几天提醒 节日提前提醒 节日提前几天 节日提前",
        "file_told_days": "建档几天告诉主管 建档告知",
        "morning_at": "早报时间 早报几点 几点发早报 早报改",
        "meeting_at": "晨会单时间 晨会单几点 几点发晨会单 晨会单改",
        "payments_at": "回款提醒时间 回款提醒几点 几点提醒回款 回款提醒改",
        "draft_at": "日报草稿时间 日报草稿几点 草稿几点 日报草稿改",
        "nag_at": "日报提醒时间 几点催日报 日报几点催 几点提醒日报",
        "summary_at": "日汇总时间 日汇总几点 几点发日汇总 日汇总改",
        "rollup_at": "上级汇总时间 上级汇总几点",
    }
)
"""How people call the clauses, beside their titles; parted by blanks."""
_RECYCLES: Final = ("recycle_a_days", "recycle_b_days", "recycle_c_days")
_CADENCES: Final = ("cadence_a_days", "cadence_b_days", "cadence_c_days")
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(
            [
                "回收期",
                "多久回收",
                "多久会被回收",
                "几天回收",
                "回收时间",
                "回收规定",
                "多久没跟进会",
                "多久不跟进会",
                "回收天数",
                "回收",
            ],
            _RECYCLES,
        ),
        **dict.fromkeys(
            [
                "积分怎么算",
                "积分怎么计",
                "积分是怎么算",
                "积分如何算",
                "怎么算积分",
                "怎么算分",
                "怎么计分",
                "计分规则",
            ],
            ("points_floor", "points_level"),
        ),
        **dict.fromkeys(
            ["联系周期", "跟进周期", "多久联系一次", "多久要联系", "多久跟进一次"],
            _CADENCES,
        ),
    }
)
"""Words that mean several clauses."""


def _phrases() -> dict[str, tuple[str, ...]]:
    found = dict(_GROUPS)
    for term in TERMS:
        for phrase in (term.title, *term.words, *_SAID.get(term.name, "").split()):
            said = fold(phrase).replace(" ", "")
            if said not in found:
                found[said] = (term.name,)
    return found


_NAMES: Final = _phrases()
_ANY: Final = regex("|".join(re.escape(phrase) for phrase in sorted(_NAMES, key=len, reverse=True)))
_CHAPTER: Final = regex("|".join((*chapters(), "免打扰", "静默", "推送", "查重", "申诉", "证据", "拜访")))
_CHAPTERS: Final[Mapping[str, str]] = MappingProxyType(
    {"免打扰": "打扰", "静默": "打扰", "推送": "打扰", "查重": "报备", "申诉": "报备", "证据": "积分", "拜访": "积分"}
)
_RULES: Final = regex(r"制度|规则|规定|条款|规矩|规章|规范(?!化)|章程")
_CLAUSE: Final = regex(r"(?:制度|条款|规则|第)\s*([1-9]\.\d{1,2})(?!\d)|^\s*([1-9]\.\d{1,2})\s*(?:条|是什么|什么意思)")
_NOT_OURS: Final = regex(
    r"违反|遵守|合同|违约|供应商|工商|客户(?:的|那边|公司)|他们|对方|税|政策|按规定|建议|意见|学习|培训"
)
_ASKS: Final = regex(
    r"多久|几[天家点次小个级分条]|多少|怎么(?:算|计|定|规定)|如何(?:算|计)|是什么|什么(?:时候|规定)|啥时候|上限|期限|咋算|要求|标准|截止|周期|$(?<=保护期)"
)
_ABOUT_ONE: Final = regex(
    r"还能|快被|被回收的|哪些|哪几|有没有|了吗|还有|还剩|快到|到期|我的?客户|这家|那家|延期|再给|申请|我想|帮我|提醒|退回\s*\d|没交|谁|要多久到|东西"
)
_SETS: Final = regex(
    r"(?:改|调整?|定|设置?|变|更改|修改|提高|降低?|缩短?|延长|放宽|收紧|加|减|换|增加|减少)(?:一下)?(?:成|到|为|至|作|回|成了|低到|短到|长到)|改(?:一下|下|改)?|调(?:一下|整)|(?:关掉|关闭|关了|停掉|停用|打开|开启|启用|恢复)"
)
_ORDERED: Final = regex(
    r"(?:每人|公海|一律|统一|以后|从[^,。]{1,8}起|下周起|明天起|下月起|今后|大家|所有人|新规定?|规定)"
)
_NOT_SET: Final = regex(
    r"[?]|吗|多少|几[天家点次个]|为什么|怎么|能不能|可以吗|谁改|什么时候改|改过|改没改|听说|是不是|要是|如果"
)
_FIGURES: Final = regex(
    r"(?<![\d.#])(-?\d+(?:\.\d+)?)|([一二两三四五六七八九十百廿卅]{1,5})(?=天|家|分|次|小时|个|级|条|字|工作日|$)"
)
_CLOCK: Final = regex(r"(\d{1,2})[:：](\d{2})")
_HUNDREDS: Final = regex(r"([一二两三四五六七八九])百(?:([一二三四五六七八九])(?:十)?)?")
_ON: Final = regex(r"打开|开启|启用|恢复|改成开|改为开|^开$|开$")
_OFF: Final = regex(r"关|停")
_FINES: Final = regex(r"罚款|罚钱|扣工资|扣奖金|扣钱|罚多少|处罚")
_FINE_ASKED: Final = regex(r"[?]|吗|多少|怎么|会不会|要不要|是不是")
_NEWS: Final = regex(r"改了|变化|变了|改动|调整|更新|新制度|新规")
_UNANSWERED: Final = regex(
    r"(?:还有|看看|查一?下)*(?:谁|哪些人|哪几个|哪些同事|几个人|多少人)(?:都)?(?:还)?(?:没有?|未)(?:回|发|点)?(?:复)?收到(?:制度|通知|新规定?)?[了啊呢?的]*|收到情况|(?:制度|通知)(?:的)?(?:收到|回复)情况|(?:谁|哪些人)(?:已经|都)?收到了?(?:制度|通知)?[吗?]*|没(?:回|发)收到的(?:人)?(?:有(?:谁|哪些))?"
)


def decide_terms(reading: Reading) -> Intents | None:
    """A rule is asked for, changed, or it is asked who has not answered one."""
    masked = reading.masked
    if len(masked) > _LONGEST or reading.customers or reading.contacts:
        return None
    if "收到" in masked and _UNANSWERED.fullmatch(masked.strip(" 。!")):
        return Intents.RECEIVED
    compact = masked.replace(" ", "")
    if _asks_of_fines(compact):
        return Intents.TERMS_SHOW
    about_rules = _RULES.search(compact)
    named = _ANY.search(compact)
    if about_rules is None and named is None:
        return None
    if named is not None and not reading.people and _changes(compact, named):
        return Intents.TERM_CHANGE
    if _NOT_OURS.search(compact) or reading.people:
        return None
    if len(compact) > _LONGEST_QUESTION:
        return None
    return Intents.TERMS_SHOW if about_rules is not None or _asks(compact, named) else None


_LONGEST_QUESTION: Final = 20


def _asks_of_fines(compact: str) -> bool:
    """迟到罚款吗; what is short of points is told with the points."""
    asked = _FINES.search(compact) is not None and _FINE_ASKED.search(compact) is not None
    return asked and "分" not in compact and _NOT_OURS.search(compact) is None


def _asks(compact: str, named: re.Match[str] | None) -> bool:
    """保护期多久: a question about a clause, and not about one customer or one's own affairs."""
    if _ASKS.search(compact) is None:
        return False
    about = _ABOUT_ONE.search(compact)
    return about is None or (named is not None and named.start() <= about.start() and about.end() <= named.end())


def _changes(compact: str, named: re.Match[str]) -> bool:
    """保护期改成20天, 公海每天领 5 家: a word of change, or an order to everybody, with a value behind the clause."""
    if _NOT_SET.search(compact):
        return False
    if _SETS.search(compact):
        return "日报" not in compact[: named.start()] or named.group().startswith("日报")
    return _ORDERED.search(compact) is not None and _FIGURES.search(compact, named.end()) is not None


def read_terms(reading: Reading) -> Intent | None:
    """What of the rules is asked for: `value`, the names of the clauses, or `topic`, a chapter; neither means all.

    Args:
        reading: the whole message.
    """
    compact = reading.masked.replace(" ", "")
    clause = _CLAUSE.search(reading.masked)
    if clause is not None:
        wanted = clause[1] or clause[2]
        names = tuple(term.name for term in TERMS if term.clause == wanted)
        slots = {"value": reading.whole(names)} if names else {"topic": reading.whole(wanted)}
        return reading.intent(Intents.TERMS_SHOW, slots)
    if _FINES.search(compact):
        return reading.intent(Intents.TERMS_SHOW, {"topic": reading.whole(FINES)})
    names = tuple(dict.fromkeys(_named(compact)))
    if not names and _NEWS.search(compact):
        return reading.intent(Intents.TERMS_SHOW, {"topic": reading.whole(NEWS)})
    if names:
        return reading.intent(Intents.TERMS_SHOW, {"value": reading.whole(names)})
    chapter = _CHAPTER.search(compact)
    if chapter is None:
        return reading.intent(Intents.TERMS_SHOW)
    found = _CHAPTERS.get(chapter.group(), chapter.group())
    return reading.intent(Intents.TERMS_SHOW, {"topic": reading.whole(found)})


def read_term_change(reading: Reading) -> Intent | None:
    """Which clause shall have which value from when: `topic` the names that may be meant, `value`, `next_date`.

    Args:
        reading: the whole message.
    """
    compact = reading.masked.replace(" ", "")
    names = tuple(dict.fromkeys(_named(compact)))
    if not names:
        return None
    slots = {"topic": reading.whole(names)}
    text = reading.masked
    day = next((one for one in reading.moments if one.clock is None and one.future is not None), None)
    if day is not None:
        first = day.future if day.leaning is not Leaning.PAST else day.past
        slots["next_date"] = reading.slot(first, day.start, day.end)
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    elif "起" in compact:
        found = find_period(reading.masked, reading.today)
        if found is not None:
            slots["next_date"] = reading.slot(found[0][0], *found[1:])
    told = _behind_change(text)
    said = read_value(told, names[0])
    if said is not None:
        slots["value"] = reading.whole(said)
    return reading.intent(Intents.TERM_CHANGE, slots)


def read_received(reading: Reading) -> Intent | None:
    """Who has not answered.

    Args:
        reading: the whole message.
    """
    return reading.intent(Intents.RECEIVED)


def read_value(text: str, name: str) -> str | None:
    """The value that some words give a clause, as text; None where they give none.

    Args:
        text: as it was said: 20天, 晚上8点半, 关掉.
        name: of the term.
    """
    said = fold(text)
    if name in CHOICES:
        return _choice(said, name)
    if BY_NAME[name].is_clock:
        return _clock(said, name)
    bare = _ANY.sub(" ", said)
    found = list(_FIGURES.finditer(bare))
    if not found:
        return None
    figures, words = found[-1].groups()
    if figures is not None:
        return str(figures)
    value = _counted(words)
    return None if value is None else str(value)


def _named(compact: str) -> Iterator[str]:
    """The clauses that are named; a level that is said chooses among those of all levels."""
    level = _LEVEL.search(compact)
    for found in _ANY.finditer(compact):
        names = _NAMES[found.group()]
        if level is not None and names in (_RECYCLES, _CADENCES):
            names = (names["abc".index(level[1])],)
        yield from names


_LEVEL: Final = regex(r"([abc])[级类]")


def _behind_change(text: str) -> str:
    """What stands behind the last word of change; all of it where there is none."""
    ends = [found.end() for found in _SETS.finditer(text)]
    return text[ends[-1] :] if ends and _FIGURES.search(text, ends[-1]) else text


def _choice(said: str, name: str) -> str | None:
    if CHOICES[name] == SWITCH:
        return "关" if _OFF.search(said.replace("开关", "")) else "开" if _ON.search(said) else None
    return next((word for word in CHOICES[name] if word in said), None)


def _clock(said: str, name: str) -> str | None:
    exact = _CLOCK.search(said)
    if exact is not None:
        return f"{int(exact[1]):02}:{exact[2]}"
    clock = next((one.clock for one in find_moments(said, _ANY_DAY) if one.clock is not None), None)
    bare = _HOUR.search(said)
    hour, minute = (clock.hour, clock.minute) if clock is not None else (number(bare[1]) if bare else None, 0)
    if hour is None:
        return None
    if clock is None and bare is not None and bare[2]:
        minute = 30
    evening = name in _OF_THE_EVENING and hour < _NOON and not _MORNING.search(said)
    return f"{hour + _NOON if evening else hour:02}:{minute:02}"


_HOUR: Final = regex(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})点(半)?")
_ANY_DAY: Final = date(2026, 1, 1)
_NOON: Final = 12
_OF_THE_EVENING: Final = frozenset(
    {"report_deadline", "quiet_from", "draft_at", "nag_at", "last_nag_at", "summary_at", "rollup_at"}
)
_MORNING: Final = regex(r"早|上午|凌晨")


def _counted(words: str) -> int | None:
    hundreds = _HUNDREDS.fullmatch(words)
    if hundreds is not None:
        return (number(hundreds[1]) or 0) * 100 + (number(hundreds[2] or "") or 0) * 10
    return number(words)
