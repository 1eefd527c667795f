"""What the clock says unasked, day by day: on the morning card, to the leader, and about points (A1, A11, C1–C8).

Each test lives through the days with a clock that travels.
"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from sqlalchemy.orm import Session

from models.schema import Notice, TermChange
from models.times import SHANGHAI
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    chat.ticks("night", "morning", "cadence", "cadence_terms", "watch", "pace", "closing")
    for userid in ("lilei", "hanmei", "wufang"):
        await chat.says(userid, "帮助")
    return chat


async def morning(talk: Chat, month: int, day: int, userid: str = "lilei", *, year: int = 2026) -> str:
    """What somebody was pushed by nine of a day since he was last asked for."""
    await talk.office.advance(datetime(year, month, day, 7, 0, tzinfo=SHANGHAI))
    await talk.pushes(userid)
    await talk.office.advance(datetime(year, month, day, 9, 1, tzinfo=SHANGHAI))
    return "\n".join(await talk.pushes(userid))


async def changes(talk: Chat, name: str, value: str, valid_from: date) -> None:
    def write(session: Session) -> None:
        session.add(TermChange(name=name, value=value, valid_from=valid_from, made_at=talk.clock.now()))

    await talk.office.write(write)


async def test_c7_a_birthday_on_a_sunday_is_told_on_friday_with_what_helps(talk: Chat) -> None:
    talk.ticks("morning")
    await talk.says("lilei", "东吴王总生日 12月6日")
    await talk.says("lilei", "拜访 东吴 王总 谈二期报价 送了两盒茶叶")
    assert "生日" not in await morning(talk, 11, 26)
    card = await morning(talk, 11, 27)
    assert "王建国 12月6日（周日）生日，还有 9 天（东吴机械）" in card
    assert "上次：11月23日 谈二期报价 送了两盒茶叶" in card
    assert "送过" not in card
    assert "可以说" not in card
    assert "生日" not in await morning(talk, 12, 2)
    await talk.says("lilei", "拜访 东吴 王总 看样机")
    assert "生日，还有 3 天（东吴机械）\n上次：12月2日 看样机；送过：11月23日 送了两盒茶叶" in await morning(
        talk, 12, 3
    )
    card = await morning(talk, 12, 4)
    assert "王建国 12月6日（周日）生日，还有 2 天（东吴机械）" in card
    assert "可以说：王总，生日快乐，祝您身体健康、事事顺心" in card
    assert await morning(talk, 12, 6) == ""


async def test_c7_answered_by_number_it_stops_and_by_sentence_it_comes_back(talk: Chat) -> None:
    talk.ticks("morning")
    await talk.says("lilei", "东吴王总生日 12月6日")
    await morning(talk, 11, 27)
    assert "的生日不再提醒（生日#2）" in await talk.says("lilei", "1不用提醒")
    assert "生日" not in await morning(talk, 12, 3)
    assert "照常提醒（生日#3）" in await talk.says("lilei", "王总生日要提醒")
    assert "王建国 12月6日（周日）生日" in await morning(talk, 12, 4)
    assert "设好了" in (said := await talk.says("lilei", "1 周一")) or "跟进#4" in said
    assert "生日问候" in await morning(talk, 12, 7)


async def test_c7_a_lunar_thirtieth_is_told_on_the_last_day_of_a_short_month(talk: Chat) -> None:
    await talk.says("lilei", "王总 农历腊月三十生日")  # 2026's twelfth month has 29 days: 5 February 2027, a Friday
    talk.clock.move_to(datetime(2027, 1, 28, 20, tzinfo=SHANGHAI))
    assert "王建国 2月5日（周五）生日，还有 7 天" in await morning(talk, 1, 29, year=2027)
    assert "王建国 今天生日（东吴机械）" in await morning(talk, 2, 5, year=2027)


async def test_p18_who_does_not_want_birthdays_has_none_on_his_card(talk: Chat) -> None:
    await talk.says("lilei", "东吴王总生日 12月1日")
    await talk.says("lilei", "明天跟进恒力")
    await talk.says("lilei", "生日别提醒我")
    card = await morning(talk, 11, 24)
    assert "恒力" in card
    assert "生日" not in card
    await talk.says("lilei", "恢复提醒")
    assert "王建国 12月1日（周二）生日" in await morning(talk, 11, 27)


async def test_b14_a_feast_is_one_line_a_week_ahead(talk: Chat) -> None:
    await talk.says("lilei", "东吴升A")
    await talk.says("lilei", "恒力升B")
    talk.clock.move_to(datetime(2027, 1, 27, 20, tzinfo=SHANGHAI))
    assert "春节" not in await morning(talk, 1, 28, year=2027)
    card = await morning(talk, 1, 29, year=2027)
    line = "春节 2月6日（周六），A 级 1 家、B 级 1 家该问候了，发“问候名单”"
    assert line in card
    place = next(said.split()[0] for said in card.splitlines() if line in said)
    assert "要问候）：2 家" in await talk.says("lilei", place)
    assert "春节" not in await morning(talk, 2, 1, year=2027)


async def test_c8_the_owner_is_told_of_silence_first_and_the_leader_after_twice(talk: Chat) -> None:
    await talk.says("lilei", "东吴升A")
    await talk.says("lilei", "拜访 东吴 谈报价")
    assert "天没联系" not in await morning(talk, 11, 30)
    card = await morning(talk, 12, 1)
    assert "东吴机械 A 级 8 天没联系（制度 5.1）" in card
    assert "天没联系" not in await morning(talk, 12, 2)
    assert "A 级 15 天没联系" not in "\n".join(await talk.pushes("wufang"))
    # His own line says what is worse by now, and the leader reads of it too.
    assert "东吴机械 没有有效跟进，12月9日（周三）回收（制度 4.6）" in await morning(talk, 12, 8)
    told = "\n".join(await talk.pushes("wufang"))
    assert "团队要留意的客户 1 家，负责人都提醒过：\n1 李雷 东吴机械 A 级 15 天没联系（制度 5.1）" in told
    await talk.says("lilei", "拜访 东吴 签合同")
    assert "东吴机械 A 级" not in await morning(talk, 12, 15)
    assert "东吴机械 A 级 8 天没联系" in await morning(talk, 12, 16)


async def test_c8_silence_that_begins_on_a_saturday_is_told_on_monday(talk: Chat) -> None:
    await talk.says("lilei", "东吴升A")
    await morning(talk, 11, 27)
    await talk.says("lilei", "拜访 东吴 谈报价")  # eight days later is Saturday, 5 December
    assert "天没联系" not in await morning(talk, 12, 4)
    assert await morning(talk, 12, 5) == ""
    assert "东吴机械 A 级 10 天没联系" in await morning(talk, 12, 7)


async def test_c8_a_new_level_and_a_shorter_cadence_are_counted_at_once(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await morning(talk, 11, 24)
    await talk.says("lilei", "东吴升B")
    await changes(talk, "cadence_b_days", "5", date(2026, 11, 26))
    assert "天没联系" not in await morning(talk, 11, 27)
    assert "东吴机械 B 级 7 天没联系（制度 5.2）" in await morning(talk, 11, 30)
    place = next(line[0] for line in (await talk.says("lilei", "待办")).splitlines() if "没联系" in line)
    assert "该联系了" in await talk.says("lilei", f"{place} 周三")
    assert "该联系了" in await morning(talk, 12, 2)


async def test_c1_a_new_file_is_told_to_the_rep_after_two_workdays_and_to_the_leader_after_four(talk: Chat) -> None:
    await morning(talk, 11, 27)
    await talk.says("lilei", "建客户 昆山泵业有限公司")
    assert "档案" not in await morning(talk, 11, 30)
    assert "档案还差联系人、级别、下次（制度 5.5）" in await morning(talk, 12, 1)
    assert "昆山泵业" not in "\n".join(await talk.pushes("wufang"))
    await morning(talk, 12, 2)
    await morning(talk, 12, 3)
    told = "\n".join(await talk.pushes("wufang"))
    assert "1 李雷 昆山泵业有限公司 建档 4 个工作日，还差联系人、级别、下次（制度 5.6）" in told


async def test_a11_a_provisional_registration_is_told_on_the_second_workday_and_the_last(talk: Chat) -> None:
    await talk.says("lilei", "报备 昆山风机有限公司")
    await talk.says("lilei", "取消")
    assert "报备B" not in await morning(talk, 11, 24)
    card = await morning(talk, 11, 25)
    assert "报备B0003 昆山风机有限公司 还差需求、联系人、下一步，11月30日（周一）前补齐（制度 3.4）" in card
    assert "档案还差" not in card
    assert "报备B" not in await morning(talk, 11, 26)
    assert "报备B0003 昆山风机有限公司 还差" in await morning(talk, 11, 30)


async def test_c3_the_call_after_a_delivery_stays_until_somebody_has_been_there(talk: Chat) -> None:
    talk.ticks("morning")
    await talk.says("lilei", "东吴交货了")
    assert "交付回访" not in await morning(talk, 11, 25)
    assert "交付回访" in await morning(talk, 11, 26)
    assert "交付回访" in await morning(talk, 11, 27)
    await talk.says("lilei", "拜访 东吴 用得不错")
    assert "交付回访" not in await morning(talk, 11, 30)


async def test_c6_a_promise_is_told_to_whoever_owns_the_customer_by_then(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 11月26号送样册")
    await talk.says("wufang", "分配 东吴 韩梅")
    await talk.says("wufang", "1")
    assert "送样册" not in await morning(talk, 11, 26)
    assert "东吴机械 答应的：送样册" in "\n".join(await talk.pushes("hanmei"))


async def test_a1_the_week_begins_with_the_pace_and_the_month_ends_with_a_list(talk: Chat) -> None:
    talk.ticks("pace", "closing")
    for customer in ("东吴", "东武", "恒力"):
        await talk.says("lilei", f"拜访 {customer} 谈报价")
    await talk.says("hanmei", "拜访 华联 谈备件")
    await changes(talk, "points_floor", "3", date(2026, 11, 1))
    assert "月积分" not in await morning(talk, 11, 27)
    told = await morning(talk, 11, 30)
    assert "11月积分 3/3 分，已经够了。" in told
    [hers] = [text for text in await talk.pushes("hanmei") if "积分" in text]
    assert hers == "11月积分 1/3 分，到上个工作日应到 3 分；还差 2 分，连今天还有 1 个工作日。"
    [team] = [text for text in await talk.pushes("wufang") if "积分" in text]
    assert team.splitlines()[0] == "团队11月积分：到上个工作日应到 3 分，跟上的 1 人，落后的 1 人。"
    closed = await morning(talk, 12, 1)
    assert "11月积分月结：你 3/3 分，够了。\n本组前三：1 李雷、2 韩梅\n" in closed
    [list_] = [text for text in await talk.pushes("wufang") if "月结" in text]
    assert list_.splitlines() == [
        "11月积分月结（每人 3 分，制度 1.1）：",
        "达标 1 人：李雷 3",
        "差 1–2 分 1 人：韩梅 1",
        "差 3 分及以上 1 人：陈晨 0",
        "只列数，不罚不扣。明细发“上个月团队积分”。",
    ]
    assert "月结" not in await morning(talk, 12, 2)


async def test_a1_who_is_on_leave_on_the_first_reads_the_closing_on_the_day_back(talk: Chat) -> None:
    talk.ticks("pace", "closing")
    for userid, customer in (("lilei", "东吴"), ("lilei", "东武"), ("hanmei", "华联"), ("chenchen", "东吴")):
        await talk.says(userid, f"拜访 {customer} 谈报价")
    await talk.says("lilei", "请假 12月1日")
    await talk.says("wufang", "请假 12月1日到12月2日")
    assert "月结" not in await morning(talk, 12, 1)
    closed = await morning(talk, 12, 2)
    assert "11月积分月结：你 2/30 分，差 28 分。\n本组前三：1 李雷\n" in closed, "the last two are not named (F3)"
    assert "月结" not in await morning(talk, 12, 3)
    assert len([text for text in await talk.pushes("wufang") if "11月积分月结（" in text]) == 1


async def test_a1_on_a_monday_with_a_card_the_pace_stands_below_it(talk: Chat) -> None:
    talk.ticks("morning", "pace")
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("hanmei", "拜访 华联 谈备件")
    await talk.says("lilei", "11月30号跟进恒力")
    card = await morning(talk, 11, 30)
    assert card.startswith("早上好。今天 11月30日（周一）：要办 1 件")
    assert card.count("11月积分 1/30 分") == 1
    assert len(await talk.rows(Notice, Notice.kind == "pace", Notice.userid == "lilei")) == 0
    assert "11月积分 1/30 分" in "\n".join(await talk.pushes("hanmei"))
    await talk.says("lilei", "12月7号跟进恒力")
    await talk.says("lilei", "积分别推给我")
    assert "积分" not in await morning(talk, 12, 7)


async def test_a1_whoever_cannot_reach_the_floor_as_he_goes_on_is_told_how_many_a_day(talk: Chat) -> None:
    talk.ticks("pace", "closing")
    await talk.says("lilei", "拜访 东吴 谈报价")
    told = await morning(talk, 11, 30)
    assert "11月积分 1/30 分，到上个工作日应到 29 分；还差 29 分，连今天还有 1 个工作日。" in told
    assert "剩下的工作日够不到了，能跑几家是几家（制度 1.1）。" in told
    [team] = [text for text in await talk.pushes("wufang") if "积分" in text]
    assert "李雷 1/30 分，剩 1 个工作日，剩下的工作日够不到了" in team
    assert "12月积分 0/30 分，到上个工作日应到 6 分；还差 30 分，连今天还有 19 个工作日。" in await morning(talk, 12, 7)
    assert "每天要 4 分才够" in await morning(talk, 12, 21)
    await talk.says("lilei", "拜访 恒力 谈报价")
    await talk.says("lilei", "积分别推给我")
    assert "12月积分" not in await morning(talk, 12, 28)
    assert "本人关了这类提醒" in await talk.says("lilei", "推送记录")


async def test_p18_every_time_is_the_companys(talk: Chat) -> None:
    await changes(talk, "morning_at", "09:30", date(2026, 11, 25))
    await talk.says("lilei", "后天跟进东吴")
    assert await morning(talk, 11, 25) == ""
    await talk.office.advance(datetime.combine(date(2026, 11, 25), time(9, 31), SHANGHAI))
    assert "东吴" in "\n".join(await talk.pushes("lilei"))
