"""What has come in, asked by a rep, his leader and finance (`product.md` §4.2, D13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.money import owes
from tests.talk import Chat


async def test_d13_what_came_in_is_listed_for_whom_it_concerns(desk: Chat) -> None:
    await owes(desk, "应收 东吴 12万 10月11号")
    await owes(desk, "应收 华联 9万 10月11号", userid="hanmei")
    await desk.says("lilei", "回款 东吴 5万")
    await desk.says("hanmei", "回款 华联 2万 昨天")

    assert await desk.says("lilei", "本月回款") == (
        "本月（11月1日–11月23日）回款 1 笔，共 5 万元：\n· 东吴机械 5 万元，11月23日（周一） 回款#3，待财务核对"
    )
    shown = await desk.says("caiwu", "今天到了哪些款")
    assert "回款 1 笔，共 5 万元" in shown
    assert "李雷 回款#3" in shown
    shown = await desk.says("wufang", "本月回款记录")
    assert "回款 2 笔，共 7 万元" in shown
    assert "韩梅 回款#4" in shown
    desk.clock.move_to(desk.clock.now() + timedelta(days=1))
    assert "还没有记到回款" in await desk.says("caiwu", "今天到了哪些款")


@pytest.mark.parametrize("said", ["本月回款", "今天到了哪些款", "回款记录"])
async def test_p10_nobody_else_learns_of_it(desk: Chat, said: str) -> None:
    await owes(desk, "应收 东吴 12万 10月11号")
    await desk.says("lilei", "回款 东吴 5万")

    for userid in ("hanmei", "xiaowen", "zhouming"):
        shown = await desk.says(userid, said)
        assert "东吴" not in shown
        assert "5 万" not in shown


async def test_an_open_question_swallows_no_other_question(desk: Chat) -> None:
    await desk.says("lilei", "拜访 恒力 谈交期")
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=11))
    assert "过了 10 分钟" in await desk.says("lilei", "撤销")
    assert "好，没有改" not in await desk.says("lilei", "恒力那边到底怎么说的")
