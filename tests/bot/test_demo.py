"""The demo company, as it stands in an office that has just opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import demo
from bot.clock import PretendClock
from bot.office import Office
from bot.settings import Settings
from bot.tables import read_tables
from models.rules.cells import parse_phone
from models.services.importing import Table
from models.times import SHANGHAI
from scheduler.clock import Metronome
from tests.talk import Chat, FakeChannel, open_chat


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


async def test_it_is_ready_before_its_clock_ticks_and_goes_on_where_it_was(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(
        Metronome, "start", lambda beating: begun.append(f"{beating.now().astimezone(SHANGHAI):%a %H:%M}")
    )
    evening = datetime(2026, 11, 23, 20, 45, tzinfo=SHANGHAI)

    async def opened() -> Chat:
        clock, channel = PretendClock(evening), FakeChannel()
        settings = Settings(database_url=database, data_dir=tmp_path)
        office = await Office.open(settings, clock=clock, channels=[channel], prepare=demo.open_for_use)
        await office.metronome.beat()
        return Chat(office, clock, channel)

    chat = await opened()
    assert await chat.pushes("lilei") == []  # nobody is asked for the report of a day that the company did not live
    chat.clock.move_to(evening + timedelta(hours=11))
    await chat.says("lilei", "帮助")
    await chat.office.close()
    again = await opened()
    pushed = await again.pushes("hanmei")
    await again.office.close()

    assert begun == ["Mon 20:45", "Tue 07:45"]
    assert pushed == []


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
    assert all(parse_phone(phone) == phone for phone in phones)
    assert all(phone.startswith("1380013") or "-6555" in phone for phone in phones)
