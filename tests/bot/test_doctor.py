"""`waiqin doctor`: what it finds when everything is well, and with each thing broken in turn."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot import doctor_texts as texts
from bot.channels.base import InboundMessage
from bot.channels.wecom_app import WecomApp
from bot.clock import SystemClock
from bot.doctor import Finding, examine, run
from bot.settings import Settings
from bot.webhook import WecomCallback
from models.db import make_engine
from models.upgrade import upgrade
from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN
from tests.fakes.wecom import SEEN_FROM, FakeWecom


@pytest.fixture
async def wecom() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as made:
        yield made


@pytest.fixture
def settings(wecom: FakeWecom, database: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database,
        data_dir=tmp_path,
        port=1,  # nobody listens there
        wecom_corp_id=CORP_ID,
        wecom_agent_id=AGENT_ID,
        wecom_secret=SecretStr(SECRET),
        wecom_token=SecretStr(TOKEN),
        wecom_aes_key=SecretStr(AES_KEY),
        wecom_api_base=wecom.url,
    )


def but(settings: Settings, **changed: Any) -> Settings:
    return settings.model_copy(update=changed)


async def found(settings: Settings) -> dict[str, Finding]:
    findings = await examine(settings)
    for finding in findings:
        assert "\n" not in finding.line + finding.remedy
        assert finding.ok or finding.remedy or finding.line == texts.NOT_ASKED
        assert SECRET not in repr(finding)
        assert TOKEN not in repr(finding)
    return {finding.name: finding for finding in findings}


async def test_everything_is_fine(settings: Settings) -> None:
    findings = await found(settings)

    assert {name for name, finding in findings.items() if not finding.ok} == set()
    expected = {
        texts.SETTINGS,
        texts.DATABASE,
        texts.CREDENTIAL,
        texts.ADDRESS,
        texts.SCOPE,
        texts.CLOCK,
        texts.CALLBACK,
    }
    assert expected <= set(findings)
    assert findings[texts.SCOPE].line == texts.scope(5, 0, 0)
    assert findings[texts.CALLBACK].line == texts.CALLBACK_ALONE


async def test_a_missing_setting_is_named_and_nothing_is_asked_of_wecom(settings: Settings, wecom: FakeWecom) -> None:
    findings = await found(but(settings, wecom_secret=SecretStr("")))

    assert "WAIQIN_WECOM_SECRET" in findings[texts.SETTINGS].line
    assert findings[texts.DATABASE].ok
    assert findings[texts.CREDENTIAL].line == texts.NOT_ASKED
    assert not wecom.calls


async def test_an_old_schema_is_told_with_the_command(settings: Settings, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    sqlite3.connect(old).close()

    finding = (await found(but(settings, database_url=f"sqlite:///{old}")))[texts.DATABASE]

    assert not finding.ok
    assert finding.remedy == texts.SCHEMA_REMEDY


async def test_the_embedded_file_need_not_be_there_yet_and_is_not_made(settings: Settings, tmp_path: Path) -> None:
    finding = (await found(but(settings, database_url="")))[texts.DATABASE]

    assert (finding.ok, finding.line) == (True, texts.SCHEMA_NOT_YET)
    assert not (tmp_path / "waiqin.db").exists()


async def test_the_embedded_file_is_looked_into(settings: Settings, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'waiqin.db'}")
    upgrade(engine)
    engine.dispose()

    assert (await found(but(settings, database_url="")))[texts.DATABASE].line == texts.SCHEMA_CURRENT


@pytest.mark.parametrize(
    "address",
    ["sqlite:////nowhere/at/all/x.db", "postgresql://u:hidden-word@127.0.0.1:1/db", "nonsense", "oracle9://x"],
)
async def test_a_database_that_is_not_there(settings: Settings, address: str) -> None:
    finding = (await found(but(settings, database_url=address)))[texts.DATABASE]

    assert not finding.ok
    assert finding.remedy == texts.DATABASE_REMEDY
    assert "hidden-word" not in finding.line


@pytest.mark.postgres
async def test_a_database_that_cannot_search_chinese(
    settings: Settings, fresh_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres = but(settings, database_url=fresh_postgres())
    assert (await found(postgres))[texts.CHARACTERS].ok

    monkeypatch.setattr("bot.doctor.lower_ctype", lambda _engine: "C")
    finding = (await found(postgres))[texts.CHARACTERS]
    assert (finding.ok, finding.line) == (False, texts.ctype_blind("C"))


async def test_a_wrong_secret(settings: Settings) -> None:
    findings = await found(but(settings, wecom_secret=SecretStr("wrong-secret")))

    assert findings[texts.CREDENTIAL].remedy == texts.CREDENTIAL_REMEDY
    assert "40001" in findings[texts.CREDENTIAL].line
    assert findings[texts.ADDRESS].line == texts.NOT_ASKED
    assert findings[texts.CLOCK].ok


async def test_wecom_out_of_reach(settings: Settings) -> None:
    findings = await found(but(settings, wecom_api_base="http://127.0.0.1:1"))

    assert findings[texts.CREDENTIAL].remedy == texts.NETWORK_REMEDY
    assert findings[texts.CLOCK].line == texts.CLOCK_UNKNOWN
    assert findings[texts.CALLBACK].ok


async def test_an_address_that_is_not_trusted_is_shown(settings: Settings, wecom: FakeWecom) -> None:
    wecom.trusted = False

    findings = await found(settings)

    assert findings[texts.ADDRESS].line == texts.address_refused(SEEN_FROM)
    assert SEEN_FROM in findings[texts.ADDRESS].remedy
    assert findings[texts.CREDENTIAL].ok


async def test_nobody_sees_the_app(settings: Settings, wecom: FakeWecom) -> None:
    wecom.members = set()

    assert (await found(settings))[texts.SCOPE].remedy == texts.SCOPE_REMEDY


async def test_another_app(settings: Settings) -> None:
    assert (await found(but(settings, wecom_agent_id=1_000_099)))[texts.SCOPE].remedy == texts.AGENT_REMEDY


@pytest.mark.parametrize(("off_s", "side"), [(-120, "快"), (120, "慢")])
async def test_a_clock_that_is_off(settings: Settings, wecom: FakeWecom, off_s: float, side: str) -> None:
    wecom.clock_off_s = off_s

    finding = (await found(settings))[texts.CLOCK]

    assert not finding.ok
    assert side in finding.line


@pytest.mark.parametrize("same", [True, False])
async def test_the_running_server_is_asked(settings: Settings, same: bool) -> None:
    """With the same token it takes both; with another one it refuses, and the doctor says which step."""
    taken: list[InboundMessage] = []

    async def receive(message: InboundMessage) -> str:
        taken.append(message)
        return ""

    theirs = settings if same else but(settings, wecom_token=SecretStr("another"))
    app = web.Application()
    app.add_routes(WecomCallback(WecomApp(theirs, SystemClock()), receive).routes())
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    finding = (await found(but(settings, port=runner.addresses[0][1])))[texts.CALLBACK]
    await runner.cleanup()

    if same:
        assert (finding.ok, finding.line) == (True, texts.CALLBACK_SERVED)
        assert [(message.userid, message.payload["event"]) for message in taken] == [("sys", "waiqin_doctor")]
    else:
        assert (finding.ok, finding.line) == (False, texts.callback_failed(texts.ECHO_STEP, 403))
        assert not taken


def test_the_command_prints_one_line_each_and_says_whether_something_is_wrong(database: str, tmp_path: Path) -> None:
    said: list[str] = []

    code = run(Settings(database_url=database, data_dir=tmp_path), say=said.append)

    assert code == 1
    assert said[0].startswith(f"✗ {texts.SETTINGS}：WAIQIN_WECOM_CORP_ID")
    assert said[-1] == texts.some_wrong(6)
