"""Words that are passed on to a colleague (`product.md` §4.2 转告)."""

from __future__ import annotations

from models.schema import Notice
from tests.steps import at, later
from tests.talk import Chat


async def test_a_leader_tells_a_rep_and_is_told_back(talk: Chat) -> None:
    assert await talk.says("wufang", "告诉李雷 明天早点到") == "已转告 李雷。"
    assert await talk.pushes("lilei") == ["吴芳 转告你：明天早点到\n回他发：回 吴芳 …"]

    assert await talk.says("lilei", "回吴芳 好，八点到") == "已转告 吴芳。"
    [told] = await talk.pushes("wufang")
    assert told.startswith("李雷 转告你：好，八点到")


async def test_what_was_just_said_is_passed_on_and_repeated(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 说要等年后")
    await talk.says("lilei", "他电话多少")
    assert await talk.says("lilei", "这个你跟领导说一声") == "已转告 吴芳：“拜访 东吴 王总 说要等年后”"
    told = (await talk.pushes("wufang"))[-1]
    assert told.startswith("李雷 转告你：拜访 东吴 王总 说要等年后\n")


async def test_he_is_the_one_whose_customer_was_talked_about(talk: Chat) -> None:
    await talk.says("wufang", "东吴欠多少")
    assert await talk.says("wufang", "让他今天给个说法") == "已转告 李雷。"
    assert await talk.pushes("lilei") == ["吴芳 转告你：今天给个说法（刚在说 东吴机械）\n回他发：回 吴芳 …"]


async def test_whose_customer_it_is_not_learns_of_it_by_the_words_alone(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    await talk.says("lilei", "告诉韩梅下午一起走")
    assert await talk.pushes("hanmei") == ["李雷 转告你：下午一起走\n回他发：回 李雷 …"]


async def test_an_answer_without_a_name_goes_to_who_asked(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 要退三台")
    asked = await talk.says("lilei", "问下领导能不能退")
    assert asked == "已转告 吴芳：“能不能退（拜访 东吴 王总 要退三台）”"
    later(talk, 1)
    assert "能不能退（拜访 东吴 王总 要退三台）" in (await talk.pushes("wufang"))[-1]
    later(talk, 1)
    assert await talk.says("wufang", "退可以 要没开封的") == "已转告 李雷：“退可以 要没开封的”"
    [told] = await talk.pushes("lilei")
    assert told.startswith("吴芳 转告你：退可以 要没开封的")


async def test_an_answer_passes_an_older_question_by(talk: Chat) -> None:
    assert "下次什么时候跟" in await talk.says("lilei", "报备 常州宏远机械 注塑机2台 王工13800139999")
    later(talk, 5)
    await talk.says("wufang", "问下李雷他见过王工没有")
    assert (await talk.pushes("lilei"))[-1].startswith("吴芳 转告你：你见过王工没有")
    later(talk, 5)
    assert await talk.says("lilei", "没有，门口抄的牌子") == "已转告 吴芳：“没有，门口抄的牌子”"
    assert len(await talk.pushes("wufang")) == 1
    later(talk, 1)
    assert "下次" in await talk.says("lilei", "下周三")


async def test_a_nod_and_grumbling_go_to_nobody(talk: Chat) -> None:
    await talk.says("wufang", "让李雷今天把东吴的日子要回来")
    await talk.pushes("lilei")
    later(talk, 1)
    for said in ("收到吴经理", "知道了", "天天就知道催", "烦死了"):
        assert "已转告" not in await talk.says("lilei", said)
    assert not await talk.pushes("wufang")


async def test_a_colleague_who_is_called_is_told(talk: Chat) -> None:
    assert await talk.says("wufang", "李雷，一半不行，剩的也要个日子") == "已转告 李雷：“一半不行，剩的也要个日子”"
    assert await talk.says("lilei", "麻烦吴经理看一下") != ""
    assert len(await talk.pushes("lilei")) == 1


async def test_two_are_told_at_once(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 周五先付十万")
    assert (await talk.says("lilei", "请告诉吴经理和韩梅")).startswith("已转告 吴芳、韩梅：“")


async def test_a_phone_is_masked_and_markup_are_words(talk: Chat) -> None:
    await talk.says("lilei", "告诉韩梅 王总 13800130001 <b>")
    [told] = await talk.pushes("hanmei")
    assert "13800130001" not in told


async def test_everybody_is_told_by_leaders_only(talk: Chat) -> None:
    assert await talk.says("wufang", "通知大家明天9点开会") == "已转告 李雷、韩梅、陈晨。"
    assert [len(await talk.pushes(userid)) for userid in ("lilei", "hanmei", "chenchen")] == [1, 1, 1]
    assert "由主管发" in await talk.says("lilei", "通知大家明天9点开会")
    assert not await talk.pushes("hanmei")


async def test_nobody_to_tell(talk: Chat) -> None:
    assert "没有登记主管" in await talk.says("wufang", "跟领导说 东吴要招标了")
    assert "这是你自己" in await talk.says("lilei", "告诉李雷 早点到")
    await talk.says("hanmei", "帮助")
    later(talk, 61)
    assert "转告什么" in await talk.says("hanmei", "告诉李雷")


async def test_at_night_it_is_said_when_he_will_hear_of_it(talk: Chat) -> None:
    talk.clock.move_to(at(23, 22, 40))
    assert "11月24日（周二）08:00" in await talk.says("wufang", "让李雷明天先去东吴")
    assert not await talk.pushes("lilei")
    talk.ticks()
    talk.clock.move_to(at(24, 8, 1))
    assert len(await talk.pushes("lilei")) == 1


async def test_the_same_message_again_tells_once(talk: Chat) -> None:
    for _ in range(2):
        await talk.says("wufang", "告诉李雷 明天早点到", key="same")
    assert len(await talk.rows(Notice, Notice.kind == "relay")) == 1
