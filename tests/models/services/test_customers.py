"""Customers made by chat: names, namesakes, codes, owners."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import make_engine, unit
from models.errors import BadCustomerName
from models.schema import Customer, Person, Record
from models.services import customers
from models.services.customers import Namesake, Registered
from tests.models.services.test_visits import NOW


def register(
    session: Session, name: str, userid: str = "lilei", declined: Collection[int] = ()
) -> Registered | Namesake:
    person_id = session.execute(select(Person.id).where(Person.userid == userid)).scalar_one()
    return customers.register(session, name=name, person_id=person_id, message_id=3, now=NOW, declined=declined)


def test_a_new_customer_belongs_to_who_names_it_and_has_a_number(company: Engine) -> None:
    with unit(company) as session:
        made = register(session, " 无锡  蠡园\n泵业 ")
        assert isinstance(made, Registered)
        held = session.get_one(Customer, made.customer_id)
        owner = session.get_one(Person, held.owner_id)
        record = session.get_one(Record, made.number)

        assert held.name == "无锡 蠡园 泵业"
        assert held.code.startswith("N")
        assert owner.userid == "lilei"
        assert (record.kind, record.subject_id, record.message_id) == ("customer", made.customer_id, 3)


def test_the_very_same_name_is_used_and_not_made_again(company: Engine) -> None:
    with unit(company) as session:
        held = session.execute(select(Customer.id).where(Customer.code == "C001")).scalar_one()

        assert register(session, "苏州东吴机械有限公司") == Registered(held, "苏州东吴机械有限公司", None)


def test_a_like_name_is_a_question_until_he_says_that_it_is_another(company: Engine) -> None:
    with unit(company) as session:
        held = session.execute(select(Customer.id).where(Customer.code == "C001")).scalar_one()

        assert register(session, "东吴机械") == Namesake(held, "苏州东吴机械有限公司")
        made = register(session, "东吴机械", declined=[held])
        assert isinstance(made, Registered)
        assert made.number is not None


def test_codes_are_unique_also_beside_an_imported_one(company: Engine) -> None:
    with unit(company) as session:
        made = register(session, "甲子泵业")
        assert isinstance(made, Registered)
        used = int(session.get_one(Customer, made.customer_id).code[1:])
        session.add_all(
            Customer(code=f"N{used + ahead}", name=f"占号{ahead}", name_key=f"占号{ahead}", created_at=NOW)
            for ahead in range(1, 5)
        )
        session.flush()
        assert isinstance(register(session, "乙丑泵业"), Registered)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "苏",
        "苏" * 121,
        "苏" * 500,
        "12345",
        "😀😀😀",
        "！！！",
        "\x00\x01",
        "<b>东吴</b>",
        "'); DROP TABLE customers; --",
        "看 http://x.cn 东吴",
    ],
)
def test_absurd_names_are_refused(company: Engine, name: str) -> None:
    assert not customers.fits_as_name(name)
    with unit(company) as session, pytest.raises(BadCustomerName):
        register(session, name)


@pytest.mark.parametrize("name", ["东吴", "苏" * 120, "ABC", "李记面馆(北门店)", "O'Reilly & Söhne", "4S店"])
def test_odd_but_possible_names_are_kept_as_they_are(company: Engine, name: str) -> None:
    with unit(company) as session:
        made = register(session, name, declined=session.scalars(select(Customer.id)).all())
        assert isinstance(made, Registered)
        assert session.get_one(Customer, made.customer_id).name == name


def _both_at_once(first: Callable[[], None], second: Callable[[], None]) -> None:
    threads = [threading.Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_two_who_name_the_same_new_customer_at_once_share_it(company: Engine, database: str) -> None:
    made: list[Registered | Namesake] = []
    gate = threading.Barrier(2)

    def work(userid: str) -> None:
        engine = make_engine(database)
        try:
            gate.wait(10)
            with unit(engine) as session:
                made.append(register(session, "同时泵业", userid))
        finally:
            engine.dispose()

    _both_at_once(lambda: work("lilei"), lambda: work("hanmei"))

    assert len(made) == 2
    assert len({each.customer_id for each in made}) == 1
    assert sorted(each.number is None for each in made if isinstance(each, Registered)) == [False, True]
