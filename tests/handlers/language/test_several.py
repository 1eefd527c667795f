"""Several customers in one message: each its own visit with its own words; none lost, none made up."""

from __future__ import annotations

from datetime import date, time

import pytest

from handlers.language.meaning import Intents
from handlers.language.topics import Topics
from tests.handlers.language.company import code, read

Told = list[tuple[str, str, str]]


def told(text: str) -> Told:
    """(code or unknown name, contact, summary) of each visit."""
    return [
        (
            code(intent) or getattr(intent.value("customer"), "text", ""),
            getattr(intent.value("contact"), "text", ""),
            intent.value("summary", ""),
        )
        for intent in read(text)
        if intent.name is Intents.VISIT_LOG
    ]


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("9:20东吴王总 对图纸  13:30恒力李工 验收", [("C001", "王总", "对图纸"), ("C003", "李工", "验收")]),
        ("上午东吴 李工 换刀具 下午恒力 李工 送样", [("C001", "李工", "换刀具"), ("C003", "李工", "送样")]),
        ("先跑了东吴又跑了东武最后跑了恒力都说缓一缓", [
            ("C001", "", "都说缓一缓"), ("C002", "", "都说缓一缓"), ("C003", "", "都说缓一缓"),
        ]),
        ("东吴王总出差，恒力李工在，看了新样品", [("C001", "王总", "出差"), ("C003", "李工", "在，看了新样品")]),
        ("早上去的东吴，中午去的东武，下午三点和恒力李工开会", [
            ("C001", "", ""), ("C002", "", ""), ("C003", "李工", "开会"),
        ]),
        ("今天跑了4家 1东吴 王总要降价 2东武 没人 3恒力 李工 要样册 4华东重工 缓一缓", [
            ("C001", "王总", "要降价"), ("C002", "", "没人"), ("C003", "李工", "要样册"), ("C005", "", "缓一缓"),
        ]),
        ("①东吴 王总 要方案②恒力 没人", [("C001", "王总", "要方案"), ("C003", "", "没人")]),
        ("一、东吴 王总 要发票\n二、恒力 李工 比价", [("C001", "王总", "要发票"), ("C003", "李工", "比价")]),
        ("东吴（王总）要合同，恒力（李工）要样品", [("C001", "王总", "要合同"), ("C003", "李工", "要样品")]),
        ("东吴-王总-谈付款\n恒力-没人\n宏达机械-老板-要样册", [
            ("C001", "王总", "谈付款"), ("C003", "", "没人"), ("宏达机械", "", "老板-要样册"),
        ]),
        ("第一家东吴王总谈价，第二家恒力没见到人", [("C001", "王总", "谈价"), ("C003", "", "没见到人")]),
        ("东吴：要降价；恒力：要样品；东武：没人", [
            ("C001", "", "要降价"), ("C003", "", "要样品"), ("C002", "", "没人"),
        ]),
        ("拜访东吴王总谈合同和拜访恒力李工送样", [("C001", "王总", "谈合同"), ("C003", "李工", "送样")]),
        ("今天去了宏达五金和东吴", [("宏达五金", "", ""), ("C001", "", "")]),
    ],
)  # fmt: skip
def test_each_customer_has_its_own_words(text: str, visits: Told) -> None:
    assert told(text) == visits


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("上午跑了东吴和恒力，东吴王总嫌贵，恒力没人", [("C001", "王总", "嫌贵"), ("C003", "", "没人")]),
        ("拜访东吴、东武。东吴王总说要换刀，东武要报价", [("C001", "王总", "说要换刀"), ("C002", "", "要报价")]),
        ("见了两个客户东吴恒力，都说明年再定", [("C001", "", "都说明年再定"), ("C003", "", "都说明年再定")]),
        ("拜访东吴王总和恒力李工，都嫌交期长", [("C001", "王总", "都嫌交期长"), ("C003", "李工", "都嫌交期长")]),
        ("东吴要换刀，恒力要样品，都是今天去的", [("C001", "", "要换刀"), ("C003", "", "要样品")]),
        (
            "今天去了东吴和恒力两家东吴王总说缓一缓恒力李工要样",
            [("C001", "王总", "说缓一缓"), ("C003", "李工", "要样")],
        ),
        ("东吴、恒力两家 东吴要降价 恒力没人", [("C001", "", "要降价"), ("C003", "", "没人")]),
    ],
)
def test_a_list_in_front_is_no_second_visit_and_its_text_is_not_given_to_all(text: str, visits: Told) -> None:
    assert told(text) == visits


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("今天去了东吴，他们也在用恒力的料", ["C001"]),
        ("今天去了东吴，恒力的料他们也在用", ["C001"]),
        ("今天去了东吴，恒力李工也在", ["C001"]),
        ("东吴的王总带我去了恒力，见了李工", ["C003"]),
        ("东吴王总推荐了恒力李工给我", []),
        ("今天去了东吴王总在，恒力没去", ["C001"]),
        ("今天没去东吴，去了恒力", ["C003"]),
        ("陈晨今天去了东吴，我去了恒力", ["C003"]),
        ("东吴王总：1、价格高 2、交期长 3、要月结", ["C001"]),
        ("今天去了东吴，王总让我去恒力看看", ["C001"]),
        ("拜访东吴 恒力那边也要报价", ["C001"]),
        ("东吴、恒力都要涨价", []),
    ],
)
def test_who_is_only_mentioned_was_not_visited(text: str, codes: list[str]) -> None:
    assert [visit[0] for visit in told(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("明天上午拜访东吴 下午拜访恒力", []),
        ("昨天拜访东吴，今天拜访恒力，明天拜访东武", ["C001", "C003"]),
        ("今日拜访\n东吴：王总，谈框架\n明日拜访\n恒力：李工试机", ["C001"]),
        ("今天拜访东吴王总，谈框架；下周一去恒力", ["C001"]),
        ("先去东吴再去恒力", []),
        ("今天：东吴 王总 谈价\n明天：恒力 李工 送样", ["C001"]),
    ],
)
def test_the_planned_ones_are_left_out_and_named_as_a_plan(text: str, codes: list[str]) -> None:
    planned = {Intents.NOT_YET, Intents.FOLLOWUP_SET, Intents.PLAN_SET}
    plans = [intent for intent in read(text) if intent.name in planned]

    assert [visit[0] for visit in told(text)] == codes
    assert [plan.value("topic") or plan.name for plan in plans] in (
        [Topics.PLAN],
        [Intents.FOLLOWUP_SET],
        [Intents.PLAN_SET],
    )


def test_each_part_has_its_own_day_and_time() -> None:
    first, second = read("周五上午十点去了东吴 谈价 今天下午两点去了恒力 送样")

    assert (first.value("date"), first.value("time")) == (date(2026, 11, 20), time(10))
    assert (second.value("date"), second.value("time")) == (date(2026, 11, 23), time(14))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("补 昨天东吴 今天恒力", [date(2026, 11, 22), date(2026, 11, 23)]),
        ("补记前天：东吴、恒力", [date(2026, 11, 21), date(2026, 11, 21)]),
        ("昨天：东吴 王总\n今天：恒力 李工", [date(2026, 11, 22), date(2026, 11, 23)]),
        ("昨天上午东吴 王总 谈价 下午恒力 李工 送样", [date(2026, 11, 22), date(2026, 11, 22)]),
        ("周四去了东吴 周五去了恒力", [date(2026, 11, 19), date(2026, 11, 20)]),
        ("20日东吴王总换刀 21日恒力李工报价", [date(2026, 11, 20), date(2026, 11, 21)]),
    ],
)
def test_a_day_holds_until_another_one_is_said(text: str, days: list[date]) -> None:
    assert [intent.value("date") for intent in read(text)] == days
