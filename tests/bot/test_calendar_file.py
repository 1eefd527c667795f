"""`waiqin calendar`: a year table by file, all of it or none, checked line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot import workdays
from bot.cli import app
from bot.clock import PretendClock
from models.db import unit
from models.directory import Directory
from models.rules.calendar import Calendar

CLOCK = PretendClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
TABLE = "日期,到,安排\n2027-02-05,2027-02-11,放假\n2027/2/13,,上班\n2027年5月1日,2027-05-03,放假\n\n2027-05-08,,补班\n"


@pytest.fixture
def said() -> list[str]:
    return []


def lay_down(engine: Engine, folder: Path, rows: str, say: list[str], *, dry_run: bool = False) -> int:
    file = folder / "2027.csv"
    file.write_text(rows, encoding="gb18030")
    return workdays.lay_down(engine, file, clock=CLOCK, say=say.append, dry_run=dry_run)


def calendar(engine: Engine) -> Calendar:
    directory = Directory()
    with unit(engine) as session:
        directory.refresh(session.connection())
    return directory.calendar


def test_a_years_table_is_laid_down_once_however_often_it_is_read(
    company: Engine, tmp_path: Path, said: list[str]
) -> None:
    assert lay_down(company, tmp_path, TABLE, said, dry_run=True) == 0
    assert calendar(company).own == {}
    assert lay_down(company, tmp_path, TABLE, said) == 0
    assert lay_down(company, tmp_path, TABLE, said) == 0
    assert said == [
        "检查完毕，12 天都合格，没有写入。",
        "12 天里改了 12 天，提醒、日报和各项期限从现在起按这个算。",
        "和现有的一样，没有变化。",
    ]
    held = calendar(company)
    assert held.is_known(2027)
    assert not held.is_workday(date(2027, 2, 5))
    assert held.is_workday(date(2027, 2, 13)), "a Saturday that makes up for it"
    assert held.after(date(2027, 2, 4)) == date(2027, 2, 12)

    assert lay_down(company, tmp_path, "day,works\n2027-02-05,country\n", said) == 0
    assert calendar(company).is_workday(date(2027, 2, 5)), "back to what the country says"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2027-02-30,,放假", "“2027-02-30”不是能用的日期"),
        ("2037-02-05,,放假", "“2037-02-05”不是能用的日期"),
        ("2027-02-05,2027-02-01,放假", "到“2027-02-01”不对"),
        ("2027-02-05,2027-12-01,放假", "到“2027-12-01”不对"),
        ("2027-02-05,,随便", "“随便”看不懂，安排只写 上班、放假 或 法定"),
        ("2027-02-05", "“”看不懂"),
        ("2027-01-01,,上班", "2027年1月1日（周五）在前面已经写成了另一种安排"),
    ],
)
def test_one_bad_row_keeps_all_others_out(
    company: Engine, tmp_path: Path, said: list[str], row: str, reason: str
) -> None:
    assert lay_down(company, tmp_path, f"日期,到,安排\n2027-01-01,,放假\n{row}\n", said) == 1
    assert said[0].startswith(f"第 3 行：{reason}")
    assert said[1:] == ["有不合格的行，这次一天也没有改。"]
    assert calendar(company).own == {}


@pytest.mark.parametrize("rows", ["", "日子,怎么办\n2027-01-01,放假\n"])
def test_a_file_without_the_columns_is_refused(company: Engine, tmp_path: Path, said: list[str], rows: str) -> None:
    assert lay_down(company, tmp_path, rows, said) == 1
    assert said == ["第 1 行要有“日期”和“安排”两列，一段日子再加一列“到”。"]


def test_the_command_lists_what_is_laid_down_and_says_what_nobody_knows(
    company: Engine, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAIQIN_DATABASE_URL", database)
    runner, where = CliRunner(), ["--data-dir", str(tmp_path)]
    before = runner.invoke(app, ["calendar", "--list", *where])
    assert before.exit_code == 0, before.output
    unknown = [line for line in before.output.splitlines() if "放假安排还没有，先按周一到周五算" in line]
    assert unknown, "a year ahead of the country's table is said to be so"

    year = int(unknown[0][:4])
    file = tmp_path / "table.csv"
    file.write_text(f"day,until,works\n{year}-02-01,{year}-02-07,rest\n", encoding="utf-8")
    assert runner.invoke(app, ["calendar", str(file), *where]).exit_code == 0
    after = runner.invoke(app, ["calendar", *where]).output.splitlines()
    assert f"{year} 年：放假安排已知。" in after
    assert sum("放假" in line and line.startswith("  ") for line in after) == 7
    assert runner.invoke(app, ["calendar", str(tmp_path / "none.csv"), *where]).exit_code == 1
