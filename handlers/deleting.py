"""删除 东吴: nobody deletes a customer (`product.md` B5); what he may do instead is said."""

from __future__ import annotations

from typing import Final

from handlers import choices
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention
from handlers.language.patterns import regex
from handlers.texts import customers as texts

_BESIDE: Final = regex(
    r"^(?:请|帮我|给我|我要|把)*(?:删除|删掉|删了?|移除)?(?:客户)?|(?:这家|客户)?(?:给?我?删除|删掉|删了?|移除)?(?:吧|一下|掉)*$"
)


def refused(ctx: Context) -> Reply | None:
    """Why a customer stays who is to be deleted by his name alone; None for anything else."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None or "删" not in ctx.text or "number" in ctx.intent.slots:
        return None
    rest = choices.folded(ctx.text).replace(choices.folded(mention.text), "N", 1)
    if _BESIDE.sub("", rest) != "N":
        return None
    return Reply(texts.not_deleted(mention.text), keep=True)
