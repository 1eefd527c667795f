"""What tests about the public pool share: firms to claim, and the company's own numbers."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models.rules.names import name_key
from models.schema import Customer, TermChange
from tests.cast import CREATED
from tests.steps import at
from tests.talk import Chat


def names_of(count: int, ending: str = "包装有限公司") -> list[str]:
    """That many firms of 无锡, none like another."""
    stems = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    return [f"无锡{stems[index // len(stems)]}{stems[index % len(stems)]}{ending}" for index in range(count)]


async def add_pooled(chat: Chat, *names: str, city: str = "无锡", level: str = "", note: str = "") -> None:
    """Customers that always were in the pool."""

    def work(session: Session) -> None:
        for name in names:
            session.add(
                Customer(
                    code=name, name=name, name_key=name_key(name), city=city, level=level, note=note, created_at=CREATED
                )
            )

    await chat.office.write(work)


async def term(chat: Chat, name: str, value: int) -> None:
    """A clause has the company's own number since the first of the month."""

    def work(session: Session) -> None:
        session.add(TermChange(name=name, value=str(value), valid_from=at(1, 0).date(), made_at=datetime.now(UTC)))

    await chat.office.write(work)
