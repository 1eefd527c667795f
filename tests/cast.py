"""The small company that tests talk about."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models.rules.names import name_key
from models.schema import Contact, Customer, CustomerAlias, Dialog, Person, Role

CREATED = datetime(2026, 1, 1, tzinfo=UTC)

DONGWU = "苏州东吴机械有限公司"
DONGWU_TEXTILE = "苏州东武纺织有限公司"
HENGLI = "苏州恒力化纤有限公司"
HUALIAN = "华联超市有限公司"
TIANHE = "常州天合光能有限公司"
HUADONG = "华东重工有限公司"

PEOPLE = (
    ("wufang", "吴芳", Role.MANAGER, None),
    ("zhouming", "周明", Role.MANAGER, None),
    ("lilei", "李雷", Role.REP, "wufang"),
    ("hanmei", "韩梅", Role.REP, "wufang"),
    ("chenchen", "陈晨", Role.REP, "wufang"),
)
CUSTOMERS = (
    ("C001", DONGWU, ("东吴机械", "东吴"), "lilei", "苏州", (31.2983, 120.5853)),
    ("C002", DONGWU_TEXTILE, ("东武纺织", "东武"), "lilei", "苏州", None),
    ("C003", HENGLI, ("恒力化纤", "恒力"), "lilei", "苏州", None),
    ("C004", HUALIAN, ("华联超市", "华联"), "hanmei", "无锡", None),
    ("C005", HUADONG, ("华东重工",), "hanmei", "常州", None),
    ("C006", TIANHE, ("天合光能", "天合"), None, "常州", None),
    ("C007", "新华联商贸有限公司", ("新华联",), "hanmei", "无锡", None),
)
CONTACTS = (
    ("C001", "王建国", "总经理", "13800130001"),
    ("C001", "李工", "工程师", ""),
    ("C003", "李明", "工程师", ""),
)


def load(session: Session) -> None:
    """Put the cast into a database."""
    people: dict[str, Person] = {}
    for userid, name, role, leader in PEOPLE:
        person = Person(userid=userid, name=name, role=role, department="销售一部")
        person.manager_id = people[leader].id if leader else None
        session.add(person)
        session.flush()
        people[userid] = person
        session.add(Dialog(person_id=person.id, question=""))
    customers: dict[str, Customer] = {}
    for code, name, aliases, owner, city, point in CUSTOMERS:
        customer = Customer(code=code, name=name, name_key=name_key(name), city=city, created_at=CREATED)
        customer.owner_id = people[owner].id if owner else None
        customer.latitude, customer.longitude = point or (None, None)
        session.add(customer)
        session.flush()
        customers[code] = customer
        session.add_all(CustomerAlias(customer_id=customer.id, alias=alias) for alias in aliases)
    session.add_all(
        Contact(customer_id=customers[code].id, name=name, title=title, phone=phone)
        for code, name, title, phone in CONTACTS
    )
    session.flush()
