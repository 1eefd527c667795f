"""More of whole days as people really talk through them: words for colleagues, who was there, days, promises."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from handlers.language.meaning import Intents, Situation, Speaker
from handlers.language.understand import understand
from models.times import SHANGHAI
from tests.handlers.language.company import BOOK, MONDAY, code, person, read

_PLAN, _OWES, _REPORT = Intents.PLAN_SET, Intents.RECEIVABLE_QUERY, Intents.DAILY_REPORT


def names(text: str, *, by: str = "lilei", at: datetime = MONDAY) -> list[Intents]:
    return [one.name for one in read(text, by=by, at=at)]


EARLY = datetime(2026, 11, 23, 8, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "whom", "words"),
    [
        ("韩梅今天见恒力李明，一定要拿个付款日期回来，跟她讲", 1, "韩梅今天见恒力李明，一定要拿个付款日期回来"),
        ("你帮我问下韩美那个退货单她收到没有", 1, "那个退货单她收到没有"),
        ("让陈辰找仓库把温度记录调出来", 1, "找仓库把温度记录调出来"),
        ("证书让陈晨找一下，我周三之前要", 1, "证书让陈晨找一下，我周三之前要"),
        (
            "韩梅报了可是余小姐是我老乡你让陈晨评评看",
            1,
            "韩梅报了可是余小姐是我老乡你让陈晨评评看",
        ),
        ("恒力的事处理得及时，替我谢谢韩梅和陈晨", 2, "恒力的事处理得及时，替我谢谢韩梅和陈晨"),
    ],
)
def test_a11_words_for_a_colleague_however_they_are_put(text: str, whom: int, words: str) -> None:
    (found,) = read(text, by="wufang")
    assert (found.name, found.value("summary")) == (Intents.RELAY, words)
    assert len(found.value("people")) == whom


@pytest.mark.parametrize(
    "text",
    ["东吴王总说你让陈晨来一趟", "谁让陈辰去的", "王总让陈列员看了样品", "问下韩美姐什么时候有空", "请王总看了方案"],
)
def test_what_is_passed_on_to_nobody(text: str) -> None:
    assert Intents.RELAY not in names(text)


@pytest.mark.parametrize("text", ["韩梅今天见了恒力李明，谈了付款", "陈晨今天去了东吴，跟王总谈得不错"])
def test_a4_a_leader_tells_of_his_people(text: str) -> None:
    assert Intents.VISIT_LOG not in names(text, by="wufang")


@pytest.mark.parametrize("text", ["今天和韩梅一起去拜访恒力李明，谈了付款", "拜访东吴 王总 聊了明年的框架"])
def test_a4_a_leader_goes_himself(text: str) -> None:
    assert names(text, by="wufang")[0] is Intents.VISIT_LOG


@pytest.mark.parametrize("text", ["温度记录已经发给王总了，三箱明天换", "东吴王总说三箱明天换"])
def test_a4_who_sits_in_the_office_visits_nobody(text: str) -> None:
    office = Situation(MONDAY, Speaker(person("lilei").person_id, sells=False))
    assert understand(text, office, BOOK).first.name is not Intents.VISIT_LOG
    assert understand("拜访东吴 王总 送了合同", office, BOOK).first.name is Intents.VISIT_LOG


@pytest.mark.parametrize(
    "text",
    [
        "我先报的 今天人都见了",
        "是我先报的，上周就见过了",
        "我上周就报备过了",
        "明明我先报的啊",
        "是的吴姐，王总先安排的。剩下的我今天去问",
    ],
)
def test_a10_what_is_said_for_oneself_writes_nothing(text: str) -> None:
    assert names(text) == [Intents.UNKNOWN]


@pytest.mark.parametrize("text", ["帮我先报备一下常州新亚电子", "报备 常州新亚电子 戴老板 18973620455"])
def test_a10_a_registration_is_one(text: str) -> None:
    assert names(text) == [Intents.LEAD_REGISTER]


@pytest.mark.parametrize("office", ["接手的采购经理", "新来的采购经理", "他们的采购经理"])
def test_how_somebody_came_by_his_office_is_no_part_of_it(office: str) -> None:
    (found,) = read(f"东吴，{office}叫侯文静，15874110236")
    assert (found.name, found.value("title")) == (Intents.CONTACT_ADD, "采购经理")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("先去恒力 下午东吴", [_PLAN]),
        ("去常州", [_PLAN]),
        ("早，今天去常州那边", [_PLAN]),
        ("早，上午东吴机械，下午恒力。王总周三生日，周三早上八点提醒我", [_PLAN, Intents.REMINDER_SET]),
        (
            "小勤早我今天先到恒力那边去要钱，然后回来到东吴看一下那台车，昨天晚上王总给我打电话讲漏油了",
            [_PLAN, Intents.COMPLAINT_RECORD],
        ),
        ("明天去东吴 后天恒力", [_PLAN, _PLAN]),
        ("东吴那个莫写进去了没面子，明天去恒力跟李明对货", [_PLAN]),
    ],
)
def test_a5_a_day_as_it_is_announced(text: str, wanted: list[Intents]) -> None:
    assert names(text, at=EARLY) == wanted


@pytest.mark.parametrize("text", ["去医院", "去吃饭", "先去了恒力，下午见了东吴王总", "去常州了，没见到人"])
def test_what_announces_no_day(text: str) -> None:
    assert _PLAN not in names(text, at=EARLY)


def test_each_day_has_its_own_plan() -> None:
    first, second = read("明天去东吴 找王总 后天恒力", at=EARLY)
    assert (first.value("date"), code(first)) == (date(2026, 11, 24), "C001")
    assert (second.value("date"), code(second)) == (date(2026, 11, 25), "C003")
    *_, trouble = read("今天先去恒力，再去东吴，昨天晚上王总打电话讲漏油了", at=EARLY)
    assert code(trouble) == "C001"


def test_c9_all_parts_of_a_promise_behind_a_colon() -> None:
    visit, promise = read("见到东吴王总了。21.4万分三次付：本周五8万，12月10号8万，余下的12月25号")
    assert "next_date" not in visit.slots
    assert [(part.amount, part.on, part.rest) for part in promise.value("parts")] == [
        (Decimal(80000), date(2026, 11, 27), False),
        (Decimal(80000), date(2026, 12, 10), False),
        (None, date(2026, 12, 25), True),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("东吴25号付不了", None),
        ("东吴说这个月付不了了", None),
        ("东吴25号付不了，改30号", date(2026, 11, 30)),
        ("恒力27号打不出来 月底付", date(2026, 11, 30)),
    ],
)
def test_c9_a_promise_that_is_put_off(text: str, day: date | None) -> None:
    (found,) = read(text)
    assert (found.name, found.value("date")) == (Intents.DUNNING_ANSWER, day)


@pytest.mark.parametrize("text", ["东吴的发票25号给不了", "东吴样品周五给不了", "打不通东吴电话"])
def test_c9_what_is_late_and_no_money(text: str) -> None:
    assert Intents.DUNNING_ANSWER not in names(text)


@pytest.mark.parametrize("text", ["看下我的日报", "再看一下我今天的日报", "帮我看看日报里头写了点啥"])
def test_c11_the_draft_is_shown_and_no_part_of_it(text: str) -> None:
    (found,) = read(text)
    assert (found.name, found.value("summary")) == (_REPORT, None)


@pytest.mark.parametrize("text", ["月底之前能进多少", "这个月还能到多少", "本周能回多少款"])
def test_d3_what_is_promised_for_then(text: str) -> None:
    (found,) = read(text, by="wufang")
    assert (found.name, found.value("topic")) == (_OWES, "promised")


@pytest.mark.parametrize("text", ["恒力怎么拖这么久", "恒力的钱怎么一直拖着", "恒力为啥压着不付"])
def test_d3_why_somebody_does_not_pay(text: str) -> None:
    (found,) = read(text, by="wufang")
    assert (found.name, code(found)) == (_OWES, "C003")


def test_what_was_forgotten_is_to_be_done_and_no_trouble() -> None:
    (found,) = read("恒力漏了一条，李明要一份目录，周五前给他")
    assert (found.name, found.value("next_date")) == (Intents.FOLLOWUP_SET, date(2026, 11, 27))
    assert names("恒力漏了一箱货，李明很生气") == [Intents.COMPLAINT_RECORD]


def test_who_meets_with_a_trouble_was_there() -> None:
    visit, trouble = read("到东吴了王总发火了，上周送的两箱外箱压坏了")
    assert (visit.name, trouble.name, code(visit)) == (Intents.VISIT_LOG, Intents.COMPLAINT_RECORD, "C001")
    assert "发火了，上周送的两箱" in visit.value("summary")
    assert names("到货了王总发火了，两箱压坏了") == [Intents.COMPLAINT_RECORD]


@pytest.mark.parametrize("text", ["不是两箱我数了一下是三箱", "东吴短租的台数写错了，是8台，我又核了一遍"])
def test_c6_a_count_put_right_is_nobody_s_name(text: str) -> None:
    assert names(text) == [Intents.UNKNOWN]


def test_c8_at_that_hour_whatever_is_kept_of_birthdays() -> None:
    (found,) = read("王总周三生日，周三早上八点提醒我")
    assert (found.name, found.value("time")) == (Intents.REMINDER_SET, time(8))
    assert names("王总生日是6月8号") == [Intents.BIRTHDAY_SET]


def test_what_is_to_be_given_stands_before_the_day() -> None:
    (found,) = read("戴老板要先看目录和价格 周五给 加上")
    assert (found.value("next_date"), found.value("next_note")) == (date(2026, 11, 27), "先看目录和价格 给")


@pytest.mark.parametrize("text", ["恒力化还是放回去吧，跑不过来", "化纤那家我放回公海了"])
def test_b5_given_back_by_a_part_of_the_name(text: str) -> None:
    (found,) = read(text)
    assert (found.name, code(found)) == (Intents.LEAD_RELEASE, "C003")


@pytest.mark.parametrize("text", ["样品我还是放回去吧", "钥匙放回去了"])
def test_b5_a_thing_put_back_is_no_customer(text: str) -> None:
    assert Intents.LEAD_RELEASE not in names(text)


@pytest.mark.parametrize("office", ["采购", "会计", ""])
def test_who_was_met_instead_with_his_office(office: str) -> None:
    visit = read(f"东吴去了，王总在开会没见着，见的{office}小卢")[0]
    assert visit.value("contact").text == "小卢"
