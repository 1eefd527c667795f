"""A message that the platform brings late answers nothing that was asked after it had been written (`design.md` §3)."""

from __future__ import annotations

from datetime import timedelta

from models.schema import FollowUp, FollowUpState
from tests.cast import DONGWU
from tests.steps import owner_of
from tests.talk import Chat


async def test_an_answer_from_before_the_question_is_asked_for_again(talk: Chat) -> None:
    early = talk.message("wufang", "text", text="1")
    sure = talk.message("wufang", "text", text="确认")
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=4))
    await talk.says("wufang", "分配 东吴 韩梅")

    for late in (early, sure):
        reply = await talk.office.receive(late)
        assert "分给 韩梅" in reply
        assert "1 确认 2 不动" in reply
        assert await owner_of(talk, DONGWU) == "lilei"

    assert "已把 苏州东吴机械有限公司 分给 韩梅" in await talk.says("wufang", "1")


async def test_numbers_from_before_a_list_close_nothing_of_it(talk: Chat) -> None:
    early = talk.message("lilei", "text", text="1好了")
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=4))
    await talk.says("lilei", "明天跟进恒力 送样")
    await talk.says("lilei", "明天待办")

    assert "单子没动" in await talk.office.receive(early)
    assert [row.state for row in await talk.rows(FollowUp)] == [FollowUpState.OPEN]

    await talk.says("lilei", "1好了")
    assert [row.state for row in await talk.rows(FollowUp)] == [FollowUpState.DONE]


async def test_a_late_report_of_work_is_written_down_as_ever(talk: Chat) -> None:
    late = talk.message("lilei", "text", text="拜访 恒力 谈报价")
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=4))
    await talk.says("lilei", "待办")

    assert "记下了 拜访#1" in await talk.office.receive(late)
