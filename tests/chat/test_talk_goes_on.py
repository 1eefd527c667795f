"""A day's talk as it goes on: corrections by what they are of, lines chosen in words, reminders changed in passing,
open questions that let other sentences by (`product.md` §4.4)."""

from __future__ import annotations

from models.schema import Contact, FollowUp, Lead, Notice, Visit
from tests.cast import DONGWU, HENGLI
from tests.steps import later
from tests.talk import Chat


async def test_more_of_a_visit_is_no_second_one(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王建国 谈二期报价")
    later(talk, 20)
    assert (await talk.says("lilei", "另外他们车间地坪没做好，要等年后")).startswith("补进 拜访#1 东吴机械：另外")
    later(talk, 20)
    assert (await talk.says("lilei", "王建国说车间地坪没做好")).startswith("补进 拜访#1")
    assert len(await talk.rows(Visit)) == 1

    later(talk, 90)
    await talk.says("lilei", "拜访 东吴 王建国 签了意向书")
    assert len(await talk.rows(Visit)) == 2


async def test_a_count_is_put_right_while_a_question_is_open(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 六楼西侧4台内机制热慢")
    assert "哪天" in await talk.says("lilei", "提醒我给恒力打电话")
    assert "西侧5台内机" in await talk.says("lilei", "王总说不是四台，是五台，刚数的")
    [visit] = await talk.rows(Visit)
    assert visit.summary == "六楼西侧5台内机制热慢"
    assert "记下了 提醒" in await talk.says("lilei", "周三")


async def test_what_stands_nowhere_is_put_right_nowhere(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈二期报价")
    await talk.says("lilei", "王总说不是四台，是五台")
    await talk.says("hanmei", "不是二期，是三期")
    [visit] = await talk.rows(Visit)
    assert "二期报价" in visit.summary


async def test_how_a_number_ends_puts_the_number_right(talk: Chat) -> None:
    await talk.says("lilei", "东吴 李工 13705518826")
    said = await talk.says("lilei", "打错 尾号8862")
    assert "李工" in said
    [contact] = await talk.rows(Contact, Contact.name == "李工")
    assert contact.phone.endswith("18862")


async def test_a_figure_left_out_of_a_registration_completes_it(talk: Chat) -> None:
    said = await talk.says("lilei", "报备 常州宏发养殖场 要两台 单老板 1378150229")
    assert "少 1 位" in said
    await talk.says("lilei", "少念一个，后头还有个6")
    [contact] = await talk.rows(Contact, Contact.phone == "13781502296")
    assert contact.name == "单老板"


async def test_an_open_question_lets_other_sentences_by(talk: Chat) -> None:
    await talk.says("lilei", "报备 常州宏远机械 注塑机2台 王工13800139999")
    assert await talk.says("lilei", "没人报过吧") == "没有，别人没报过；报备B0003 归你。"
    for said in ("行吧", "我问问他", "恒力李明打电话来 想换机器 问咱做不做"):
        assert "没看懂是哪天" not in await talk.says("lilei", said)
    assert "跟进#" in await talk.says("lilei", "下周三")
    [lead] = await talk.rows(Lead)
    assert lead.contact_name == "王工"


async def test_a_line_of_the_pool_is_claimed_in_words(talk: Chat) -> None:
    assert "天合光能" in await talk.says("lilei", "公海")
    assert "领到 常州天合光能有限公司" in await talk.says("lilei", "第一个我要了")


async def test_the_one_reminder_is_changed_in_passing(talk: Chat) -> None:
    await talk.says("lilei", "周三九点提醒我去东吴找王总")
    assert "07:30" in await talk.says("lilei", "嗯 那提醒改七点半")
    assert (await talk.says("lilei", "周三的不用去了 提醒取消")).startswith("已取消 提醒#1")
    later(talk, 15)
    assert (await talk.says("lilei", "那提醒恢复吧")).startswith("恢复了 提醒#1 11月25日（周三）07:30")
    [row] = await talk.rows(FollowUp)
    assert row.state == "open"
    assert "没有" in await talk.says("hanmei", "提醒恢复吧") or not await talk.rows(FollowUp, FollowUp.person_id == 4)


async def test_so_many_days_before_the_day_just_told(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 让我们12月10日前出方案")
    assert "12月7日（周一）" in await talk.says("lilei", "方案这个提前三天提醒我")
    [row] = await talk.rows(FollowUp, FollowUp.kind == "reminder")
    assert talk.office.directory.customer(row.customer_id).name == DONGWU


async def test_the_same_of_another(talk: Chat) -> None:
    assert DONGWU in await talk.says("lilei", "东吴欠多少")
    assert f"{HENGLI}：没有未收款" in await talk.says("lilei", "恒力的也要")
    assert f"{DONGWU}：没有未收款" in await talk.says("lilei", "还有东吴的那个呢")


async def test_grumbling_and_thinking_aloud_is_written_nowhere(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    for said in ("啊？那我问问他", "没听清，晚上再问", "天天就他"):
        assert "补进" not in await talk.says("lilei", said)
    [visit] = await talk.rows(Visit)
    assert visit.summary == "谈报价"
    assert not await talk.rows(Notice, Notice.kind == "relay")


async def test_a_reminder_just_set_comes_at_another_hour(talk: Chat) -> None:
    await talk.says("lilei", "明天下午三点提醒我去东吴")
    assert "16:00" in await talk.says("lilei", "不是三点是四点")
    assert "17:00" in await talk.says("lilei", "行，那就下午五点")
    [row] = await talk.rows(FollowUp)
    assert row.due_clock.hour == 17


async def test_the_one_sum_of_a_visit_is_put_right(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈了返修 8千")
    assert "返修 9千" in await talk.says("lilei", "不对 是9千")


async def test_the_leader_who_asked_hears_of_what_was_kept(talk: Chat) -> None:
    later(talk, 1)
    await talk.says("wufang", "问下李雷下午人在哪")
    await talk.pushes("lilei")
    later(talk, 5)
    said = await talk.says("lilei", "在东吴 刚出来 王总要加两台")
    assert "东吴" in said
    assert "已转告 吴芳" in said
    assert len(await talk.pushes("wufang")) == 1
