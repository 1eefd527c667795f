"""Contacts, birthdays and short names: what is stored, and that taking back sets back exactly that."""

from __future__ import annotations

from typing import Any

from models.rules.birthdays import Birthday
from models.schema import Change, Contact, CustomerAlias, Record, RecordKind
from models.services import aliases, contacts, records, undo
from models.services.contacts import Author, Kept, Person
from tests.models.services.desk import Desk

AUGUST = Birthday(8, 12)
SEVENTH_MONTH = Birthday(7, 9, 1970, lunar=True)


def keep(desk: Desk, code: str, person: Person, *, numbered: bool = True) -> Kept:
    with desk.message("lilei") as (session, number):
        author = Author(desk.person("lilei").id, number, desk.now)
        return contacts.keep(session, person, customer_id=desk.customer(code), author=author, numbered=numbered)


def set_birthday(desk: Desk, contact_id: int, birthday: Birthday) -> int | None:
    with desk.message("lilei") as (session, number):
        author = Author(desk.person("lilei").id, number, desk.now)
        return contacts.set_birthday(session, contact_id, birthday, author=author)


def teach(desk: Desk, alias: str, code: str, *instead_of: str) -> int | None:
    with desk.message("lilei") as (session, number):
        author = Author(desk.person("lilei").id, number, desk.now)
        others = [desk.customer(other) for other in instead_of]
        return aliases.teach(session, alias, customer_id=desk.customer(code), author=author, instead_of=others)


def take_back(desk: Desk, number: int | None = None, by: str = "lilei") -> Any:
    with desk.message(by) as (session, _):
        person = desk.person(by)
        step = (
            undo.last_step(session, person_id=person.id, at=desk.now)
            if number is None
            else undo.named_step(session, person=person, number=number, at=desk.now)
        )
        return undo.undo(session, step, person_id=person.id, at=desk.now)


def test_a_contact_is_new_once_and_then_known(desk: Desk) -> None:
    first = keep(desk, "C003", Person("张敏", "13900001111", "采购主管"))
    again = keep(desk, "C003", Person("张敏", "13900001111"))

    assert (first.number, first.added) == (1, True)
    assert (again.number, again.contact_id, again.added) == (None, first.contact_id, False)
    [record] = desk.rows(Record)
    assert (record.kind, record.subject_id) == (RecordKind.CONTACT, first.contact_id)
    assert [card.name for card in desk.directory.contacts_of(desk.customer("C003"))] == ["李明", "张敏"]


def test_a_contact_that_is_taken_back_is_nobodys_and_can_be_added_again(desk: Desk) -> None:
    first = keep(desk, "C003", Person("张敏", "13900001111"))
    take_back(desk)

    assert not desk.row(Contact, first.contact_id).active
    assert [card.name for card in desk.directory.contacts_of(desk.customer("C003"))] == ["李明"]
    assert first.contact_id in desk.directory.contacts
    again = keep(desk, "C003", Person("张敏", "13900002222"))
    assert again.added
    assert again.contact_id != first.contact_id


def test_a_phone_is_set_back_only_where_it_still_stands(desk: Desk) -> None:
    wang = desk.rows(Contact, Contact.name == "王建国")[0]
    first = keep(desk, "C001", Person("王建国", "13911112222"))
    assert (first.number, first.old_phone) == (1, "13800130001")
    keep(desk, "C001", Person("王建国", "13911113333"))

    take_back(desk, 1)
    assert desk.row(Contact, wang.id).phone == "13911113333"
    take_back(desk, 2)
    assert desk.row(Contact, wang.id).phone == "13911112222"


def test_a_title_that_was_empty_is_empty_again(desk: Desk) -> None:
    made = keep(desk, "C003", Person("张敏", "13900001111"))
    keep(desk, "C003", Person("张敏", title="采购主管"))

    take_back(desk)
    assert desk.row(Contact, made.contact_id).title == ""
    assert desk.row(Contact, made.contact_id).active


def test_a_birthday_goes_back_to_the_one_before(desk: Desk) -> None:
    wang = desk.rows(Contact, Contact.name == "王建国")[0]
    assert set_birthday(desk, wang.id, AUGUST) == 1
    assert set_birthday(desk, wang.id, AUGUST) is None
    assert set_birthday(desk, wang.id, SEVENTH_MONTH) == 2

    take_back(desk)
    assert contacts.birthday_of(desk.row(Contact, wang.id)) == AUGUST
    take_back(desk)
    assert contacts.birthday_of(desk.row(Contact, wang.id)) is None
    assert desk.row(Contact, wang.id).active


def test_a_new_contact_holds_his_birthday(desk: Desk) -> None:
    made = keep(desk, "C003", Person("卢刚", birthday=SEVENTH_MONTH))

    assert contacts.birthday_of(desk.row(Contact, made.contact_id)) == SEVENTH_MONTH


def test_a_leaders_void_changes_the_card_and_his_undo_changes_it_again(desk: Desk) -> None:
    wang = desk.rows(Contact, Contact.name == "王建国")[0]
    set_birthday(desk, wang.id, AUGUST)

    with desk.message("wufang") as (session, _):
        records.void(
            session,
            number=1,
            by=desk.person("wufang"),
            reason="瞎记的",
            directory=desk.directory,
            now=desk.now,
        )
    assert contacts.birthday_of(desk.row(Contact, wang.id)) is None
    take_back(desk, 1, by="wufang")
    assert contacts.birthday_of(desk.row(Contact, wang.id)) == AUGUST


def test_a_short_name_is_in_the_directory_at_once_and_gone_when_it_is_taken_back(desk: Desk) -> None:
    assert teach(desk, "老恒", "C003") == 1
    assert teach(desk, "老恒", "C003") is None
    assert desk.directory.customer(desk.customer("C003")).aliases == ("恒力化纤", "恒力", "老恒")

    take_back(desk)
    assert desk.directory.customer(desk.customer("C003")).aliases == ("恒力化纤", "恒力")
    assert teach(desk, "老恒", "C003") == 2
    assert len(desk.rows(CustomerAlias, CustomerAlias.alias == "老恒")) == 1


def test_the_last_short_name_of_a_customer_leaves_none_behind(desk: Desk) -> None:
    assert teach(desk, "华东重工", "C003", "C005") == 1
    assert desk.directory.customer(desk.customer("C005")).aliases == ()

    take_back(desk)
    assert desk.directory.customer(desk.customer("C005")).aliases == ("华东重工",)
    assert desk.directory.customer(desk.customer("C003")).aliases == ("恒力化纤", "恒力")


def test_who_bears_a_short_name(desk: Desk) -> None:
    teach(desk, "东武", "C003")

    with desk.message("lilei") as (session, _):
        assert aliases.bearers(session, "东武") == [desk.customer("C002"), desk.customer("C003")]
        assert aliases.bearers(session, "没人叫") == []


def test_a_phone_that_was_shown_stays_noted(desk: Desk) -> None:
    wang = desk.rows(Contact, Contact.name == "王建国")[0]
    with desk.message("lilei") as (session, number):
        assert contacts.show_phone(session, wang.id) == "13800130001"

    [change] = desk.rows(Change, Change.action == "seen")
    assert (change.person_id, change.message_id, change.row_id) == (desk.person("lilei").id, number, wang.id)
    assert "13800130001" not in str(change.after)


def test_a_contact_that_comes_with_its_customer_has_no_number(desk: Desk) -> None:
    made = keep(desk, "C003", Person("芦老师", "13800170202"), numbered=False)

    assert made.number is None
    assert made.added
    assert desk.rows(Record) == []
