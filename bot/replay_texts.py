"""What `waiqin replay` says of a script, and how it prints a conversation."""

from __future__ import annotations


def script_error(file: str, line: int, reason: str) -> str:
    """Where a script is wrong."""
    return f"{file}:{line}: {reason}"


SCRIPT_EMPTY = "脚本里没有任何内容"
SCRIPT_SHAPE = "看不懂这一行，应是“2026-11-23 09:10 lilei> 文本”"
SCRIPT_INDENT = "续行前面没有消息"
SCRIPT_SILENT = "这条消息没有内容"
SCRIPT_BAD_TIME = "没有这个时间"
SCRIPT_BACKWARDS = "时间比上一行早"
SCRIPT_STOPPED = "服务器停着，先写一行 [on]"
SCRIPT_RUNNING = "服务器正开着，不用再 [on]"
SCRIPT_BAD_PLACE = "位置应写成 [place 31.2983,120.5853 地址]，纬度在前"
SCRIPT_ENCODING = "文件不是 UTF-8 编码"


def script_stranger(userid: str) -> str:
    """A script lets somebody speak who is not in the company."""
    return f"公司里没有 {userid}"


def script_no_photo(name: str) -> str:
    """A script sends a picture that is not there."""
    return f"找不到图片 {name}"


def company_refused(folder: str) -> str:
    """The company of a replay has rows that are not accepted."""
    return f"{folder} 里的公司资料有不合格的行："


REPLAY_REPLY = "       小勤："
REPLAY_INDENT = "       "


def replay_day(day: str, weekday: str, *, first: bool) -> str:
    """The heading of a day."""
    heading = f"── {day} {weekday} ──"
    return heading if first else f"\n{heading}"


def replay_message(clock: str, name: str) -> str:
    """What stands before a message."""
    return f"{clock}  {name}："


def replay_power(clock: str, *, on: bool) -> str:
    """The server stops, or starts again."""
    return f"{clock}  ── 服务器{'恢复' if on else '停了'} ──"


def replay_push(clock: str, name: str) -> str:
    """What stands before a push."""
    return f"{clock}  ⏰ 推送给 {name}："
