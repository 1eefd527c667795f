"""The demo company, as it stands in an office that has just opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from bot import demo
from bot.tables import read_tables
from models.rules.cells import parse_phone
from models.services.importing import Table
from tests.talk import open_chat


async def test_an_empty_office_is_ready_for_use_after_it(database: str, tmp_path: Path) -> None:
    chat = await open_chat(database, tmp_path)
    try:
        await demo.open_for_use(chat.office)
        directory = chat.office.directory
        lilei = directory.person("lilei")
        assert lilei is not None
        assert [card.userid for card in directory.line_of(lilei.manager_id or 0)] == [
            "lilei", "hanmei", "wangqiang", "chenchen",
        ]  # fmt: skip
        assert len(directory.owned_by(lilei.id)) == 12
        assert len(directory.customers) == 60
        assert "东吴机械" in await chat.says("lilei", "拜访 东吴机械 谈报价")
    finally:
        await chat.office.close()


async def test_a_company_that_is_there_stays_alone(company: Engine, database: str, tmp_path: Path) -> None:
    chat = await open_chat(database, tmp_path)
    try:
        await demo.open_for_use(chat.office)
        assert len(chat.office.directory.customers) == 7
    finally:
        await chat.office.close()


def test_no_phone_in_it_is_anybodys() -> None:
    tables = read_tables(demo.FOLDER)
    phones = [row.cells["phone"] for row in tables[Table.CONTACTS].rows]
    phones += [row.cells["mobile"] for row in tables[Table.PEOPLE].rows]
    assert all(parse_phone(phone) == phone for phone in phones)
    assert all(phone.startswith("1380013") or "-6555" in phone for phone in phones)
