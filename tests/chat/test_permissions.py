"""The table of rights, cell by cell through the chat: every role, action and relation (`product.md` P10, B7, G5).

The table is written out here once more: who changes it in `models/rules/rights.py` changes it here too, knowingly.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.db import unit
from models.rules.names import name_key
from models.rules.rights import TABLE, Action, Relation
from models.schema import (
    Base,
    Change,
    Contact,
    Customer,
    CustomerAlias,
    CustomerHelper,
    Dialog,
    Handover,
    Lead,
    Payment,
    Person,
    Remark,
    Role,
    TermChange,
)
from tests.cast import CREATED
from tests.talk import Chat, open_chat

RIGHTS: Final = """
action        rep  manager  director  finance  assistant  admin
see_card      oh   ohdlp    ohdlp     oh       ohdlp      ohdlp
see_phone     oh   ohdl     ohdl      -        -          -
see_money     oh   ohdlp    ohdlp     ohdlpe   -          ohdlp
write         ohp  ohdlp    ohdlp     oh       ohdlp      ohdlp
claim         p    p        p         -        -          p
release       o    odl      odl       -        -          odl
assign        -    odp      odp       -        -          odlp
rule_on       -    d        d         -        -          d
take_money    oh   ohdl     ohdl      ohdlpe   -          ohdl
check_money   -    -        -         ohdlpe   -          -
see_work      o    odl      odl       o        odl        odl
remark        -    dl       dl        -        -          dl
hand_over     -    d        d         -        -          dl
change_terms  -    -        ohdlpe    -        -          ohdlpe
"""
"""By role: o his own, h helped, d his direct people's, l further below in his line, p in the pool, e a colleague's."""
ALONE: Final = {Action.ASSIGN, Action.RULE_ON, Action.HAND_OVER}
"""What is the direct leader's is granted over more levels to whoever has nobody above him."""
LETTERS: Final = dict(zip("ohdlpe", Relation, strict=True))
ASKER, TO = "郑刚", "韩冰"
PEOPLE: Final = {Relation.OWN: ASKER, Relation.DIRECT: "方远", Relation.LINE: "孙艺", Relation.ELSE: "马骏"}
BRANDS: Final = {
    "": ("金桥电机", "银湖轴承", "铜陵阀门", "铁岭齿轮", "锡东弹簧", "铝都型材"),
    "claim": ("白鹿灯具", "蓝天风机", "紫云锅炉", "青木家具", "黑石建材", "双鹤制药"),
    "release": ("五羊摩托", "七星厨具", "百灵乐器", "千岛饮品", "万象印刷", "春晖服饰"),
    "assign": ("夏露雨具", "秋实粮油", "冬青园林", "东岳化工", "南极电器", "北斗仪表"),
}
"""By what is done with them: the customers of each relation, in its order."""
SECRET, PHONE, MONEY = "欧阳", "1390001", "23,456"


def wanted(role: str, *, alone: bool) -> dict[Action, set[Relation]]:
    """What the page above grants to a role."""
    head, *lines = [line.split() for line in RIGHTS.strip().splitlines()]
    cells = {Action(line[0]): line[head.index(role)] for line in lines}
    granted = {action: {LETTERS[letter] for letter in cell if letter != "-"} for action, cell in cells.items()}
    for action in ALONE if alone else ():
        granted[action] |= {Relation.LINE} if Relation.DIRECT in granted[action] else set()
    return granted


def company(session: Session, role: Role, *, alone: bool) -> None:
    """The one who asks; somebody over, under and beside him; customers of each relation, one for each deed."""

    def person(userid: str, name: str, held: Role, leader: Person | None) -> Person:
        made = Person(userid=userid, name=name, role=held, department="一部", manager_id=leader.id if leader else None)
        session.add(made)
        session.flush()
        session.add(Dialog(person_id=made.id, question=""))
        return made

    top = person("top", "秦岚", Role.DIRECTOR, None)
    asker = person("asker", ASKER, role, None if alone else top)
    leader = top if role is Role.ASSISTANT else asker  # an assistant stands where his leader does
    direct = person("direct", PEOPLE[Relation.DIRECT], Role.MANAGER, leader)
    deep = person("line", PEOPLE[Relation.LINE], Role.REP, direct)
    person("to", TO, Role.REP, leader)
    other = person("other", PEOPLE[Relation.ELSE], Role.REP, person("chief", "高明", Role.MANAGER, None))
    person("books", "钱会", Role.FINANCE, None)
    owners = dict(zip(Relation, (asker, other, direct, deep, None, other), strict=True))
    for names in BRANDS.values():
        for number, (relation, name) in enumerate(zip(Relation, names, strict=True)):
            owner = owners[relation]
            held = Customer(code=f"R{name}", name=f"{name}有限公司", name_key=name_key(f"{name}有限公司"))
            held.created_at, held.owner_id = CREATED, owner.id if owner is not None else None
            session.add(held)
            session.flush()
            session.add(CustomerAlias(customer_id=held.id, alias=name))
            session.add(
                Contact(customer_id=held.id, name=f"{SECRET}{'甲乙丙丁戊己'[number]}", phone=f"{PHONE}000{number}")
            )
            if relation is Relation.HELPED:
                session.add(CustomerHelper(customer_id=held.id, person_id=asker.id))


class Probes:
    """Tries each action in the chat, and looks at what came of it."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.leads: dict[Relation, int] = {}

    async def lay(self) -> None:
        """What is there to be seen and ruled on: a debt, a payment, a report and a registration of each relation."""
        says = self._chat.says
        for userid in ("asker", "direct", "line", "other", "books"):
            await says(userid, "帮助")
        for name in BRANDS[""]:
            await says("books", f"应收 {name} 23456 12月10号")
            await says("books", "1")
        for number, relation in enumerate(PEOPLE):
            userid = {Relation.OWN: "asker", Relation.ELSE: "other"}.get(relation, relation.value)
            await says(userid, "日报 暗号写在里面")
            await says(userid, "1")
            name = ("丹枫水泵", "鹤鸣水泵", "鹿原水泵", "麒麟水泵")[number]
            await says(userid, f"报备 {name} 注塑机2台 王工 1391234567{number} 下周三去")
        people = {one.id: one.name for one in await self._chat.rows(Person)}
        named = {name: relation for relation, name in PEOPLE.items()}
        self.leads = {named[people[one.person_id]]: one.number for one in await self._chat.rows(Lead)}
        assert self.leads.keys() >= PEOPLE.keys() - {Relation.OWN}

    async def see_card(self, relation: Relation) -> bool:
        """His people, his time line and his promises."""
        name = self._name(relation)
        seen = {said: not self._refused(await self._says(said)) for said in (f"{name} 时间线", f"{name}的承诺")}
        seen["card"] = SECRET in await self._says(f"查 {name}")
        return self._same(seen)

    async def see_phone(self, relation: Relation) -> bool:
        """In full, by the firm's name."""
        return PHONE in await self._says(f"{self._name(relation)} 电话")

    async def see_money(self, relation: Relation) -> bool:
        """What is open."""
        name = self._name(relation)
        return self._same({said: MONEY in await self._says(said) for said in (f"{name}账龄", f"{name} 欠多少钱")})

    async def write(self, relation: Relation) -> bool:
        """Level, label, promise, delivery, short name, order."""
        name, done = self._name(relation), {}
        for said in (
            f"{name}升A",
            f"打标签 {name} 重点",
            f"答应 {name} 12月10号送样册",
            f"{name}交货了",
            f"叫 老{name[:2]}家={name}",
            f"订单 {name} A200 1台 1万",
        ):
            before = await self._count(Change, Change.action != "asked")
            await self._says(said)
            done[said] = await self._count(Change, Change.action != "asked") > before
        return self._same(done)

    async def claim(self, relation: Relation) -> bool:
        """He has it afterwards, and had not before."""
        return await self._moves("claim", relation, "认领 {}", ASKER)

    async def release(self, relation: Relation) -> bool:
        """Nobody has it afterwards."""
        return await self._moves("release", relation, "把{}退回公海 没预算", "")

    async def assign(self, relation: Relation) -> bool:
        """Somebody of his line has it afterwards."""
        return await self._moves("assign", relation, f"分配 {{}} {TO}", TO)

    async def rule_on(self, relation: Relation) -> bool:
        """A registration is confirmed by him."""
        if relation not in self.leads:  # his role registers nothing
            return False
        number = self.leads[relation]
        await self._says(f"B{number:04} 1")
        [row] = await self._chat.rows(Lead, Lead.number == number)
        return row.decided_by_id is not None

    async def take_money(self, relation: Relation) -> bool:
        """A payment is booked."""
        before = await self._count(Payment)
        await self._says(f"回款 {self._name(relation)} 1万", "1")
        return await self._count(Payment) > before

    async def check_money(self, relation: Relation) -> bool:
        """A colleague's payment is confirmed."""
        made = await self._chat.says("other", f"回款 {self._name(Relation.ELSE)} 1千")
        number = int(made.split("回款#")[1].split()[0])
        await self._says(f"回款#{number} 到账")
        [row] = await self._chat.rows(Payment, Payment.number == number)
        return row.checked_by_id is not None

    async def see_work(self, relation: Relation) -> bool:
        """A report, and what somebody did in a week."""
        name = PEOPLE[relation]
        if relation is Relation.OWN:
            return "暗号" in await self._says("我的日报", "1")
        report, week = [await self._says(said.format(name)) for said in ("{}的日报", "{}这周干嘛了")]
        return self._same({"report": "暗号" in report, "week": "日报 1 份" in week})

    async def remark(self, relation: Relation) -> bool:
        """A word on somebody's work."""
        before = await self._count(Remark)
        await self._says(f"点评 {PEOPLE[relation]} 下次带报价")
        return await self._count(Remark) > before

    async def hand_over(self, relation: Relation) -> bool:
        """A sheet is opened."""
        before = await self._count(Handover)
        await self._says(f"交接 {PEOPLE[relation]} 给 {TO}")
        return await self._count(Handover) > before

    async def change_terms(self, relation: Relation) -> bool:
        """A clause of the company."""
        await self._says("保护期改成20天", "1")
        return await self._count(TermChange) > 0

    async def _moves(self, deed: str, relation: Relation, said: str, to: str) -> bool:
        name = BRANDS[deed][list(Relation).index(relation)]
        people: dict[int | None, str] = {one.id: one.name for one in await self._chat.rows(Person)}

        async def owner() -> str:
            [row] = await self._chat.rows(Customer, Customer.name == f"{name}有限公司")
            return people.get(row.owner_id, "")

        before = await owner()
        await self._says(said.format(name), "1")
        after = await owner()
        assert after in (before, to), (said, name)
        return before != after

    async def _says(self, *texts: str) -> str:
        """The last reply, with no question left open."""
        replies = [await self._chat.says("asker", text) for text in texts]
        asker = select(Person.id).where(Person.userid == "asker").scalar_subquery()
        if await self._count(Dialog, Dialog.question != "", Dialog.person_id == asker):
            await self._chat.says("asker", "取消")
        return replies[-1]

    async def _count(self, table: type[Base], *where: Any) -> int:
        asked = select(func.count()).select_from(table).where(*where)
        found = await self._chat.office.read(lambda session: session.scalar(asked))
        return found or 0

    def _name(self, relation: Relation) -> str:
        return BRANDS[""][list(Relation).index(relation)]

    @staticmethod
    def _refused(reply: str) -> bool:
        return any(word in reply for word in ("已有归属", "同事的客户", "公海里", "在公海"))

    @staticmethod
    def _same(found: Mapping[str, bool]) -> bool:
        assert len(set(found.values())) == 1, found
        return next(iter(found.values()))


TOWARDS_PEOPLE: Final = {Action.RULE_ON, Action.SEE_WORK, Action.REMARK, Action.HAND_OVER}
"""Colleagues are nobody's to help with, and in no pool."""
BY_ROLE: Final = {Action.CHECK_MONEY, Action.CHANGE_TERMS}
"""Of the whole company or of nothing."""


def cells() -> list[tuple[Action, Relation]]:
    """Every cell that can come about."""
    return [
        (action, relation)
        for action in Action
        for relation in (PEOPLE if action in TOWARDS_PEOPLE else Relation)
        if action not in BY_ROLE or relation is Relation.OWN
    ]


@pytest.mark.parametrize(
    ("role", "alone"),
    [*((role, False) for role in Role), *((role, True) for role in (Role.MANAGER, Role.DIRECTOR, Role.ADMIN))],
)
async def test_p10_every_cell_of_the_table_holds_in_the_chat(
    engine: Engine, database: str, tmp_path: Path, role: Role, *, alone: bool
) -> None:
    with unit(engine) as session:
        company(session, role, alone=alone)
    chat = await open_chat(database, tmp_path)
    chat.ticks()
    try:
        probes = Probes(chat)
        await probes.lay()
        found: set[tuple[Action, Relation]] = set()
        for action, relation in cells():
            tried: Callable[[Relation], Awaitable[bool]] = getattr(probes, action.value)
            if await tried(relation):
                found.add((action, relation))
    finally:
        await chat.office.close()
    granted = wanted(role, alone=alone)
    assert found == {(action, relation) for action, relation in cells() if relation in granted[action]}


@pytest.mark.parametrize("role", list(Role))
def test_p10_the_table_grants_what_is_written_here_and_nothing_else(role: Role) -> None:
    granted = wanted(role, alone=False)

    assert {action: set(TABLE[role].get(action, ())) for action in Action} == granted
