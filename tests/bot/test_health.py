"""Liveness, readiness and metrics, and what they never say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy.orm import Session

from bot import health
from models.services import inbox, notices
from models.services.inbox import Received
from models.services.notices import NewNotice
from tests.talk import Chat


@pytest.fixture
async def client(chat: Chat, aiohttp_client: Any) -> TestClient[web.Request, web.Application]:
    application = web.Application()
    application.add_routes(health.routes(chat.office))
    made: TestClient[web.Request, web.Application] = await aiohttp_client(application)
    return made


async def test_a_healthy_house_is_ready(client: TestClient[web.Request, web.Application]) -> None:
    assert (await client.get("/healthz")).status == 200
    answer = await client.get("/readyz")
    assert answer.status == 200
    assert await answer.json() == {"ready": True, "trouble": []}


async def test_a_notice_that_does_not_leave_is_trouble(
    chat: Chat, client: TestClient[web.Request, web.Application]
) -> None:
    now = chat.clock.now()
    stuck = NewNotice("k", "test", "", None, "lilei", "text", now - timedelta(hours=1))
    await chat.office.write(lambda session: notices.enqueue(session.connection(), [stuck], now=now))

    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["trouble"] == ["notices"]


@pytest.mark.parametrize(("age", "trouble"), [(timedelta(minutes=4), []), (timedelta(minutes=6), ["inbox"])])
async def test_a_backlog_is_trouble_once_it_is_old(
    chat: Chat, client: TestClient[web.Request, web.Application], age: timedelta, trouble: list[str]
) -> None:
    now = chat.clock.now()

    def leave(session: Session) -> None:
        for number in range(1, 1_200):
            waiting = Received(number, f"k{number}", "simulator", "nobody", "text", {}, now - age, now - age)
            inbox.store_raw(session.connection(), waiting)

    await chat.office.write(leave)

    answer = await client.get("/readyz")
    assert (await answer.json())["trouble"] == trouble


async def test_a_broken_database_is_trouble(chat: Chat, client: TestClient[web.Request, web.Application]) -> None:
    await chat.office.write(lambda session: session.connection().exec_driver_sql("DROP TABLE heartbeats"))
    assert (await client.get("/readyz")).status == 503
    assert (await client.get("/healthz")).status == 200


async def test_metrics_count_kinds_and_outcomes_and_name_nobody(
    chat: Chat, client: TestClient[web.Request, web.Application]
) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈报价")
    answer = await client.get("/metrics")
    text = await answer.text()

    assert 'waiqin_messages_total{kind="text",outcome="done"}' in text
    for private in ("lilei", "李雷", "东吴", "报价"):
        assert private not in text
