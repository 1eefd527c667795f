"""Whether a sentence asks, supposes or calls off, so that what it speaks of is no order to keep anything."""

from __future__ import annotations

from typing import Final

from handlers.language.patterns import regex

_ASKS: Final = regex(
    r"\?|(?:吗|呢|(?<![什怎这那多要])么|了没有?|有没有|是不是|对不对|行不行|好不好)[\s。!~]*$"
    r"|(?<![下过])(?:谁|什么时候|啥时候|为什么|为啥|怎么(?!样都)|咋)"
)
_SUPPOSES: Final = regex(
    r"如果|要是|假如|(?<![\d一二两三四五六七八九十几])万一|倘若|假设|除非"
    r"|(?<![^,。;\s])等[^,。]{0,12}了(?:就|再)"
)
_TELLS_ANOTHER: Final = regex(r"听说|据说")


_TO_BE_ASKED: Final = regex(r"(?:问|确认|打听|落实|了解)(?!题)[^,。;?\n]*")


def asks(text: str) -> bool:
    """Whether a sentence is a question; one that is to be put to somebody (去问他什么时候签) is none.

    Args:
        text: folded, or masked.
    """
    found = _ASKS.search(text)
    return found is not None and _ASKS.search(_TO_BE_ASKED.sub("", text)) is not None


def supposes(text: str) -> bool:
    """Whether a sentence speaks of something that is not so yet (如果…), or that is only rumoured.

    Args:
        text: folded, or masked.
    """
    return _SUPPOSES.search(text) is not None or _TELLS_ANOTHER.search(text) is not None


def is_no_order(text: str) -> bool:
    """Whether nothing may be kept of a sentence because it asks or supposes.

    Args:
        text: folded, or masked.
    """
    return asks(text) or supposes(text)
