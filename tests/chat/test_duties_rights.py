"""Who may read and write cards, time lines, promises, labels and deliveries: every role and relation of the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import unit
from models.rules.names import name_key
from models.rules.rights import Action, Relation, may
from models.schema import Customer, CustomerAlias, CustomerHelper, Dialog, Person, Role
from tests.cast import CREATED
from tests.talk import Chat, open_chat

NAMES = {
    Relation.OWN: "金桥电机",
    Relation.HELPED: "银湖轴承",
    Relation.DIRECT: "铜山阀门",
    Relation.LINE: "铁岭齿轮",
    Relation.POOL: "锡东弹簧",
    Relation.ELSE: "铝都型材",
}
WRITES = ("{}升A", "打标签 {} 重点", "答应 {} 12月10号送样册", "{}交货了")
READS = ("{} 时间线", "{}的承诺", "查 {}")
REFUSED = ("已有归属", "同事的客户", "公海里")


def company(session: Session, role: Role) -> None:
    """The one who asks, with somebody over him, somebody under him and under that one, and a colleague elsewhere."""

    def person(userid: str, held: Role, leader: Person | None) -> Person:
        made = Person(
            userid=userid, name=userid, role=held, department="一部", manager_id=leader.id if leader else None
        )
        session.add(made)
        session.flush()
        session.add(Dialog(person_id=made.id, question=""))
        return made

    top = person("top", Role.DIRECTOR, None)
    asker = person("asker", role, top)
    # An assistant stands where his leader does.
    leader = top if role is Role.ASSISTANT else asker
    below = person("below", Role.MANAGER, leader)
    deep = person("deep", Role.REP, below)
    elsewhere = person("elsewhere", Role.REP, None)
    owners = {
        Relation.OWN: asker,
        Relation.HELPED: elsewhere,
        Relation.DIRECT: below,
        Relation.LINE: deep,
        Relation.POOL: None,
        Relation.ELSE: elsewhere,
    }
    for number, (relation, name) in enumerate(NAMES.items()):
        owner = owners[relation]
        held = Customer(
            code=f"R{number}", name=f"{name}有限公司", name_key=name_key(f"{name}有限公司"), created_at=CREATED
        )
        held.owner_id = owner.id if owner is not None else None
        session.add(held)
        session.flush()
        session.add(CustomerAlias(customer_id=held.id, alias=name))
        if relation is Relation.HELPED:
            session.add(CustomerHelper(customer_id=held.id, person_id=asker.id, since_on=CREATED.date()))


@pytest.mark.parametrize("role", list(Role))
async def test_b7_c9_every_cell_of_the_table_holds_in_the_chat(
    engine: Engine, database: str, tmp_path: Path, role: Role
) -> None:
    with unit(engine) as session:
        company(session, role)
    chat = await open_chat(database, tmp_path)
    await chat.says("asker", "帮助")
    try:
        found = {
            (said, relation): not any(word in reply for word in REFUSED)
            for said in (*WRITES, *READS)
            for relation, name in NAMES.items()
            if (reply := await answered(chat, said.format(name)))
        }
    finally:
        await chat.office.close()
    wanted = {
        # Finance reads name and money of a customer whose card is not open to it.
        (said, relation): may(role, action, relation) or (said == "查 {}" and may(role, Action.SEE_MONEY, relation))
        for action, phrases in ((Action.WRITE, WRITES), (Action.SEE_CARD, READS))
        for said in phrases
        for relation in NAMES
    }
    assert found == wanted


async def answered(chat: Chat, said: str) -> str:
    """The reply to one text, with no question left open."""
    reply = await chat.says("asker", said)
    if "什么时候前做到" in reply:
        await chat.says("asker", "不定")
    return reply
