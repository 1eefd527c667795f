"""Changes of whose a customer is (归属#140), helpers among them."""

from __future__ import annotations

from models.schema import Move
from models.services import moving_back
from models.services.kinds.shape import numbered

MOVE = numbered(Move, words="reason", day="made_on", out=moving_back.take_back, back=moving_back.put_back)
