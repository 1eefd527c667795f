"""拜访 as reps type it: what comes back, and what is remembered."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import pytest

from handlers.texts import visits as texts
from models.schema import Record
from models.times import SHANGHAI
from tests.cast import DONGWU, HENGLI
from tests.steps import later, visits
from tests.talk import Chat


async def test_one_sentence_is_a_visit_with_a_number_and_what_was_understood(talk: Chat) -> None:
    reply = await talk.says("lilei", "拜访 东吴机械 王总 谈二期报价 下周三带样品")

    assert reply == (
        f"记下了 拜访#1 {DONGWU}·王总，谈二期报价；下次 12月2日（周三）带样品。"
        "证据 1 级（文字），发定位或照片可升级。本月 1/30 分，应到 23。"
    )
    [visit] = await visits(talk)
    assert (visit.number, visit.contact_name, visit.summary) == (1, "王总", "谈二期报价")
    assert (visit.visited_on, visit.next_on, visit.next_note) == (date(2026, 11, 23), date(2026, 12, 2), "带样品")


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("拜访 东吴 谈报价", DONGWU),
        ("拜访：东吴，谈报价", DONGWU),
        ("今天去了东吴，见了王总，聊报价", DONGWU),
        ("刚从恒力出来，李工说要比价", HENGLI),
        ("东吴 上门 试机 客户满意", DONGWU),
        ("今天拜访了恒力化纤的李明，谈年框", HENGLI),
        ("跑了一趟恒力 没见到人", HENGLI),
        ("苏州东吴机械有限公司 拜访了 聊合同", DONGWU),
    ],
)
async def test_verb_first_or_anywhere_short_name_or_full(talk: Chat, text: str, customer: str) -> None:
    reply = await talk.says("lilei", text)

    assert reply.startswith(f"记下了 拜访#1 {customer}")
    assert len(await visits(talk)) == 1


@pytest.mark.parametrize("said", ["帮我记个拜访", "我要登记拜访", "补一个昨天的拜访"])
async def test_whoever_only_wants_to_log_a_visit_is_asked_whom(talk: Chat, said: str) -> None:
    asked = await talk.says("lilei", said)
    assert asked.endswith("？") or "哪" in asked
    assert await visits(talk) == []

    await talk.says("lilei", "东吴机械")
    [visit] = await visits(talk)
    assert visit.visited_on == date(2026, 11, 22 if "昨天" in said else 23)


async def test_the_same_message_again_within_minutes_is_not_written_twice(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    later(talk, minutes=3)

    assert await talk.says("lilei", "拜访 东吴，谈报价。") == texts.duplicate(1)
    assert len(await visits(talk)) == 1
    later(talk, minutes=8)
    assert (await talk.says("lilei", "拜访 东吴 谈报价")).startswith("记下了 拜访#2")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("拜访 东吴 约了下周三看样", "拜访 东吴 下周三签合同"),
        ("拜访 东吴 谈报价 下周三带样品", "拜访 东吴 谈报价 下周三上午9点带样品"),
        ("拜访 东吴 谈报价 下周三带样品", "拜访 东吴 谈报价 下周四带样品"),
        ("上午8点去了东吴 谈报价", "上午9点去了东吴 谈报价"),
        ("拜访 东吴 王总 谈报价", "拜访 东吴 李工 谈报价"),
    ],
)
async def test_only_a_report_that_says_just_the_same_is_a_duplicate(talk: Chat, first: str, second: str) -> None:
    await talk.says("lilei", first)
    later(talk, minutes=1)

    assert (await talk.says("lilei", second)).startswith(f"记下了 拜访#2 {DONGWU}")
    later(talk, minutes=1)
    assert await talk.says("lilei", second) == texts.duplicate(2)
    assert await talk.says("lilei", first) == texts.duplicate(1)


async def test_a_day_that_is_over_and_a_day_to_come_are_two_reports(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 约了下礼拜一看样")
    later(talk, minutes=1)

    assert (await talk.says("lilei", "拜访 东吴 周一签了合同")).startswith(f"记下了 拜访#2 {DONGWU}")


async def test_the_pace_is_that_of_the_workdays_and_a_month_that_is_over_has_none(talk: Chat) -> None:
    talk.clock.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI))

    assert (await talk.says("lilei", "拜访 东吴 谈报价")).endswith("本月 1/30 分，应到 2。")
    assert (await talk.says("lilei", "补昨天 拜访 东吴 送样")).endswith("11月 1/30 分。")


async def test_who_asks_for_his_points_is_told_what_is_missing(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")

    for asked in ("我几分了", "积分"):
        assert (await talk.says("lilei", asked)).startswith("本月 1/30 分，应到 23；还差 29 分，还剩 5 个工作日。")
    assert (await talk.says("lilei", "上个月积分")).startswith("10月 0/30 分。")


async def test_the_same_customer_twice_a_day_makes_one_point(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")

    reply = await talk.says("lilei", "拜访 东吴 送样品")

    assert reply.endswith("这家当天已计过分，本月仍是 1/30 分，应到 23。")
    assert (await talk.says("lilei", "拜访 恒力 谈年框")).endswith("本月 2/30 分，应到 23。")


async def test_yesterday_is_made_up_with_both_times_kept(talk: Chat) -> None:
    reply = await talk.says("lilei", "补昨天 拜访 东吴 签了合同")

    assert reply.startswith(f"补记了 11月22日（周日）的拜访#1 {DONGWU}")
    [visit] = await visits(talk)
    assert visit.visited_on == date(2026, 11, 22)
    assert visit.reported_at == datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize("text", ["补9月1号 拜访 东吴 谈报价", "2025-11-20 拜访了东吴 谈报价", "1900-01-01 拜访了东吴"])
async def test_long_ago_is_refused_kindly_and_not_written(talk: Chat, text: str) -> None:
    reply = await talk.says("lilei", text)

    assert "太早了，补记只收 31 天以内的" in reply
    assert await visits(talk) == []


@pytest.mark.parametrize(
    "text",
    [
        "拜访 东吴 " + "😀" * 600,
        "拜访 东吴 '); DROP TABLE visits; --",
        "拜访 东吴 <a href='http://x'>报价</a> ]]>",
        "拜访 东吴 一\x00二\x07三",
    ],
)
async def test_odd_words_are_kept_and_the_reply_stays_short(talk: Chat, text: str) -> None:
    reply = await talk.says("lilei", text)

    assert len(reply.encode()) < 2_048
    assert "\x00" not in reply
    assert len(await visits(talk)) <= 1


async def test_two_reps_log_at_once_and_numbers_are_never_shared(talk: Chat) -> None:
    replies = await asyncio.gather(
        *(
            talk.says(userid, f"拜访 {customer} 谈第{index}件事")
            for index in range(5)
            for userid, customer in (("lilei", "东吴"), ("hanmei", "华东重工"))
        ),
    )

    numbers = [record.number for record in await talk.rows(Record)]
    assert len(replies) == len(numbers) == len(set(numbers)) == 10


async def test_the_names_are_asked_for_where_fewer_were_recognised_than_he_says(talk: Chat) -> None:
    reply = await talk.says("lilei", "在外面 跑了三家 东吴 长虹灯具 大明")

    assert reply.splitlines()[0].startswith(f"记下了 拜访#1 {DONGWU}")
    assert reply.splitlines()[-1] == texts.others(3, 1)
    assert texts.others(3, 1) == ("你说的是 3 家，认出了 1 家。另外 2 家请一家一行发来，比如：拜访 客户名 内容")
    assert "认出了" not in await talk.says("lilei", "今天跑了两家 东吴和恒力")
