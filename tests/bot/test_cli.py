"""The command `waiqin`: quick to answer, one line for what an operator can repair, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.filelock import alone_on
from models.db import make_engine, unit
from models.schema import Person

DAY = Path(__file__).parents[2] / "docs" / "day.replay"


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def _run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)


def test_help_is_quick_because_it_imports_nothing_heavy() -> None:
    code = (
        "import sys, bot.cli\n"
        "from typer.testing import CliRunner\n"
        "result = CliRunner().invoke(bot.cli.app, ['--help'])\n"
        "heavy = {'sqlalchemy', 'aiohttp', 'pydantic', 'openpyxl', 'alembic', 'wechatpy', 'jieba', 'PIL', 'opencc'}\n"
        "print(result.exit_code, sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0 []"


def test_help_names_every_command() -> None:
    shown = _run("--help").output
    for command in ("serve", "demo", "migrate", "import", "replay", "understand", "notices", "terms", "doctor"):
        assert command in shown


@pytest.mark.parametrize("command", ["serve", "migrate", "doctor"])
def test_a_malformed_setting_is_one_line_and_exit_2(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("WAIQIN_WECOM_AES_KEY", "short")
    result = _run(command)
    assert result.exit_code == 2
    assert result.stderr.startswith("WAIQIN_WECOM_AES_KEY: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_serve_without_wecom_names_the_first_missing_setting() -> None:
    result = _run("serve")
    assert result.exit_code == 2
    assert result.stderr.startswith("WAIQIN_WECOM_CORP_ID: missing — 管理后台")


def test_the_simulator_is_not_served_to_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAIQIN_HOST", "0.0.0.0")
    result = _run("demo")
    assert result.exit_code == 2
    assert "WAIQIN_SIMULATOR" in result.stderr


def test_migrate_twice(tmp_path: Path) -> None:
    assert "已升级" in _run("migrate", "--data-dir", str(tmp_path / "new")).stdout
    assert "不用升级" in _run("migrate", "--data-dir", str(tmp_path / "new")).stdout


def test_import_makes_the_database_and_loads_it(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("userid,name\nlilei,李雷\nbad one,坏\n", encoding="utf-8")
    data = tmp_path / "data"
    refused = _run("import", "people.csv", "--data-dir", str(data))
    assert refused.exit_code == 1
    assert "people.csv 第 3 行：账号" in refused.stdout
    assert _run("import", "people.csv", "--keep-good", "--dry-run", "--data-dir", str(data)).exit_code == 0
    assert _run("import", "people.csv", "--keep-good", "--data-dir", str(data)).exit_code == 0
    engine = make_engine(f"sqlite:///{data / 'waiqin.db'}")
    with unit(engine) as session:
        assert [person.userid for person in session.query(Person)] == ["lilei"]
    engine.dispose()


@pytest.mark.parametrize("command", [("import", "people.csv"), ("migrate",)])
def test_nobody_works_on_a_file_that_a_server_holds(tmp_path: Path, command: tuple[str, ...]) -> None:
    data = tmp_path / "held"
    (tmp_path / "people.csv").write_text("userid,name\nlilei,李雷\n", encoding="utf-8")
    with alone_on(f"sqlite:///{data / 'waiqin.db'}"):
        refused = _run(*command, "--data-dir", str(data))
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"数据库 {data / 'waiqin.db'} 正被进程 ")
    assert _run(*command, "--data-dir", str(data)).exit_code == 0


def test_import_refuses_a_database_that_is_not_migrated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WAIQIN_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    (tmp_path / "people.csv").write_text("userid,name\nlilei,李雷\n", encoding="utf-8")
    result = _run("import", "people.csv")
    assert result.exit_code == 2
    assert result.stderr == "数据库还是空的。请先运行 waiqin migrate。\n"


def test_a_database_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAIQIN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = _run("migrate")
    assert result.exit_code == 2
    assert result.stderr.startswith("连不上数据库")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["notices", "terms", "calendar"])
def test_a_data_directory_without_a_database_is_named_and_stays_empty(tmp_path: Path, command: str) -> None:
    result = _run(command, "--data-dir", str(tmp_path))
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"还没有 {tmp_path / 'waiqin.db'}。先运行 waiqin import 或 waiqin serve，或用 --data-dir 指明数据目录。\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_looks_where_the_server_was_told_to_work(tmp_path: Path) -> None:
    assert _run("migrate", "--data-dir", str(tmp_path / "ours")).exit_code == 0
    result = _run("doctor", "--port", "1", "--data-dir", str(tmp_path / "ours"))
    assert result.exit_code == 1
    assert "✓ 数据库：连得上，表结构是最新的" in result.stdout


def test_replay_prints_the_day_and_refuses_a_bad_script(tmp_path: Path) -> None:
    result = _run("replay", str(DAY))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "09:10  李雷：拜访 东吴机械" in result.stdout
    bad = tmp_path / "bad.replay"
    bad.write_text("2026-11-23 09:10 nobody> 好\n", encoding="utf-8")
    refused = _run("replay", str(bad), "--json")
    assert refused.exit_code == 1
    assert refused.stderr == f"{bad}:1: 公司里没有 nobody\n"


def test_understand_prints_what_was_understood() -> None:
    result = _run("understand", "拜访 东吴机械 王总 谈报价 下周三带样品", "--at", "2026-11-23T10:00")
    assert result.exit_code == 0
    [found] = [json.loads(line) for line in result.stdout.splitlines()]
    assert (found["intent"], found["effect"], found["confidence"]) == ("visit_log", "write", 0.95)
    assert found["slots"]["date"] == "2026-11-23"
    assert found["slots"]["next_followup_date"] == "2026-12-02"
    assert found["slots"]["customer"] == "苏州东吴机械有限公司"
    assert found["spans"]["customer"] == "东吴机械"
    assert found["spans"]["next_followup_date"] == "下周三"


def test_understand_reads_objects_and_gives_several_records_of_one_message() -> None:
    line = {"id": "m1", "ref": "2026-11-23T18:00", "user": "李雷", "text": "拜访东吴机械 谈报价\n拜访恒力化纤 看现场"}
    found = json.loads(_run("understand", stdin=json.dumps(line)).stdout)
    assert found["id"] == "m1"
    assert [record["intent"] for record in found["records"]] == ["visit_log", "visit_log"]
    assert len(found["slots"]["customers"]) == 2


def test_understand_explains_for_a_person() -> None:
    shown = _run("understand", "--explain", "拜访 东吴机械 谈报价", "--at", "2026-11-23T10:00").stdout
    assert "visit_log · 会记下 · 把握 95%" in shown
    assert "customer = 苏州东吴机械有限公司（“东吴机械”）" in shown


def test_understand_takes_any_company(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("userid,name,role\nanna,安娜,rep\n", encoding="utf-8")
    (tmp_path / "customers.csv").write_text("code,name,owner_userid\nX1,长河泵业,anna\n", encoding="utf-8")
    result = _run("understand", "--company", str(tmp_path), "--as", "安娜", "拜访长河泵业 谈价格")
    assert json.loads(result.stdout)["slots"]["customer_id"] == "X1"


def test_understand_needs_no_speaker_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "userid,name,role,manager_userid\nboss,老板,manager,\nanna,安娜,rep,boss\n", encoding="utf-8"
    )
    (tmp_path / "customers.csv").write_text("code,name,owner_userid\nX1,长河泵业有限公司,anna\n", encoding="utf-8")
    lines = [
        json.dumps(
            {"id": "1", "ref": "2026-11-25T18:20:00", "user": "安娜", "text": "拜访长河泵业 谈价格", "context": None}
        ),
        "",
        json.dumps({"id": "2", "ref": "2026-11-25T18:20:00", "user": "没有这人", "text": "拜访长河泵业"}),
        json.dumps({"id": "3", "user": None, "text": "长河泵业"}),
    ]

    result = _run("understand", "--company", str(tmp_path), stdin="\n".join(lines) + "\n")

    first, second, third = map(json.loads, result.stdout.splitlines())
    assert (first["id"], first["slots"]["customer"]) == ("1", "长河泵业有限公司")
    assert second == {"id": "2", "error": "公司里没有 没有这人。"}
    assert (third["id"], third["slots"]["customer"]) == ("3", "长河泵业有限公司")
    assert (result.exit_code, result.stderr.strip()) == (2, "公司里没有 没有这人。")


def test_understand_asks_what_a_number_alone_is_for() -> None:
    assert json.loads(_run("understand", "13800138000").stdout)["effect"] == "ask"
    assert json.loads(_run("understand", "[图片]").stdout)["effect"] == "none"


@pytest.mark.parametrize(
    ("option", "line", "expected"),
    [
        ("--dates", {"id": 1, "text": "下周三", "ref": "2026-11-23T10:00"}, {"date": "2026-12-02", "time": None}),
        ("--amounts", {"id": 1, "text": "5万3"}, {"value": 53000}),
        ("--amounts", {"id": 1, "text": "没有"}, {"value": None}),
    ],
)
def test_understand_reads_days_and_amounts_alone(
    tmp_path: Path, option: str, line: dict[str, object], expected: dict[str, object]
) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    found = json.loads(_run("understand", option, str(file)).stdout)
    assert found.items() >= expected.items()


@pytest.mark.parametrize("command", ["terms", "calendar", "understand --dates", "understand --company", "replay"])
def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, command: str) -> None:
    assert _run("migrate").exit_code == 0
    refused = _run(*command.split(), "nowhere.csv")
    assert (refused.exit_code, refused.output) == (1, "找不到 nowhere.csv。\n")


def test_understand_names_the_rows_of_a_company_that_are_not_in_order(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("userid,name,role\nlilei,李雷,老板\n", encoding="utf-8")
    refused = _run("understand", "--company", str(tmp_path), "拜访 东吴")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("people.csv 第 2 行：角色“老板”不认识")


def test_understand_refuses_a_line_that_is_no_object() -> None:
    result = _run("understand", stdin="{broken\n")
    assert (result.exit_code, result.stderr) == (2, "这一行不是 JSON 对象。\n")


def test_understand_reads_lines_and_knows_its_people() -> None:
    assert len(_run("understand", stdin="帮助\n撤销\n").stdout.splitlines()) == 2
    assert _run("understand", "帮助", "--as", "nobody").exit_code == 2
    assert _run("understand", "帮助", "--at", "gestern").exit_code == 2
