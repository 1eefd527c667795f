"""The command `waiqin`. Heavy imports stand inside the commands, so that `waiqin --help` answers at once."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot import help_texts

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.settings import Settings

app = typer.Typer(help=help_texts.HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Port = Annotated[int | None, typer.Option(min=0, max=65535, help=help_texts.HELP_PORT)]
DataDir = Annotated[Path | None, typer.Option(help=help_texts.HELP_DATA_DIR)]


def main() -> None:
    """Run the command line."""
    app()


@app.command(help=help_texts.HELP_SERVE)
def serve(port: Port = None, data_dir: DataDir = None) -> None:
    """Serve WeCom."""
    gc.disable()  # a start makes no garbage, and looking for it takes a fifth of the time; `bot.app.serve` enables it
    from bot import settings as checks

    settings = _settings(port=port, data_dir=data_dir)
    try:
        checks.require_wecom(settings)
        checks.require_safe_simulator(settings)
    except checks.SettingsError as wrong:
        _fail(str(wrong))
    _run(settings, demo=False)


@app.command(help=help_texts.HELP_DEMO)
def demo(port: Port = None, data_dir: DataDir = None) -> None:
    """Serve the demo company and the simulator."""
    from bot import settings as checks

    settings = _settings(port=port, data_dir=data_dir, simulator=True)
    try:
        checks.require_safe_simulator(settings)
    except checks.SettingsError as wrong:
        _fail(str(wrong))
    _run(settings, demo=True)


@app.command(help=help_texts.HELP_MIGRATE)
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to the present schema."""
    from bot import command_texts
    from bot.filelock import alone_on
    from models.db import make_engine
    from models.upgrade import upgrade

    settings = _settings(data_dir=data_dir)
    _make_data_dir(settings)
    engine = make_engine(settings.database)
    with _failures(), alone_on(settings.database):
        typer.echo(command_texts.migrated(changed=upgrade(engine)))
    engine.dispose()


@app.command("import", help=help_texts.HELP_IMPORT)
def import_(
    path: Annotated[Path, typer.Argument(help=help_texts.HELP_PATH)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_texts.HELP_DRY_RUN)] = False,
    keep_good: Annotated[bool, typer.Option("--keep-good", help=help_texts.HELP_KEEP_GOOD)] = False,
    data_dir: DataDir = None,
) -> None:
    """Load people, customers, contacts and receivables."""
    from bot import importing
    from bot.clock import SystemClock
    from bot.filelock import alone_on
    from models import upgrade
    from models.db import make_engine

    settings = _settings(data_dir=data_dir)
    _make_data_dir(settings)
    engine = make_engine(settings.database)
    with _failures(), alone_on(settings.database):
        (upgrade.upgrade if settings.embedded else upgrade.require_current)(engine)
        code = importing.run(engine, path, clock=SystemClock(), say=typer.echo, dry_run=dry_run, keep_good=keep_good)
    engine.dispose()
    raise typer.Exit(code)


@app.command(help=help_texts.HELP_REPLAY)
def replay(
    script: Annotated[Path, typer.Argument(help=help_texts.HELP_SCRIPT)],
    company: Annotated[Path | None, typer.Option(help=help_texts.HELP_COMPANY)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_texts.HELP_JSON)] = False,
) -> None:
    """Live through a written script and print the conversation."""
    from bot import replay as replaying

    with _failures():
        code = replaying.run(script, say=typer.echo, complain=_complain, company=company, as_json=as_json)
    raise typer.Exit(code)


@app.command(help=help_texts.HELP_UNDERSTAND)
def understand(
    texts: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help=help_texts.HELP_TEXT)] = None,
    speaker: Annotated[str, typer.Option("--as", help=help_texts.HELP_SPEAKER)] = "",
    at: Annotated[str, typer.Option(help=help_texts.HELP_AT)] = "",
    company: Annotated[Path | None, typer.Option(help=help_texts.HELP_COMPANY)] = None,
    explain: Annotated[bool, typer.Option("--explain", help=help_texts.HELP_EXPLAIN)] = False,
    dates: Annotated[Path | None, typer.Option(help=help_texts.HELP_DATES)] = None,
    amounts: Annotated[Path | None, typer.Option(help=help_texts.HELP_AMOUNTS)] = None,
) -> None:
    """Print what a message means as JSON, one object a line."""
    from bot import import_texts, understanding
    from bot.demo import CompanyRefused
    from bot.tables import TableError

    with _failures():
        try:
            for found in _understood(texts, speaker, at, company, dates, amounts, explain=explain):
                typer.echo(found)
        except understanding.BadQuestion as wrong:
            _fail(str(wrong))
        except TableError as wrong:
            _refuse(str(wrong))
        except CompanyRefused as wrong:
            _refuse(*(import_texts.rejection(where, rejected) for where, rejected in wrong.rejections))


def _understood(
    texts: list[str] | None,
    speaker: str,
    at: str,
    company: Path | None,
    dates: Path | None,
    amounts: Path | None,
    *,
    explain: bool,
) -> Iterator[str]:
    from bot import demo, understanding

    if dates is not None:
        yield from map(_line, understanding.read_dates(_lines(dates)))
    if amounts is not None:
        yield from map(_line, understanding.read_amounts(_lines(amounts)))
    if dates is not None or amounts is not None:
        return
    interpreter = understanding.Interpreter(demo.FOLDER if company is None else company)
    said = texts or (line.rstrip("\n") for line in sys.stdin if line.strip())
    wrong: understanding.BadQuestion | None = None
    for line in said:
        try:
            question = understanding.question(line, user=speaker, at=at)
            yield interpreter.explain(question) if explain else _line(interpreter.answer(question))
        except understanding.BadQuestion as found:  # one bad line of many must not cost the others their answers
            yield str(found) if explain else _line({**understanding.name_of(line), "error": str(found)})
            wrong = wrong or found
    if wrong is not None:
        raise wrong


def _line(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)


def _lines(file: Path) -> Iterator[str]:
    from bot import command_texts

    if not file.is_file():
        _refuse(command_texts.no_such_file(str(file)))
    with file.open(encoding="utf-8") as lines:
        yield from (line for line in lines if line.strip())


@app.command(help=help_texts.HELP_NOTICES)
def notices(
    day: Annotated[str, typer.Option(help=help_texts.HELP_DAY)] = "",
    person: Annotated[str, typer.Option(help=help_texts.HELP_PERSON)] = "",
    failed: Annotated[bool, typer.Option("--failed", help=help_texts.HELP_FAILED)] = False,
    data_dir: DataDir = None,
) -> None:
    """Print the ledger of one day's pushes."""
    from bot import ledger

    with _database(data_dir) as (_, engine):
        try:
            ledger.show(engine, say=typer.echo, day=day, userid=person, failed=failed)
        except ledger.BadDay as wrong:
            _fail(str(wrong))


@app.command(help=help_texts.HELP_TERMS)
def terms(
    file: Annotated[Path | None, typer.Argument(help=help_texts.HELP_TERMS_FILE)] = None,
    listing: Annotated[bool, typer.Option("--list", help=help_texts.HELP_LIST)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_texts.HELP_DRY_RUN)] = False,
    data_dir: DataDir = None,
) -> None:
    """Print the company's rules, or change them by a file."""
    from bot import terms as rules

    _show_or_change(rules.show, rules.change, None if listing else file, data_dir, dry_run=dry_run)


@app.command(help=help_texts.HELP_CALENDAR)
def calendar(
    file: Annotated[Path | None, typer.Argument(help=help_texts.HELP_CALENDAR_FILE)] = None,
    listing: Annotated[bool, typer.Option("--list", help=help_texts.HELP_CALENDAR_LIST)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_texts.HELP_DRY_RUN)] = False,
    data_dir: DataDir = None,
) -> None:
    """Print the company's own working days, or lay them down by a file."""
    from bot import workdays

    _show_or_change(workdays.show, workdays.lay_down, None if listing else file, data_dir, dry_run=dry_run)


def _show_or_change(
    show: Callable[..., None], change: Callable[..., int], file: Path | None, data_dir: Path | None, *, dry_run: bool
) -> NoReturn:
    """What the company laid down for itself: printed, or changed by a file while nobody else has the database."""
    from bot.clock import SystemClock
    from bot.filelock import alone_on

    code = 0
    with _database(data_dir) as (settings, engine):
        if file is None:
            show(engine, clock=SystemClock(), say=typer.echo)
        else:
            with alone_on(settings.database):
                code = change(engine, file, clock=SystemClock(), say=typer.echo, dry_run=dry_run)
    raise typer.Exit(code)


@app.command(help=help_texts.HELP_DOCTOR)
def doctor(port: Port = None, data_dir: DataDir = None) -> None:
    """Check everything that a running bot needs."""
    settings = _settings(port=port, data_dir=data_dir)
    from bot import doctor as checks

    raise typer.Exit(checks.run(settings))


def _settings(**given: Any) -> Settings:
    """Settings with what the command line says; a malformed one ends the command with its one line."""
    from bot import settings

    try:
        return settings.load(**{name: value for name, value in given.items() if value is not None})
    except settings.SettingsError as wrong:
        _fail(str(wrong))


def _run(settings: Settings, *, demo: bool) -> None:
    from bot import lean

    lean.share_one_heap()
    lean.import_structlog()
    from bot import app as server
    from bot import command_texts

    _make_data_dir(settings)
    ready = command_texts.demo_ready if demo else command_texts.serving
    with _failures():
        try:
            server.run(settings, demo=demo, announce=lambda address: typer.echo(ready(address)))
        except OSError as wrong:
            _fail(command_texts.address_unusable(wrong.strerror or type(wrong).__name__))


def _make_data_dir(settings: Settings) -> None:
    from bot import command_texts

    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        _fail(command_texts.data_dir_unusable(str(settings.data_dir), wrong.strerror or ""))


@contextmanager
def _database(data_dir: Path | None) -> Iterator[tuple[Settings, Engine]]:
    """The settings and a database that is migrated; what is wrong with it ends the command with one line."""
    from bot import command_texts
    from models import upgrade
    from models.db import make_engine

    settings = _settings(data_dir=data_dir)
    if settings.embedded and not settings.database_file.exists():  # connecting would make an empty one
        _fail(command_texts.no_database_yet(str(settings.database_file)))
    engine = make_engine(settings.database)
    with _failures():
        upgrade.require_current(engine)
        yield settings, engine
    engine.dispose()


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what an operator can repair into one line; anything else is a fault of ours and keeps its traceback."""
    from sqlalchemy.exc import OperationalError

    from bot import command_texts
    from bot.filelock import FileInUse
    from bot.settings import SettingsError
    from models.upgrade import OutdatedSchema

    try:
        yield
    except SettingsError as wrong:
        _fail(str(wrong))
    except FileInUse as wrong:
        _fail(command_texts.file_in_use(str(wrong.path), wrong.pid))
    except OutdatedSchema as wrong:
        _fail(command_texts.schema_outdated(wrong.found, wrong.needed))
    except OperationalError as wrong:
        _fail(command_texts.database_unusable(" ".join(str(wrong.orig).split())))


def _complain(line: str) -> None:
    typer.echo(line, err=True)


def _refuse(*lines: str) -> NoReturn:
    """End the command because its input is not in order."""
    for line in lines:
        _complain(line)
    raise typer.Exit(1)


def _fail(line: str) -> NoReturn:
    """End the command because it could not start."""
    _complain(line)
    raise typer.Exit(2)
