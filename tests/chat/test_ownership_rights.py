"""Who may claim, give back, assign and hand over: every role towards every customer, through the chat (P10, G5)."""

from __future__ import annotations

from typing import Any

import pytest

from models.rules.rights import Action, Relation, may
from models.schema import Handover, Move, Person, Role
from tests.chat.test_pool import in_database
from tests.talk import Chat

PROBE = "zhouming"
"""He takes every role in turn; lilei is of his line or not, as the relation wants."""
NAMES = {Relation.DIRECT: "东吴", Relation.LINE: "东吴", Relation.POOL: "天合", Relation.ELSE: "东吴"}


async def stand(chat: Chat, role: Role, relation: Relation) -> None:
    """Give the probe a role, a leader above him, and a place in the line."""

    def write(session: Any) -> None:
        people = {person.userid: person for person in session.query(Person)}
        chief = Person(userid="chief", name="秦总", role=Role.DIRECTOR)
        session.add(chief)
        session.flush()
        probe = people[PROBE]
        probe.role, probe.manager_id = role, chief.id
        if relation is Relation.DIRECT:
            people["lilei"].manager_id = probe.id
        if relation is Relation.LINE:
            people["wufang"].manager_id = probe.id

    await in_database(chat, write)


CELLS = [
    (role, relation)
    for role in Role
    for relation in (Relation.DIRECT, Relation.LINE, Relation.POOL, Relation.ELSE)
    # An assistant stands where his leader does, who is above nobody here.
    if role is not Role.ASSISTANT or relation in (Relation.POOL, Relation.ELSE)
]


@pytest.mark.parametrize(("role", "relation"), CELLS)
async def test_p10_claiming(talk: Chat, role: Role, relation: Relation) -> None:
    await stand(talk, role, relation)
    await talk.says(PROBE, f"认领 {NAMES[relation]}")
    assert bool(await talk.rows(Move)) is may(role, Action.CLAIM, relation)


@pytest.mark.parametrize(("role", "relation"), CELLS)
async def test_p10_giving_back(talk: Chat, role: Role, relation: Relation) -> None:
    await stand(talk, role, relation)
    await talk.says(PROBE, f"把{NAMES[relation]}退回公海 没预算")
    await talk.says(PROBE, "1")
    assert bool(await talk.rows(Move)) is may(role, Action.RELEASE, relation)


@pytest.mark.parametrize(("role", "relation"), CELLS)
async def test_g5_assigning(talk: Chat, role: Role, relation: Relation) -> None:
    await stand(talk, role, relation)
    await talk.says(PROBE, f"分配 {NAMES[relation]} 周明")
    await talk.says(PROBE, "1")
    granted = may(role, Action.ASSIGN, relation) and role in (Role.MANAGER, Role.DIRECTOR, Role.ADMIN)
    assert bool(await talk.rows(Move)) is granted


@pytest.mark.parametrize(("role", "relation"), [cell for cell in CELLS if cell[1] is not Relation.POOL])
async def test_b5_handing_over(talk: Chat, role: Role, relation: Relation) -> None:
    await stand(talk, role, relation)
    await talk.says(PROBE, "交接 李雷 给 周明")
    assert bool(await talk.rows(Handover)) is may(role, Action.HAND_OVER, relation)
