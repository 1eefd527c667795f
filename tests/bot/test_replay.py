"""`waiqin replay`: scripts are checked as a whole, then lived through."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import replay
from bot.script import Line, ScriptError, parse
from models.times import SHANGHAI

USERIDS = {"lilei", "zhoumin"}
DAY = Path(__file__).parents[2] / "docs" / "day.replay"


def _at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23 {clock}").replace(tzinfo=SHANGHAI)


def test_lines_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "shop 1.jpg").write_bytes(b"jpeg")
    script = """# a comment

2026-11-23 08:00
2026-11-23 09:10 lilei> 拜访 东吴 #1 谈报价
2026-11-23 09:10:30 LiLei> 上午两家：
  1 东吴

  # not a comment
"""
    with pytest.raises(ScriptError) as refused:
        parse(script, USERIDS, tmp_path)
    assert refused.value.line == 8
    lines = parse(
        script.rsplit("\n\n", 1)[0]
        + """
  2 恒力
2026-11-23 09:11 zhoumin> [place 31.2983,120.5853 苏州工业园区 星湖街]
2026-11-23 09:11 zhoumin> [place 31.2983, 120.5853]
2026-11-23 09:12 lilei> [photo shop 1.jpg]
2026-11-23 09:13 lilei> [voice]
2026-11-23 09:14 lilei> [强] 好的>没问题
""",
        USERIDS,
        tmp_path,
    )
    assert [(line.at, line.userid, line.kind) for line in lines] == [
        (_at("08:00"), "", "text"),
        (_at("09:10"), "lilei", "text"),
        (_at("09:10:30"), "lilei", "text"),
        (_at("09:11"), "zhoumin", "location"),
        (_at("09:11"), "zhoumin", "location"),
        (_at("09:12"), "lilei", "image"),
        (_at("09:13"), "lilei", "voice"),
        (_at("09:14"), "lilei", "text"),
    ]
    assert lines[1].payload == {"text": "拜访 东吴 #1 谈报价"}
    assert lines[2].payload == {"text": "上午两家：\n1 东吴\n2 恒力"}
    assert lines[3].payload == {"latitude": 31.2983, "longitude": 120.5853, "label": "苏州工业园区 星湖街"}
    assert lines[4].payload["label"] == ""
    assert lines[5].payload == {"media_id": str(tmp_path / "shop 1.jpg")}
    assert lines[7].payload == {"text": "[强] 好的>没问题"}
    assert all(line.at.tzinfo is UTC for line in lines)


@pytest.mark.parametrize(
    ("script", "line", "reason"),
    [
        ("", 1, "没有任何内容"),
        ("# nothing\n", 1, "没有任何内容"),
        ("2026-11-23 09:10 lilei> 好\nlilei> 好\n", 2, "看不懂这一行"),
        ("2026-11-23 9:10 lilei> 好\n", 1, "看不懂这一行"),
        ("2026-11-23 09:10 [on]\n", 1, "正开着"),
        ("2026-11-23 09:10 [off]\n2026-11-23 09:11 lilei> 好\n", 2, "停着"),
        ("2026-11-23 09:10 [off]\n2026-11-23 09:11 [off]\n", 2, "停着"),
        ("2026-11-23 09:10 [off]\n", 1, "停着"),
        ("2026-11-23 09:10 lilei 好\n", 1, "看不懂这一行"),
        ("2026-11-31 09:10 lilei> 好\n", 1, "没有这个时间"),
        ("2026-11-23 24:00\n", 1, "没有这个时间"),
        ("2026-11-23 09:10 lilei> 好\n2026-11-23 09:09 lilei> 好\n", 2, "时间比上一行早"),
        ("2026-11-23 09:10 lilei> 好\n\n2026-11-22 09:10\n", 3, "时间比上一行早"),
        ("2026-11-23 09:10 nobody> 好\n", 1, "公司里没有 nobody"),
        ("2026-11-23 09:10 lilei>\n", 1, "没有内容"),
        ("2026-11-23 09:10 lilei> [place 120.5853,31.2983]\n", 1, "位置应写成"),
        ("2026-11-23 09:10 lilei> [place 苏州]\n", 1, "位置应写成"),
        ("2026-11-23 09:10 lilei> [photo none.jpg]\n", 1, "找不到图片 none.jpg"),
        ("2026-11-23 09:10 lilei> [photo]\n", 1, "找不到图片"),
        ("  接着说\n", 1, "续行前面没有消息"),
        ("2026-11-23 09:10\n  接着说\n", 2, "续行前面没有消息"),
    ],
)
def test_a_bad_script_runs_not_at_all(tmp_path: Path, script: str, line: int, reason: str) -> None:
    path = tmp_path / "day.replay"
    path.write_text(script, encoding="utf-8")
    said: list[str] = []
    complaints: list[str] = []
    assert replay.run(path, say=said.append, complain=complaints.append) == 1
    assert said == []
    assert len(complaints) == 1
    assert complaints[0].startswith(f"{path}:{line}: ")
    assert reason in complaints[0]


def test_a_script_in_another_encoding_or_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "day.replay"
    complaints: list[str] = []
    assert replay.run(path, say=complaints.append, complain=complaints.append) == 1
    path.write_bytes("# 一天\n2026-11-23 09:10 lilei> 好\n".encode("gb18030"))
    assert replay.run(path, say=complaints.append, complain=complaints.append) == 1
    assert "找不到" in complaints[0]
    assert complaints[1].startswith(f"{path}:1: ")


def test_a_company_with_a_bad_row_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("userid,name,role\nlilei,李雷,店小二\n", encoding="utf-8")
    (tmp_path / "day.replay").write_text("2026-11-23 09:10 lilei> 好\n", encoding="utf-8")
    complaints: list[str] = []
    code = replay.run(tmp_path / "day.replay", say=complaints.append, complain=complaints.append, company=tmp_path)
    assert code == 1
    assert complaints[1] == "people.csv 第 2 行：角色“店小二”不认识，请填 业务员、经理、总监、财务、内勤 或 管理员"


@given(st.lists(st.text(alphabet="2026-11:0 lilei>[]#\n拜访\t", max_size=40), max_size=5))
def test_any_text_is_a_script_or_refused(parts: list[str]) -> None:
    with suppress(ScriptError):
        assert all(isinstance(line, Line) for line in parse("\n".join(parts), USERIDS, Path()))


def _events(path: Path) -> list[dict[str, str | None]]:
    said: list[str] = []
    complaints: list[str] = []
    assert replay.run(path, say=said.append, complain=complaints.append, as_json=True) == 0, complaints
    return [json.loads(line) for line in said]


def test_the_day_of_the_readme() -> None:
    events = _events(DAY)
    assert all(
        set(event) == {"at", "kind", "from" if event["kind"] == "message" else "to", "text", "notice"}
        for event in events
    )
    assert [event["at"] for event in events] == sorted(str(event["at"]) for event in events)
    messages = [index for index, event in enumerate(events) if event["kind"] == "message"]
    for index in messages:
        assert events[index + 1]["kind"] == "reply"
        assert events[index + 1]["to"] == events[index]["from"]
    replies = [str(event["text"]) for event in events if event["kind"] == "reply"]
    assert "拜访#1" in replies[0]
    assert "已撤销" in next(text for text in replies if "撤销 拜访" in text)
    assert not any("没看懂" in text for text in replies)
    pushes = {(event["at"], event["to"], event["notice"]) for event in events if event["kind"] == "push"}
    assert ("2026-11-23T18:10:00+08:00", "lilei", "record_voided") in pushes
    assert ("2026-11-23T17:30:00+08:00", "lilei", "draft") in pushes
    assert ("2026-11-23T21:05:00+08:00", "zhoumin", "summary") in pushes


def test_a_conversation_to_read(tmp_path: Path) -> None:
    path = tmp_path / "day.replay"
    path.write_text(
        "2026-11-23 09:10 lilei> 拜访 东吴机械 谈报价\n2026-11-24 09:10 zhoumin> 昨天谁拜访了\n", encoding="utf-8"
    )
    said: list[str] = []
    assert replay.run(path, say=said.append, complain=said.append) == 0
    shown = "\n".join(said)
    assert shown.startswith("── 2026-11-23 周一 ──\n\n09:10  李雷：拜访 东吴机械 谈报价\n       小勤：")
    assert "\n\n09:10  周敏：昨天谁拜访了\n       小勤：" in shown.partition("── 2026-11-24 周二 ──")[2]


def test_what_a_stopped_server_owed_comes_when_it_runs_again_and_says_so(tmp_path: Path) -> None:
    script = tmp_path / "night.replay"
    script.write_text(
        """2026-11-23 14:00 lilei> 拜访 东吴 谈报价
2026-11-23 16:00 [off]
2026-11-24 09:30 [on]
2026-11-24 09:40 lilei> 补交昨天日报
""",
        encoding="utf-8",
    )
    said: list[str] = []

    assert replay.run(script, say=said.append, complain=pytest.fail) == 0

    text = "\n".join(said)
    assert "16:00  ── 服务器停了 ──" in text
    after = text.partition("09:30  ── 服务器恢复 ──")[2]
    assert "补" in after
    assert after.index("推送给 李雷") < after.index("李雷：补交昨天日报")


def test_a_month_of_a_small_team_takes_seconds(tmp_path: Path) -> None:
    reps = {"lilei": "澄阳", "hanmei": "通安汽配", "wangqiang": "梅村精工", "chenchen": "横林地板"}
    lines = []
    for day in range(30):
        at = datetime(2026, 11, 1, 9, 0, tzinfo=SHANGHAI) + timedelta(days=day)
        for turn in range(9):
            lines += [
                f"{at + timedelta(hours=turn):%Y-%m-%d %H:%M} {rep}> 拜访 {customer} 谈第{turn}批"
                for rep, customer in reps.items()
            ]
    path = tmp_path / "month.replay"
    path.write_text("\n".join(lines), encoding="utf-8")
    started = time.perf_counter()
    events = _events(path)
    assert len(lines) > 1_000
    assert time.perf_counter() - started < 30
    assert sum(event["kind"] == "reply" for event in events) == len(lines)
