"""Every sentence the simulator page can show that its template does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.schema import Role

TEXT_LIMIT = 20_000
"""Characters of one text."""
PICTURE_LIMIT_MB = 10
CLOCK_LIMIT_DAYS = 31

ROLES: Mapping[str, str] = {
    Role.REP: "业务员",
    Role.MANAGER: "主管",
    Role.DIRECTOR: "总监",
    Role.FINANCE: "财务",
    Role.ASSISTANT: "助理",
    Role.ADMIN: "管理员",
}

NOT_FROM_HERE = "模拟器只能在运行小勤的这台电脑上打开，请用 http://127.0.0.1 开头的地址。"
BAD_REQUEST = "这条没发出去：内容不完整。刷新页面再试一次。"
NOT_DURABLE = "这条还没存下，过一会儿会自动再发一次。"
NO_SUCH_PERSON = "名单里没有这个人了，换一个人再发。"
TEXT_EMPTY = "写点什么再发。"
TEXT_TOO_LONG = f"太长了，一条最多 {TEXT_LIMIT} 个字，分几条发。"
PICTURE_EMPTY = "这张图片是空的，换一张再发。"
PICTURE_TOO_LARGE = f"图片太大，最多 {PICTURE_LIMIT_MB} MB，压缩后再发。"
PICTURE_UNKNOWN = "只能发 JPG、PNG、GIF 或 WebP 图片。"
PICTURE_GONE = "图片找不到了。"
CLOCK_BACKWARDS = "时间只能往前拨，请选一个更晚的时间。"
CLOCK_TOO_FAR = f"一次最多往前拨 {CLOCK_LIMIT_DAYS} 天，可以分几次拨。"
CLOCK_REAL = "现在走的是真实时间，不能拨。用 waiqin demo 启动就可以拨。"

PREVIEWS: Mapping[str, str] = {"image": "[图片]", "voice": "[语音]", "location": "[位置]", "link": "[链接]"}
"""What the list of people shows for a message that is no text."""

PAGE: Mapping[str, str] = {
    "connecting": "正在连接…",
    "lost": "连接断了，正在重连…",
    "back": "已重新连上",
    "bot": "小勤",
    "me": "我",
    "push": "小勤主动提醒",
    "typing": "小勤正在输入…",
    "empty": "还没有消息。点一句试试，或者直接打字：",
    "nothing_yet": "还没有消息",
    "earlier": "看更早的消息",
    "newer": "有新消息",
    "failed": "没发出去",
    "again": "重发",
    "waiting": "连上后自动重发",
    "image": "图片",
    "voice": "语音",
    "place": "位置",
    "unread": "条未读",
    "moving": "正在拨到 {time}…",
    "moved": "现在是 {time}",
    "tomorrow": "明天 17:30",
    "today": "到 17:30",
    "no_places": "这个人名下还没有带坐标的客户，可以手工填写。",
    "picture_too_large": PICTURE_TOO_LARGE,
    "text_too_long": TEXT_TOO_LONG,
    "not_a_place": "纬度填 -90 到 90，经度填 -180 到 180，比如 31.2983 和 120.5853。",
    "trouble": "出了点问题，过一会儿再试。",
}
"""What the page's script shows."""


def role_name(role: str) -> str:
    """A role in words."""
    return ROLES.get(role, role)


def first_sentences(customers: Sequence[str], colleagues: Sequence[str], *, leads: bool) -> list[str]:
    """What a person could say first.

    Args:
        customers: short names of customers he looks after.
        colleagues: names of those who report to him.
        leads: whether he steers others.
    """
    if leads:
        asks = [f"{name}今天干啥了" for name in colleagues[:1]]
        return ["今天谁拜访了", *asks, "本月拜访", "帮助"]
    visits = [
        f"{wording[0]}{name}{wording[1]}"
        for name, wording in zip(
            customers,
            (("拜访 ", " 谈报价 下周三带样品"), ("今天去了", "，见了王总，聊二期"), ("到了 ", "")),
            strict=False,
        )
    ]
    return [*visits, "我的拜访", "帮助"]
