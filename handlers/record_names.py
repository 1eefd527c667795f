"""撤销 回款#161, 应收#3 作废: a record that is named with its kind, as replies name it (`product.md` §4.1 rule 8).

What is to be done with a record goes by its number. The kind in front of it is left out before the words are read, and
then held against the record: who means another one is told so, and nothing is changed.
"""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from handlers.language.patterns import regex
from handlers.texts import records as texts
from models.schema import Record
from models.services import records

_SAME: Final = (
    frozenset({"请假", "休息", "上午请假", "下午请假", "半天假"}),
    frozenset({"跟进", "提醒"}),
    frozenset({"问题", "投诉"}),
    frozenset({"市场", "情报", "竞品"}),
    frozenset({"点评", "表扬"}),
    frozenset({"联系人", "生日", "简称", "资料"}),
)
"""Names of which people take one for the other."""
_WORDS: Final = frozenset({*texts.KINDS.values(), *texts.VARIETIES.values(), "投诉", "情报"}) - {"报备", "申诉"}
_KIND: Final = rf"(?P<kind>{'|'.join(sorted(_WORDS, key=lambda word: (-len(word), word)))})\s*"
_LEAD: Final = r"\s*(?:请|帮我|麻烦|给我|把)*\s*"
_NUMBER: Final = r"[#＃]\s*\d{1,9}"
_BEFORE: Final = regex(
    rf"{_LEAD}(?:撤销|撤回|撤掉|收回|作废|恢复|修改|更正|更改|改|取消)(?:一下)?\s*{_KIND}(?={_NUMBER})"
)
_BEHIND: Final = regex(
    rf"{_LEAD}{_KIND}(?={_NUMBER}\s*的?\s*(?:给我|我要|要)?(?:撤销|撤回|撤掉|作废|恢复|不算|记错))"
    rf"|{_LEAD}(?P<money>应收|回款|催款|订单|报价)\s*(?={_NUMBER}\s*(?:的?(?:金额|日期|客户|方式)|改))"
)


def plain(text: str) -> str:
    """The text without the kind in front of the number of a record that is to be changed or taken out.

    Args:
        text: as it was typed.
    """
    if "#" not in text and "＃" not in text:
        return text
    found = _BEFORE.match(text) or _BEHIND.match(text)
    if found is None:
        return text
    start, end = found.span(_group(found))
    verb = "" if found["kind"] or "改" in text else "改 "
    return text[:start] + verb + text[end:].lstrip()


def _group(found: re.Match[str]) -> str:
    return "kind" if found["kind"] else "money"


def another(ctx: Context, record: Record) -> str:
    """What is said where the number is of another kind of record than the one that was named; else empty.

    Nobody learns by it what kind of record a colleague's number is.
    """
    found = _BEFORE.match(ctx.text) or _BEHIND.match(ctx.text)
    may_know = record.person_id == ctx.person.id or ctx.directory.is_above(ctx.person.id, record.person_id)
    if found is None or not may_know:
        return ""
    said = found[_group(found)]
    view = records.view(ctx.session, record.number)
    is_called = texts.name(view.kind, view.number, "", view.variety).partition("#")[0]
    if said == is_called or any({said, is_called} <= same for same in _SAME):
        return ""
    return texts.of_another_kind(record.number, is_called, said)
