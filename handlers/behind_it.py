"""What was open before a bonus was offered (电话 below a card): it stays open behind that."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.context import OpenQuestion, Reply

BEHIND: Final = "behind_this"
"""Where an offered bonus keeps what was open before it."""


def behind(question: OpenQuestion | None) -> OpenQuestion | None:
    """What was open before a bonus was offered, if it was one."""
    held = question.data.get(BEHIND) if question is not None else None
    return None if held is None or question is None else OpenQuestion(held["ask"], held["data"], question.asked_at)


def with_behind(reply: Reply, question: OpenQuestion) -> Reply:
    """The reply, with what was open before still open: behind the bonus that it offers, or by itself."""
    again = reply.beside and reply.ask == question.name
    before = behind(question) or (None if again else question)
    if before is None:
        return reply
    if reply.beside:
        return replace(reply, data={**reply.data, BEHIND: {"ask": before.name, "data": dict(before.data)}})
    return reply if reply.ask or reply.keep else replace(reply, ask=before.name, data=before.data)


def restored(reply: Reply, behind: OpenQuestion) -> Reply:
    """The reply to what was meant for the question behind: where that stays as it was, it is in front again."""
    if reply.keep:
        return replace(reply, keep=False, ask=behind.name, data=behind.data)
    return with_behind(reply, behind) if reply.beside else reply
