"""Every question that can stay open: it survives a restart, swallows no new command, gives way to the next list, and
is over at midnight (`product.md` §4.1 rule 9). A new kind of question without a row here fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from handlers import build_router
from models.db import unit
from models.rules.names import name_key
from models.schema import Change, Contact, Customer, Dialog, News, Person, Role, Visit
from models.times import SHANGHAI
from tests.cast import CREATED
from tests.money import add_finance
from tests.talk import Chat, open_chat

ASKED: Final = """
aliases.taken       叫 东武=苏州恒力化纤有限公司
aliases.which       叫 老厂=长泾
appeals.reason      hanmei:申诉 东吴
appeals.which       wufang:撞单 长泾
appeals.waiting     hanmei:申诉 东武 我先跟的|wufang:待裁的申诉
birthdays.calendar  东吴李工生日 八月十五
birthdays.which     张厂长生日 农历七月初九
birthdays.who       王总生日 8月12
cards.which         长泾升A
commitments.day     答应 东吴 送样册
commitments.list    答应 东吴 周五送样册|我的承诺
commitments.whom    答应 长泾 周五送样
contacts.name       恒力 电话 13800138888
contacts.same       东吴 王总 13911112222 存一下
contacts.which      东五的庞工 13800139494 加进去
customers.list      我的客户
customers.opened    查 东吴
debts.which         长泾欠多少钱
debts.list          谁欠钱
deliveries.which    长泾交货了
due_days.which      东吴的应收改到12月25号
dunning.which       长泾 说下周付
dunning.why         东吴 说下周付
dunning.day         逾期|2 质量争议
evidence.moved      同意定位|拜访 东吴 谈报价|{far}
evidence.which      hanmei:拜访 华联超市 谈铺货|hanmei:拜访 华东重工 谈设备|hanmei:{photo}
followups.ask       下周三跟进
followups.list      提醒我12月4号准备标书|我的提醒
followups.which     12月3号跟进东吴|12月8号跟进东吴|东吴的跟进改到12月9号
handovers.receiver  wufang:交接 李雷 → 韩妹
handovers.ways      wufang:交接 李雷 → 韩梅
handovers.share     wufang:交接 李雷|wufang:3
handovers.send      wufang:交接 李雷|wufang:3|wufang:1 韩梅，其余 陈立
handovers.each      wufang:交接 李雷 → 韩梅|wufang:1|hanmei:交接单
handovers.name      wufang:交接 韩梅|wufang:1
help.guess          xyzzy plugh
help.once           hanmei:华联门口
labels.which        打标签 长泾 重点
lead_checks.free    查重 大唐电力
lead_checks.which   查重 长泾
lead_renewals.which 长泾 续保护
leads.decide        报备 昆山泵业 注塑机2台 王工 12月2号去|wufang:撞单 昆山泵业
leads.doubt         hanmei:报备 苏州大成齿轮 2台 王总 13800130001
leads.fill          报备 太仓水泵 注塑机2台
lead_checks.list    报备 常熟水泵 注塑机1台|我的报备
leads.like          hanmei:报备 苏州东吴机器厂 2台
leads.name          hanmei:报备 a
leads.pool          天合能不能报
leads.taken         华联有人跟吗
leads.which         报备 长泾 要两台
leavers.sure        zhaozong:停用 陈立
new_customers.like  新增客户 苏州东吴精密机械 王五 13811112222
news.list           问题 客户嫌交期长|问题清单
orders.which        订单 长泾 A200 2台 单价31万
orders.yes          东吴下单了 六十来万
orders.sum          东吴下单了 六十来万|2
ownership.nobody    wufang:东吴转给王小二
ownership.request   分配 东吴 韩梅
ownership.sure      wufang:分配 东武 给 陈立
ownership.which     wufang:分配 长泾 韩梅
payment_checks.all  回款 东吴 1千|回款 东吴 2千|caiwu:全部到账
payment_checks.list 回款 东吴 3千|caiwu:待核对
payments.again      回款 东吴 4千|回款 东吴 4千
payments.came       今天去东吴见了王总聊了样机下礼拜三再去送样回款五万
payments.part       回款 东吴 8千 冲8月那笔
paid_in_parts.day   东吴 想先付3万，月底再付2万，剩的下个月
payments.other_sum  caiwu:东吴到账3万|回款 东吴 5万
payments.sum        回款 东吴
payments.surplus    回款 东吴 99万
payments.this_one   回款 东吴 6千|caiwu:东吴6千 到账
payments.which      回款 长泾 5万
payments.yes        东吴付清了
points.people       wufang:积分
pool.list           公海
pool.reason         把恒力退回公海
pool.sure           不跟了 东武 已买别家
pool.tomorrow       公海 无锡|领 1、2、3、4
pool.which          领 天合泵
pool.which_back     退回 长泾 没预算
privacy.forget      同意定位|{here}|删掉我的定位
privacy.position    撤回定位同意|{here}
prompts.who         王总生日不用提醒了
rankings.list       wufang:本周排名
receivables.check   应收 东吴 5万 12月10号
receivables.day     开票 东吴 12万
receivables.edit    应收 东吴 5万 分两期 12月31 1月31|2
receivables.sum     应收 东吴 大概12万 12月10号
receivables.which   应收 长泾 5万 12月10号
records.customer    拜访 恒力 谈年框|不是恒力 是长泾
records.late        拜访 恒力 谈年框|{later}|撤销 #{last}
records.reason      拜访 恒力 谈年框|wufang:作废 #{last}
relays.whom         wufang:告诉陈晨 明天早点到
remarks.offer       日报 在公司|交日报|wufang:李雷的日报|wufang:写得好 报价单明天发我看看
remarks.whom        wufang:点评 陈晨 写得好
reports.draft       日报
reports.mine        我的日报
reports.missing     wufang:今天谁没交
reports.team        日报 在公司|交日报|wufang:李雷的日报
team.person         wufang:谁三天没拜访
terms.confirm       zhaozong:保护期改成20天
terms.contents      制度
terms.value         zhaozong:保护期改一下
terms.which         zhaozong:回收期改成20天
timelines.list      拜访 东吴 谈二期|东吴 时间线
visits.fill         到了 东吴
visits.page         今天拜访
visits.retract      到了 东吴|没去东吴 我发错了
visits.which        拜访 华西冷柜 谈铺货
work.page           wufang:李雷今天干啥了
work.who            wufang:本周日报
reports.reason      hanmei:拜访 华联 谈合同|{late}|hanmei:交日报
"""
"""Which question, and what is said until it is open: by 李雷 where nobody else is named before the colon. {here}, {far}
and {photo} are sent; {later} and {late} let time pass."""
ROWS: Final = [(kind, steps.split("|")) for kind, steps in (line.split(None, 1) for line in ASKED.strip().splitlines())]
PLACE: Final[dict[str, Any]] = {"longitude": 120.5853, "label": "苏州"}
PARTS: Final = 12
FIRMS: Final = (
    ("D1", "江阴长泾锻造有限公司", "江阴", "lilei"),
    ("D2", "无锡长泾纺织有限公司", "无锡", "lilei"),
    ("P1", "无锡甲包装有限公司", "无锡", ""),
    ("P2", "无锡乙冷却有限公司", "无锡", ""),
    ("P3", "无锡丙风机有限公司", "无锡", ""),
    ("P4", "无锡丁轴承有限公司", "无锡", ""),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in the database."""

    kind: str
    userid: str
    data: Any
    asked_at: datetime
    expires_at: datetime


def _more_people(session: Session) -> None:
    """Finance and a director; two 陈晨; two firms with 长泾 in their names, two 王总, and enough in the pool."""
    add_finance(session)
    people = {person.userid: person for person in session.scalars(select(Person))}
    boss = Person(userid="zhaozong", name="赵总", role=Role.DIRECTOR)
    session.add(boss)
    session.flush()
    people["wufang"].manager_id = people["zhouming"].manager_id = boss.id
    for userid, name, department in (("chenchen2", "陈晨", "销售二部"), ("chenli", "陈立", "销售一部")):
        session.add(
            Person(userid=userid, name=name, role=Role.REP, department=department, manager_id=people["wufang"].id)
        )
    for code, name, city, owner in FIRMS:
        made = Customer(code=code, name=name, name_key=name_key(name), city=city, created_at=CREATED)
        made.owner_id = people[owner].id if owner else None
        session.add(made)
    hengli = session.scalars(select(Customer).where(Customer.code == "C003")).one()
    session.add(Contact(customer_id=hengli.id, name="王磊", title="总经理", phone="13800138077"))


async def _step(chat: Chat, step: str) -> None:
    userid, _, said = step.rpartition(":")
    userid = userid or "lilei"
    if said in ("{later}", "{late}"):
        now = chat.clock.now().astimezone(SHANGHAI)
        chat.clock.move_to(now + timedelta(minutes=12) if said == "{later}" else now.replace(hour=21, minute=14))
    elif said in ("{here}", "{far}"):
        await chat.sends(userid, "location", latitude=31.2983 if said == "{here}" else 31.3283, **PLACE)
    elif said == "{photo}":
        await chat.sends(userid, "image", media_id="m")
    else:
        last = max((visit.number for visit in await chat.rows(Visit)), default=0)
        await chat.says(userid, said.replace("{last}", str(last)))


async def _open(chat: Chat) -> list[Asked]:
    people = {person.id: person.userid for person in await chat.rows(Person)}
    return [
        Asked(row.question, people[row.person_id], row.data, row.asked_at, row.expires_at)
        for row in await chat.rows(Dialog, Dialog.question != "")
    ]


async def _restore(chat: Chat, asked: Asked, *, expires_at: datetime | None = None) -> None:
    """As it stood, after whatever has been said since."""

    def write(session: Session) -> None:
        person = session.scalars(select(Person).where(Person.userid == asked.userid)).one()
        row = session.get_one(Dialog, person.id)
        row.question, row.data = asked.kind, asked.data
        row.asked_at, row.expires_at = asked.asked_at, expires_at or asked.expires_at

    await chat.office.write(write)


async def _standing(chat: Chat, userid: str) -> str:
    return next((asked.kind for asked in await _open(chat) if asked.userid == userid), "")


def test_every_kind_of_question_has_its_row() -> None:
    kinds = [kind for kind, _ in ROWS]

    assert sorted(kinds) == sorted(set(kinds))
    assert set(kinds) == set(build_router().answers)


@pytest.mark.parametrize("part", range(PARTS))
async def test_every_question_outlives_a_restart_and_nothing_else(
    company: Engine, database: str, tmp_path: Path, part: int
) -> None:
    with unit(company) as session:
        _more_people(session)
    chat = await open_chat(database, tmp_path)
    chat.ticks()
    for step in ("应收 东吴 12万 10月11号", "1", "应收 东吴 3万 12月10号", "1", "应收 恒力 3万 10月10号", "1"):
        await _step(chat, step)
    opened: list[Asked] = []
    for kind, steps in ROWS[len(ROWS) * part // PARTS : len(ROWS) * (part + 1) // PARTS]:
        for step in steps:
            await _step(chat, step)
        [asked] = [one for one in await _open(chat) if one.kind == kind]
        opened.append(asked)
        assert asked.expires_at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") == "11-24 00:00"
        for one in await _open(chat):
            await chat.says(one.userid, "取消")
    await chat.office.close()

    again = await open_chat(database, tmp_path)
    again.ticks()
    again.clock.move_to(chat.clock.now())
    for asked in opened:
        await _holds(again, asked)
    await again.office.close()


async def _holds(chat: Chat, asked: Asked) -> None:
    """What is true of a question in a house that was shut in between."""
    userid = asked.userid
    await _restore(chat, asked)
    closed = await chat.says(userid, "取消", key=f"cancel:{asked.kind}")
    assert "没处理好" not in closed, (asked.kind, closed)
    assert await _standing(chat, userid) != asked.kind, (asked.kind, closed)

    await _restore(chat, asked)
    before = len(await chat.rows(News))
    told = await chat.says(userid, f"问题 客户嫌交期长，要 {before + 15} 天", key=f"command:{asked.kind}")
    assert "记下了 问题#" in told, (asked.kind, told)
    assert len(await chat.rows(News)) == before + 1

    await _restore(chat, asked)
    shown = await chat.says(userid, "公海", key=f"list:{asked.kind}")
    assert await _standing(chat, userid) == "pool.list", (asked.kind, shown)

    await _restore(chat, asked, expires_at=chat.clock.now())
    before = len(await chat.rows(Change))
    late = await chat.says(userid, "1", key=f"late:{asked.kind}")
    assert len(await chat.rows(Change)) == before, (asked.kind, late)
