"""A visit is only what has happened, told by somebody who was there (`product.md` A4)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from handlers.language.meaning import Intents
from handlers.language.picks import claims_it
from handlers.language.promised_parts import read_promised
from models.times import SHANGHAI
from tests.handlers.language.company import code, read

MORNING = datetime(2026, 11, 23, 8, 2, tzinfo=SHANGHAI)
TODAY, TOMORROW, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)


def names(text: str) -> list[Intents]:
    return [one.name for one in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "东吴王总电话发我一下，送货的找不到人",
        "东吴王总的号码给我一下，我这边联系不上他",
        "东吴王总微信发我一下，他让我传资料",
    ],
)
def test_a_number_asked_for_with_the_reason_is_no_visit(text: str) -> None:
    assert names(text) == [Intents.CUSTOMER_QUERY]


@pytest.mark.parametrize(
    "text", ["拜访东吴 王总，要了李工的电话", "东吴王总电话里说月底付", "去了东吴，王总让我把资料发他微信"]
)
def test_numbers_spoken_of_on_a_visit_ask_for_nothing(text: str) -> None:
    assert Intents.CUSTOMER_QUERY not in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "哎对对我等下给东吴王总打个电话",
        "我待会儿给恒力李总回个电话",
        "晓得。那个东吴新开了个小厨没得人报吧我下午顺路去看哈",
        "那我一会儿就去找东吴王总",
        "回头我给恒力打个电话",
    ],
)
def test_what_is_only_meant_to_be_done_is_no_visit(text: str) -> None:
    assert Intents.VISIT_LOG not in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "下午去了恒力，李总要样品",
        "给东吴王总打了电话，他说月底付",
        "去东吴见了王总，他说等下给我打电话",
        "东吴刚谈完，他晚上给答复",
    ],
)
def test_what_was_done_stays_a_visit(text: str) -> None:
    assert names(text)[0] is Intents.VISIT_LOG


def test_a_call_told_in_one_breath_is_a_call() -> None:
    (found,) = read("电话打过了东吴王总蛮高兴的还说他们明年扩项要买一台气相色谱预算大概八十万让我出个方案")
    assert (found.name, found.value("way")) == (Intents.VISIT_LOG, "电话")


@pytest.mark.parametrize(
    "text",
    [
        "东吴这边罗经理上周走了，换了个石经理，女的，18723051846",
        "东吴那边丁经理上个月走了，换了个石经理 18723051846",
        "东吴罗经理已经离职了，换了个石经理 18723051846",
    ],
)
def test_who_has_left_is_no_visit_of_that_day(text: str) -> None:
    (found,) = read(text)
    assert (found.name, found.value("contact").text) == (Intents.CONTACT_ADD, "石经理")


@pytest.mark.parametrize("text", ["上周去了东吴，罗经理走了我才到", "上周走了一趟东吴，见了王总"])
def test_who_was_there_last_week_is_a_visit(text: str) -> None:
    assert names(text)[0] is Intents.VISIT_LOG


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("今天上午东吴机械，下午恒力，明天上午华联", [TODAY, TOMORROW]),
        ("早，今天去东吴，明天去恒力和华联", [TODAY, TOMORROW]),
        ("今天上午东吴机械，下午恒力", [TODAY]),
        ("早上好今天我去东吴机械验收顺便问一哈款的事下午回来去恒力看看那个周界报警", [TODAY]),
    ],
)
def test_a5_each_day_of_a_morning_has_its_own_plan(text: str, days: list[date]) -> None:
    found = read(text, at=MORNING)
    assert [(one.name, one.value("date")) for one in found] == [(Intents.PLAN_SET, day) for day in days]


@pytest.mark.parametrize(
    "text", ["可以。那周四东吴那个钱哪个去盯", "那周四恒力的验收谁去跟", "周三东吴的货谁负责送过去"]
)
def test_who_shall_do_it_is_a_question_and_no_follow_up(text: str) -> None:
    assert Intents.FOLLOWUP_SET not in names(text)


@pytest.mark.parametrize("text", ["周四跟进东吴 带合同", "下周三跟进恒力 带样品 顺便对账"])
def test_what_is_to_be_done_on_a_day_is_still_kept(text: str) -> None:
    assert names(text) == [Intents.FOLLOWUP_SET]


@pytest.mark.parametrize("text", ["东吴退货单看到了，两千可以冲掉", "恒力的回单收到了，可以核销"])
def test_papers_settled_are_no_complaint(text: str) -> None:
    assert Intents.COMPLAINT_RECORD not in names(text)


@pytest.mark.parametrize("text", ["东吴投诉第三批短斤少两", "恒力反映机器漏油，要退货"])
def test_complaints_are_still_kept(text: str) -> None:
    assert names(text) == [Intents.COMPLAINT_RECORD]


def test_what_is_moved_is_on_the_day_it_is_moved_to() -> None:
    (found,) = read("王总刚发消息说明天上午要开会，东吴改周四上午去")
    assert (code(found), found.value("next_date")) == ("C001", THURSDAY)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("龚姐说八万六千五先付5万，今天就转，剩下的下个月10号", [(50000, TODAY), (None, date(2026, 12, 10))]),
        ("王总说二十万先付8万，明天打，余下12月15号", [(80000, TOMORROW), (None, date(2026, 12, 15))]),
        ("八万先付三万周五，剩下月底", [(30000, date(2026, 11, 27)), (None, date(2026, 12, 31))]),
    ],
)
def test_d19_a_part_is_not_the_whole(text: str, parts: list[tuple[int | None, date]]) -> None:
    found = read_promised(text, TODAY)
    assert found is not None
    assert [(one.amount, one.on) for one in found.parts] == [
        (None if amount is None else Decimal(amount), on) for amount, on in parts
    ]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("报备 西永 巴适小厨 新开的 四百平 老板姓敖 13629774408", "西永 巴适小厨"),
        ("报备 双福 老灶火锅 老板姓敖 13629774408", "双福 老灶火锅"),
        ("报备 镇江新区恒岳新材料 要两台水分仪 樊工18952830647", "镇江新区恒岳新材料"),
        ("报备 苏州科达机电 要厨具 樊工18952830647", "苏州科达机电"),
    ],
)
def test_a_place_before_a_shop_is_no_name_by_itself(text: str, firm: str) -> None:
    (found,) = read(text)
    assert (found.name, found.value("customer_new")) == (Intents.LEAD_REGISTER, firm)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("那给我吧我认识他们隔壁厂的", True),
        ("那就归我吧", True),
        ("行，给我吧，我同学在那", True),
        ("给我看看", False),
        ("那给我发个目录", False),
        ("那给我留两台", False),
    ],
)
def test_whom_he_wants_to_have(text: str, *, claims: bool) -> None:
    assert claims_it(text) is claims


@pytest.mark.parametrize(
    "text",
    ["海盾这个消息李雷韩梅也知道一下，碰到了都报给我", "涨价的事李雷和韩梅都要知道一下", "李雷也要留意一下恒力那边"],
)
def test_those_who_shall_know_it_are_told(text: str) -> None:
    assert [one.name for one in read(text, by="wufang")] == [Intents.RELAY]


@pytest.mark.parametrize("text", ["李雷知道恒力欠多少吗", "李雷看一下午没结果"])
def test_what_a_colleague_knows_is_no_order(text: str) -> None:
    assert [one.name for one in read(text, by="wufang")] != [Intents.RELAY]
