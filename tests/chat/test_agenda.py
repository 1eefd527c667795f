"""待办 in the chat (§4.4): its order, its pages, closing by number, handing over, and deliveries (C3)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from handlers.texts import agenda as texts
from handlers.texts import customers as customer_texts
from models.schema import FollowUp
from models.times import SHANGHAI
from tests.cast import DONGWU, HENGLI
from tests.talk import Chat


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


async def test_todo_stands_in_the_order_that_helps(talk: Chat) -> None:
    await talk.says("lilei", "东吴 王总生日 11月25日")
    await talk.says("lilei", "答应 东吴 11月24号送样册")
    await talk.says("lilei", "明天跟进恒力 催合同")
    await talk.says("lilei", "应收 东吴 12万 11月23号")
    await talk.says("lilei", "1")
    talk.clock.move_to(at(24, 9))
    lines = (await talk.says("lilei", "待办")).splitlines()
    assert lines[:4] == [
        lines[0],
        "1 王建国 11月25日（周三）生日，还有 1 天（东吴机械）",
        "2 东吴机械 答应的：送样册 #2",
        f"3 {HENGLI} 催合同 #3",
    ]


async def test_todo_promises_are_closed_and_put_off_by_number(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 今天送样册")
    await talk.says("lilei", "答应 恒力 今天给方案")
    await talk.says("lilei", "待办")
    said = (await talk.says("lilei", "1好了 2 明天")).splitlines()
    assert said[0].endswith("兑现了。")
    assert said[1].endswith("给方案，11月24日（周二）前。")
    assert "没有要跟的" in await talk.says("lilei", "待办")


async def test_todo_shows_nine_lines_and_then_more(talk: Chat) -> None:
    for hour in range(10, 22):
        await talk.says("lilei", f"提醒我明天{hour}点打电话{hour}")
    talk.clock.move_to(at(24, 9))
    first = await talk.says("lilei", "待办")
    assert texts.MORE.format(3) in first
    assert len([line for line in first.splitlines() if line[0].isdigit()]) == 9
    second = await talk.says("lilei", "更多")
    assert [line.split()[0] for line in second.splitlines()[1:4]] == ["10", "11", "12"]
    assert "办完了" in await talk.says("lilei", "11好了")


async def test_c2_a_follow_up_goes_to_a_colleague_who_is_told(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.clock.move_to(at(24, 9))
    await talk.says("lilei", "待办")
    assert await talk.says("lilei", "1转给韩梅") == (
        f"1 转给 韩梅 了（已通知）：跟进#2 {DONGWU}，11月24日（周二）带样品"
    )
    assert await talk.pushes("hanmei") == [
        f"李雷 转给你：跟进#2 {DONGWU}，11月24日（周二）带样品\n办完回“#2 好了”，改天回“#2 明天”。"
    ]
    assert "没有要跟的" in await talk.says("lilei", "待办")
    assert f"1 {DONGWU} 带样品 #2" in await talk.says("hanmei", "待办")
    assert (await talk.says("hanmei", "#2 好了")).endswith("办完了。")


async def test_c2_handing_over_is_taken_back_whole(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.clock.move_to(at(24, 9))
    await talk.says("lilei", "待办")
    await talk.says("lilei", "1转给韩梅")
    await talk.says("lilei", "撤销")
    assert f"1 {DONGWU} 带样品 #1" in await talk.says("lilei", "待办")
    assert "没有要跟的" in await talk.says("hanmei", "待办")


async def test_c2_the_next_step_of_a_visit_goes_over_too(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 谈年框 明天送合同")
    talk.clock.move_to(at(24, 9))
    await talk.says("lilei", "待办")
    assert f"跟进#2 {HENGLI}，11月24日（周二）送合同" in await talk.says("lilei", "1转给韩工")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("张三丰", texts.not_found("张三丰", 1)),
        ("李雷", texts.TO_HIMSELF),
    ],
)
async def test_c2_to_nobody_or_oneself_nothing_goes(talk: Chat, to: str, said: str) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.clock.move_to(at(24, 9))
    await talk.says("lilei", "待办")
    assert await talk.says("lilei", f"1转给{to}") == f"1 {said}"
    assert [(row.number, row.state) for row in await talk.rows(FollowUp)] == [(1, "open")]


async def test_c2_of_a_colleagues_customer_nothing_is_handed_over(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进华东重工 送样品")
    talk.clock.move_to(at(24, 9))
    await talk.says("lilei", "待办")
    assert await talk.says("lilei", "1转给陈晨") == f"1 {texts.NOT_HIS_CUSTOMER.format('吴芳')}"


async def test_c3_after_a_delivery_he_is_to_ask_how_it_runs(talk: Chat) -> None:
    said = await talk.says("lilei", "东吴交货了")
    assert said.startswith(f"交付记下了。跟进#1 {DONGWU}，11月26日（周四）交付回访（11月23日交，最晚11月30日）")
    assert (await talk.rows(FollowUp))[0].due_on == date(2026, 11, 26)
    assert (await talk.says("lilei", "撤销")).startswith("已撤销 跟进#1")


async def test_c3_the_call_falls_on_a_workday_of_the_window(talk: Chat) -> None:
    talk.clock.move_to(at(25, 9))
    await talk.says("lilei", "东吴交货了")  # three days later is a Saturday
    assert (await talk.rows(FollowUp))[0].due_on == date(2026, 11, 30)


async def test_c3_a_colleagues_delivery_is_not_written(talk: Chat) -> None:
    assert await talk.says("lilei", "华联交货了") == customer_texts.not_yours("华联超市有限公司", "吴芳")
    assert await talk.rows(FollowUp) == []


async def test_d19_an_overdue_line_takes_the_customers_answer(talk: Chat) -> None:
    await talk.says("lilei", "应收 东吴 12万 11月10号")
    await talk.says("lilei", "1")
    assert "1 东吴机械 逾期 12 万元（13 天）" in await talk.says("lilei", "待办")
    assert (await talk.says("lilei", "1 走流程 12月1日")).startswith(f"记下了 催款#2 {DONGWU}：走流程")
    assert "没有要跟的" in await talk.says("lilei", "待办")
    talk.clock.move_to(at(2, 9, 12))
    assert "东吴机械 逾期 12 万元（22 天）" in await talk.says("lilei", "待办")


async def test_a3_yesterdays_report_and_todays_plan_stand_below(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "明天计划 东吴 恒力")
    await talk.says("lilei", "日报")
    await talk.says("lilei", "1")
    talk.clock.move_to(at(24, 9))
    assert "今天计划：" in await talk.says("lilei", "待办")
    talk.clock.move_to(at(25, 9))
    assert "1 11月24日（周二）的日报没交，回编号看草稿" in await talk.says("lilei", "待办")
    assert "的日报没交" not in await talk.says("hanmei", "待办")


async def test_todo_all_means_what_is_left_and_what_is_not_there_is_said_once(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 明天送样册")
    await talk.says("lilei", "明天跟进恒力 催合同")
    await talk.says("lilei", "明天跟进东武 报价")
    talk.clock.move_to(at(24, 9))
    await talk.says("lilei", "待办")
    await talk.says("lilei", "1好了 2好了")

    said = await talk.says("lilei", "全部 明天")
    assert said.startswith("3 改好了 跟进#3 苏州东武纺织有限公司，11月25日（周三）报价")
    assert len(said.splitlines()) == 1
    many = (await talk.says("lilei", "3-9好了")).splitlines()
    assert many == [
        "3 好，跟进#3 苏州东武纺织有限公司，11月25日（周三）报价，办完了。",
        "单子上是 1 到 3，没有这个编号。",
    ]
    assert await talk.says("lilei", "全部 明天") == texts.ALL_DONE
    assert [row.due_on.day for row in await talk.rows(FollowUp)] == [24, 25]
