"""Two processes on one PostgreSQL write on one card at the same instant: one contact, both told the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from models.schema import Contact, CustomerAlias
from tests.chat.test_pool_races import at_once
from tests.steps import two_offices
from tests.talk import Chat

pytestmark = pytest.mark.postgres

NAMES = "甲乙丙丁戊己"


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path, greeted=("lilei", "wufang")) as offices:
        for office in offices:
            office.ticks()
        yield offices


async def test_c9_two_who_tell_of_one_person_at_once_make_one_contact(two: tuple[Chat, Chat]) -> None:
    for place, name in enumerate(NAMES):
        said = f"东吴 赵{name} 1391111220{place}"
        answers = await at_once((two[0], "lilei", said), (two[1], "wufang", said))
        assert sorted("早就存着" in answer for answer in answers) == [False, True], answers
        assert len(await two[0].rows(Contact, Contact.name == f"赵{name}")) == 1


async def test_c7_two_birthdays_of_one_new_person_at_once_are_one_contact_with_the_last(two: tuple[Chat, Chat]) -> None:
    for place, name in enumerate(NAMES, 1):
        answers = await at_once(
            (two[0], "lilei", f"东吴 钱{name}生日 8月{place}"), (two[1], "wufang", f"东吴 钱{name}生日 9月{place}")
        )
        assert all("#0" not in answer and "记下了" in answer for answer in answers), answers
        [held] = await two[0].rows(Contact, Contact.name == f"钱{name}")
        last = next(month for month, answer in zip((8, 9), answers, strict=True) if "记下了 生日#" in answer)
        assert (held.birthday_month, held.birthday_day) == (last, place), answers


async def test_a_short_name_that_two_teach_at_once_is_taught_once(two: tuple[Chat, Chat]) -> None:
    for name in NAMES[:1]:
        answers = await at_once((two[0], "lilei", f"叫 老铁{name}=东吴"), (two[1], "wufang", f"叫 老铁{name}=东吴"))
        assert sorted("本来就是" in answer for answer in answers) == [False, True], answers
        assert len(await two[0].rows(CustomerAlias, CustomerAlias.alias == f"老铁{name}")) == 1
