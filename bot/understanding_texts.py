"""What `waiqin understand` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NOBODY = "公司里一个人也没有。"


def unknown_speaker(userid: str) -> str:
    """Nobody in the company has this userid or name."""
    return f"公司里没有 {userid}。"


def bad_moment(text: str) -> str:
    """A time on the command line that cannot be read."""
    return f"{text} 不是时间，请写成 2026-11-23T10:00。"


BAD_LINE = "这一行不是 JSON 对象。"
SPOTTED_CUSTOMERS = "客户"
SPOTTED_PEOPLE = "同事"
SPOTTED_MOMENTS = "时间"
SPOTTED_VERBS = "动作"
SPOTTED_TOPIC = "话题"
_EFFECTS = {"write": "会记下", "read": "会去查", "dialogue": "接着上一问", "none": "不记录", "ask": "会先问一句"}


def explained(answer: Mapping[str, Any], spotted: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What a message means, for a person to read.

    Args:
        answer: of `bot.understanding.Interpreter.answer`.
        spotted: kinds of things that were found in it, with their words.
    """
    found = "；".join(f"{kind} {'、'.join(words)}" for kind, words in spotted)
    lines = [str(answer["text"]), f"  认出：{found or '没有'}"]
    for record in answer.get("records", [answer]):
        lines.append(f"  {record['intent']} · {_EFFECTS[record['effect']]} · 把握 {record['confidence']:.0%}")
        for name, value in record["slots"].items():
            said = record["spans"].get(name, "")
            lines.append(f"    {name} = {value}" + (f"（“{said}”）" if said else ""))
    return "\n".join(lines)
