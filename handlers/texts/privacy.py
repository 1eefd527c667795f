"""What people are told about what is kept of them, and what they are asked to agree to (`product.md` §5)."""

from __future__ import annotations

from datetime import date

from handlers.texts.common import day

INTRODUCTION_VERSION = "2026-11"
INTRODUCTION = (
    "先说明一下：你发给小勤的内容会作为工作记录保存，消息原文留 180 天，照片留 2 年；"
    "能看到的是你自己和你的上级。发“隐私说明”看细节，发“我的数据”看存了什么。"
)
"""P24; raise the version with every change of the words."""

POSITION_CONSENT_VERSION = "2026-11"
POSITION_CONSENT = (
    "第一次收定位，先问你同不同意：\n"
    "只用你自己发来的位置，核对拜访是不是在客户附近，不会在后台定位；"
    "坐标留 90 天就清掉，之后只剩“附近/不在附近”；你和你的上级能看到。\n"
    "不同意也照常记拜访，不影响积分；以后发“不同意定位”随时撤回。\n"
    "1 同意 2 不同意"
)
"""P2: what, why, how long, who sees; raise the version with every change of the words."""

CONSENT_CHOICES = ("同意", "不同意")
CONSENT_GIVEN = "好，可以收定位了。以后发“不同意定位”随时撤回。"
CONSENT_STANDS = "你已经同意过了，直接发定位就行。要撤回发“不同意定位”。"
CONSENT_REFUSED = "好，定位没存。拜访照常记，发文字和照片就行。改主意了发“同意定位”。"
CONSENT_WITHDRAWN = "已撤回，以后的定位都不收。之前存的坐标到 90 天清掉，要现在就清发“删掉我的定位”。"
CONSENT_NONE = "好，没有收过你的定位，以后也不收。拜访照常记，发文字和照片就行。"
CONSENT_WHY = "只用来核对是不是在客户附近，不同意也照常记。1 同意 2 不同意"
CONSENT_AGAIN = "没看懂。定位要你同意才存，请回 1 同意，或 2 不同意。"
POSITION_STILL_ASKED = "刚才的定位还没存，要你同意才存：1 同意 2 不同意"
POSITION_NOT_KEPT = "刚才的定位没存。要记上，请再发一次定位。"

NOTICE = (
    "隐私说明：\n"
    "1 只保存你主动发来的内容，不在后台定位，不看你的聊天。\n"
    "2 消息原文留 180 天，照片留 2 年，坐标留 90 天；拜访等记录按工作需要保存。\n"
    "3 能看到的是你自己和你的上级；不会给客户发任何消息。\n"
    "4 定位要先同意，发“不同意定位”随时撤回，发“删掉我的定位”马上清坐标。"
)

FORGET_CHOICES = ("清掉", "先不清")
FORGET_NONE = "现在没有存你的坐标。"
FORGET_KEPT = "好，没有清。"
FORGET_UNCLEAR = "没看懂。1 清掉 2 先不清"


def still_asked(shown: str) -> str:
    """A question stood open when a place came; `shown` is how it was asked."""
    return f"前面的还等着你：\n{shown}" if shown and shown.count("\n") < 4 else "上一个问题还等你回答。"


def held(
    *,
    records: int,
    photos: int,
    positions: int,
    cleared_on: date | None,
    consented: str,
    told: str,
    today: date,
) -> str:
    """What is stored about the person who asks.

    Args:
        records: numbered records.
        photos: pictures.
        positions: raw positions.
        cleared_on: when the oldest of these is cleared; None when there is none.
        consented: since when positions may be taken, as `agreed`; empty when they may not.
        told: when he was told what is kept, as `told`; empty where he was not.
        today: Shanghai day.
    """
    consent = f"{consented}，发“不同意定位”撤回" if consented else "没有同意，不收"
    cleared = f"，最早的 {day(cleared_on, today)}清掉，发“删掉我的定位”马上清" if cleared_on else ""
    return (
        f"你在这里的数据：\n记录 {records} 条，照片 {photos} 张，坐标 {positions} 个{cleared}。\n"
        f"定位：{consent}。\n{told}能看到的是你自己和你的上级；坐标本身没有给任何人列出来过。"
    )


def agreed(on: date, version: str, today: date) -> str:
    """11月23日（周一）同意的（说明 2026-11 版）: to which words somebody agreed (P2)."""
    return f"{day(on, today)}同意的（说明 {version} 版）"


def told(on: date, version: str, today: date) -> str:
    """保存什么，11月20日（周五）告诉过你（说明 2026-11 版）: which words somebody was told (P24)."""
    return f"保存什么，{day(on, today)}告诉过你（说明 {version} 版）。\n"


def forget_question(positions: int) -> str:
    """Deleting is never guessed (`product.md` §4.1 rule 13)."""
    first, second = FORGET_CHOICES
    return f"要清掉存着的 {positions} 个坐标吗？拜访和证据等级都不变，清了找不回来。\n1 {first} 2 {second}"


def forgotten(count: int) -> str:
    """Raw positions were cleared on the person's word."""
    return f"清掉了 {count} 个坐标，拜访和证据等级不变。"
