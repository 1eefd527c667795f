"""What is said to the bot, asked or only meant leaves no record (`product.md` A3, A4, §4.4)."""

from __future__ import annotations

from models.schema import Customer, DailyReport, FollowUp, Payment, Visit
from tests.steps import later
from tests.talk import Chat


async def test_a3_what_is_said_about_the_draft_does_not_go_into_it(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈年框")
    assert (await talk.says("lilei", "看下我的日报")).startswith("日报草稿 ")
    assert "另外：在公司整理报价" in await talk.says("lilei", "帮我加一句 在公司整理报价")
    assert "另外：在公司整理报价\n" in await talk.says("lilei", "小勤帮我把今天的日报理一下")
    assert "另外：在公司整理报价；给李总寄了样品\n" in await talk.says("lilei", "给李总寄了样品")
    assert "去掉了：给李总寄了样品" in await talk.says("lilei", "寄样品那句就别写进去了")
    assert (await talk.says("lilei", "老乡那句别写进去了")).startswith("日报里没有这句")
    assert (await talk.says("lilei", "年框那句去掉")).startswith("这句是记录里的")
    await talk.says("lilei", "那周五恒力的钱谁看着")
    [report] = await talk.rows(DailyReport)
    assert report.extra == ["在公司整理报价"]


async def test_a3_idle_words_before_the_one_hand_it_in(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈年框")
    await talk.says("lilei", "日报")
    assert (await talk.says("lilei", "订货，1")).endswith("回 1 提交，或直接补一句。")
    assert (await talk.says("lilei", "没别的了，1")).startswith("已交 日报#")
    [report] = await talk.rows(DailyReport)
    assert report.extra == []


async def test_a_number_asked_for_an_intention_and_a_question_are_no_visits(talk: Chat) -> None:
    assert "13800130001" in await talk.says("lilei", "东吴王总电话发我一下，送货的找不到人")
    await talk.says("lilei", "那周四东吴的验收谁去跟")
    assert not await talk.rows(FollowUp)
    await talk.says("lilei", "哎对对我等下给东吴王总打个电话")
    await talk.says("lilei", "晓得。那个东吴新开了个小厨没得人报吧我下午顺路去看哈")
    assert not await talk.rows(Visit)


async def test_what_explains_a_visit_hours_later_is_no_second_one(talk: Chat) -> None:
    await talk.says("lilei", "到东吴了，王总说先付5万，月底转")
    later(talk, minutes=130)
    await talk.says("lilei", "差的两千是上个月化冻那批扣的，王总刚才忘跟我说了")
    assert len(await talk.rows(Visit)) == 1


async def test_an_offer_or_a_sum_asked_for_makes_nothing_of_another_customer(talk: Chat) -> None:
    await talk.says("lilei", "恒力那个我没看到啊")
    assert "48,000" in await talk.says("lilei", "东吴到了48000")
    assert not await talk.rows(Visit)
    before = len(await talk.rows(Payment))
    assert "按 24,600 元 记" in await talk.says("lilei", "恒力到了，24600，好像是")
    await talk.says("lilei", "东吴退货单看到了，两千可以冲掉")
    assert all(one.amount != 2000 for one in (await talk.rows(Payment))[before:])


async def test_whom_the_pool_just_showed_is_claimed_in_passing(talk: Chat) -> None:
    free = next(one for one in await talk.rows(Customer) if one.owner_id is None)
    await talk.says("lilei", f"{free.name}现在谁在跟")
    said = await talk.says("lilei", "那给我吧我认识他们隔壁厂的")
    assert said.startswith("领到 ")
    assert not await talk.rows(Visit)


async def test_c8_another_thing_for_the_same_day_sets_the_hour_of_the_one_reminder(talk: Chat) -> None:
    await talk.says("lilei", "27号催东吴那笔款提醒我")
    assert "11月27日（周五）09:00" in await talk.says("lilei", "那一起 早上九点")
    [reminder] = await talk.rows(FollowUp)
    assert reminder.due_clock is not None


async def test_c8_a_reminder_moved_in_one_breath_is_not_doubled(talk: Chat) -> None:
    await talk.says("lilei", "周四上午提醒我写东吴王总的方案")
    assert "11月25日（周三）19:00" in await talk.says("lilei", "王总那个方案提醒改到周三晚上七点吧星期四我要跑华联")
    assert len(await talk.rows(FollowUp)) == 1


async def test_what_a_customer_asked_is_kept_and_not_turned_into_the_leaders_question(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈年框")
    said = await talk.says("lilei", "他问能不能换成那个震动光纤的大概要多少钱，我说回去问一下再给他说")
    assert "你问" not in said
    [visit] = await talk.rows(Visit)
    assert "震动光纤" in visit.summary
