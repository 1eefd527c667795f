"""What is written down for a line of the day's list that is put off or handed over; the list knows them by it again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "birthday": "生日问候",
        "overdue": "催款",
        "protection": "保护快到期，去一趟",
        "recycling": "快回收，去一趟",
        "silent": "该联系了",
    }
)
"""By the line's matter."""
