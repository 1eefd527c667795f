"""Offices to talk to: one that knows everybody, one with finance in it, one in which a customer owes something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.db import unit
from tests.money import add_finance, owes
from tests.steps import at
from tests.talk import Chat, open_chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    """Past the notice that the first message of a person gets."""
    for userid in ("lilei", "hanmei", "chenchen", "wufang", "zhouming"):
        await chat.says(userid, "帮助")
    return chat


@pytest.fixture
async def evening(talk: Chat) -> Chat:
    """Six in the evening of a Monday on which 李雷 was at two customers."""
    await talk.says("lilei", "拜访 东吴 王总 谈二期报价 周三带样品")
    await talk.says("lilei", "拜访 恒力 谈年框")
    talk.clock.move_to(at(23, 18))
    return talk


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """李雷 has talked to the bot before."""
    await chat.says("lilei", "你好")
    return chat


@pytest.fixture
async def desk(company: Engine, database: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """The cast with finance and an assistant, all introduced."""
    with unit(company) as session:
        add_finance(session)
    made = await open_chat(database, tmp_path)
    for userid in ("lilei", "hanmei", "wufang", "zhouming", "caiwu", "xiaowen"):
        await made.says(userid, "帮助")
    yield made
    await made.office.close()


@pytest.fixture
async def owing(desk: Chat) -> Chat:
    """东吴 owes 12 万元 since 43 days: 应收#1."""
    await owes(desk, "应收 东吴 12万 10月11号")
    return desk
