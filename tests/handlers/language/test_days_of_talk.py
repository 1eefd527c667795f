"""Whole days as people really talk through them: plans with a question, asides to the bot, troubles in the tale."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from handlers.language.firms import Asked
from handlers.language.meaning import Intent, Intents
from models.times import SHANGHAI
from tests.handlers.language.company import MONDAY, code, read

MORNING = datetime(2026, 11, 23, 8, 2, tzinfo=SHANGHAI)
_PLAN, _OWES, _REPORT = Intents.PLAN_SET, Intents.RECEIVABLE_QUERY, Intents.DAILY_REPORT


def names(text: str, *, by: str = "lilei", at: datetime = MONDAY) -> list[Intents]:
    return [one.name for one in read(text, by=by, at=at)]


def planned(intent: Intent) -> int:
    return len(intent.value("customers") or ())


@pytest.mark.parametrize(
    ("text", "many", "asked"),
    [
        ("早上好，今天计划：上午东吴机械，下午恒力催款", 2, []),
        ("早，今天上午东吴，下午恒力，帮我看下这两家的欠款", 2, ["C001", "C003"]),
        ("小勤啊我今天先去东吴找王总，然后下午跑一趟恒力，他那个钱拖了半个多月了，你帮我看看到底是多少", 2, ["C003"]),
        ("早啊小勤我今天上午去东吴下午来得及的话再去恒力你帮我看看恒力那笔钱是不是快到期了", 2, ["C003"]),
        ("今天先去东吴，下午去恒力，顺路的话再去趟华联", 3, []),
        ("今儿去恒力要钱，顺便去东吴看看王总", 2, []),
        ("我今个上苏州，先去东吴看看货卖得咋样，再去恒力", 2, []),
    ],
)
def test_a5_a_day_announced_and_what_is_asked_with_it(text: str, many: int, asked: list[str]) -> None:
    plan, *questions = read(text, at=MORNING)
    assert (plan.name, plan.value("date"), planned(plan)) == (_PLAN, date(2026, 11, 23), many)
    assert [(one.name, code(one)) for one in questions] == [(_OWES, one) for one in asked]


@pytest.mark.parametrize(
    "text",
    ["今天上午去了东吴，见了王总", "今天去东吴，王总说要换机器", "上午拜访：东吴、恒力", "今天见东吴王总 聊了方案"],
)
def test_what_was_done_in_the_morning_is_no_plan(text: str) -> None:
    assert set(names(text, at=datetime(2026, 11, 23, 11, 30, tzinfo=SHANGHAI))) == {Intents.VISIT_LOG}


def test_an_answer_to_a_colleague_is_no_visit() -> None:
    assert names("好的经理，我今天就去东吴一家", at=MORNING) == [Intents.UNKNOWN]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("东吴谈得怎样", Asked.LAST),
        ("恒力那边怎么样，严重不", Asked.LAST),
        ("东吴去了没", Asked.LAST),
        ("恒力有消息没", Asked.LAST),
        ("东吴谈得怎么样了", Asked.LAST),
        ("东吴哪个业务在跟的", Asked.OWNER),
        ("王总号码换了没有，我记得是0001那个", Asked.PHONE),
    ],
)
def test_c1_asked_in_passing(text: str, field: Asked) -> None:
    (found,) = read(text)
    assert (found.name, found.value("field")) == (Intents.CUSTOMER_QUERY, field)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("东吴为什么一直不付", _OWES),
        ("恒力剩下的一半还是没说法？", _OWES),
        ("这周说好要付的有多少", _OWES),
        ("答应付款的有哪些", _OWES),
        ("静颐怎么回事，两个人都报了？", Intents.CONFLICT),
        ("交了没", _REPORT),
        ("正泽降价的事谁报的，从哪听来的", Intents.NEWS_LIST),
        ("没看到恒力的", Intents.PAYMENT_CHECK),
        ("恒力剩的2500明天到了我再确认，先挂着", Intents.SMALLTALK),
        ("你别提醒我了我记住了", Intents.SMALLTALK),
        ("恒力那个别写结清了啊，写到四万五", Intents.UNKNOWN),
    ],
)
def test_short_things_of_every_day(text: str, name: Intents) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我的日报看一下", [_REPORT]),
        ("我日报出来看看", [_REPORT]),
        ("我那日报弄好没有，念给我听听", [_REPORT]),
        ("我那日报弄好没有，念给我听听，明天上午在家写方案，下午去东吴，东吴近不碍事", [_PLAN, _REPORT]),
        ("我日报你帮我写，明天去东吴，早上七点半叫我一下", [Intents.REMINDER_SET, _REPORT]),
        ("明天去东吴 写上就交", [_PLAN, _REPORT]),
        ("明天去东吴，加上，然后交", [_PLAN, _REPORT]),
        ("明日计划：上午东吴，下午恒力。好了交", [_PLAN, _REPORT]),
        ("加一条，明天除了东吴还去恒力", [_PLAN]),
    ],
)
def test_a3_the_report_along_with_something_else(text: str, wanted: list[Intents]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize("text", ["拜访东吴 图纸下周三交", "东吴的方案周五前交"])
def test_other_papers_are_no_report(text: str) -> None:
    assert _REPORT not in names(text)


@pytest.mark.parametrize(
    ("text", "half", "reason"),
    [
        ("明天下午我请两小时假，3点到5点，孩子家长会", "pm", "3点到5点 孩子家长会"),
        ("黄经理我星期三上午想请个假小孩开家长会", "am", "小孩开家长会"),
        ("我后天想歇一天，老家俺娘住院了，去陪陪", None, "老家俺娘住院了，去陪陪"),
        ("周四想休一天陪孩子", None, "陪孩子"),
        ("领导，我明天上午请个假，去趟医院", "am", "去趟医院"),
    ],
)
def test_a2_leave_as_it_is_asked_for(text: str, half: str | None, reason: str) -> None:
    (found,) = read(text)
    assert (found.name, found.value("category")) == (Intents.ABSENCE_SET, "leave")
    assert (found.value("half"), found.value("reason")) == (half, reason)


@pytest.mark.parametrize("text", ["王总后天想歇一天", "李工请了三天假", "下午客户那边请假了没人"])
def test_the_leave_of_others_is_not_ones_own(text: str) -> None:
    assert Intents.ABSENCE_SET not in names(text)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("12月8号去东吴送方案，提前一天提醒我", date(2026, 12, 7), "12月8号去东吴送方案"),
        ("12月8号带三套方案过去，前一天提醒我", date(2026, 12, 7), "12月8号带三套方案过去"),
        ("ok 明早提醒我找他要图纸", date(2026, 11, 24), "找他要图纸"),
        ("哎哟差点忘了，明天九点提醒我一下，给他回电话", date(2026, 11, 24), "给他回电话"),
        ("对了明天10点提醒我问王总钱到了没有", date(2026, 11, 24), "问王总钱到了没有"),
    ],
)
def test_c8_a_reminder_without_what_led_up_to_it(text: str, day: date, words: str) -> None:
    (found,) = read(text)
    assert (found.name, found.value("date"), found.value("summary")) == (Intents.REMINDER_SET, day, words)


@pytest.mark.parametrize(
    "text",
    ["到东吴了，王总在开会，我在楼下等", "我到恒力了 李工没来 等会儿", "在东吴楼下等王总", "到东吴了 王总让我先坐会儿"],
)
def test_c3_who_waits_has_met_nobody(text: str) -> None:
    assert names(text) == [Intents.VISIT_ARRIVE]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("到东吴了，见了工程部鲍工，试了样机", "鲍工"),
        ("东吴王总不在，去上海看展了，见了他助理小钟", "小钟"),
        ("到东吴了王总在开会我先跟仓库的小温聊了一下要补货", "小温"),
    ],
)
def test_who_was_met_instead(text: str, who: str) -> None:
    visit = read(text)[0]
    assert (visit.name, visit.value("contact").text) == (Intents.VISIT_LOG, who)


def test_a7_what_is_broken_and_whose_number_it_is_beside_a_visit() -> None:
    text = "到东吴了，见了王总。六楼西侧4台内机制热慢，客人投诉两次；另外让我们12月10日前出方案"
    visit, trouble = read(text)
    assert (visit.name, visit.value("next_date")) == (Intents.VISIT_LOG, date(2026, 12, 10))
    assert (trouble.name, code(trouble)) == (Intents.COMPLAINT_RECORD, "C001")
    assert trouble.value("summary") == "六楼西侧4台内机制热慢，客人投诉两次"
    visit, number = read("东吴王总不在，见了他助理小钟，15820943316")
    assert (number.name, number.value("phone"), number.value("title")) == (Intents.CONTACT_ADD, "15820943316", "助理")


@pytest.mark.parametrize("text", ["去了东吴，王总说之前那家的机器漏水，想换我们的", "到东吴了，王总说一切正常没有投诉"])
def test_no_trouble_of_ours(text: str) -> None:
    assert names(text) == [Intents.VISIT_LOG]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("东吴王总刚说先打了一万过来 让韩梅梅查下", [Intents.PAYMENT_RECORD, Intents.RELAY]),
        ("拜访东吴 王总同意续签，对了王总生日是6月8号", [Intents.VISIT_LOG, Intents.BIRTHDAY_SET]),
        ("东吴到账三万，另外提醒我周五催余款", [Intents.PAYMENT_RECORD, Intents.REMINDER_SET]),
        ("周三下午3点提醒我标书最后核一遍，也提醒韩梅梅盖章", [Intents.REMINDER_SET, Intents.RELAY]),
        ("去东吴谈了续签，另外他们要加两台", [Intents.VISIT_LOG]),
        ("到东吴了，王总拿了五件药，现款一千八给我微信了", [Intents.VISIT_LOG, Intents.PAYMENT_RECORD]),
    ],
)
def test_two_things_in_one_breath(text: str, wanted: list[Intents]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "听东吴讲，格力下月1号起每台降80，预付5万再送1台",
        "玖龙这周每吨又加五十 她问我们跟不跟涨 我说先不动",
        "听说凉岛在六安搞活动，买五送一",
        "有个牌子在搞促销，一拖一裸机只要三千二",
    ],
)
def test_c16_what_the_market_does(text: str) -> None:
    assert names(text) == [Intents.NEWS_TELL]


@pytest.mark.parametrize("text", ["东吴说每台要我们降80才签", "东吴预付5万到了", "每台给他降了80，东吴订了20台"])
def test_a_price_of_our_own_is_no_news(text: str) -> None:
    assert Intents.NEWS_TELL not in names(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("东吴今天来不及了，改明天上午", date(2026, 11, 24)),
        ("东吴今天去不成了，明天再去", date(2026, 11, 24)),
        ("今天东吴没时间去了 挪到周五", date(2026, 11, 27)),
        ("那我明天东吴就不去了，挪到礼拜五", date(2026, 11, 27)),
    ],
)
def test_a5_a_visit_put_off_is_a_plan_of_another_day(text: str, day: date) -> None:
    (found,) = read(text)
    assert (found.name, found.value("date"), code(found)) == (_PLAN, day, "C001")


def test_c2_a_tender_to_be_ready_for() -> None:
    (found,) = read("东吴 王总 二期下周三开标 我们资料还差业绩证明")
    assert (found.name, found.value("next_date")) == (Intents.FOLLOWUP_SET, date(2026, 12, 2))


def test_the_next_step_does_not_tear_a_sentence() -> None:
    visit = read("拜访东吴 他们接了物流园 要38台 报价周四给")[0]
    assert visit.value("summary") == "他们接了物流园 要38台 报价周四给"
    assert visit.value("next_note") == "报价给"
    visit = read("拜访东吴 王总希望这周五前安排售后上门")[0]
    assert "希望这周五前安排售后上门" in visit.value("summary")
