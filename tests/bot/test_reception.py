"""Reception: one effect and one answer each, in order per person, inside the window, over restarts and processes."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot import reception as module
from bot.channels.base import NotDurable
from handlers.context import Context, Reply
from models.errors import DomainError, NothingToUndo
from models.schema import InboxMessage, Introduction, Notice, Record, RecordKind
from tests.holding import held_up
from tests.steps import two_offices
from tests.talk import Chat, open_chat


class Echo:
    """A switchboard whose every answer leaves one record behind."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.order: list[str] = []

    def answer(self, context: Context) -> Reply:
        if context.text.startswith("slow"):
            self.entered.set()
            self.gate.wait(10)
        record = Record(
            kind=RecordKind.VISIT, person_id=context.person.id, message_id=context.message.id, made_at=context.now
        )
        context.session.add(record)
        context.session.flush()
        self.order.append(context.text)
        if context.text == "refuse":
            raise NothingToUndo
        if context.text == "break":
            raise ZeroDivisionError
        return Reply(f"#{record.number} {context.text}")

    def word(self, error: DomainError, _context: Context) -> str:
        return type(error).__name__


@pytest.fixture
async def echo(chat: Chat) -> Echo:
    return await plug(chat)


async def plug(chat: Chat) -> Echo:
    board = Echo()
    chat.office.turns.switchboard = board  # type: ignore[assignment]  # a stand-in with the two methods used
    chat.office.turns.introduced.update(chat.office.directory.people)
    return board


async def count(chat: Chat, table: type) -> int:
    return await chat.office.read(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


@pytest.fixture
async def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window so short that whatever has to wait is deferred."""
    monkeypatch.setattr(module, "DEFER_AFTER_S", 0.05)


async def test_copies_that_come_together_have_one_effect_and_one_answer(chat: Chat, echo: Echo) -> None:
    message = chat.message("lilei", key="k", text="hello")
    answers = await asyncio.gather(*(chat.office.receive(message) for _ in range(3)))

    assert len(set(answers)) == 1
    assert answers[0].endswith("hello")
    assert await count(chat, Record) == 1


async def test_a_resend_gets_the_stored_answer(chat: Chat, echo: Echo) -> None:
    first = await chat.says("lilei", "hello", key="k")
    assert await chat.says("lilei", "hello", key="k") == first
    assert await count(chat, Record) == 1


async def test_a_resend_after_a_restart_gets_the_stored_answer(company: Engine, database: str, tmp_path: Path) -> None:
    before = await open_chat(database, tmp_path)
    await plug(before)
    first = await before.says("lilei", "hello", key="k")
    await before.office.close()
    after = await open_chat(database, tmp_path)
    await plug(after)
    assert await after.says("lilei", "hello", key="k") == first
    assert await count(after, Record) == 1
    await after.office.close()


async def test_one_persons_messages_are_handled_in_order(chat: Chat, echo: Echo) -> None:
    texts = [f"n{number}" for number in range(30)]
    await asyncio.gather(*(chat.says("lilei", text) for text in texts))
    assert echo.order == texts


async def test_a_refusal_leaves_nothing_but_its_text(chat: Chat, echo: Echo) -> None:
    assert await chat.says("lilei", "refuse", key="k") == "NothingToUndo"
    assert await chat.says("lilei", "refuse", key="k") == "NothingToUndo"
    assert await count(chat, Record) == 0
    [row] = await chat.rows(InboxMessage)
    assert row.state == "done"


async def test_a_fault_of_ours_is_rolled_back_and_told_with_a_code(chat: Chat, echo: Echo) -> None:
    answer = await chat.says("lilei", "break", key="k")
    [row] = await chat.rows(InboxMessage)

    assert row.state == "failed"
    assert re.search(r"码给管理员：[0-9A-F]{6}$", answer)
    assert await count(chat, Record) == 0
    assert await chat.says("lilei", "break", key="k") == answer
    assert (await chat.says("lilei", "next")).endswith("next")


async def test_a_stranger_is_stored_and_answered_but_never_executed(chat: Chat, echo: Echo) -> None:
    assert "吴芳" in await chat.says("nobody", "hello")
    assert echo.order == []
    [row] = await chat.rows(InboxMessage)
    assert (row.state, row.person_id) == ("stranger", None)


async def test_an_unknown_kind_is_stored_as_such(chat: Chat, echo: Echo) -> None:
    assert await chat.sends("lilei", "hologram", blob="x")
    [row] = await chat.rows(InboxMessage)
    assert (row.state, row.kind) == ("unknown", "hologram")


async def test_userids_match_in_any_case(chat: Chat, echo: Echo) -> None:
    assert (await chat.says("LiLei", "hello")).endswith("hello")


async def test_a_long_answer_is_split_and_its_rest_pushed(chat: Chat, echo: Echo) -> None:
    text = "\n".join(f"第{number}行" + "字" * 20 for number in range(60))
    first = await chat.says("lilei", text)
    rest = await chat.pushes("lilei")

    assert len(first.encode()) <= 2000
    assert rest
    assert all(len(part.encode()) <= 2000 for part in rest)
    assert "".join([first, *rest]).replace("\n", "").endswith(text.replace("\n", ""))


async def test_what_cannot_be_answered_in_time_is_stored_acknowledged_and_pushed_once(
    chat: Chat, echo: Echo, hasty: None
) -> None:
    async with held_up(chat.office.desk, chat.office.engine):
        waiting = asyncio.gather(*(chat.says("lilei", f"n{number}", key=f"k{number}") for number in range(3)))
        await asyncio.sleep(0.2)

    assert await waiting == ["", "", ""]
    pushed = await chat.pushes("lilei")
    assert [text.rpartition(" ")[2] for text in pushed] == ["n0", "n1", "n2"]
    assert all("「n" in text for text in pushed), "a late reply says which message it answers"
    assert await count(chat, Record) == 3
    assert await chat.says("lilei", "n1", key="k1") == "", "a resend of a deferred message is acknowledged empty"
    assert await chat.pushes("lilei") == []


async def test_whoever_is_behind_stays_in_order(chat: Chat, echo: Echo, hasty: None) -> None:
    async with held_up(chat.office.desk, chat.office.engine):
        early = asyncio.ensure_future(chat.says("lilei", "early"))
        await asyncio.sleep(0.2)
    await early
    assert await chat.says("lilei", "later") == "", "it must not overtake the one that waits"
    assert (await chat.says("hanmei", "hers")).endswith("hers")

    await chat.office.settle()
    assert [text for text in echo.order if text != "hers"] == ["early", "later"]
    assert (await chat.says("lilei", "again")).endswith("again")


async def test_what_a_crash_left_in_the_inbox_is_worked_off_first(
    company: Engine, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DEFER_AT_ONCE_S", -1.0)
    before = await open_chat(database, tmp_path)
    assert await before.says("lilei", "left", key="k") == ""
    await before.office.close()
    monkeypatch.undo()

    after = await open_chat(database, tmp_path)
    echo = await plug(after)
    assert await after.says("lilei", "fresh") == ""
    await after.office.settle()
    assert echo.order == ["left", "fresh"]
    assert await count(after, Notice) == 2
    await after.office.close()


async def test_a_broken_database_is_told_to_the_platform(
    chat: Chat, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.office.write(lambda session: session.connection().exec_driver_sql("DROP TABLE dialogs"))
    with pytest.raises(NotDurable):
        await chat.says("lilei", "hello", key="k")


async def test_two_messages_with_one_number_are_both_handled(
    chat: Chat, echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter([64, 64, 128])
    monkeypatch.setattr(chat.office.reception, "_next_id", lambda: next(numbers))
    assert (await chat.says("lilei", "one")).endswith("one")
    assert (await chat.says("hanmei", "two")).endswith("two")
    assert sorted(row.id for row in await chat.rows(InboxMessage)) == [64, 128]


async def test_the_first_answer_says_what_is_kept_and_only_the_first(chat: Chat, echo: Echo) -> None:
    chat.office.turns.introduced.clear()
    first = await chat.says("lilei", "one")
    second = await chat.says("lilei", "two")

    assert first.endswith("#1 one")
    assert len(first) > 40
    assert second == "#2 two"
    assert await count(chat, Introduction) == 1
    assert chat.office.turns.introduced


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path) as offices:
        yield offices


@pytest.mark.postgres
async def test_copies_in_two_processes_have_one_effect_and_one_answer(two: tuple[Chat, Chat]) -> None:
    for chat in two:
        await plug(chat)
    for number in range(20):
        message = two[0].message("lilei", key=f"k{number}", text=f"n{number}")
        answers = await asyncio.gather(*(chat.office.receive(message) for chat in two for _ in range(2)))
        assert len(set(answers)) == 1
    assert await count(two[0], Record) == 20


@pytest.mark.postgres
async def test_a_slow_handler_holds_nobody_else_up(two: tuple[Chat, Chat]) -> None:
    chat = two[0]
    echo = await plug(chat)
    echo.gate.clear()
    slow = asyncio.ensure_future(chat.says("lilei", "slow one"))
    await asyncio.to_thread(echo.entered.wait, 5)
    assert (await chat.says("hanmei", "quick")).endswith("quick")
    echo.gate.set()
    assert (await slow).endswith("slow one")


@pytest.mark.postgres
async def test_a_handler_slower_than_the_window_is_deferred_and_done_once(two: tuple[Chat, Chat], hasty: None) -> None:
    chat = two[0]
    echo = await plug(chat)
    echo.gate.clear()
    answer = await chat.says("lilei", "slow one", key="k")
    echo.gate.set()

    assert answer == ""
    [pushed] = await chat.pushes("lilei")
    assert pushed.endswith("slow one")
    assert await count(chat, Record) == 1
