"""Numbers that must not be read over a shoulder: masked wherever somebody's words are repeated (`product.md` P5, P7).

Everything here reads a text once from left to right; no pattern can run away on a hostile text.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from typing import Final

_GAP: Final = r"[ \u00a0\u3000.·\-\u2010-\u2015\uff0d]"
_STARTS: Final = r"(?<!\d)(?<!\*{4})"
_PLATE_PLACE: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_SECRET: Final = re.compile(
    r"(?P<mail>(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]++[@＠][A-Za-z0-9\-]++(?:\.[A-Za-z0-9\-]++)++)"
    # Groups of four as they are embossed on a card, then 6-8-4 as an identity card is read out, then a plain run.
    rf"|(?P<identity>{_STARTS}(?:\d{{4}}(?:{_GAP}\d{{4}}){{3,}}(?:{_GAP}\d{{1,3}})?(?!\d)"
    rf"|\d{{6}}{_GAP}?\d{{8}}{_GAP}?\d{{3}}[\dXx](?!\d)|\d{{16,}}+))"
    rf"|(?P<phone>{_STARTS}(?:\+?86{_GAP}?|0086{_GAP}?)?1[3-9]\d"
    rf"(?:\d{{8}}|{_GAP}\d{{4}}{_GAP}?\d{{4}}|\d{_GAP}\d{{4}}{_GAP}\d{{3}}|\d\d{_GAP}\d{{6}})(?!\d))"
    rf"|(?P<landline>[(（]?{_STARTS}0[1-9]\d{{1,2}}(?:[)）]|{_GAP})?{_GAP}?\d{{7,8}}(?!\d))"
    r"|(?P<credit>(?<![A-Za-z0-9])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Za-z0-9]))"
    rf"|(?P<plate>[{_PLATE_PLACE}][A-HJ-NP-Z]{_GAP}?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9]))"
)
# What every such number holds; the long pattern costs ten times these looks, and most texts hold nothing of the kind.
_FIGURES: Final = re.compile(rf"\d(?:\d{{6}}|\d\d{_GAP}\d{{4}}|\d{{5}}[\dA-HJ-NPQRTUWXYＸ]{{10}})")
_PLATE: Final = re.compile(rf"[{_PLATE_PLACE}][A-ZＸ]")
_LONG_RUN: Final = re.compile(rf"\d{{4}}(?:{_GAP}\d{{4}}{_GAP}\d{{4}}|\d\d{_GAP}?\d{{8}})")
"""What every identity or card number holds."""
_WIDE: Final = re.compile(r"[０-９Ｘｘ＋]")
_NARROW: Final = str.maketrans("０１２３４５６７８９Ｘｘ＋", "0123456789Xx+")
_NOT_FIGURES: Final = re.compile(r"[^\dXx]")
_BORN: Final = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_LONGEST_CARD: Final = 19

IDENTITY_MARK: Final = "（证件号未存）"
CARD_MARK: Final = "（卡号未存）"


class Unkept(enum.StrEnum):
    """What is never stored: it is of no use for sales and does harm where it leaks (`product.md` P7)."""

    IDENTITY = "identity"
    CARD = "card"


def mask(text: str) -> str:
    """Somebody's words with phones, identity, card and credit numbers, plates and mail addresses made unreadable.

    Args:
        text: anything at all.

    Returns:
        138****5678, 0512****5678, ****1234, w***@163.com, 苏E***56; everything else as it was.
    """
    return _replaced(text, _masked)


def without_identity(text: str) -> str:
    """Somebody's words as they may be stored: identity and bank card numbers replaced by a mark; phones stay.

    Args:
        text: anything at all.
    """
    return _replaced(text, _kept) if unkept(text) else text


def is_anonymous(text: str) -> bool:
    """Whether a text holds no such number and no mark of one: only then it may be a name that everybody reads.

    Args:
        text: anything at all.
    """
    return IDENTITY_MARK not in text and CARD_MARK not in text and mask(text) == text


def unkept(text: str) -> frozenset[Unkept]:
    """Which kinds of number `without_identity` takes out of a text.

    Args:
        text: anything at all.
    """
    if _LONG_RUN.search(text) is None:
        return frozenset()
    return frozenset(kind for found in _SECRET.finditer(_narrow(text)) if (kind := _unkept(found)) is not None)


def _replaced(text: str, word: Callable[[re.Match[str]], str]) -> str:
    if not _may_hold_secret(text):
        return text
    changed, count = _SECRET.subn(word, _narrow(text))
    return changed if count else text


def _may_hold_secret(text: str) -> bool:
    return _FIGURES.search(text) is not None or "@" in text or "＠" in text or _PLATE.search(text) is not None


def _narrow(text: str) -> str:
    return text.translate(_NARROW) if _WIDE.search(text) is not None else text


def _masked(found: re.Match[str]) -> str:
    words = found.group()
    if found.lastgroup == "mail":
        name, _, domain = words.replace("＠", "@").partition("@")
        return f"{name[0]}***@{domain}"
    if found.lastgroup == "plate":
        return f"{words[:2]}***{words[-2:]}"
    figures = words if found.lastgroup == "credit" else _NOT_FIGURES.sub("", words)
    if found.lastgroup == "phone":
        return f"{figures[-11:-8]}****{figures[-4:]}"
    if found.lastgroup == "landline":
        # Beijing and the other cities of the first rank have codes of three figures: 010, 021 to 029.
        return f"{figures[: 3 if figures[1] in '12' else 4]}****{figures[-4:]}"
    return f"****{figures[-4:]}"


def _kept(found: re.Match[str]) -> str:
    kind = _unkept(found)
    if kind is None:
        return found.group()
    return IDENTITY_MARK if kind is Unkept.IDENTITY else CARD_MARK


def _unkept(found: re.Match[str]) -> Unkept | None:
    if found.lastgroup != "identity":
        return None
    figures = _NOT_FIGURES.sub("", found.group())
    if figures[-1] in "Xx" or _BORN.fullmatch(figures) is not None:
        return Unkept.IDENTITY
    # Longer runs are numbers of something else, or several in a row; they are masked all the same.
    return Unkept.CARD if len(figures) <= _LONGEST_CARD else None
