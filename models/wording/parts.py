"""What a customer's file and a registration may lack, in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.completeness import Part
from models.rules.leads import Part as LeadPart

FILE: Final[Mapping[Part, str]] = MappingProxyType(
    {
        Part.CONTACT: "联系人",
        Part.PHONE: "电话",
        Part.LEVEL: "级别",
        Part.NEXT_STEP: "下次",
        Part.NEED: "需求",
        Part.ADDRESS: "地址",
        Part.SOURCE: "来源",
    }
)
LEAD: Final[Mapping[LeadPart, str]] = MappingProxyType(
    {LeadPart.NEED: "需求", LeadPart.CONTACT: "联系人", LeadPart.NEXT: "下一步"}
)
