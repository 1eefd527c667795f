"""Somebody's words as they are stored, and as they are compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from models.rules.masking import without_identity

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_UNSEEN: Final = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff]+")
"""What nobody sees between two characters; what joins the parts of an emoji stays."""
_NOT_WORDS: Final = re.compile(r"[\W_]+")


def clean_words(text: str) -> str:
    """One line, no control characters, no identity or card number (`product.md` P7)."""
    if not text:
        return ""
    return without_identity(text if text.isprintable() else _CONTROL.sub(" ", _UNSEEN.sub("", text))).strip()


def folded(*words: str) -> str:
    """Letters and figures only, in one width and case: how words are compared."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", "".join(words))).casefold()
