"""Promises, problems and market news, leave and trips."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from models.schema import Absence, Commitment, News, Record
from models.services.kinds.shape import Kind, Told, numbered

_NEWS = numbered(News, words="words", day="told_on")
_ABSENCE = numbered(Absence, words="place", day="first_on")


def _tell_news(session: Session, record: Record) -> Told:
    return replace(_NEWS.tell(session, record), variety=session.get_one(News, record.number).kind)


def _tell_absence(session: Session, record: Record) -> Told:
    return replace(_ABSENCE.tell(session, record), variety=session.get_one(Absence, record.number).kind)


COMMITMENT = numbered(Commitment, words="words")
NEWS = Kind(_tell_news, _NEWS.take_out, _NEWS.put_back)
ABSENCE = Kind(_tell_absence, _ABSENCE.take_out, _ABSENCE.put_back)
