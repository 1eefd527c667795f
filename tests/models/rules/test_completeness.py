"""How complete a file is, and what is asked for first (C1)."""

from __future__ import annotations

import pytest

from models.rules.completeness import File, Part, missing, percent

EVERYTHING = File(contact=True, phone=True, level=True, next_step=True, need=True, address=True, source=True)


def test_of_nothing_the_contact_is_asked_for_first_and_no_phone_of_nobody() -> None:
    assert missing(File())[0] is Part.CONTACT
    assert Part.PHONE not in missing(File())


@pytest.mark.parametrize(
    ("file", "first"),
    [
        (File(contact=True), Part.PHONE),
        (File(contact=True, phone=True), Part.LEVEL),
        (File(contact=True, phone=True, level=True), Part.NEXT_STEP),
        (File(contact=True, phone=True, level=True, next_step=True), Part.NEED),
        (File(contact=True, phone=True, level=True, next_step=True, need=True), Part.ADDRESS),
        (File(contact=True, phone=True, level=True, next_step=True, need=True, address=True), Part.SOURCE),
    ],
)
def test_the_most_useful_part_comes_first(file: File, first: Part) -> None:
    assert missing(file)[0] is first


def test_a_complete_file_lacks_nothing() -> None:
    assert (missing(EVERYTHING), percent(EVERYTHING)) == ([], 100)
    assert percent(File()) == 0
    assert percent(File(contact=True)) == 14
