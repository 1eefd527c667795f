"""Which handler a text gets to: phrases, answers, commands, and never silence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.context import Context, Inbound, OpenQuestion, Reply
from handlers.dispatch import Switchboard
from handlers.language.meaning import Intent, Intents, Understanding
from handlers.routing import Router
from handlers.texts import general
from models.directory import Directory, PersonCard
from models.errors import DuplicateVisit
from models.schema import Heartbeat

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
ME = PersonCard(1, "lilei", "李雷", "rep", "", None, True)


def say(
    router: Router,
    text: str,
    *meant: Intents,
    asked: str = "",
    confidence: float = 1.0,
    session: Session | None = None,
) -> Reply:
    """The reply to a text that is understood as this, with a question open."""
    understood = Understanding(tuple(Intent(name, confidence=confidence) for name in meant))
    board = Switchboard(router, lambda *_: understood, cast(Any, None))
    question = OpenQuestion(asked, {}, NOON) if asked else None
    return board.answer(
        Context(
            cast(Any, session),
            ME,
            Inbound(1, "text", "simulator", NOON, text=text),
            NOON,
            date(2026, 11, 23),
            Directory(),
            Intent(Intents.UNKNOWN),
            question=question,
        )
    )


@pytest.fixture(autouse=True)
def _in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message comes as it was written; tests/chat/test_out_of_order.py has those that do not."""
    monkeypatch.setattr("handlers.dispatch.is_from_before", lambda *_, **__: False)


@pytest.fixture
def router() -> Router:
    made = Router()
    for name in (Intents.UNKNOWN, Intents.NOT_YET, Intents.VISIT_LOG, Intents.SMALLTALK):
        made.intents[name] = lambda ctx: Reply(f"{ctx.intent.name}/{ctx.question is not None}")
    made.answer("pick")(lambda ctx: Reply("picked") if ctx.text == "新的客户" else None)
    made.answer("words")(lambda ctx: Reply("taken"))
    made.answer("list", listing=True)(lambda ctx: Reply("line 1") if ctx.text == "1" else None)
    made.phrase(lambda text: text.startswith("#"))(lambda ctx: Reply("trail", keep=True))
    return made


@pytest.mark.parametrize(
    ("text", "meant", "asked", "reply"),
    [
        ("新的客户", Intents.NOT_YET, "pick", "picked"),
        ("新的客户", Intents.NOT_YET, "", "not_yet/False"),
        ("日报", Intents.NOT_YET, "pick", "not_yet/True"),
        ("哈", Intents.UNKNOWN, "pick", "unknown/True"),
        ("新的客户", Intents.VISIT_LOG, "pick", "visit_log/True"),
        ("我的商机", Intents.NOT_YET, "words", "not_yet/True"),
        ("导出 客户", Intents.NOT_YET, "words", "not_yet/True"),
        ("审批", Intents.NOT_YET, "words", "not_yet/True"),
        ("审批系统 两套", Intents.NOT_YET, "words", "taken"),
        ("我的客户要十套冲床", Intents.NOT_YET, "words", "taken"),
        ("新的客户", Intents.NOT_YET, "words", "taken"),
        ("#1", Intents.CHOOSE, "pick", "trail"),
        ("#1", Intents.UNKNOWN, "list", "trail"),
        ("1", Intents.CHOOSE, "list", "line 1"),
        ("谢谢", Intents.SMALLTALK, "list", "smalltalk/False"),
        ("哈", Intents.UNKNOWN, "list", "unknown/False"),
        ("取消", Intents.CANCEL, "list", general.LIST_CLOSED),
        ("取消", Intents.CANCEL, "", "unknown/False"),
    ],
)
def test_who_gets_a_text(router: Router, text: str, meant: Intents, asked: str, reply: str) -> None:
    assert say(router, text, meant, asked=asked).text.replace("cancel", "unknown") == reply


def test_a_doubtful_command_that_is_no_answer_is_still_a_command(router: Router) -> None:
    assert say(router, "东吴 谈报价", Intents.VISIT_LOG, asked="pick", confidence=0.55).text == "visit_log/True"
    assert say(router, "新的客户", Intents.VISIT_LOG, asked="pick", confidence=0.55).text == "picked"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Reply("写好了"), "写好了；问题过了"),
        (Reply("写好了", ask="list"), "写好了；问题过了"),
        (Reply("写好了", keep=True), "写好了"),
    ],
)
def test_a_question_that_a_command_beats_has_a_last_word(
    router: Router, session: Session, reply: Reply, text: str
) -> None:
    router.last_word("pick")(lambda ctx, reply: Reply(f"{reply.text}；问题过了"))
    router.intents[Intents.VISIT_LOG] = lambda ctx: reply

    assert say(router, "拜访", Intents.VISIT_LOG, asked="pick").text == text
    twice = say(router, "拜访", Intents.VISIT_LOG, Intents.VISIT_LOG, asked="pick", session=session)
    assert twice.text.endswith(text[3:])
    assert say(router, "拜访", Intents.VISIT_LOG).text == "写好了"


def test_a_text_is_never_answered_with_nothing(router: Router) -> None:
    router.intents[Intents.VISIT_LOG] = lambda ctx: Reply("")

    with pytest.raises(RuntimeError):
        say(router, "拜访", Intents.VISIT_LOG)


def test_a_refused_record_leaves_nothing_and_the_others_stay(session: Session) -> None:
    def write(ctx: Context) -> Reply:
        ctx.session.add(Heartbeat(name=ctx.intent.name, at=NOON))
        ctx.session.flush()
        if ctx.intent.name is Intents.VISIT_LOG:
            raise DuplicateVisit(7)
        return Reply("记下了")

    router = Router()
    for name in (Intents.UNKNOWN, Intents.VISIT_LOG, Intents.FOLLOWUP_SET):
        router.intents[name] = write
    answer = say(router, "两行", Intents.VISIT_LOG, Intents.FOLLOWUP_SET, session=session)

    assert "记下了" in answer.text
    assert "#7" in answer.text
    assert session.execute(select(Heartbeat.name)).scalars().all() == [Intents.FOLLOWUP_SET]


def test_lines_that_are_not_understood_are_told_below_those_that_are(session: Session) -> None:
    router = Router()
    router.intents[Intents.UNKNOWN] = lambda _ctx: Reply("没看懂这条", ask="guess")
    router.intents[Intents.VISIT_LOG] = lambda _ctx: Reply("记下了")

    assert (
        say(router, "啦啦啦\n东吴 谈报价", Intents.UNKNOWN, Intents.VISIT_LOG, session=session).text
        == f"记下了\n{general.line_not_read(1)}"
    )
    assert say(router, "啦啦啦", Intents.UNKNOWN, Intents.UNKNOWN).text == "没看懂这条"


@pytest.mark.parametrize(("meant", "reply"), [(Intents.UNDO, "mine"), (Intents.VISIT_LOG, "visit_log/True")])
def test_a_question_may_take_commands_that_belong_to_it(router: Router, meant: Intents, reply: str) -> None:
    router.answer("waiting", takes=(Intents.UNDO,))(lambda _ctx: Reply("mine"))

    assert say(router, "撤销", meant, asked="waiting").text == reply
