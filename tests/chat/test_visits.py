"""拜访 as reps type it: what comes back, and what is remembered."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from handlers.texts import asking
from handlers.texts import visits as texts
from models.rules.names import name_key
from models.schema import Customer, Record, Visit
from models.times import SHANGHAI
from tests.talk import MONDAY_TEN, Chat

DONGWU = "苏州东吴机械有限公司"
DONGWU_TEXTILE = "苏州东武纺织有限公司"
HENGLI = "苏州恒力化纤有限公司"
HUALIAN = "华联超市有限公司"


async def visits(chat: Chat) -> list[Visit]:
    return sorted(await chat.rows(Visit), key=lambda visit: visit.number)


async def customer_named(chat: Chat, name: str) -> Any:
    found = await chat.rows(Customer, Customer.name == name)
    return found[0] if found else None


def later(chat: Chat, **ahead: float) -> None:
    chat.clock.move_to(chat.clock.now() + timedelta(**ahead))


async def ready(chat: Chat, *people: str) -> None:
    """Past the notice that the first message of a person gets."""
    for userid in people:
        await chat.says(userid, "帮助")


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await ready(chat, "lilei", "hanmei")
    return chat


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


async def test_a_colleagues_customer_and_one_of_the_pool_can_be_visited_and_nothing_changes_hands(talk: Chat) -> None:
    foreign = await talk.says("lilei", "拜访 华东重工 谈设备")
    pooled = await talk.says("lilei", "拜访 天合光能 谈组件")

    assert texts.COLLEAGUES in foreign
    assert "韩梅" not in foreign
    assert texts.POOLED in pooled
    assert (await customer_named(talk, "常州天合光能有限公司")).owner_id is None


async def test_several_customers_in_one_message_are_several_visits(talk: Chat) -> None:
    reply = await talk.says("lilei", "上午拜访：东吴、恒力、天合")

    assert reply.startswith("记下了 3 条：\n1）拜访#1")
    assert DONGWU in reply
    assert HENGLI in reply
    assert reply.endswith("本月 3/30 分，应到 23。")
    assert len(await visits(talk)) == 3


async def test_good_lines_are_kept_when_another_must_be_asked(talk: Chat) -> None:
    reply = await talk.says("lilei", "1. 拜访 东吴 谈报价\n2. 拜访 蠡园泵业 谈合作\n3. 拜访 恒力 谈年框")

    assert "记下了 2 条，1 条要问一句：" in reply
    assert len(await visits(talk)) == 2
    answer = await talk.says("lilei", "按新客户")
    assert answer.startswith("新客户 蠡园泵业 已登记")
    assert len(await visits(talk)) == 3


async def test_unknown_customers_of_one_message_are_asked_about_one_after_another(talk: Chat) -> None:
    lines = ("东吴 谈报价", "蠡园泵业 谈合作", "恒力新材料科技 看样", "大唐电力 谈锅炉", "恒力 送样")
    reply = await talk.says("lilei", "\n".join(f"{index}. 拜访 {line}" for index, line in enumerate(lines, 1)))

    assert "记下了 2 条，3 条要问一句：\n1）拜访#1" in reply
    assert "\n2）“蠡园泵业”要问一句\n3）“恒力新材料科技”要问一句\n4）“大唐电力”要问一句\n5）拜访#2" in reply
    assert reply.endswith(texts.not_found("蠡园泵业", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN]))
    second = await talk.says("lilei", "1 是")
    assert "拜访#4 蠡园泵业，谈合作" in second
    assert second.endswith(texts.another("恒力新材料科技", HENGLI))
    third = await talk.says("lilei", "2")
    assert "拜访#6 恒力新材料科技，看样" in third
    assert "“大唐电力”" in third
    assert "拜访#8 大唐电力，谈锅炉" in await talk.says("lilei", "按新客户")
    assert len(await visits(talk)) == 5


async def test_an_unknown_customer_is_made_on_a_word_and_belongs_to_him(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 无锡蠡园泵业有限公司 谈合作 下周三再去")

    assert asked.startswith("没找到“无锡蠡园泵业有限公司”")
    assert texts.NEW_CUSTOMER in asked
    assert await visits(talk) == []
    reply = await talk.says("lilei", "按新客户")
    assert reply.startswith("新客户 无锡蠡园泵业有限公司 已登记（客户#1），归你。\n记下了 拜访#2 无锡蠡园泵业有限公司")
    made = await customer_named(talk, "无锡蠡园泵业有限公司")
    [visit] = await visits(talk)
    assert (visit.customer_id, visit.person_id, visit.next_on) == (made.id, made.owner_id, date(2026, 12, 2))
    assert "拜访#3 无锡蠡园泵业有限公司" in await talk.says("hanmei", "拜访 无锡蠡园泵业有限公司 送样")


async def test_a_near_miss_is_taken_by_number(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 横力化千 谈报价")

    assert asked.startswith("没找到“横力化千”。是不是：\n1 ")
    [number] = [line.split()[0] for line in asked.splitlines() if HENGLI in line]
    assert HENGLI in await talk.says("lilei", number)
    assert len(await visits(talk)) == 1


async def test_writing_the_name_again_leads_to_the_right_customer(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 蠡园泵业 谈报价")
    last = asked.splitlines()[-1].split()[0]

    assert await talk.says("lilei", last) == texts.WRITE_NAME
    assert f"拜访#1 {HENGLI}，谈报价" in await talk.says("lilei", "恒力化纤")


async def test_an_answer_that_does_not_fit_is_asked_once_more_and_then_dropped(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 蠡园泵业 谈报价")

    assert await talk.says("lilei", "88") == asking.again(asked)
    assert await talk.says("lilei", "99") == texts.GIVEN_UP
    assert await visits(talk) == []


async def test_a_new_command_beats_the_open_question(talk: Chat) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈报价")

    assert "拜访#1" in await talk.says("lilei", "拜访 东吴 谈报价")
    assert "拜访#2" not in await talk.says("lilei", "按新客户")
    assert len(await visits(talk)) == 1


async def test_none_of_these_is_an_answer_too(talk: Chat) -> None:
    await talk.says("lilei", "拜访 横力化千 谈报价")

    asked = await talk.says("lilei", "都不是")
    assert asked == texts.not_found("横力化千", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN])
    assert (await talk.says("lilei", "1")).startswith("新客户 横力化千 已登记")


async def test_a_cancelled_question_leaves_nothing(talk: Chat) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈报价")
    await talk.says("lilei", "取消")

    assert await visits(talk) == []
    assert len(await talk.rows(Customer)) == 7


async def test_a_longer_name_than_a_known_one_may_be_another_firm_and_is_asked_about(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 蠡园泵业 谈合作")
    await talk.says("lilei", asked.splitlines()[-1].split()[0])

    like = await talk.says("lilei", "南京东吴机械有限公司")
    assert like == texts.another("南京东吴机械有限公司", DONGWU)
    assert (await talk.says("lilei", "2")).startswith("新客户 南京东吴机械有限公司 已登记")


def made_elsewhere(session: Session) -> None:
    """A customer that another process has just made: this one's directory does not know it yet."""
    session.connection().execute(
        insert(Customer).values(
            code="N900", name="无锡蠡园泵业有限公司", name_key=name_key("无锡蠡园泵业有限公司"), created_at=MONDAY_TEN
        )
    )


@pytest.mark.parametrize(
    "answer",
    [
        "1", "1 是", "1 按新客户登记", "是", "是新客户", "登记客户", "登记新客户", "新的客户", "新客户",
        "新客户 蠡园泵业", "按新客户登记蠡园泵业",
    ],
)  # fmt: skip
async def test_a_new_customer_is_said_in_many_ways(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    assert (await talk.says("lilei", answer)).startswith("新客户 蠡园泵业 已登记")


@pytest.mark.parametrize(
    "answer", ["2", "2 我再写一遍", "2、是的", "我再写", "重新写", "重写一遍", "名字写错了", "不是新客户"]
)
async def test_writing_again_is_said_in_many_ways(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    assert await talk.says("lilei", answer) == texts.WRITE_NAME


@pytest.mark.parametrize("text", ["报备 华东重工 注塑机2台", "先不登记"])
async def test_what_only_sounds_like_it_makes_no_customer(talk: Chat, text: str) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")
    await talk.says("lilei", text)

    assert len(await talk.rows(Customer)) == 7


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("拜访 恒力新材料科技 初次拜访", "恒力新材料科技"),
        ("拜访恒力新材料科技谈合作", "恒力新材料科技"),
        ("拜访 南京东吴机械厂 谈合作", "南京东吴机械厂"),
        ("到了 南京东吴机械厂", "南京东吴机械厂"),
    ],
)
async def test_a_longer_name_is_asked_about_in_the_first_message_too(talk: Chat, text: str, name: str) -> None:
    asked = await talk.says("lilei", text)

    assert f"“{name}”" in asked
    assert texts.NEW_CUSTOMER in asked
    assert await visits(talk) == []


async def test_a_longer_name_may_be_the_firm_itself_or_another_and_its_words_are_no_summary(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 恒力新材料科技 初次拜访")
    assert asked == (f"“恒力新材料科技”是 {HENGLI} 吗？\n1 是\n2 按新客户登记 恒力新材料科技\n3 我再写一遍")
    assert (await talk.says("lilei", "1 是")).startswith(f"记下了 拜访#1 {HENGLI}，初次拜访。")

    await talk.says("lilei", "拜访 恒力新材料科技 第二次拜访")
    assert "拜访#3 恒力新材料科技，第二次拜访" in await talk.says("lilei", "2")
    assert "拜访#4 恒力新材料科技" in await talk.says("lilei", "拜访 恒力新材料科技 送样")


@pytest.mark.parametrize(
    "text", ["拜访 东吴机械厂 谈合作", "拜访 东吴机械公司 谈合作", "去了东吴送设备", "拜访 苏州东吴机械 谈新材料"]
)
async def test_a_full_or_loose_name_of_the_firm_is_not_asked_about(talk: Chat, text: str) -> None:
    assert f"拜访#1 {DONGWU}" in await talk.says("lilei", f"今天{text}")


@pytest.mark.parametrize("answer", ["2", "不是", "按新客户"])
async def test_a_namesake_is_asked_about_before_a_second_one_is_made(talk: Chat, answer: str) -> None:
    await talk.office.write(made_elsewhere)
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    asked = await talk.says("lilei", "按新客户")
    assert asked == texts.namesake("蠡园泵业", ["无锡蠡园泵业有限公司", texts.NEW_CUSTOMER])
    assert await visits(talk) == []
    assert (await talk.says("lilei", answer)).startswith("新客户 蠡园泵业 已登记")


async def test_no_customer_said_offers_the_last_ones(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 谈年框")
    asked = await talk.says("lilei", "见了赵总，谈了新报价")

    assert asked.startswith(f"去的是哪家？\n1 {HENGLI}")
    assert f"拜访#2 {HENGLI}" in await talk.says("lilei", "1")


async def test_arriving_talking_and_leaving_are_one_visit(talk: Chat) -> None:
    came = await talk.says("lilei", "到了 东吴")
    later(talk, minutes=43)
    gone = await talk.says("lilei", "走了")
    told = await talk.says("lilei", "谈了年框 价格再降两个点")

    assert came == f"到 {DONGWU} 10:00，已记（拜访#1）。聊完回一句就补上。"
    assert gone == f"离开 {DONGWU} 10:43，待了 43 分钟。聊了什么，回一句就补上。"
    assert told.startswith(f"补上了 拜访#1 {DONGWU}")
    assert told.endswith("本月 1/30 分，应到 23。")
    [visit] = await visits(talk)
    assert visit.summary == "谈了年框 价格再降两个点"
    assert visit.arrived_at == datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    assert visit.left_at == visit.arrived_at + timedelta(minutes=43)


async def test_the_story_of_an_arrival_is_read_like_a_report(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")

    told = await talk.says("lilei", "聊了报价，周四上午9点带样机再来")
    assert told.startswith(f"补上了 拜访#1 {DONGWU}，聊了报价；下次 11月26日（周四）09:00 带样机再来。")
    [visit] = await visits(talk)
    assert (visit.summary, visit.next_on, visit.next_clock) == ("聊了报价", date(2026, 11, 26), time(9))


@pytest.mark.parametrize(
    "said",
    [
        "见了王总，说下周付款",
        "客户嫌贵，下周三再跟进",
        "李工说要比价",
        "下周三带样品",
        "王总问什么时候交货",
        "客户嫌热处理不好",
        "等报价确认了再签",
        "没见到人，留了样品",
        "王总让我下周去公司签合同",
    ],
)
async def test_whatever_is_told_after_an_arrival_is_its_story(talk: Chat, said: str) -> None:
    await talk.says("lilei", "到了 东吴")

    assert (await talk.says("lilei", said)).startswith(f"补上了 拜访#1 {DONGWU}")


async def test_a_command_after_an_arrival_stays_a_command(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")

    assert f"拜访#2 {HENGLI}" in await talk.says("lilei", "拜访 恒力 谈年框")
    await talk.says("lilei", "回款 东吴 5万")
    assert [visit.summary for visit in await visits(talk)] == ["", "谈年框"]


async def test_a_report_after_an_arrival_keeps_its_number(talk: Chat) -> None:
    await talk.says("lilei", "我到恒力了")
    later(talk, minutes=50)

    assert (await talk.says("lilei", "拜访 恒力 谈年框")).startswith(f"补上了 拜访#1 {HENGLI}，谈年框")
    assert len(await visits(talk)) == 1


async def test_a_place_that_waits_goes_to_a_customer_that_is_made_with_the_visit(talk: Chat) -> None:
    await talk.says("lilei", "同意定位")
    await talk.sends("lilei", "location", latitude=31.3, longitude=120.59, label="苏州工业园区")
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    reply = await talk.says("lilei", "按新客户")

    assert "证据 2 级（文字+定位）" in reply
    assert texts.POINT_SET in reply
    made = await customer_named(talk, "蠡园泵业")
    assert (made.latitude, made.longitude) == (31.3, 120.59)


async def test_a_place_that_waits_tells_how_near_the_arrival_is(talk: Chat) -> None:
    await talk.says("lilei", "同意定位")
    await talk.sends("lilei", "location", latitude=31.2990, longitude=120.5853, label="")

    assert await talk.says("lilei", "到了 东吴") == (
        f"到 {DONGWU} 10:00，离登记地址约 80 米，已记（拜访#1）。聊完回一句就补上。"
    )


async def test_taking_back_a_visit_takes_its_new_customer_back_too(talk: Chat) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")
    await talk.says("lilei", "按新客户")
    await talk.says("lilei", "撤销")

    assert not (await customer_named(talk, "蠡园泵业")).active
    assert (await talk.says("lilei", "拜访 蠡园泵业 谈合作")).startswith("没找到“蠡园泵业”")


async def test_a_question_after_an_arrival_is_not_taken_for_its_story(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")
    await talk.says("lilei", "这个怎么弄？")

    [visit] = await visits(talk)
    assert visit.summary == ""


async def test_arriving_twice_is_said_and_noted_once(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")
    later(talk, minutes=1)

    assert (await talk.says("lilei", "签到 东吴")).startswith(f"到 {DONGWU} 10:00 已经记过（拜访#1）。")
    assert len(await visits(talk)) == 1


async def test_leaving_without_having_arrived_says_what_works_instead(talk: Chat) -> None:
    assert await talk.says("lilei", "走了") == texts.NO_OPEN_VISIT


async def test_arriving_nowhere_in_particular_is_asked(talk: Chat) -> None:
    asked = await talk.says("lilei", "到客户这了")

    assert asked.startswith("去的是哪家？")
    assert (await talk.says("lilei", "东吴")).startswith(f"到 {DONGWU} 10:00")


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


@pytest.mark.parametrize("name", ["苏" * 500, "12345678", "😀😀", "<b>某某</b>公司"])
async def test_absurd_customer_names_never_become_customers(talk: Chat, name: str) -> None:
    await talk.says("lilei", f"拜访 {name} 谈报价")
    await talk.says("lilei", "按新客户")

    held = await talk.rows(Customer)
    assert all("<" not in customer.name and len(customer.name) <= 120 for customer in held)
    assert not [customer for customer in held if customer.name == name]


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
