"""What became of a push, in words: for whoever asks in the chat and for the administrator's morning line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from models.queries.ledger import Entry, Tally
from models.rules.notice_kinds import kind_of
from models.times import shanghai_day
from models.wording.formats import clock, day

_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "quiet hours": "在静默时间，留到早上",
        "a day of rest": "今天休息，留到上班那天早上",
        "put together in the evening": "今天推送够多了，晚上合成一条发",
        "enough for today": "今天推送够多了，留到下个工作日早上",
        "put together with what comes next": "和后面的合成一条发",
        "waits for an earlier one": "排在前一条后面",
        "enough for this minute": "一下子发得太多，稍等再发",
        "past its time": "过了时间，再发没用",
        "done or taken back": "那件事已经办了或撤了",
        "nothing on it is left to do": "上面的事都办完了",
        "moved": "那件事改期了",
        "switched off": "本人关了这类提醒",
        "has left the company": "人已离职，不再发",
        "not to be disturbed": "开着免打扰，留到免打扰结束",
        "away": "请假或休息，留到上班",
        "on leave": "那天请假或休息",
        "paid": "款已经收齐",
        "handed in": "日报已经交了",
        "in the summary": "日汇总里已经说了",
        "no such channel": "没有可用的通道",
    }
)
_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "81013": "企业微信里不在应用的可见范围",
        "60111": "企业微信里找不到这个成员",
        "40003": "企业微信里找不到这个成员",
        "46004": "企业微信里找不到这个成员",
        "45009": "企业微信限流，稍后再发",
        "40001": "应用的密钥不对",
        "60020": "服务器的 IP 不在企业微信的可信名单里",
        "50003": "应用在企业微信里停用了",
    }
)
_UNTRUSTED: Final = 60020
_REMEDIES: Final[Mapping[int, str]] = MappingProxyType(
    {
        _UNTRUSTED: "请在管理后台 → 应用管理 → 自建应用 → 企业可信IP 加上它，约一分钟生效；",
        40001: "请核对 WAIQIN_WECOM_SECRET 再重启服务；",
        50003: "请在管理后台启用这个应用；",
    }
)
_USUAL_REMEDY: Final = "请在服务器上运行 waiqin doctor 查原因；"
_SEEN_FROM: Final = re.compile(r"from ip:\s*([0-9a-fA-F.:]+[0-9a-fA-F])")
_CODE: Final = re.compile(r"(?:fate unknown: )?(\d+) ")


def reason(words: str) -> str:
    """Why a push did not leave, in words for people; empty where the ledger has none."""
    if not words:
        return ""
    known = _REASONS.get(words)
    if known is not None:
        return known
    code = _CODE.match(f"{words} ")
    if code is None:
        return "已经不需要了"
    if words.startswith("fate unknown"):
        return "企业微信没有回音，怕发重，没有再发"
    return _CODES.get(code[1]) or ("企业微信没有接通" if code[1] == "0" else f"企业微信退回，代码 {code[1]}")


def tallied(said: str, figures: Tally) -> str:
    """昨天应发 42，送达 42，补发 1."""
    told = [f"{said}应发 {figures.due}，送达 {figures.sent}"]
    told += [f"其中补发 {figures.late}"] if figures.late else []
    told += [f"还在路上 {figures.waiting}"] if figures.waiting else []
    told += [f"失败 {len(figures.failed)}"] if figures.failed else []
    told += [f"另有 {figures.dropped} 条到点已不需要"] if figures.dropped else []
    return "，".join(told) + "。"


def refusals(refused: Sequence[str]) -> Mapping[str, int]:
    """What was said against pushes that arrived all the same, in words for people, and how often.

    Args:
        refused: as the ledger has it, one a push.
    """
    return Counter(reason(words) for words in refused)


def refused_line(why: str, count: int) -> str:
    """服务器的 IP 不在企业微信的可信名单里，耽误了 3 条，后来送到了。"""
    return f"{why}，耽误了 {count} 条，后来送到了。"


def stopped(code: int, detail: str, since: datetime, now: datetime) -> str:
    """Nothing can be pushed: since when, why, and what an administrator does about it.

    Args:
        code: the platform's.
        detail: what it said.
        since: from when on (UTC).
        now: instant (UTC).
    """
    why = reason(f"{code} {detail}")
    seen = _SEEN_FROM.search(detail)
    if code == _UNTRUSTED and seen is not None:
        why = why.replace("服务器的 IP", f"服务器的 IP {seen[1]}")
    began = f"{day(shanghai_day(since), shanghai_day(now))}{clock(since)}"
    return f"推送从 {began} 起发不出去：{why}。\n{_REMEDIES.get(code, _USUAL_REMEDY)}没发出的恢复后自动补发。"


def failed_line(entry: Entry, name: str) -> str:
    """李雷 早报 08:20：企业微信里不在应用的可见范围."""
    return f"{name} {kind_of(entry.kind).title} {clock(entry.due_at)}：{reason(entry.reason)}"
