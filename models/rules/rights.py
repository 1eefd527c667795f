"""Who may do what: one table of role, action and relation (`product.md` P5, P6, P10, B7, G4, G5).

A relation says how somebody stands to a customer or to a colleague. What the table does not grant is refused.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


class Relation(enum.StrEnum):
    """How a person stands to a customer: his own, one he helps with, one of his line, in the pool, a colleague's.

    Towards a colleague: OWN is himself, DIRECT reports to him, LINE stands below him over more levels.
    """

    OWN = "own"
    HELPED = "helped"
    DIRECT = "direct"
    LINE = "line"
    POOL = "pool"
    ELSE = "else"


class Action(enum.StrEnum):
    """What somebody may do with a customer or towards a colleague."""

    SEE_CARD = "see_card"
    SEE_PHONE = "see_phone"
    SEE_MONEY = "see_money"
    WRITE = "write"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    RULE_ON = "rule_on"
    TAKE_MONEY = "take_money"
    CHECK_MONEY = "check_money"
    SEE_WORK = "see_work"
    REMARK = "remark"
    HAND_OVER = "hand_over"
    CHANGE_TERMS = "change_terms"


_ALL: Final = frozenset(Relation)
_HIS: Final = frozenset({Relation.OWN, Relation.HELPED})
_BELOW: Final = frozenset({Relation.DIRECT, Relation.LINE})
_POOL: Final = frozenset({Relation.POOL})
_NONE: Final[frozenset[Relation]] = frozenset()

_REP: Final[Mapping[Action, frozenset[Relation]]] = {
    Action.SEE_CARD: _HIS,
    Action.SEE_PHONE: _HIS,
    Action.SEE_MONEY: _HIS,
    Action.WRITE: _HIS | _POOL,
    Action.CLAIM: _POOL,
    Action.RELEASE: frozenset({Relation.OWN}),
    Action.TAKE_MONEY: _HIS,
    Action.SEE_WORK: frozenset({Relation.OWN}),
}
_LEADER: Final[Mapping[Action, frozenset[Relation]]] = {
    Action.SEE_CARD: _HIS | _BELOW | _POOL,
    Action.SEE_PHONE: _HIS | _BELOW,
    Action.SEE_MONEY: _HIS | _BELOW | _POOL,
    Action.WRITE: _HIS | _BELOW | _POOL,
    Action.CLAIM: _POOL,
    Action.RELEASE: frozenset({Relation.OWN}) | _BELOW,
    Action.ASSIGN: frozenset({Relation.OWN, Relation.DIRECT}) | _POOL,
    Action.RULE_ON: frozenset({Relation.DIRECT}),
    Action.TAKE_MONEY: _HIS | _BELOW,
    Action.SEE_WORK: frozenset({Relation.OWN}) | _BELOW,
    Action.REMARK: _BELOW,
    Action.HAND_OVER: frozenset({Relation.DIRECT}),
}
TABLE: Final[Mapping[str, Mapping[Action, frozenset[Relation]]]] = MappingProxyType(
    {
        "rep": _REP,
        "manager": _LEADER,
        "director": {**_LEADER, Action.CHANGE_TERMS: _ALL},
        "finance": {
            Action.SEE_CARD: _HIS,
            Action.WRITE: _HIS,
            Action.SEE_WORK: frozenset({Relation.OWN}),
            Action.SEE_MONEY: _ALL,
            Action.TAKE_MONEY: _ALL,
            Action.CHECK_MONEY: _ALL,
        },
        "assistant": {
            Action.SEE_CARD: _HIS | _BELOW | _POOL,
            Action.WRITE: _HIS | _BELOW | _POOL,
            Action.SEE_WORK: frozenset({Relation.OWN}) | _BELOW,
        },
        "admin": {
            **_LEADER,
            Action.SEE_PHONE: _NONE,
            Action.HAND_OVER: _BELOW,
            Action.ASSIGN: frozenset({Relation.OWN}) | _BELOW | _POOL,
            Action.CHANGE_TERMS: _ALL,
        },
    }
)
"""By role; a role that is not listed may do nothing. Whoever has no leader above him may rule on what is his own line's
whatever the distance: `may` is told so by `alone`."""


def may(role: str, action: Action, relation: Relation, *, alone: bool = False) -> bool:
    """Whether somebody may do a thing.

    Args:
        role: of the person.
        action: what he wants.
        relation: how he stands to the customer or the colleague.
        alone: he has no leader above him, so nobody else could decide across levels (G5).
    """
    granted = TABLE.get(role, {}).get(action, _NONE)
    if alone and relation is Relation.LINE and Relation.DIRECT in granted:
        return True
    return relation in granted
