"""What tests about money share: finance beside the cast, a debt entered in two messages, what is open."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Dialog, Person, Receivable, Role
from tests.talk import Chat


def add_finance(session: Session) -> None:
    """钱会计 of finance, and 小文, the leader's assistant."""
    leader = session.scalars(select(Person).where(Person.userid == "wufang")).one()
    for userid, name, role, above in (
        ("caiwu", "钱会计", Role.FINANCE, None),
        ("xiaowen", "小文", Role.ASSISTANT, leader.id),
    ):
        person = Person(userid=userid, name=name, role=role, department="财务部", manager_id=above)
        session.add(person)
        session.flush()
        session.add(Dialog(person_id=person.id, question=""))


async def owes(chat: Chat, words: str, *, userid: str = "lilei") -> str:
    """Enter a receivable and say yes."""
    await chat.says(userid, words)
    return await chat.says(userid, "1")


async def open_sums(chat: Chat) -> list[Decimal]:
    """What is open of each receivable that stands."""
    return [row.open_amount for row in await chat.rows(Receivable, Receivable.voided.is_(False))]
