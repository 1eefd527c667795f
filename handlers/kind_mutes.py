"""生日别提醒我, 别催我日报, 恢复生日提醒, 我关了哪些提醒: kinds that a person switches off for himself (§4.4)."""

from __future__ import annotations

from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.language.want_prompts import LISTED, OFF
from handlers.routing import Router
from handlers.texts import kind_mutes as texts
from models.queries import mutes as queries
from models.rules.notice_kinds import kind_of
from models.services import mutes

router = Router()


@router.intent(Intents.KIND_MUTE)
def switch(ctx: Context) -> Reply:
    """One kind off or on again; which are off."""
    topic, kind = ctx.intent.value("topic"), str(ctx.intent.value("category") or "")
    if topic == LISTED:
        off = queries.list_muted_kinds(ctx.session, ctx.person.id)
        return Reply(texts.which_are_off([kind_of(one).title for one in off]), keep=True)
    title = kind_of(kind).title
    if topic == OFF:
        new = mutes.switch_off(ctx.session, kind, person=ctx.person)
        return Reply(texts.off(kind, title, new=new), keep=True)
    restored = mutes.switch_on(ctx.session, kind, person=ctx.person)
    return Reply(texts.on(title) if restored else texts.was_on(title), keep=True)
