"""Regular expressions that are compiled late answer like those that were compiled at once."""

from __future__ import annotations

import gc
import re

import pytest

from handlers import build_router
from handlers.language.patterns import regex


@pytest.mark.parametrize(
    ("source", "flags", "text"),
    [(r"(?P<day>\d+)号", 0, "12号"), (r"A.B", re.DOTALL | re.IGNORECASE, "a\nb"), ("x", 0, "y")],
)
def test_late_ones_answer_like_others(source: str, flags: int, text: str) -> None:
    late, plain = regex(source, flags), re.compile(source, flags)
    assert (late.pattern, late.flags) == (source, flags)
    for method in ("search", "match", "fullmatch"):
        found, expected = getattr(late, method)(text), getattr(plain, method)(text)
        assert (found and (found.span(), found.groupdict())) == (expected and (expected.span(), expected.groupdict()))
    assert late.groupindex == plain.groupindex
    assert [one.span() for one in late.finditer(text)] == [one.span() for one in plain.finditer(text)]
    assert (late.findall(text), late.split(text)) == (plain.findall(text), plain.split(text))
    assert late.sub("z", text) == plain.sub("z", text)


def test_nothing_is_compiled_before_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def compile_and_note(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_now(source, flags)

    monkeypatch.setattr(re, "compile", compile_and_note)
    late = regex("甲乙")
    assert compiled == []
    assert late.search("甲乙") is not None
    assert late.search("丙") is None
    assert compiled == ["甲乙"]


def test_all_of_the_parser_can_be_compiled() -> None:
    """What a late pattern does no more: fail when its module is imported. So all are compiled here."""
    build_router()
    late = [each for each in gc.get_objects() if type(each).__name__ == "_Late"]
    assert len(late) > 1_000
    for each in late:
        re.compile(each.pattern, each.flags)


def test_a_wrong_one_is_told_by_its_first_use() -> None:
    late = regex("(")
    with pytest.raises(re.error):
        late.search("x")
