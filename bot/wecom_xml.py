"""A callback's XML as fields: small, hostile or broken documents, read fast (`wecom.md` §3).

wechatpy knows no list with one element, drops a dozen events, and takes twice as long to read a message.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from bot.crypt import BadCallback, Refusal

TEXT_LIMIT = 20_000
"""Characters of one field that are kept."""
DEPTH_LIMIT = 12
"""The deepest documented message nests seven elements (approval nodes)."""
ELEMENT_LIMIT = 2_000
FLAT_BYTES = 8_192
"""Longer documents are left to the parser: shorter ones cannot hold as many elements as are refused, nor a field longer
than what is kept."""

Fields = dict[str, Any]


_DROPPED_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r")
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPEATED = frozenset({
    "ApprovalNode", "Comments", "Details", "Item", "NotifyNode", "Notifyer", "OptionId", "SelectedItem", "SpRecord",
    "item",
})  # fmt: skip
"""Elements that may come many times: always read as a list, also when there is one."""


def clean(text: str) -> str:
    """A text without control characters (line feeds and tabs stay) and without halves of characters."""
    # isprintable is a fast "nothing to do" for almost every message.
    return text if text.isprintable() else _DROPPED.sub("", text)


def escape(text: str) -> str:
    """A text that cannot end the CDATA section it stands in."""
    return text.replace("]]>", "]]]]><![CDATA[>")


class _Tree:
    """Builds nested dicts from a parser's events, and stops it at a DTD or at a depth no message has."""

    __slots__ = ("_left", "_open", "root", "text")

    def __init__(self) -> None:
        self.root: Any = None
        self.text: list[str] = []
        self._open: list[Fields] = []
        self._left = ELEMENT_LIMIT

    def start(self, _name: str, _attributes: object) -> None:
        self._left -= 1
        if self._left < 0 or len(self._open) == DEPTH_LIMIT:
            raise BadCallback(Refusal.XML)
        self._open.append({})
        self.text.clear()

    def end(self, name: str) -> None:
        value: Any = self._open.pop() or clean("".join(self.text))[:TEXT_LIMIT]
        self.text.clear()
        if self._open:
            _add(self._open[-1], name, value)
        else:
            self.root = value if name == "xml" else None

    def refuse(self, *_: object) -> None:
        raise BadCallback(Refusal.XML)


def _add(siblings: Fields, name: str, value: Any) -> None:
    if name in _REPEATED:
        siblings.setdefault(name, []).append(value)
    elif name not in siblings:
        siblings[name] = value


def read_fields(document: bytes) -> Fields:
    """The fields of an authentic document, by name; those that repeat are lists.

    Raises:
        BadCallback: it is no XML, or too deep, or too large.
    """
    kept = _without_controls(document)
    return _flat_fields(kept) or _nested_fields(kept)


_FLAT = re.compile(r"<([A-Za-z]\w*)>(?:<!\[CDATA\[([^\]<\r]*+)\]\]>|([^\]<>&\r]*+))</\1>", re.ASCII)
"""An element with nothing in it but text. Each try ends at the next bracket, so that no text makes it run away."""


def _flat_fields(document: bytes) -> Fields:
    """The fields where the document is `<xml>` around flat elements and nothing else, as messages are; else none.

    The parser, which calls us back four times an element, takes three times as long to come to the same.
    """
    if len(document) > FLAT_BYTES:
        return {}
    try:
        text = document.decode()
    except UnicodeDecodeError:
        return {}
    if not (text.startswith("<xml>") and text.endswith("</xml>")):
        return {}
    # What lies between the elements, then each one's name, its text if that is CDATA, and its text if it is not.
    between, *parts = _FLAT.split(text[5:-6])
    if between or any(parts[3::4]):
        return {}
    names = parts[0::4]
    values = [marked or plain or "" for marked, plain in zip(parts[1::4], parts[2::4], strict=True)]
    if not text.isprintable():
        values = [clean(value) for value in values]
    if len(set(names)) == len(names) and _REPEATED.isdisjoint(names):
        return dict(zip(names, values, strict=True))
    fields: Fields = {}
    for name, value in zip(names, values, strict=True):
        _add(fields, name, value)
    return fields


def _nested_fields(document: bytes) -> Fields:
    tree = _Tree()
    parser = expat.ParserCreate("UTF-8")  # whatever the document declares
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text.append
    parser.StartDoctypeDeclHandler = tree.refuse
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        raise BadCallback(Refusal.XML) from None
    if not isinstance(tree.root, dict):
        raise BadCallback(Refusal.XML)
    return tree.root


def _without_controls(document: bytes) -> bytes:
    """People paste characters that no XML may hold; without them the message is still theirs."""
    kept = document.translate(None, _DROPPED_BYTES)
    return kept.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")  # U+FFFE, U+FFFF
