"""P17, G14: the company's rules by number and day, changed with a dry run, announced, and who has answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Announcement, Dialog, Person, Receipt, Role, TermChange
from tests.talk import MONDAY_TEN, Chat

TOMORROW = MONDAY_TEN.date() + timedelta(days=1)


def a_director(session: Session) -> None:
    person = Person(userid="zhaozong", name="赵总", role=Role.DIRECTOR, department="公司")
    session.add(person)
    session.flush()
    session.add(Dialog(person_id=person.id, question=""))
    for leader in session.scalars(select(Person).where(Person.role == Role.MANAGER)):
        leader.manager_id = person.id


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await chat.office.write(a_director)
    for userid in ("lilei", "hanmei", "wufang", "zhouming", "zhaozong"):
        await chat.says(userid, "帮助")
    return chat


async def test_g14_the_contents_open_by_number(talk: Chat) -> None:
    contents = await talk.says("lilei", "制度")
    assert contents.splitlines()[:2] == ["制度目录：", "1 积分：1.1–1.3"]
    assert "4.2 每人每天最多领 3 家。" in await talk.says("lilei", "4")
    await talk.says("lilei", "制度")
    assert await talk.says("lilei", "10") == "回目录里的编号，就看那一章。"


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("制度 公海", "4.1 每人名下最多 100 家。"),
        ("公海规则", "4.5 退回或被回收的客户，原负责人 7 天后才能再领。"),
        ("报备规则", "3.1 报备后保护 30 天。"),
        ("积分怎么算", "1.2 拜访证据达到 1 级才计分，同一客户同一天只计一次。"),
        ("几点交日报", "2.1 每个工作日 21:00 前交日报，之后到零点算迟交，次日起算补交。"),
        ("日报几点截止", "2.1 每个工作日 21:00 前交日报"),
        ("保护期多久", "3.1 报备后保护 30 天。"),
        ("制度 4.2", "4.2 每人每天最多领 3 家。"),
        ("一天能领几家", "4.2 每人每天最多领 3 家。"),
        ("名下最多几家", "4.1 每人名下最多 100 家。"),
        ("A类多久回收", "4.6 A 级客户 15 天没有有效跟进，退回公海。"),
        ("多久会被回收", "4.8 C 级和未分级客户 60 天没有有效跟进，退回公海。"),
        ("退回后多久能再领", "4.5 退回或被回收的客户"),
        ("几级证据才计分", "1.2 拜访证据达到 1 级才计分"),
        ("日报制度", "2.2 7 天内的日报可以补交。"),
        ("报备保护几天", "3.1 报备后保护 30 天。"),
        ("B级客户多久联系", "5.2 B 级客户至少 15 天联系一次。"),
    ],
)
async def test_g14_a_question_is_answered_with_the_clause(talk: Chat, asked: str, clause: str) -> None:
    assert clause in await talk.says("lilei", asked)


async def test_g14_an_unknown_clause_is_said_kindly(talk: Chat) -> None:
    assert await talk.says("lilei", "制度 9.10") == "没有这一条。发“制度”看目录，回编号看条款。"


async def test_p16_the_chapter_of_points_says_that_nothing_is_deducted(talk: Chat) -> None:
    assert "不罚款也不扣工资" in await talk.says("lilei", "制度 积分")


async def test_p17_a_change_is_tried_out_asked_announced_and_holds_from_tomorrow(talk: Chat) -> None:
    asked = await talk.says("zhaozong", "保护期改成20天")
    assert asked.startswith("报备保护期 30 天 → 20 天，明天 11月24日（周二）起。\n")
    assert "1 确认 2 不改" in asked
    assert not await talk.rows(TermChange)

    done = await talk.says("zhaozong", "1")

    assert done.startswith("已定。报备保护期 30 天 → 20 天，明天 11月24日（周二）起。\n已通知 5 人")
    [change] = await talk.rows(TermChange)
    assert (change.name, change.value, change.valid_from) == ("protection_days", "20", TOMORROW)
    for userid in ("lilei", "wufang"):
        [told] = await talk.pushes(userid)
        assert told == (
            "制度改动：报备保护期 30 天 → 20 天，2026年11月24日（周二）起。\n3.1 报备后保护 20 天。\n看到请回“收到”。"
        )
    assert await talk.pushes("zhaozong") == []
    assert "3.1 报备后保护 30 天。（11月24日（周二）起改为 20 天）" in await talk.says("lilei", "保护期多久")
    talk.clock.move_to(MONDAY_TEN + timedelta(days=1))
    assert "3.1 报备后保护 20 天。（11月24日（周二）起）" in await talk.says("lilei", "保护期多久")


@pytest.mark.parametrize("answer", ["2", "不改", "算了", "不"])
async def test_p17_no_means_no(talk: Chat, answer: str) -> None:
    await talk.says("zhaozong", "保护期改成20天")

    assert await talk.says("zhaozong", answer) == "好，不改，制度照旧。"
    assert not await talk.rows(TermChange)
    assert not await talk.rows(Announcement)


async def test_p17_a_new_command_beats_the_question(talk: Chat) -> None:
    await talk.says("zhaozong", "保护期改成20天")
    await talk.says("zhaozong", "团队今天")
    await talk.says("zhaozong", "1")

    assert not await talk.rows(TermChange)


@pytest.mark.parametrize("userid", ["lilei", "wufang"])
async def test_p17_who_may_not_is_told_who_may(talk: Chat, userid: str) -> None:
    assert "制度由 赵总 改" in await talk.says(userid, "保护期改成20天")
    assert not await talk.rows(TermChange)


async def test_p17_received_is_kept_and_who_has_not_is_listed(talk: Chat) -> None:
    await talk.says("zhaozong", "公海每天领 5 家")
    await talk.says("zhaozong", "确认")

    assert (await talk.says("lilei", "收到")).startswith("已记下你收到：\n制度改动：每天领取上限 3 家 → 5 家")
    assert "已记下" not in await talk.says("lilei", "收到")
    quoted = "「小勤：制度改动：每天领取上限 3 家 → 5 家」\n- - - - - - - - - - - - - - -\n收到"
    assert (await talk.says("hanmei", quoted)).startswith("已记下你收到")

    assert (await talk.says("wufang", "谁没收到")).endswith(
        "起（赵总 11月23日（周一）定的）：2 人已收到，还差 1 人：陈晨。"
    )
    assert (await talk.says("zhaozong", "谁还没回收到")).endswith("2 人已收到，还差 3 人：吴芳、周明、陈晨。")
    assert await talk.says("lilei", "谁没收到") == "谁没收到由主管看。"
    received = [row for row in await talk.rows(Receipt) if row.received_at is not None]
    assert len(received) == 2


async def test_p17_received_without_an_announcement_is_a_word_like_any_other(talk: Chat) -> None:
    assert "已记下" not in await talk.says("lilei", "收到")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("保护期改成400天", "报备保护期可以是 1 到 365 天，“400”不行。"),
        ("保护期改成-5天", "报备保护期可以是 1 到 365 天，“-5”不行。"),
        ("保护期改成0天", "报备保护期可以是 1 到 365 天，“0”不行。"),
        ("保护期改成2.5天", "报备保护期可以是 1 到 365 天，“2.5”不行。"),
        ("保护期改成99999999999999999999天", "报备保护期可以是 1 到 365 天，"),
        ("日报截止改到25:70", "日报截止要写成几点几分，比如 20:30，“25:70”不行。"),
        ("保护期改成30天", "报备保护期在 2026年11月24日（周二） 本来就是 30 天，不用改。"),
        ("今天起保护期改成20天", "制度改动要提前告诉大家，最早从 2026年11月24日（周二） 起"),
        ("昨天起保护期改成20天", "制度改动要提前告诉大家，最早从 2026年11月24日（周二） 起"),
    ],
)
async def test_p17_what_a_rule_cannot_be_is_refused_with_what_it_can(talk: Chat, said: str, answer: str) -> None:
    assert (await talk.says("zhaozong", said)).startswith(answer)
    await talk.says("zhaozong", "1")
    assert not await talk.rows(TermChange)


@pytest.mark.parametrize(
    ("said", "name", "value", "first"),
    [
        ("日报截止改到 20:30", "report_deadline", "20:30", TOMORROW),
        ("日报截止改到晚上8点半", "report_deadline", "20:30", TOMORROW),
        ("日报截止改成八点", "report_deadline", "20:00", TOMORROW),
        ("每人每天最多领 5 家", "claims_a_day", "5", TOMORROW),
        ("保护期从30天改成20天", "protection_days", "20", TOMORROW),
        ("把保护期调到二十天", "protection_days", "20", TOMORROW),
        ("下月1号起保护期改成20天", "protection_days", "20", date(2026, 12, 1)),
        ("明年起保护期改成20天", "protection_days", "20", date(2027, 1, 1)),
        ("自动回收关掉", "recycle", "关", TOMORROW),
        ("查重显示改成姓名", "show_holder", "姓名", TOMORROW),
        ("名下上限提高到一百五", "holding_limit", "150", TOMORROW),
        ("A级回收改成 10 天", "recycle_a_days", "10", TOMORROW),
        ("每月最低积分改成35", "points_floor", "35", date(2026, 12, 1)),
        ("推送上限改成 5 条", "pushes_a_day", "5", TOMORROW),
    ],
)
async def test_p17_ways_to_change_a_rule(talk: Chat, said: str, name: str, value: str, first: date) -> None:
    await talk.says("zhaozong", said)
    await talk.says("zhaozong", "1")

    [change] = await talk.rows(TermChange)
    assert (change.name, change.value, change.valid_from) == (name, value, first)


async def test_p17_what_is_missing_is_asked(talk: Chat) -> None:
    assert await talk.says("zhaozong", "保护期改一下") == "报备保护期现在是 30 天。改成多少？直接回数就行。"
    assert (await talk.says("zhaozong", "25")).startswith("报备保护期 30 天 → 25 天")
    assert "1 A 级回收" in await talk.says("zhaozong", "回收期改成20天")
    assert (await talk.says("zhaozong", "2")).startswith("B 级回收 30 天 → 20 天")


async def test_p17_a_change_is_taken_back_by_the_old_value_before_it_holds(talk: Chat) -> None:
    for said in ("保护期改成20天", "保护期改成30天"):
        await talk.says("zhaozong", said)
        await talk.says("zhaozong", "1")

    [change] = await talk.rows(TermChange)
    assert change.value == "30"


async def test_p17_the_dry_run_of_a_limit_names_who_is_over_it(talk: Chat) -> None:
    asked = await talk.says("zhaozong", "名下上限改成2家")

    assert "现在超过的有 2 人：李雷 多 1 家、韩梅 多 1 家。" in asked
    assert "落后进度的有" in await talk.says("zhaozong", "每月最低积分改成35")


async def test_p17_a_company_without_a_director_is_led_by_who_has_nobody_above(chat: Chat) -> None:
    await chat.says("wufang", "帮助")
    await chat.says("wufang", "保护期改成20天")
    await chat.says("wufang", "1")

    assert len(await chat.rows(TermChange)) == 1


@pytest.mark.parametrize("asked", ["迟到罚款吗", "没交日报要扣工资吗", "会不会扣钱"])
async def test_p16_nobody_is_fined_and_that_is_said(talk: Chat, asked: str) -> None:
    assert (await talk.says("lilei", asked)).startswith("制度里没有罚款和扣工资")


async def test_p17_what_was_changed_lately_is_listed(talk: Chat) -> None:
    assert (await talk.says("lilei", "最近制度有什么变化")).startswith("制度还没有改过")
    for said in ("保护期改成20天", "下月1号起公海每天领 5 家"):
        await talk.says("zhaozong", said)
        await talk.says("zhaozong", "1")

    assert await talk.says("lilei", "制度改了吗") == (
        "最近的制度改动：\n12月1日（周二）起 4.2 每天领取上限：3 家 → 5 家（赵总 11月23日（周一）定的）\n"
        "11月24日（周二）起 3.1 报备保护期：30 天 → 20 天（赵总 11月23日（周一）定的）"
    )


async def test_p17_received_with_thanks_is_kept_too(talk: Chat) -> None:
    await talk.says("zhaozong", "保护期改成20天")
    await talk.says("zhaozong", "1")

    assert (await talk.says("lilei", "收到，谢谢")).startswith("已记下你收到")


async def test_p17_what_changed_after_the_dry_run_is_shown_before_anything_is_written(talk: Chat) -> None:
    assert "李雷 多 1 家" in await talk.says("zhaozong", "名下客户上限改成2家")
    await talk.says("wufang", "分配 天合 李雷")
    await talk.says("wufang", "1")
    again = await talk.says("zhaozong", "1")
    assert again.startswith("试算之后情况变了，还没改，再看一眼：\n名下客户上限 100 家 → 2 家")
    assert "李雷 多 2 家" in again
    assert await talk.rows(TermChange) == []
    assert (await talk.says("zhaozong", "1")).startswith("已定。")
    assert [row.value for row in await talk.rows(TermChange)] == ["2"]


async def test_p17_two_who_change_one_rule_read_of_each_other(talk: Chat) -> None:
    def second(session: Session) -> None:
        session.add(Person(userid="qian", name="钱总", role=Role.DIRECTOR, department="公司"))

    await talk.office.write(second)
    await talk.says("qian", "帮助")
    await talk.says("zhaozong", "保护期改成20天")
    await talk.says("qian", "保护期改成25天")
    await talk.says("qian", "1")
    assert "报备保护期 25 天 → 20 天" in await talk.says("zhaozong", "1")
    assert [row.value for row in await talk.rows(TermChange)] == ["25"]


async def test_p17_back_to_the_default_by_a_word(talk: Chat) -> None:
    await talk.says("zhaozong", "保护期改成20天")
    await talk.says("zhaozong", "1")
    talk.clock.move_to(talk.clock.now() + timedelta(days=2))
    for said in ("保护期恢复默认", "恢复默认 保护期", "保护期改成默认"):
        assert "报备保护期 20 天 → 30 天" in await talk.says("zhaozong", said), said
