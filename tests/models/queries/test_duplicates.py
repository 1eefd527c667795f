"""Customers of a like name: found by their pieces, whatever writer made or renamed them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from models import upgrade
from models.db import make_engine, unit
from models.queries.duplicates import find_alike_customers
from models.rules.names import name_key
from models.schema import Customer, CustomerAlias, NamePiece

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("苏州东吴机械有限公司", [("苏州东吴机械有限公司", "same"), ("苏州东武纺织有限公司", None)]),
        ("东吴", [("苏州东吴机械有限公司", "short"), ("苏州东武纺织有限公司", "sound")]),
        ("常州东吴机械", [("苏州东吴机械有限公司", "alike")]),
        ("东昊机械", [("苏州东吴机械有限公司", "alike")]),
        ("吴机械", [("苏州东吴机械有限公司", "alike")]),
        ("冬武纺织", [("苏州东武纺织有限公司", "sound")]),
        ("華聯超市", [("华联超市有限公司", "same"), ("新华联商贸有限公司", None)]),
        ("新花莲商贸", [("新华联商贸有限公司", "sound")]),
        ("南京蓝天广告", []),
        ("吴", []),
        ("", []),
    ],
)
def test_customers_of_a_like_name(company: Engine, said: str, wanted: list[tuple[str, str | None]]) -> None:
    with unit(company) as session:
        found = {one.name: one.why for one in find_alike_customers(session, said)}

    assert found == {name: why for name, why in wanted if why is not None}


def test_a_name_is_found_behind_the_district_that_stands_before_it(company: Engine) -> None:
    full = ("佛山禅城嘉信城市广场", "老河口市顺达专用车厂", "成都青羊爱民诊所", "成都金牛益民药房")
    with unit(company) as session:
        for number, name in enumerate(full):
            session.add(Customer(code=f"N{number}", name=name, name_key=name_key(name), created_at=NOW))
        session.flush()
        found = {
            said: [one.name for one in find_alike_customers(session, said)]
            for said in ("嘉信广场", "嘉信", "顺达专用车", "爱民诊所", "嘉信城市花园")
        }

    assert found == {
        "嘉信广场": [full[0]],
        "嘉信": [full[0]],
        "顺达专用车": [full[1]],
        "爱民诊所": [full[2]],
        "嘉信城市花园": [],
    }


def test_the_likeliest_come_first_and_only_so_many(company: Engine) -> None:
    with unit(company) as session:
        for number, name in enumerate(("常州东吴机械有限公司", "东吴机械厂", "东武机械", "东吴食品")):
            session.add(Customer(code=f"N{number}", name=name, name_key=name_key(name), created_at=NOW))
        session.flush()
        found = find_alike_customers(session, "苏州东吴机械", limit=4)

    assert [(one.name, one.why) for one in found] == [
        ("苏州东吴机械有限公司", "same"),
        ("东吴机械厂", "alike"),
        ("东武机械", "sound"),
        ("常州东吴机械有限公司", "alike"),
    ]
    assert found[0].score == 1


def test_a_customer_is_found_by_the_name_it_goes_by(company: Engine) -> None:
    with unit(company) as session:
        held = session.execute(select(Customer).where(Customer.code == "C001")).scalar_one()
        session.add(CustomerAlias(customer_id=held.id, alias="老东家"))
        session.add(CustomerAlias(customer_id=held.id, alias="厂里", active=False))
        session.flush()

        assert [(one.customer_id, one.why) for one in find_alike_customers(session, "老东家")] == [(held.id, "short")]
        assert find_alike_customers(session, "厂里") == []


def test_who_is_gone_is_not_found(company: Engine) -> None:
    with unit(company) as session:
        session.execute(select(Customer).where(Customer.code == "C001")).scalar_one().active = False
        session.flush()

        assert find_alike_customers(session, "东吴机械") == []


def test_a_renamed_customer_is_found_by_its_new_name_only(company: Engine) -> None:
    with unit(company) as session:
        held = session.execute(select(Customer).where(Customer.code == "C001")).scalar_one()
        held.name, held.name_key = "苏州金龙宇机电有限公司", "金龙宇机电"
        session.flush()
        held.name, held.name_key = "苏州金龙宇机电设备有限公司", "金龙宇机电设备"
        session.flush()

        assert [one.customer_id for one in find_alike_customers(session, "金龙羽机电")] == [held.id]
        assert held.id not in [one.customer_id for one in find_alike_customers(session, "苏州东吴精密机械")]


def test_many_customers_are_renamed_at_once(company: Engine) -> None:
    with unit(company) as session:
        made = [Customer(code=f"N{n}", name=f"旧名{n}", name_key=f"旧名{n}", created_at=NOW) for n in range(700)]
        session.add_all(made)
        session.flush()
        for customer in made:
            customer.name_key = "金龙宇机电"
        session.flush()
        held = session.scalars(select(NamePiece.customer_id).where(NamePiece.piece == "jin lon")).all()

        assert set(held) == {customer.id for customer in made}


def test_customers_of_an_older_database_are_found_after_the_migration(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'older.db'}")
    config = upgrade.alembic_config()
    config.attributes["engine"] = engine
    command.upgrade(config, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO customers (id, code, name, name_key, city, address, level, stage, source, note, active,"
                " created_at, version) VALUES (7, 'C7', '苏州东吴机械有限公司', '东吴机械', '', '', '', '', '', '', 1,"
                " '2026-01-01 00:00:00', 0)"
            )
        )
    upgrade.upgrade(engine)
    with unit(engine) as session:
        found = find_alike_customers(session, "东武机械")
    engine.dispose()

    assert [(one.customer_id, one.why) for one in found] == [(7, "sound")]
