"""Values as they stand in the cells of people's tables: phones, sums, days, degrees, levels, roles.

Each reader returns None for what it cannot take: the caller knows the row and the column, and names them.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

MAX_AMOUNT = Decimal("999999999999.99")
"""Yuan; what `Numeric(14, 2)` holds."""

EARLIEST_DUE = date(2000, 1, 1)
LATEST_DUE = date(2099, 12, 31)

ROLES = {
    "rep": "rep",
    "业务员": "rep",
    "销售": "rep",
    "销售员": "rep",
    "manager": "manager",
    "经理": "manager",
    "主管": "manager",
    "director": "director",
    "总监": "director",
    "finance": "finance",
    "财务": "finance",
    "assistant": "assistant",
    "内勤": "assistant",
    "助理": "assistant",
    "admin": "admin",
    "管理员": "admin",
}
"""Roles (`product.md` P10) by the words that tables use for them."""

LEVELS = frozenset({"A", "B", "C"})

_USERID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}", re.ASCII)
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})(?:(?:-|转|分机)(\d{1,6}))?", re.ASCII)
_SERVICE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})", re.ASCII)
_LOCAL = re.compile(r"\d{7,8}", re.ASCII)
_FOREIGN = re.compile(r"\+\d{7,15}", re.ASCII)
_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_DAYS = (
    re.compile(
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII
    ),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日?", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
)


def folded(text: str) -> str:
    """Full-width letters, digits and signs made plain, no spaces at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_userid(text: str) -> str | None:
    """A WeCom userid in lower case: letters, digits and `. _ - @`, at most 64."""
    plain = folded(text).lower()
    return plain if _USERID.fullmatch(plain) else None


def parse_role(text: str) -> str | None:
    """A role by its English or Chinese word (`ROLES`)."""
    return ROLES.get(folded(text).lower())


def parse_level(text: str) -> str | None:
    """A customer's level A, B or C; "A级" and "a类" are read too."""
    plain = folded(text).upper().removesuffix("级").removesuffix("类")
    return plain if plain in LEVELS else None


def parse_phone(text: str) -> str | None:
    """A phone in one spelling: 13800130001, 0512-67891234, 0512-67891234-801, 400-820-1234.

    Args:
        text: a mobile with or without +86, a landline with or without area code and extension, a 400 or 800 number,
            or a foreign number that begins with +.
    """
    plain = re.sub(r"[\s()]", "", folded(text)).replace("—", "-").replace("–", "-")
    digits = plain.replace("-", "")
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if service := _SERVICE.fullmatch(plain):
        return "-".join(service.groups())
    if landline := _LANDLINE.fullmatch(re.sub(r"^\+?86-?(?=0)", "", plain)):
        return "-".join(part for part in landline.groups() if part)
    if _LOCAL.fullmatch(digits) or _FOREIGN.fullmatch(digits):
        return digits
    return None


def parse_amount(text: str) -> Decimal | None:
    """A sum in yuan above zero with at most two places: `1200`, `1,200.50`, `￥１，２００元`.

    More than two places, or more than `Numeric(14, 2)` holds, is refused: money is never rounded.
    """
    plain = folded(text).replace(" ", "").removeprefix("RMB").lstrip("¥").removesuffix("元")
    if not _AMOUNT.fullmatch(plain):
        return None
    try:
        amount = Decimal(plain.replace(",", ""))
        exact = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return exact if exact == amount and 0 < exact <= MAX_AMOUNT else None


def parse_day(text: str) -> date | None:
    """A Shanghai calendar day from 2000 to 2099.

    Args:
        text: `2026-11-30`, `2026/11/30`, `2026.11.30`, `2026年11月30日` or `20261130`.
    """
    plain = folded(text)
    found = next((match for form in _DAYS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    try:
        read = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return read if EARLIEST_DUE <= read <= LATEST_DUE else None


def parse_degrees(text: str, limit: float) -> float | None:
    """A latitude (limit 90) or longitude (limit 180) in degrees, GCJ-02 as WeCom sends places."""
    plain = folded(text).rstrip("°")
    if not re.fullmatch(r"[+-]?\d{1,3}(?:\.\d+)?", plain):
        return None
    degrees = float(plain)
    return degrees if abs(degrees) <= limit else None


def split_aliases(text: str) -> tuple[str, ...]:
    """Short names separated by `;` or `；`, each once, in their order."""
    parts = (part.strip() for part in text.replace("；", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
