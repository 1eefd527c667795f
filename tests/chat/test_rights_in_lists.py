"""What a list shows, and what its numbers still open, is what its reader may see at that moment (P5, P10, G4, G5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Change, Commitment, Contact, FollowUp, Lead, News, Payment, Person, RecordRead, Remark, Role
from tests.cast import DONGWU, TIANHE
from tests.money import owes
from tests.steps import owner_of
from tests.talk import Chat

SUMS = ("31,234", "87,654", "12,321", "3 万元", "18,913")


def _leader(chat: Chat, userid: str, leader: str) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        people = {row.userid: row for row in session.scalars(select(Person))}
        people[userid].manager_id = people[leader].id

    return work


@pytest.fixture
async def worked(desk: Chat) -> Chat:
    """A day of 李雷's with sums in it, and his report handed in."""
    for said in (
        "东吴 欧阳德胜 总经理 13987654321",
        "拜访 东吴 欧阳总 谈二期降价",
        "答应 东吴 12月10号 免费大修",
        "订单 东吴 A200 1台 87654元",
    ):
        await desk.says("lilei", said)
    await owes(desk, "应收 东吴 31234 10月11号")
    await desk.says("lilei", "回款 东吴 12321")
    await desk.says("lilei", "日报")
    await desk.says("lilei", "1")
    desk.ticks()
    return desk


OTHERS = ("天合", "漏油", "降三成", "水箱", "送铜套", "B00")
OF_THE_TEAM = """
团队的承诺|问题清单|市场情报|重点客户|团队的报备|快到期的报备|谁欠钱|逾期|A类客户|有欠款的客户|下月谁过生日|团队今天|谁请假
"""


async def test_g4_what_a_leader_lists_is_his_own_line_and_not_the_next_leaders(desk: Chat) -> None:
    await desk.office.write(_leader(desk, "chenchen", "zhouming"))
    desk.ticks()
    for said in (
        "领取 天合",
        "天合升A",
        "打标签 天合 重点",
        "答应 天合 12月10号 送铜套",
        "问题 天合的泵漏油",
        "竞品 天合那边海天降三成",
        "天合 司徒总生日 12月8",
        "报备 天合 水箱项目 2台 司徒总 下周三去",
        "请假 12月1日",
    ):
        await desk.says("chenchen", said)
        await desk.says("chenchen", "取消")
    await owes(desk, "应收 天合 31234 10月11号", userid="caiwu")

    asked = OF_THE_TEAM.strip().split("|")
    for said in asked:
        reply = await desk.says("wufang", said)
        assert not any(word in reply for word in OTHERS), (said, reply)
        await desk.says("wufang", "取消")
    theirs = [await desk.says("zhouming", said) for said in asked]
    told = "\n".join(theirs)
    assert [word for word in ("送铜套", "漏油", "降三成", "B00", "31,234") if word not in told] == [], told

    assert "#" not in await desk.says("wufang", "问题解决了 换了泵")
    assert [row.solved_at for row in await desk.rows(News) if "漏油" in row.words] == [None]
    await desk.says("wufang", "把常州的客户都给李雷")
    await desk.says("wufang", "1")
    assert await owner_of(desk, TIANHE) == "chenchen"


DAYS_WORK = (
    "李雷今天干嘛了", "李雷这周干嘛了", "团队日报", "今天的团队日报", "李雷的日报", "团队今天", "陈晨今天的日报",
)  # fmt: skip


async def test_p10_the_assistant_reads_a_days_work_without_a_sum_and_the_leader_with_it(worked: Chat) -> None:
    await worked.says("chenchen", "领取 天合")
    await worked.says("chenchen", "回款 天合 3万")
    await worked.says("chenchen", "1")
    read: dict[str, list[str]] = {"xiaowen": [], "wufang": []}
    for userid, replies in read.items():
        for said in DAYS_WORK:
            for step in (said, "1", "2", "3"):
                replies.append(await worked.says(userid, step))
            await worked.says(userid, "取消")
    assert not any(sum_ in reply for reply in read["xiaowen"] for sum_ in SUMS), read["xiaowen"]
    assert sum("谈二期降价" in reply for reply in read["xiaowen"]) >= 4
    assert "3 万元" in read["wufang"][DAYS_WORK.index("陈晨今天的日报") * 4]
    for said in ("李雷今天干嘛了", "李雷的日报", "今天的团队日报"):
        reply = read["wufang"][DAYS_WORK.index(said) * 4]
        assert "12,321" in reply, (said, reply)
    assert "87,654" in read["wufang"][DAYS_WORK.index("李雷今天干嘛了") * 4]

    for said in ("有欠款的客户", "谁欠钱", "东吴 时间线", "东吴"):
        reply = await worked.says("xiaowen", said)
        assert not any(sum_ in reply for sum_ in SUMS), (said, reply)
        await worked.says("xiaowen", "取消")
    line = await worked.says("wufang", "东吴 时间线")
    assert all(sum_ in line for sum_ in ("87,654", "12,321")), line
    await worked.says("wufang", "取消")
    card = await worked.says("wufang", "东吴")
    assert "12,321" in card
    assert "18,913" in card
    assert "18,913" in await worked.says("wufang", "有欠款的客户")
    assert "18,913" in await worked.says("caiwu", "李雷欠款") + await worked.says("caiwu", "1")

    await worked.says("xiaowen", "李雷的日报")
    await worked.says("xiaowen", "下次把报价单也带上")
    assert await worked.rows(Remark) == []


OPENED_BY_A_LEADER = """
谁没交|1
团队今天|1
李雷今天干嘛了|1
李雷这周干嘛了|2
李雷的拜访|1
今天的团队日报|1
李雷的日报|1
李雷的日报|已阅
李雷的日报|下次把报价单也带上
本月排名|1
团队积分|1
停用 李雷|1
东吴 时间线|1
东吴 时间线|2
东吴 电话|1
东吴 电话|2
谁欠钱|1
逾期|1 走流程 下周五付
有欠款的客户|1
团队的承诺|1好了
团队的承诺|1 下周三
李雷的客户|1
东吴|电话
作废 #2|重复
分配 东吴 韩梅|1
把苏州的客户都给陈晨|1
"""


async def test_p10_a_leader_who_lost_the_line_meanwhile_opens_nothing_of_a_list_he_holds(worked: Chat) -> None:
    secrets = (*SUMS, "谈二期降价", "免费大修", "13987654321", "13800130001")
    for asked, answer in (line.split("|") for line in OPENED_BY_A_LEADER.strip().splitlines()):
        held = await worked.says("wufang", asked)
        await worked.office.write(_leader(worked, "lilei", "zhouming"))
        before = len(await worked.rows(Change, Change.action != "asked"))
        reply = await worked.says("wufang", answer)
        assert not any(secret in reply for secret in secrets), (asked, answer, held, reply)
        assert len(await worked.rows(Change, Change.action != "asked")) == before, (asked, answer, reply)
        assert await worked.rows(RecordRead) == [], (asked, answer, reply)
        assert asked != "谁没交" or "你这条线上没有" in reply
        await worked.office.write(_leader(worked, "lilei", "wufang"))
        await worked.says("wufang", "取消")
    assert await owner_of(worked, DONGWU) == "lilei"
    assert [row.active for row in await worked.rows(Person, Person.userid == "lilei")] == [True]


OPENED_BY_A_REP = """
东吴 时间线|1
东吴 时间线|下一页
东吴 电话|1
东吴 电话|2
谁欠钱|1
逾期|1 走流程 下周五付
有欠款的客户|1
我的客户|1
我的承诺|1
我的承诺|1好了
东吴|电话
东吴|时间线
我的客户|改 #3 内容 免费小修
我的客户|改 #3 客户 恒力
我的客户|改 #1 联系人 欧阳德盛
我的客户|不是欧阳德胜是欧阳德盛
"""


async def test_p6_a_rep_who_lost_the_customer_meanwhile_opens_nothing_of_a_list_he_holds(worked: Chat) -> None:
    secrets = (*SUMS, "13987654321", "13800130001", "带红皮书")
    for asked, answer in (line.split("|") for line in OPENED_BY_A_REP.strip().splitlines()):
        held = await worked.says("lilei", asked)
        for said in ("分配 东吴 韩梅", "1"):
            await worked.says("wufang", said)
        assert await owner_of(worked, DONGWU) == "hanmei", asked
        await worked.says("hanmei", "东吴 备注 带红皮书")
        reply = await worked.says("lilei", answer)
        assert not any(secret in reply for secret in secrets), (asked, answer, held, reply)
        [promise] = await worked.rows(Commitment)
        assert (promise.state, promise.words) == ("open", "免费大修"), (asked, answer, reply)
        assert await worked.rows(Contact, Contact.name == "欧阳德盛") == [], (asked, answer, reply)
        for said in ("分配 东吴 李雷", "1"):
            await worked.says("wufang", said)
        await worked.says("lilei", "取消")


async def test_p10_numbers_of_colleagues_registrations_change_nothing(desk: Chat) -> None:
    desk.ticks()
    await desk.says("lilei", "报备 昆山水泵 王工 13912345678 下周三去")
    [lead] = await desk.rows(Lead)
    code = f"B{lead.number:04}"
    before = len(await desk.rows(Change))
    for said in (
        f"续保护 {code}",
        f"{code} 需求 3台",
        f"报备{code} 需求 3台",
        f"{code} 1",
        f"撤销 {code}",
        f"作废 {code}",
    ):
        reply = await desk.says("hanmei", said.format(code))
        assert "昆山" not in reply, (said, reply)
        assert "13912345678" not in reply, (said, reply)
    assert code not in await desk.says("hanmei", "昆山水泵 续保护")
    assert len(await desk.rows(Change)) == before
    visit = await desk.says("hanmei", "拜访 华联 谈备件")
    number = visit.partition("#")[2].split()[0]
    assert f"#{number}" in await desk.says("hanmei", f"续保护 #{number}")


async def test_p10_who_is_above_an_administrator_is_not_stopped_by_him(desk: Chat) -> None:
    def hire(session: Session) -> None:
        people = {row.userid: row for row in session.scalars(select(Person))}
        people["zhouming"].role, people["zhouming"].manager_id = Role.ADMIN, people["wufang"].id

    await desk.office.write(hire)
    await desk.says("zhouming", "停用 吴芳")
    await desk.says("zhouming", "1")
    assert [row.active for row in await desk.rows(Person, Person.userid == "wufang")] == [True]
    await desk.says("zhouming", "停用 韩梅")
    await desk.says("zhouming", "1")
    assert [row.active for row in await desk.rows(Person, Person.userid == "hanmei")] == [False]


async def test_p10_money_of_the_pool_is_seen_by_a_leader_and_answered_for_by_nobody(desk: Chat) -> None:
    desk.ticks()
    await owes(desk, "应收 东吴 31234 10月11号")
    await desk.says("wufang", "谁欠钱")
    assert "为什么没付" in await desk.says("wufang", "1")
    await desk.says("wufang", "取消")
    await desk.says("wufang", "谁欠钱")
    await desk.says("lilei", "把东吴退回公海 没预算")
    reply = await desk.says("wufang", "1")
    assert "31,234" in reply
    assert "为什么没付" not in reply


async def test_d17_what_waits_to_be_checked_is_not_a_reps_to_confirm(owing: Chat) -> None:
    owing.ticks()
    await owing.says("lilei", "回款 东吴 1234")
    for step in ("东吴那笔到账了", "1"):
        assert "1,234" not in await owing.says("lilei", step)
    assert {row.state for row in await owing.rows(Payment)} == {"pending"}


async def test_p10_a_remark_that_was_offered_and_a_group_that_was_listed_go_with_the_line(
    worked: Chat,
) -> None:
    await worked.says("wufang", "李雷的日报")
    assert "1 发给他" in await worked.says("wufang", "下次把报价单也带上")
    await worked.office.write(_leader(worked, "lilei", "zhouming"))
    await worked.says("wufang", "1")
    assert await worked.rows(Remark) == []

    await worked.office.write(_leader(worked, "zhouming", "wufang"))
    assert "周明组" in await worked.says("wufang", "今天的团队日报")
    await worked.office.write(_leader(worked, "zhouming", "caiwu"))
    assert "李雷" not in await worked.says("wufang", "1")


async def test_p10_a_customer_of_a_colleague_is_not_moved_by_any_detour(desk: Chat) -> None:
    desk.ticks()
    await desk.says("lilei", "答应 东吴 12月10号 送铜套")
    await desk.says("lilei", "下周三跟进东吴 带样品")
    [promise], [planned] = await desk.rows(Commitment), await desk.rows(FollowUp)
    reply = await desk.says("lilei", f"改 #{promise.number} 客户 华联")
    assert "同事的客户" in reply
    assert [row.customer_id for row in await desk.rows(Commitment)] == [promise.customer_id]

    for said in ("分配 华联 张三丰", "1"):
        assert "1 " not in await desk.says("lilei", said)
    taught = await desk.says("lilei", "叫 华联=恒力")
    assert "超市" not in taught, "an alias tells nothing of the colleague's customer that has it"
    await desk.says("lilei", "取消")

    for userid, who in (("hanmei", "lilei"), ("wufang", "hanmei")):
        await desk.says(userid, f"跟进#{planned.number} 转给 韩梅")
        held = [row.person_id for row in await desk.rows(FollowUp, FollowUp.state == "open")]
        assert held == [one.id for one in await desk.rows(Person, Person.userid == who)]


async def test_b1_a_helper_who_becomes_the_owner_has_all_an_owner_may(desk: Chat) -> None:
    for said in ("合作 东吴 韩梅", "1", "分配 东吴 韩梅", "1"):
        await desk.says("wufang", said)
    await desk.says("hanmei", "把东吴退回公海 没预算")
    assert await owner_of(desk, DONGWU) == ""


async def test_g5_a_leader_with_one_above_him_moves_nothing_of_the_leader_below_him(desk: Chat) -> None:
    desk.ticks()
    for userid, leader in (("chenchen", "zhouming"), ("zhouming", "wufang"), ("wufang", "caiwu")):
        await desk.office.write(_leader(desk, userid, leader))
    await desk.says("chenchen", "领取 天合")
    for said, unsaid in (("把常州的客户都给李雷", "天合"), ("分配 天合 张三丰", "1 ")):
        assert unsaid not in await desk.says("wufang", said)
        await desk.says("wufang", "1")
        await desk.says("wufang", "取消")
        assert await owner_of(desk, TIANHE) == "chenchen", said


async def test_p10_of_two_of_one_name_only_who_is_still_his_hears_the_remark(desk: Chat) -> None:
    def rename(session: Session) -> None:
        session.scalars(select(Person).where(Person.userid == "hanmei")).one().name = "李雷"

    await desk.office.write(rename)
    assert "1 " in await desk.says("wufang", "点评 李雷 下次带报价")
    for userid in ("lilei", "hanmei"):
        await desk.office.write(_leader(desk, userid, "zhouming"))
    await desk.says("wufang", "1")
    assert await desk.rows(Remark) == []
