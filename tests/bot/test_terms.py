"""`waiqin terms`: the company's rules on the command line, with the checks of the chat, and announced."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from bot import terms
from bot.cli import app
from bot.clock import PretendClock
from models.db import unit
from models.schema import Announcement, Notice, Person, Receipt, Record, TermChange

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CLOCK = PretendClock(NOW)


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def in_use(company: Engine) -> Engine:
    """A company in which somebody has written something: rules hold from tomorrow at the earliest."""
    with unit(company) as session:
        person = session.scalars(select(Person.id)).first()
        session.add(Record(kind="alias", person_id=person, made_at=NOW))
    return company


def change(engine: Engine, folder: Path, rows: str, say: list[str], *, dry_run: bool = False) -> int:
    file = folder / "terms.csv"
    file.write_text(rows, encoding="utf-8")
    return terms.change(engine, file, clock=CLOCK, say=say.append, dry_run=dry_run)


def changes(engine: Engine) -> list[tuple[str, str, date]]:
    with unit(engine) as session:
        rows = session.scalars(select(TermChange).order_by(TermChange.id))
        return [(row.name, row.value, row.valid_from) for row in rows]


def test_p17_rules_are_changed_by_number_title_or_name_from_tomorrow(
    in_use: Engine, tmp_path: Path, lines: list[str]
) -> None:
    code = change(
        in_use, tmp_path, "name,value,valid_from\n4.2,5,\n报备保护期,20,2026-12-01\nreport_deadline,20:30,\n", lines
    )

    assert code == 0
    tomorrow = TODAY + timedelta(days=1)
    assert changes(in_use) == [
        ("claims_a_day", "5", tomorrow),
        ("protection_days", "20", date(2026, 12, 1)),
        ("report_deadline", "20:30", tomorrow),
    ]
    assert lines[-1].splitlines()[-1] == "已改 3 条，已通知 5 人。"
    with unit(in_use) as session:
        assert len(session.scalars(select(Announcement)).all()) == 3
        assert len(session.scalars(select(Receipt)).all()) == 15
        notices = session.scalars(select(Notice)).all()
    assert len(notices) == 15
    assert all("看到请回“收到”。" in notice.body for notice in notices)


def test_p17_chinese_headers_and_gb18030_are_read(in_use: Engine, tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "terms.csv"
    file.write_bytes("条款,值,生效日\n每天领取上限,6,\n".encode("gb18030"))

    assert terms.change(in_use, file, clock=CLOCK, say=lines.append) == 0
    assert changes(in_use) == [("claims_a_day", "6", TODAY + timedelta(days=1))]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("4.2,0,", "每天领取上限可以是 1 到 1000 家，“0”不行。"),
        ("4.2,很多,", "每天领取上限可以是 1 到 1000 家，“很多”不行。"),
        ("report_deadline,9点,", "日报截止要写成几点几分，比如 20:30，“9点”不行。"),
        ("10.1,5,", "没有“10.1”这一条，用 waiqin terms --list 看编号和名称。"),
        ("4.2,5,明天", "“明天”不是日期，请写成 2026-11-30，或空着（明天起）。"),
        ("4.2,5,2026-11-23", "制度改动要提前告诉大家，最早从 2026年11月24日（周二） 起"),
        ("4.2,5,2099-01-01", "制度改动要提前告诉大家，最早从 2026年11月24日（周二） 起"),
        ("4.2,3,", "每天领取上限在 2026年11月24日（周二） 本来就是 3 家，不用改。"),
    ],
)
def test_p17_one_bad_row_and_nothing_is_changed(
    in_use: Engine, tmp_path: Path, lines: list[str], row: str, told: str
) -> None:
    code = change(in_use, tmp_path, f"name,value,valid_from\n3.1,20,\n{row}\n", lines)

    assert code == 1
    assert lines[0].startswith(f"第 3 行：{told}")
    assert lines[-1] == "有不合格的行，这次没有改任何条款。"
    assert changes(in_use) == []


def test_p17_the_same_clause_twice_is_refused(in_use: Engine, tmp_path: Path, lines: list[str]) -> None:
    assert change(in_use, tmp_path, "name,value\n4.2,5\nclaims_a_day,6\n", lines) == 1
    assert lines[0] == "第 3 行：“claims_a_day”在第 2 行已经从同一天改过。"


def test_p17_a_dry_run_writes_nothing(in_use: Engine, tmp_path: Path, lines: list[str]) -> None:
    assert change(in_use, tmp_path, "name,value\n4.2,5\n", lines, dry_run=True) == 0
    assert changes(in_use) == []


@pytest.mark.parametrize("rows", ["", "value\n5\n", "a,b,c\n1,2,3\n"])
def test_p17_a_file_without_the_columns_says_which(in_use: Engine, tmp_path: Path, lines: list[str], rows: str) -> None:
    assert change(in_use, tmp_path, rows, lines) == 1
    assert lines == ["第 1 行要有这几列：name、value、valid_from。"]


def test_p17_before_anybody_has_written_anything_rules_hold_at_once(
    company: Engine, tmp_path: Path, lines: list[str]
) -> None:
    assert change(company, tmp_path, "name,value\npoints_floor,20\n", lines) == 0
    assert changes(company) == [("points_floor", "20", TODAY)]


def test_g14_the_list_shows_what_holds_and_what_is_to_come(in_use: Engine, tmp_path: Path, lines: list[str]) -> None:
    change(in_use, tmp_path, "name,value\n4.2,5\n", [])
    terms.show(in_use, clock=CLOCK, say=lines.append)

    assert "4.2 每人每天最多领 3 家。（11月24日（周二）起改为 5 家）" in "\n".join(lines)
    assert lines[0].startswith("制度 · 积分")
    assert [line.count("自启用起有效") for line in lines] == [0] * (len(lines) - 1) + [1]


def test_the_command_shows_and_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(app, ["migrate"], catch_exceptions=False).exit_code == 0
    file = tmp_path / "rules.csv"
    file.write_text("name,value\n4.2,5\n", encoding="utf-8")

    assert runner.invoke(app, ["terms", str(file)], catch_exceptions=False).exit_code == 0
    shown = runner.invoke(app, ["terms", "--list"], catch_exceptions=False).output
    assert "4.2 每人每天最多领 5 家。" in shown
