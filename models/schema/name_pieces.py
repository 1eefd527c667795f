"""Where customers of a like name are found without reading all customers."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId


class NamePiece(Base):
    """Some syllables of a customer's name (`rules.likeness.pieces`), kept by `models/name_pieces.py`.

    Pieces of a former name may stay: who is found by them is compared by his name of now.
    """

    __tablename__ = "name_pieces"
    __table_args__ = ({"sqlite_with_rowid": False},)

    piece: Mapped[str] = mapped_column(String(24), primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"), primary_key=True)
