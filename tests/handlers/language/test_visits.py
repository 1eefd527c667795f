"""Visits as reps write and dictate them, said on Monday 23 November 2026 in the evening."""

from __future__ import annotations

from datetime import date, time

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.company import ROLL, code, read

LOG = Intents.VISIT_LOG


def told(text: str) -> list[tuple[str, str, str]]:
    """(code, contact, summary) of each visit."""
    intents = read(text)
    assert {intent.name for intent in intents} == {LOG}, intents
    return [
        (code(intent), getattr(intent.value("contact"), "text", ""), intent.value("summary", "")) for intent in intents
    ]


@pytest.mark.parametrize(
    ("text", "visit"),
    [
        ("拜访 东吴机械 王总 谈二期报价 下周三带样品", ("C001", "王总", "谈二期报价")),
        ("今天去了东吴，见了王总，聊报价", ("C001", "王总", "聊报价")),
        ("刚从恒力出来，李工说要比价", ("C003", "李工", "说要比价")),
        ("跑了一趟华东重工 没见到人", ("C005", "", "没见到人")),
        ("东吴 上门 试机 客户满意", ("C001", "", "上门 试机 客户满意")),
        ("电话拜访了东吴的王总 他很满意", ("C001", "王总", "电话拜访，他很满意")),
        ("拜访东吴", ("C001", "", "")),
        ("拜访 东吴 这次谈了付款方式", ("C001", "", "这次谈了付款方式")),
        ("拜访 东吴 那天没见到人", ("C001", "", "那天没见到人")),
        ("去东吴了，这批货有问题", ("C001", "", "这批货有问题")),
        ("去了东吴 这家要关门", ("C001", "", "这家要关门")),
        ("拜访 东吴 这边说月底定", ("C001", "", "说月底定")),
        ("拜访了东吴", ("C001", "", "")),
        ("去东吴了", ("C001", "", "")),
        ("今天拜访 东吴", ("C001", "", "")),
        ("和陈晨一起拜访了东吴 技术交流", ("C001", "", "技术交流")),
        ("下午三点半到恒力 李工带着看了设备 旧机器要换", ("C003", "李工", "带着看了设备 旧机器要换")),
        ("刚见完东吴王总 同意试用", ("C001", "王总", "同意试用")),
        ("东吴王总今天见了 价格没谈拢", ("C001", "王总", "价格没谈拢")),
        ("东吴那边今天去过了 王总不在", ("C001", "王总", "不在")),
        ("在东吴跟王总聊了聊二期的事", ("C001", "王总", "聊了聊二期的事")),
        ("今天东吴开了技术交流会", ("C001", "", "开了技术交流会")),
        ("去东吴对账了", ("C001", "", "对账了")),
        ("拜访了一下东吴 送了样品", ("C001", "", "送了样品")),
        ("我从恒力那边刚回来，李工不在", ("C003", "李工", "不在")),
        ("东吴 王总 二期报价偏高 让再降3个点", ("C001", "王总", "二期报价偏高 让再降3个点")),
        ("东吴：王总，谈报价", ("C001", "王总", "谈报价")),
        ("拜访东吴机械有限公司王建国总经理，谈了二期", ("C001", "王建国总经理", "谈了二期")),
        ("今天拜访了东吴，他问能不能便宜点？", ("C001", "", "他问能不能便宜点？")),
        ("没去东吴，去了恒力 谈报价", ("C003", "", "谈报价")),
        ("离开东吴 王总同意降价", ("C001", "王总", "同意降价")),
        ("帮我记一下今天拜访了东吴 王总不在", ("C001", "王总", "不在")),
        ("嗯今天那个去了东吴嗯王总说要再想想", ("C001", "王总", "说要再想想")),
        ("拜訪 東吳機械 談報價", ("C001", "", "談報價")),
        ("拜访：东吴　谈报价！", ("C001", "", "谈报价")),
        ("👍拜访东吴😀谈报价", ("C001", "", "谈报价")),
        ("小勤，拜访东吴", ("C001", "", "")),
        ("拜访东吴机械 王总\n谈二期报价", ("C001", "王总", "谈二期报价")),
        ("客户：东吴\n联系人：王总\n内容：谈报价", ("C001", "王总", "谈报价")),
        ("今天去了东吴，他们也在用恒力的料", ("C001", "", "他们也在用恒力的料")),
        ("今天拜访了东吴，如果价格合适就签", ("C001", "", "如果价格合适就签")),
        ("今天拜访新华联", ("C007", "", "")),
        ("华联铺货 20箱", ("C004", "", "铺货 20箱")),
    ],
)
def test_one_visit(text: str, visit: tuple[str, str, str]) -> None:
    assert told(text) == [visit]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("上午拜访：东吴、恒力、华联", ["C001", "C003", "C004"]),
        ("下午跑了恒力和东吴", ["C003", "C001"]),
        ("拜访东吴 恒力", ["C001", "C003"]),
        ("东吴和恒力都去了", ["C001", "C003"]),
        ("1. 东吴 谈报价\n2. 恒力 没见到人", ["C001", "C003"]),
        ("1、东吴 试机 2、恒力 送样", ["C001", "C003"]),
        ("今天拜访：\n东吴 谈报价\n恒力 李工要比价", ["C001", "C003"]),
        ("拜访东吴 谈报价\n去了恒力 没见到人", ["C001", "C003"]),
        ("今天跑了三家，东吴谈报价，恒力没见到人，华联签了合同", ["C001", "C003", "C004"]),
        ("今天去了东吴谈报价，又去了恒力看设备", ["C001", "C003"]),
        ("上午去东吴 下午去恒力", ["C001", "C003"]),
        ("今天走访了东吴、恒力", ["C001", "C003"]),
    ],
)
def test_several_visits_in_one_message(text: str, codes: list[str]) -> None:
    assert [visit[0] for visit in told(text)] == codes


def test_each_line_keeps_its_own_words() -> None:
    assert told("今天跑了三家，东吴谈报价，恒力没见到人，华联签了合同") == [
        ("C001", "", "谈报价"),
        ("C003", "", "没见到人"),
        ("C004", "", "签了合同"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天去了东吴", date(2026, 11, 23)),
        ("补昨天 拜访东吴 谈付款", date(2026, 11, 22)),
        ("补昨天的：去了恒力 李工不在", date(2026, 11, 22)),
        ("补登昨天拜访恒力", date(2026, 11, 22)),
        ("前天去了东吴", date(2026, 11, 21)),
        ("上周五去恒力见了李工", date(2026, 11, 20)),
        ("周五去了东吴 谈合同", date(2026, 11, 20)),
        ("25号去了东吴", date(2026, 10, 25)),
        ("11月20号拜访恒力 送样", date(2026, 11, 20)),
        ("补 11月20号 恒力 送样", date(2026, 11, 20)),
        ("上周三拜访东吴 王总要降价", date(2026, 11, 18)),
        ("昨天去东吴", date(2026, 11, 22)),
        ("拜访东吴", None),
        ("拜访东吴 下周三带样品", None),
    ],
)
def test_the_day_a_report_is_about(text: str, day: object) -> None:
    (visit,) = read(text)

    assert (visit.name, visit.value("date")) == (LOG, day)


@pytest.mark.parametrize(
    ("text", "day", "note"),
    [
        ("拜访 东吴机械 王总 谈二期报价 下周三带样品", date(2026, 12, 2), "带样品"),
        ("今天拜访了东吴，谈了报价，下周三再去", date(2026, 12, 2), "再去"),
        ("拜访 东吴 明天带样品", date(2026, 11, 24), "带样品"),
        ("去了恒力 李工让我们周五派人去", date(2026, 11, 27), "派人去"),
        ("昨天去恒力 聊了设备 12月5号再去", date(2026, 12, 5), "再去"),
        ("去了东吴 半个月后再联系", date(2026, 12, 8), "再联系"),
        ("拜访东吴，王总让我们下周三之前把报价发过去，另外要两台样机", date(2026, 12, 2), "把报价发过去"),
        ("东吴：王总，谈报价，下次12月3号", date(2026, 12, 3), None),
        ("拜访东吴 谈报价 月底前给方案", date(2026, 11, 30), "给方案"),
        ("去了东吴 王总说下个月初再联系", date(2026, 12, 1), "再联系"),
        ("拜访东吴 谈报价", None, None),
        ("去了东吴 他们市场12月要整改", None, None),
    ],
)
def test_when_to_go_on(text: str, day: object, note: str | None) -> None:
    (visit,) = read(text)

    assert (visit.value("next_date"), visit.value("next_note")) == (day, note)


def test_the_clock_time_of_the_visit_and_of_the_next_one_are_kept_apart() -> None:
    (visit,) = read("上午十点去了恒力 李工不在 明天下午3点再去")

    assert visit.value("time") == time(10)
    assert (visit.value("next_date"), visit.value("next_time")) == (date(2026, 11, 24), time(15))


def test_every_slot_says_where_it_was_read() -> None:
    text = "嗯今天去了東吳，王总谈报价，下周三带样品"
    (visit,) = read(text)

    places = {name: text[slot.start : slot.end] for name, slot in visit.slots.items()}
    assert places == {
        "date": "今天",
        "customer": "東吳",
        "contact": "王总",
        "summary": "谈报价",
        "next_date": "下周三",
        "next_note": "带样品",
    }


def test_a_known_contact_is_named_by_its_number() -> None:
    (visit,) = read("拜访恒力 李工 谈比价")

    assert visit.value("contact").contact_id == ROLL.contacts_of(3)[0].id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("拜访 大唐电力 刘总 谈锅炉", "大唐电力"),
        ("拜访大唐电力", "大唐电力"),
        ("去了大唐电力 谈锅炉改造", "大唐电力"),
        ("拜访了苏州新光源科技有限公司的王总", "苏州新光源科技有限公司"),
        ("今天拜访：\n东吴 谈报价\n大唐电力 刘总 谈锅炉", "大唐电力"),
        ("上午拜访：东吴、大唐电力", "大唐电力"),
        ("拜访 " + "长" * 500, "长" * 500),
    ],
)
def test_a_name_that_nobody_has_is_kept_as_it_was_written(text: str, words: str) -> None:
    unknown = [intent.value("customer").text for intent in read(text) if intent.value("customer").ids == ()]

    assert unknown == [words]


def test_a_misspelt_own_customer_is_offered() -> None:
    (visit,) = read("拜访 恒利化千 谈报价")

    assert [ROLL.customers[one].code for one in visit.value("customer").near] == ["C003"]


@pytest.mark.parametrize(
    "text", ["拜访了客户，谈得不错", "今天去了客户那边 谈得不错", "拜访", "见了赵总 聊报价", "今天跑了五家"]
)
def test_a_visit_without_a_customer_leaves_the_question_to_the_handler(text: str) -> None:
    (visit,) = read(text)

    assert (visit.name, visit.value("customer")) == (LOG, None)


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("到了 东吴", "C001"),
        ("我到恒力了", "C003"),
        ("签到 东吴", "C001"),
        ("到客户这了", ""),
        ("到了", ""),
        ("签到", ""),
        ("到东吴了", "C001"),
        ("已到恒力", "C003"),
        ("我在东吴", "C001"),
        ("东吴到了", "C001"),
        ("打卡 恒力", "C003"),
        ("我已经到东吴门口了", "C001"),
        ("到現場了", ""),
    ],
)
def test_arriving(text: str, customer: str) -> None:
    (arrival,) = read(text)

    assert (arrival.name, code(arrival)) == (Intents.VISIT_ARRIVE, customer)


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("走了", ""),
        ("离开东吴", "C001"),
        ("签退", ""),
        ("从东吴出来了", "C001"),
        ("我走了", ""),
        ("离开了", ""),
        ("出来了", ""),
        ("签退 恒力", "C003"),
        ("东吴结束了", "C001"),
        ("从恒力走了", "C003"),
        ("先走了", ""),
        ("離開東吳", "C001"),
    ],
)
def test_leaving(text: str, customer: str) -> None:
    (leaving,) = read(text)

    assert (leaving.name, code(leaving)) == (Intents.VISIT_LEAVE, customer)
