"""撤销, 改, 作废 and #128 as people type them."""

from __future__ import annotations

import pytest

from handlers.texts import records as texts
from handlers.trails import names_record
from models.schema import Record, Visit
from tests.steps import later
from tests.talk import Chat


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """Everybody has talked to the bot before."""
    for userid in ("lilei", "hanmei", "wufang", "zhouming"):
        await chat.says(userid, "你好")
    return chat


async def standing(chat: Chat) -> list[int]:
    return [visit.number for visit in await chat.rows(Visit, Visit.voided.is_(False))]


@pytest.mark.parametrize("said", ["撤销", "撤回", "刚才那条不算", "记错了", "撤销 #1", "撤销#1", "把1号撤掉"])
async def test_ways_to_take_back(known: Chat, said: str) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    later(known, 9)

    assert await known.says("lilei", said) == "已撤销 拜访#1 东吴机械（留痕）。\n本月 0/30 分，应到 23。"
    assert await standing(known) == []


async def test_all_of_one_message_are_listed(known: Chat) -> None:
    await known.says("lilei", "上午拜访：东吴、恒力、东武")

    reply = await known.says("lilei", "撤销")

    assert reply.startswith("已撤销 3 条（留痕）：\n1 拜访#1 东吴机械\n2 拜访#2 恒力化纤\n3 拜访#3 东武纺织")
    assert await standing(known) == []


async def test_a_new_customer_and_its_visit_go_together(known: Chat) -> None:
    await known.says("lilei", "拜访 华西冷柜设备厂 谈铺货")
    await known.says("lilei", "按新客户登记")
    reply = await known.says("lilei", "撤销")

    assert "客户#1" in reply
    assert "拜访#2" in reply
    assert all(record.voided_at is not None for record in await known.rows(Record))
    assert "没找到" in await known.says("lilei", "拜访 华西冷柜设备厂 谈铺货")


async def test_twice_and_nothing_left(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", "撤销")

    assert await known.says("lilei", "撤销") == texts.NOTHING_TO_UNDO
    assert "已经撤销或作废了" in await known.says("lilei", "撤销 #1")


@pytest.mark.parametrize("said", ["撤销", "撤销 #1"])
async def test_after_ten_minutes_the_leader_is_asked(known: Chat, said: str) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    later(known, 10.5)

    assert await known.says("lilei", said) == "拜访#1 东吴机械 过了 10 分钟，我不能直接删。1 请主管作废 2 改内容"
    assert await known.says("lilei", "1") == texts.void_asked("吴芳", "拜访#1 东吴机械")
    assert await known.pushes("wufang") == ["李雷 请你作废 拜访#1 东吴机械：谈报价\n同意就回：作废 #1 理由"]
    assert await standing(known) == [1]


async def test_after_ten_minutes_it_can_be_corrected(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    later(known, 30)
    await known.says("lilei", "撤销")

    assert await known.says("lilei", "2") == texts.how_to_change(1)
    assert await known.says("lilei", "改 #1 内容 谈付款") == (
        "改好了 拜访#1 苏州东吴机械有限公司，谈付款。内容原来是 谈报价。"
    )


async def test_colleagues_records_are_left_alone_and_nothing_is_told_of_them(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")

    for said in ("撤销 #1", "改 #1 内容 没去", "作废 #1 重复", "#1", "谁改的 #1"):
        for userid in ("hanmei", "zhouming"):
            assert await known.says(userid, said) == texts.not_yours(1)
    assert await known.says("hanmei", "撤销 #99") == texts.not_found(99)
    assert await standing(known) == [1]


async def test_the_leader_voids_with_a_reason_and_the_rep_is_told_why(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    later(known, 3 * 24 * 60)

    assert await known.says("wufang", "作废 #1") == texts.reason_wanted("拜访#1 东吴机械", "李雷")
    reply = await known.says("wufang", "客户说那天没人来")

    assert reply == texts.voided("拜访#1 东吴机械", ["李雷"], "客户说那天没人来")
    assert await known.pushes("lilei") == [
        "吴芳 作废了你的 拜访#1 东吴机械，理由：客户说那天没人来。有疑问直接找 吴芳。"
    ]
    assert await standing(known) == []
    assert "已经撤销或作废了" in await known.says("wufang", "作废 #1 又一次")


async def test_the_reason_may_come_at_once_or_not_at_all(known: Chat) -> None:
    await known.says("lilei", "上午拜访：东吴、恒力")

    assert "已作废 拜访#1" in await known.says("wufang", "作废 #1 重复了")
    await known.says("wufang", "撤销 #2")
    assert await known.says("wufang", "取消") == texts.VOID_DROPPED
    assert await standing(known) == [2]


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("不是东吴 是东武", "苏州东武纺织有限公司·王总，谈报价；下次 12月2日（周三）"),
        ("改 #1 客户 东武", "苏州东武纺织有限公司·王总，谈报价；下次 12月2日（周三）"),
        ("不是下周三，是下周四", "苏州东吴机械有限公司·王总，谈报价；下次 12月3日（周四）"),
        ("改 #1 下次 12月8号", "苏州东吴机械有限公司·王总，谈报价；下次 12月8日（周二）"),
        ("改 #1 内容 谈付款方式", "苏州东吴机械有限公司·王总，谈付款方式；下次 12月2日（周三）"),
        ("改 #1 联系人 李工", "苏州东吴机械有限公司·李工，谈报价；下次 12月2日（周三）"),
        ("改 #1 日期 昨天", "苏州东吴机械有限公司·王总，谈报价；下次 12月2日（周三），11月22日（周日）去的"),
        ("刚才那条内容改成谈付款方式", "苏州东吴机械有限公司·王总，谈付款方式；下次 12月2日（周三）"),
    ],
)
async def test_ways_to_correct(known: Chat, said: str, now: str) -> None:
    await known.says("lilei", "拜访 东吴 王总 谈报价 下周三")
    later(known, 60)

    reply = await known.says("lilei", said)

    assert reply.startswith(f"改好了 拜访#1 {now}。")
    assert "原来是" in reply
    assert await standing(known) == [1]


async def test_a_correction_can_be_taken_back(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", "不是东吴 是东武")

    assert await known.says("lilei", "撤销") == texts.restored("拜访#1 苏州东吴机械有限公司，谈报价")
    assert "已撤销 拜访#1" in await known.says("lilei", "撤销")


async def test_points_follow_the_customer(known: Chat) -> None:
    await known.says("lilei", "上午拜访：东吴、恒力")
    reply = await known.says("lilei", "改 #2 客户 东吴")

    assert reply.endswith("本月 1/30 分，应到 23。")


async def test_a_correction_to_no_customer_changes_nothing(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")

    assert await known.says("lilei", "改 #1 客户 火星基地") == texts.customer_unknown("火星基地")
    assert (await known.rows(Visit))[0].customer_id == 1


@pytest.mark.parametrize(("said", "fact"), [("改 #1 日期 明天", "还没到"), ("改 #1 日期 2025-01-01", "太早")])
async def test_a_day_that_cannot_be_is_refused(known: Chat, said: str, fact: str) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    reply = await known.says("lilei", said)

    assert fact in reply or "没看懂" in reply
    assert (await known.rows(Visit))[0].visited_on.isoformat() == "2026-11-23"


async def test_last_month_is_closed_to_the_author_but_not_to_his_leader(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    later(known, 9 * 24 * 60)

    assert await known.says("lilei", "改 #1 内容 谈付款") == texts.month_closed("吴芳")
    assert "改好了 拜访#1" in await known.says("wufang", "改 #1 内容 谈付款")
    [told] = await known.pushes("lilei")
    assert told.startswith("吴芳 改了你的 拜访#1 苏州东吴机械有限公司，谈付款")


async def test_the_trail_for_author_and_leader(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    later(known, 5)
    await known.says("lilei", "改 #1 内容 谈付款")
    later(known, 5)
    await known.says("wufang", "作废 #1 重复了")

    expected = [
        "拜访#1 苏州东吴机械有限公司，谈付款（李雷，证据 1 级，已作废）",
        "11月23日 10:00 李雷 记下",
        "11月23日 10:05 李雷 内容：谈报价 → 谈付款",
        "11月23日 10:10 吴芳 作废：重复了",
    ]
    for userid in ("lilei", "wufang"):
        for said in ("#1", "谁改的 #1", "#1 谁改的"):
            assert (await known.says(userid, said)).splitlines() == expected


async def test_an_arrival_keeps_when_only_its_words_are_taken_back(known: Chat) -> None:
    await known.says("lilei", "到了 东吴")
    later(known, 40)
    await known.says("lilei", "拜访 东吴 王总 谈报价")
    reply = await known.says("lilei", "撤销")

    assert reply == texts.restored("拜访#1 苏州东吴机械有限公司")
    [visit] = await known.rows(Visit)
    assert visit.arrived_at is not None
    assert not visit.voided


async def test_a_leader_takes_back_his_own_void_and_then_his_correction(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("wufang", "改 #1 内容 改过")
    await known.says("wufang", "作废 #1 试")
    await known.pushes("lilei")
    later(known, 9)

    assert await known.says("wufang", "撤销") == texts.stands_again("拜访#1 东吴机械", ["李雷"])
    assert await standing(known) == [1]
    [record] = await known.rows(Record)
    assert (record.voided_at, record.voided_by_id, record.void_reason) == (None, None, "")
    assert await known.pushes("lilei") == [texts.your_record_stands_again("吴芳", "拜访#1 东吴机械")]
    assert (await known.says("lilei", "#1")).splitlines()[-1] == f"11月23日 10:09 吴芳 {texts.STANDS_AGAIN}"

    restored = "拜访#1 苏州东吴机械有限公司，谈报价"
    assert await known.says("wufang", "撤销") == texts.restored(restored)
    assert await known.pushes("lilei") == [texts.your_record_restored("吴芳", restored)]
    assert await known.says("wufang", "撤销") == texts.NOTHING_TO_UNDO


@pytest.mark.parametrize("said", ["撤销", "撤销 #1"])
async def test_a_void_is_final_after_ten_minutes(known: Chat, said: str) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("wufang", "作废 #1 试")
    later(known, 10.5)

    reply = await known.says("wufang", said)

    assert reply == texts.NOTHING_TO_UNDO or "已经撤销或作废了" in reply
    assert await standing(known) == []


async def test_one_of_several_voids_is_taken_back_by_its_number_and_voided_again(known: Chat) -> None:
    await known.says("lilei", "上午拜访：东吴、恒力")
    await known.says("wufang", "作废 #1 试")
    await known.says("wufang", "作废 #2 试")
    await known.pushes("lilei")

    assert await known.says("wufang", "撤销 #1") == texts.stands_again("拜访#1 东吴机械", ["李雷"])
    assert await standing(known) == [1]
    assert "已作废 拜访#1" in await known.says("wufang", "作废 #1 还是重复")
    assert [text.split("，")[0] for text in await known.pushes("lilei")] == [
        texts.your_record_stands_again("吴芳", "拜访#1 东吴机械").split("，")[0],
        "吴芳 作废了你的 拜访#1 东吴机械",
    ]


async def test_a_voided_record_stands_again_with_its_photo(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.sends("lilei", "image", media_id="m")
    await known.says("wufang", "作废 #1 试")
    await known.says("wufang", "撤销")

    [visit] = await known.rows(Visit)
    assert (visit.evidence_level, visit.voided) == (2, False)


async def test_a_leader_without_a_leader_takes_back_the_void_of_his_own(known: Chat) -> None:
    await known.says("wufang", "拜访 东吴 谈年度合同")
    await known.says("wufang", "作废 #1 重复")

    assert await known.says("wufang", "撤销") == texts.own_stands_again("拜访#1 东吴机械")
    assert "已撤销 拜访#1" in await known.says("wufang", "撤销")
    assert await standing(known) == []


async def test_what_a_leader_voided_is_not_touched_by_the_author(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", "改 #1 内容 谈付款")
    await known.says("wufang", "作废 #1 重复")

    assert "已经撤销或作废了" in await known.says("lilei", "撤销")
    assert "已经撤销或作废了" in await known.says("lilei", "撤销 #1")
    assert [visit.summary for visit in await known.rows(Visit)] == ["谈付款"]


async def test_a_correction_of_a_record_that_was_taken_back_stays_as_it_is(known: Chat) -> None:
    await known.says("lilei", "拜访 恒力 谈年框")
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", "改 #2 内容 谈付款")
    await known.says("lilei", "撤销 #2")

    assert "已撤销 拜访#1" in await known.says("lilei", "撤销")
    assert {visit.number: visit.summary for visit in await known.rows(Visit)} == {1: "谈年框", 2: "谈付款"}


async def test_a_correction_that_somebody_changed_again_is_left_alone_and_it_is_said(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", "改 #1 内容 谈付款")
    await known.says("wufang", "改 #1 内容 谈交期")

    assert await known.says("lilei", "撤销") == texts.CHANGED_SINCE
    assert [visit.summary for visit in await known.rows(Visit)] == ["谈交期"]


@pytest.mark.parametrize("said", ["#1", "谁改的 #1", "拜访 #1", "谁动了1号记录"])
@pytest.mark.parametrize("before", ["今天拜访", "到了 恒力", "拜访 华西冷柜设备厂 谈铺货", "asdf qwer"])
async def test_the_trail_comes_before_whatever_is_open(known: Chat, said: str, before: str) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", before)

    assert (await known.says("lilei", said)).startswith("拜访#1 苏州东吴机械有限公司，谈报价（李雷")
    assert len(await known.rows(Visit, Visit.customer_id == 1)) == 1


async def test_the_trail_leaves_what_is_open_open(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.says("lilei", "拜访 华西冷柜设备厂 谈铺货")
    await known.says("lilei", "#1")

    assert "已登记" in await known.says("lilei", "1")


@pytest.mark.parametrize(
    "said", ["#1", "＃12", "拜访 #1", "谁改的 #1", "#1 谁改的？", "谁改了1号", "#1 的经过", "是谁动的 #1"]
)
def test_what_names_a_record(said: str) -> None:
    assert names_record(said)


@pytest.mark.parametrize(
    "said",
    [
        "1",
        "#1 重复了",
        "改 #1 内容 谈付款",
        "谁动了那 3 台机器",
        "拜访 东吴 谈谁改的 3 号图纸",
        "#" + "1" * 30,
        "#" * 5000,
    ],
)
def test_what_names_no_record(said: str) -> None:
    assert not names_record(said)


async def test_a_sentence_is_added_behind_what_stands(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈报价")
    answer = await chat.says("lilei", "加一句：他要求含税")
    [visit] = await chat.rows(Visit)

    assert visit.summary == "谈报价，他要求含税"
    assert "谈报价，他要求含税" in answer


async def test_a_next_date_can_be_taken_away(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈报价 下周三带样品")
    await chat.says("lilei", "改 #1 下次 取消")
    [visit] = await chat.rows(Visit)

    assert (visit.next_on, visit.next_note) == (None, "")
