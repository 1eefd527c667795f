"""Who belongs to the company and may use the bot (`product.md` B5, P13); what somebody did stays when he leaves."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.schema import Person


def set_active(session: Session, person_id: int, *, active: bool) -> bool:
    """Let somebody use the bot, or no longer; what is about to be pushed to him is dropped when it is due.

    Args:
        session: of the message.
        person_id: who.
        active: whether he is to be there.

    Returns:
        Whether that is a change.
    """
    row = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    if row.active == active:
        return False
    row.active = active
    session.flush()
    return True
