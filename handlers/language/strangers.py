"""People whom the book does not know, as they are introduced: 老板姓蒋, 对接人叫刘芳, 申屠强, Jason Wu."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from handlers.language.mentions import COMPANY_END, NO_NAME
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES, TITLE, find_titled
from handlers.language.reading import Reading
from handlers.language.who import Place

_JOBS: Final = (
    "负责人|代表|经理|总监|主任|主管|采购|会计|财务|出纳|店长|厂长|园长|校长|院长|站长|社长|馆长|科长|处长|部长|课长|班长|组长"
    "|董事长|总裁|副?总裁?|老板娘?|店主|馆主|园主|庄主|管家|助理|秘书|前台|工程师|司机|仓管|厨师长|主厨|调度|领班|行政|人事|客服|质检|联系人|对接人|老师|顾问|房东|主理人|老板|掌柜|合伙人|股东|市场部|销售部|采购部|技术部|行政部"
)
_JOB: Final = rf"[一-鿿]{{0,4}}?(?:{_JOBS})"
_NAME: Final = r"[一-鿿]{2,4}?|[a-z]{2,12}(?: [a-z]{2,12})?"
_NAME_ENDS: Final = r"(?=[,。;:\s\d]|电话|手机|幺|$)"
_CALLED_PERSON: Final = regex(
    rf"(?P<job3>{_JOB})(?P<nick>(?P<twice>[一-鿿])(?P=twice)|[小老阿大][一-鿿]){_NAME_ENDS}|(?:(?P<job>{_JOB})(?:他|她|那边)?|(?:找|他|她|对方|人|(?<=[,\s])(?=叫)))\s*(?:名字)?(?:叫|是|姓名|:)\s*(?P<name>{_NAME}){_NAME_ENDS}"
    rf"|(?:联系人|负责人|对接人|经办人|找)\s*(?P<plain>{_NAME}){_NAME_ENDS}"
    rf"|(?P<job2>{_JOB})?(?:那边)?姓\s*(?P<surname>[一-鿿])(?=[,。;:\s\d电手联预想要做的微找想说只目]|$)"
)
_JOB_BEFORE: Final = regex(rf"(?P<job>{_JOB})[\s:]*$")
_TOKEN: Final = regex(r"[^\s,。;:!?、\n()]+")
_DOUBLE_SURNAMES: Final = (
    "欧阳", "上官", "司徒", "司马", "诸葛", "东方", "端木", "申屠", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯",
)  # fmt: skip
_LATIN_NAME: Final = regex(r"[a-z]{2,12}(?: [a-z]{2,12})?")
_NO_LATIN: Final = frozenset({"app", "cto", "ceo", "wifi", "pos", "kg", "ml", "led", "erp", "tel", "ktv"})


class Stranger(NamedTuple):
    """A person who is introduced.

    Attributes:
        name: the place of his name.
        job: the place of what he is, where that is told beside it.
        whole: the place of all that introduces him.
    """

    name: Place
    job: Place | None
    whole: Place


def find_person(reading: Reading, start: int, end: int) -> Stranger | None:
    """The first person of a stretch, known or not.

    Args:
        reading: one record.
        start, end: where to look.
    """
    text = reading.text
    called = _CALLED_PERSON.search(text, start, end)
    if called is not None:
        group = next(name for name in ("surname", "name", "plain", "nick") if called[name])
        job = next((name for name in ("job", "job2", "job3") if called[name]), None)
        return Stranger(called.span(group), called.span(job) if job else None, called.span())
    titled = find_titled(reading.masked, start, end)
    department = _DEPARTMENT.match(text, max(titled[0] - 1, start)) if titled is not None else None
    if titled is not None and department is not None:
        # 设计总监项工 is no Mr Ji.
        person = find_titled(reading.masked, titled[1], end)
        if person is not None and person[0] == titled[1]:
            return Stranger(person, (titled[0] - 1, titled[1]), (titled[0] - 1, person[1]))
    if titled is not None and _OFFICE.fullmatch(text, *titled) is not None:
        person = find_titled(reading.masked, titled[1], end)
        if person is not None and person[0] == titled[1]:
            return Stranger(person, titled, (titled[0], person[1]))
    if titled is not None and _OF_A_REGION.search(text, *titled):
        # 华东区经理 is no Mr Hua; who he is stands beside it.
        named = _plain_name(text, titled[1], end)
        return Stranger(named.name, titled, (titled[0], named.whole[1])) if named is not None else None
    if titled is not None:
        before = _JOB_BEFORE.search(text, start, titled[0])
        job_place = before.span("job") if before is not None else None
        return Stranger(titled, job_place, (before.start() if before is not None else titled[0], titled[1]))
    return _plain_name(text, start, end)


_DEPARTMENT: Final = regex("设计|会计|审计|统计|教练")
_OFFICE: Final = regex("(?:项目|大堂|房务)(?:经理|主管|总监)")
"""项目经理祖工 is no Mr Xiang."""
_OF_A_REGION: Final = regex(r"区(?:域|销售)?(?:经理|总监|主管|总)|部(?:门)?经理")


def _plain_name(text: str, start: int, end: int) -> Stranger | None:
    told: Place | None = None
    for token in _TOKEN.finditer(text, start, end):
        if _ONE_JOB.fullmatch(token.group()):
            told = token.span()
            continue
        if _PET_NAME.fullmatch(token.group()):
            return Stranger(token.span(), told, token.span())
        familiar = _FAMILIAR.search(text, *token.span())
        if familiar is not None and familiar[1] in SURNAMES:
            return Stranger(familiar.span(), told, familiar.span())
        first = _behind_jobs(text, *token.span())
        begin = told[0] if told is not None else token.start()
        if is_full_name(text[first : token.end()]):
            job = (token.start(), first) if first > token.start() else told
            return Stranger((first, token.end()), job, (begin, token.end()))
        latin = _LATIN_NAME.match(text, first, end)
        if latin is not None and latin.group() not in _NO_LATIN and latin.end() == _word_end(text, latin.end(), end):
            return Stranger(latin.span(), told, (begin, latin.end()))
        told = None
    return None


_FAMILIAR: Final = regex(r"[小老]([一-鿿])(?=的?(?:联系|电话|手机|号码|微信)|\d|$)")
_PET_NAME: Final = regex("小(?![区店程时单学])[一-鿿]|老(?![板家客师大是说总])[一-鿿]|阿(?![里姨拉])[一-鿿]")
_ONE_JOB: Final = regex(_JOB)


def _behind_jobs(text: str, start: int, end: int) -> int:
    """采购主管周敏: where the name begins behind what he is."""
    for _ in range(_MOST_JOBS):
        before = _ONE_JOB.match(text, start, end)
        if before is None or before.end() >= end or is_full_name(text[start:end]):
            break
        start = before.end()
    return start


_MOST_JOBS: Final = 3


def _word_end(text: str, place: int, end: int) -> int:
    while place < end and (text[place].isalnum() and text[place].isascii()):
        place += 1
    return place


def is_full_name(words: str) -> bool:
    """Whether some words may be a person's full name: a surname and one or two characters more, and nothing else.

    Args:
        words: folded.
    """
    if not re.fullmatch(r"[一-鿿]{2,4}", words) or NO_NAME.fullmatch(words) or COMPANY_END.search(words):
        return False
    if words.startswith(_DOUBLE_SURNAMES):
        return True
    return words[0] in SURNAMES and len(words) <= 3 and not _COMMON.search(words)


_COMMON: Final = regex(
    rf"客户|公司|项目|电话|需求|预算|意向|高端|平时|明天|车间|方案|包装|万|相关|单子|易拉|成交|{TITLE}$"
)
