"""Talk as it goes on: what is left out was said just before, and what cannot stand alone goes on with something
(`product.md` §4.4)."""

from __future__ import annotations

from sqlalchemy import func

from models.schema import Contact, FollowUp, News, Visit
from tests.cast import DONGWU, HENGLI
from tests.steps import at, later
from tests.talk import Chat


async def test_he_and_that_firm_are_who_was_talked_about(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈二期报价")
    assert DONGWU in await talk.says("lilei", "他电话多少")
    assert f"{DONGWU}：没有未收款" in await talk.says("lilei", "那家还欠多少")
    assert f"{HENGLI}：没有未收款" in await talk.says("lilei", "恒力呢")
    assert "恒力" in await talk.says("lilei", "他们下周三要方案")
    [following] = await talk.rows(FollowUp)
    assert talk.office.directory.customer(following.customer_id).name == HENGLI
    assert "他们" not in following.note


async def test_a_question_that_names_nobody_is_about_who_was_talked_about(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    assert "王建国" in await talk.says("lilei", "联系人是谁")
    assert "拜访#1" not in await talk.says("hanmei", "联系人是谁")


async def test_a_new_number_of_him_is_kept_with_him(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 李工 谈参数")
    answer = await talk.says("lilei", "他手机换了 13911112222")
    assert "李工" in answer
    assert DONGWU in answer
    [contact] = await talk.rows(Contact, Contact.name == "李工")
    assert contact.phone.endswith("2222")


async def test_what_is_written_down_keeps_the_words(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 李明 谈年框")
    await talk.says("lilei", "她说质量有问题 客户很生气 要退货")
    [told] = await talk.rows(News)
    assert "她说" in told.words


async def test_a_question_is_asked_again_of_another(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    assert "李雷" in await talk.says("wufang", "今天大家都干啥了")
    assert (await talk.says("wufang", "韩梅呢")).startswith("韩梅 今天")
    assert (await talk.says("wufang", "李雷呢")).startswith("李雷 今天")
    assert (await talk.says("wufang", "上周的呢")).startswith("李雷 上周")


async def test_where_the_last_question_makes_no_sense_of_a_customer_he_is_looked_up(talk: Chat) -> None:
    await talk.says("lilei", "积分")
    assert (await talk.says("lilei", "恒力那个呢")).startswith(f"{HENGLI}（")


async def test_a_colleagues_customer_is_no_more_open_by_a_pronoun(talk: Chat) -> None:
    assert "已有归属" in await talk.says("hanmei", "东吴是谁的")
    answer = await talk.says("hanmei", "那家欠多少")
    assert "不归你" in answer
    assert "1380013" not in await talk.says("hanmei", "他电话多少")


async def test_after_an_hour_nobody_is_meant(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    later(talk, 61)
    answer = await talk.says("lilei", "他手机换了 13911112222")
    assert DONGWU not in answer


async def test_where_several_were_named_it_is_asked(talk: Chat) -> None:
    await talk.says("lilei", "上午拜访：东武、恒力")
    answer = await talk.says("lilei", "他手机换了 13911112222")
    assert "记下了" not in answer
    assert not await talk.rows(Contact, func.substr(Contact.phone, 8) == "2222")


async def test_what_cannot_stand_alone_goes_with_the_record_just_made(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈二期报价")
    added = await talk.says("lilei", "他还说车间地坪没做好")
    assert added == "补进 拜访#1 东吴机械：他还说车间地坪没做好。不是它的回“撤销”。"
    [visit] = await talk.rows(Visit)
    assert visit.summary == "谈二期报价，他还说车间地坪没做好"
    assert "谈二期报价" in await talk.says("lilei", "撤销")
    [visit] = await talk.rows(Visit)
    assert visit.summary == "谈二期报价"

    later(talk, 200)
    assert "补进" not in await talk.says("lilei", "他还说要三台")
    assert "补进" not in await talk.says("hanmei", "他还说要三台")


async def test_it_goes_with_the_record_of_whom_it_names(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王建国 谈二期报价")
    await talk.says("lilei", "拜访 恒力 谈年框")
    assert "拜访#1" in await talk.says("lilei", "王建国说车间地坪没做好")
    assert "补进" not in await talk.says("lilei", "王建国说哪台坏了")


async def test_that_day_is_the_day_that_was_told(talk: Chat) -> None:
    await talk.says("lilei", "东吴 王建国 生日 11月29日 阳历")
    [contact] = await talk.rows(Contact, Contact.name == "王建国")
    assert (contact.birthday_month, contact.birthday_day) == (11, 29)
    assert "11月29日（周日）" in await talk.says("lilei", "王建国生日哪天")
    assert "11月29日（周日）" in await talk.says("lilei", "那天早上提醒我给他打个电话")


async def test_an_open_question_is_not_answered_by_a_pronoun_and_a_look_up_leaves_it_open(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    assert "哪天" in await talk.says("lilei", "提醒我给恒力打电话")
    assert "恒力化纤 还没有存电话" in await talk.says("lilei", "他电话多少")
    talk.clock.move_to(at(23, 10, 5))
    assert "记下了" in await talk.says("lilei", "周三")
