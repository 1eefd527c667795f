"""What is typed below a quoted message: WeCom sends both as one text, the quotation in corner brackets above a line."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import Intent, Intents, Situation, Slot
from handlers.language.patterns import regex

_QUOTED: Final = regex(r"\s*「(?P<quoted>.*)」\s*\n\s*(?:-\s*){3,}\n(?P<said>.*)", re.DOTALL)
_RECORD: Final = regex(
    r"(?:拜访|日报|跟进|回款|报备|订单|报价|问题|应收|承诺|催款答复)\s*[#＃]?\s*B?0*(?P<number>\d{1,9})(?!\d)"
)
_READ: Final = regex(r"(?:已[阅读]|阅|看了|收到|好的?|[\[［].{1,4}[\]］])[。.!！~]*")
_PRAISE: Final = regex(
    r"(?:表扬|赞|点赞|👍|真?不错|很?好|写得好|干得(?:好|漂亮)|漂亮|厉害|优秀|辛苦了?)[一-鿿]{0,2}[。.!！~👍]*"
)
_COMMANDS: Final = regex(r"\s*(?:撤销|撤回|删|作废|改|#)")
LONGEST: Final = 400
"""Characters of a remark; the quotation itself may be longer."""
MOST: Final = 6000


def read_quotation(text: str, situation: Situation) -> Intent | None:
    """A leader's remark on the record that a quoted message names: REMARK or PRAISE with `number` and `summary`, or
    MARK_READ with `number`.

    Args:
        text: the message as it came.
        situation: who wrote it.

    Returns:
        None for anything else, a quotation without a record's number too.
    """
    if not text.lstrip().startswith("「") or len(text) > MOST or not situation.speaker.leads:
        return None
    found = _QUOTED.fullmatch(text)
    number = _RECORD.search(found["quoted"]) if found is not None else None
    if found is None or number is None:
        return None
    said = found["said"].strip()
    if not said or len(said) > LONGEST or _COMMANDS.match(said):
        return None
    start = found.start("quoted") + number.start("number")
    slots = {"number": Slot(int(number["number"]), start, start + len(number["number"]))}
    if _READ.fullmatch(said):
        return Intent(Intents.MARK_READ, slots, 1.0, text)
    slots["summary"] = Slot(said, found.start("said"), len(text))
    praised = _PRAISE.fullmatch(said) is not None
    return Intent(Intents.PRAISE if praised else Intents.REMARK, slots, 1.0, text)
