"""Handovers of one person's customers (交接#200)."""

from __future__ import annotations

from models.schema import Handover
from models.services import handovers
from models.services.kinds.shape import numbered

HANDOVER = numbered(Handover, out=handovers.take_back, back=handovers.put_back)
