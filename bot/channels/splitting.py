"""Texts that are too long for one message, cut where a reader would cut them."""

from __future__ import annotations

LIMIT_BYTES = 2_000
"""A little under WeCom's 2,048 bytes (`wecom.md` §5.3), so that a mark may still be put in front."""


def split_text(text: str, limit: int = LIMIT_BYTES) -> list[str]:
    """Cut a text into parts that fit: after a line where possible, else between two characters.

    Args:
        text: any length; joined, the parts are the text again.
        limit: the most UTF-8 bytes of one part, at least 4 (the longest character).

    Returns:
        The parts in order; none for an empty text.
    """
    if len(text.encode()) <= limit:
        return [text] if text else []
    parts: list[str] = []
    part = ""
    size = 0
    for line in _lines(text, limit):
        length = len(line.encode())
        if size + length > limit:
            parts.append(part)
            part, size = "", 0
        part += line
        size += length
    parts.append(part)
    return parts


def cut_text(text: str, limit: int) -> str:
    """The longest beginning of a text that fits, never ending inside a character.

    Args:
        text: any length.
        limit: the most UTF-8 bytes.
    """
    encoded = text.encode()
    return text if len(encoded) <= limit else encoded[:limit].decode(errors="ignore")


def _lines(text: str, limit: int) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line + "\n"
        while len(rest.encode()) > limit:
            head = cut_text(rest, limit)
            lines.append(head)
            rest = rest[len(head) :]
        lines.append(rest)
    lines[-1] = lines[-1][:-1]  # the last line had no line end
    return [line for line in lines if line]
