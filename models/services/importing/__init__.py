"""Loading a company from tables: first a plan that changes nothing, then its application.

Rows are matched by what people know them by (userid; code; customer, name and phone; customer, sum, day and invoice),
so that importing twice changes nothing. Nothing is ever deleted: what a table no longer lists stays as it is. A column
that a table does not have leaves the stored values alone; an empty cell empties them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules import cells
from models.schema import Contact, Customer, Person, Receivable
from models.services import books
from models.services.importing import contacts, customers, people, receivables
from models.services.importing.columns import COLUMNS, read_rows
from models.services.importing.matching import apply_rows, batches
from models.services.importing.tables import Counts, Plan, Problem, Reason, Rejection, Source, SourceRow, Table

__all__ = [
    "COLUMNS",
    "Counts",
    "Plan",
    "Problem",
    "Reason",
    "Rejection",
    "Source",
    "SourceRow",
    "Table",
    "apply",
    "plan",
]


def plan(session: Session, source: Source, today: date) -> Plan:
    """Check every row and compare it with what is stored; nothing is changed.

    Args:
        session: reads only.
        source: the rows of each table; a table that is not given is left alone.
        today: the Shanghai day, for birthdays.

    Returns:
        The steps for the rows that are in order, and the rows that are not.
    """
    made = Plan()
    read = {table: read_rows(table, source.get(table, ()), today, made) for table in Table}
    userids = _offered(source, Table.PEOPLE, "userid", cells.parse_userid)
    known = people.plan(session, read[Table.PEOPLE], userids, made)
    firms = customers.plan(session, read[Table.CUSTOMERS], known, userids, made)
    codes = _offered(source, Table.CUSTOMERS, "code", cells.folded)
    contacts.plan(session, customers.of_known(Table.CONTACTS, read, firms, codes, made), made)
    receivables.plan(session, customers.of_known(Table.RECEIVABLES, read, firms, codes, made), made)
    order = list(Table)
    made.rejections.sort(key=lambda rejection: (order.index(rejection.table), rejection.number))
    return made


def _offered(source: Source, table: Table, column: str, read: Callable[[str], str | None]) -> set[str | None]:
    """The keys of all rows of a table, refused ones too, so that whoever names one hears the real reason."""
    return {read(row.cells.get(column, "")) for row in source.get(table, ())}


def apply(session: Session, made: Plan, now: datetime, progress: Callable[[int], None] = lambda _written: None) -> None:
    """Write what a plan says, through the history. The rows that it rejects are left out.

    Args:
        session: of the same transaction as the plan; the caller commits.
        made: the plan.
        now: the instant that new people and customers are there from (UTC).
        progress: told how many more rows have been written.
    """
    userids = {row.userid: row.id for row in session.execute(select(Person.id, Person.userid))}
    for layer in people.by_rank(made.steps[Table.PEOPLE]):
        people.apply(session, layer, userids, now)
        progress(len(layer))
    codes = {row.code: row.id for row in session.execute(select(Customer.id, Customer.code))}
    for batch in batches(made.steps[Table.CUSTOMERS]):
        customers.apply(session, batch, userids, codes, now)
        progress(len(batch))
    for batch in batches(made.steps[Table.CONTACTS]):
        apply_rows(session, Contact, batch, lambda values: contacts.columns(values, codes))
        progress(len(batch))
    for batch in batches(made.steps[Table.RECEIVABLES]):
        apply_rows(session, Receivable, batch, lambda values: receivables.columns(values, codes))
        progress(len(batch))
    if made.steps[Table.RECEIVABLES]:
        books.balance_all(session)
