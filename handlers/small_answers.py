"""What is answered to thanks, greetings and the wish to talk to a person: nothing is written for them."""

from __future__ import annotations

from handlers.context import Context
from handlers.language.patterns import regex
from handlers.record_words import leader_of
from handlers.texts import help as texts

_THANKS = ("谢", "感谢", "thank", "thx", "3q", "辛苦")
_BYE = ("拜拜", "再见", "回见", "bye", "88", "晚安", "下班")
_GREETING = (
    "你好",
    "您好",
    "大家好",
    "早",
    "上午好",
    "中午好",
    "下午好",
    "晚上好",
    "哈喽",
    "哈啰",
    "hello",
    "hi",
    "嗨",
    "在吗",
    "在么",
)
_WANTS_A_PERSON = regex(
    r"(?:找|叫|喊|问|联系)(?:一?下)?我?的?(?:主管|领导|经理|老大|上级|真?人|人工|客服)|转?人工|真人"
)
_GOOD_WISHES = regex(r"(?:新年|新春|元旦|中秋|国庆|端午|节日|圣诞|周末|生日|假期)(?:好|快乐|愉快)|过年好|恭喜")
_TIRED = regex(r"累(?:死|坏|瘫)|好累|太累|累了")


def to(ctx: Context) -> str:
    """The short human answer to a text that wants nothing done."""
    said = ctx.text.strip().lower()
    if _WANTS_A_PERSON.search(said):
        leader = leader_of(ctx, ctx.person)
        return texts.ask_leader(leader.name) if leader is not None else texts.NO_LEADER
    if any(word in said for word in _THANKS):
        return texts.THANKS
    if any(word in said for word in _BYE):
        return texts.BYE
    if _GOOD_WISHES.search(said):
        return texts.SAME_TO_YOU
    if _TIRED.search(said):
        return texts.WELL_DONE
    return texts.HELLO if said.startswith(_GREETING) else texts.NOTED
