"""Which customer an answer means, where a line of a message left it open."""

from __future__ import annotations

from dataclasses import replace

from handlers import choices
from handlers.context import Context
from handlers.language.meaning import CustomerMention, Intents, Speaker
from handlers.language.patterns import regex
from handlers.visit_lines import AGAIN, NEW, Waiting, ids_of, wait
from models.rules.words import clean_words
from models.services import customers

LONGER_NAME = 3
"""Somebody who writes so many characters more than a known name may mean another firm."""

_NEW_WORDS = regex(
    r"[0-9]{0,2}(?:就?按新客户(?:登记|记|建)?|(?:请|帮我)?登记(?:一下|上|这个|这家|客户)*"
    r"|(?:这?就?是|对|算|作为|按)?(?:请|帮我)?(?:登记|新建|新增|添加|录入|建)?(?:成|为|一下|上|一?个|一?家)*"
    r"新(?:的|建)?(?:客户|公司|厂|一家)?(?:登记|记|建|录)?)(?:吧|了|的|啊|呀|一下|就行|就好)*"
)
_AGAIN_WORDS = regex(
    r"[0-9]{0,2}(?:(?:让|给)?我?(?:再|重新?)(?:写|输|发|来|打)?(?:一遍|一次|一下|过|个|客户名|名字)*"
    r"|名字写错了?|换个名字?|不是新的?客户)(?:吧|了|的|啊|呀)*"
)
_NONE_WORDS = frozenset({"都不是", "不是", "都不对", "没有", "都没有"})
_LONGEST_NAME = 20
_SENTENCE = regex(r"[不没别吧呢吗了]")
"""Words that no firm has in its name."""
_NO_NAME = regex(r"[^\u3400-\u9fff()（）A-Za-z0-9]|[不没知道别再先等问说吧啊呢吗了谁哪什]")


def chosen(ctx: Context, line: Waiting) -> int | str | Waiting | None:
    """What the answer means: a customer, one of the other options, a changed question, or nothing that fits."""
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return line.options[number - 1] if 1 <= number <= len(line.options) else None
    by_words = _chosen_by_words(ctx, line)
    if by_words is not None:
        return by_words
    correction = choices.corrected(ctx.text)
    if correction is not None:
        return _corrected(ctx, line, correction)
    ids = ids_of(line)
    cards = [ctx.directory.customer(found) for found in ids]
    named = choices.named(ctx.text, [(card.name, *card.aliases) for card in cards])
    if named is not None:
        return ids[named]
    if ctx.intent.name == Intents.CANCEL:
        return None
    return _written_again(ctx, line)


def _corrected(ctx: Context, line: Waiting, correction: choices.Correction) -> int | str | Waiting | None:
    """不是2是1, 打错了 是东吴: what was put in its place; 不是东武: what is left without it."""
    if correction.new:
        meant = _option_said(ctx, line, correction.new)
        return meant if meant is not None else _named_anew(ctx, line, correction.new)
    if "不是" in correction.old:
        return _none_of_them(line)
    gone = _option_said(ctx, line, correction.old)
    if gone is None:
        return None
    kept = tuple(option for option in line.options if option != gone)
    return replace(line, options=kept) if any(isinstance(option, int) for option in kept) else _none_of_them(line)


def _option_said(ctx: Context, line: Waiting, said: str) -> int | str | None:
    ids = ids_of(line)
    if said.isdecimal():
        number = int(said)
        return line.options[number - 1] if 1 <= number <= len(line.options) else None
    cards = [ctx.directory.customer(found) for found in ids]
    named = choices.named(said, [(card.name, *card.aliases) for card in cards])
    return ids[named] if named is not None else None


def _named_anew(ctx: Context, line: Waiting, said: str) -> int | Waiting:
    mention = named_in(ctx, said)
    if len(mention.ids) == 1 and not _may_be_another(ctx, mention.ids[0], said):
        return mention.ids[0]
    return wait(ctx, line.action, line.report, replace(mention, text=said))


def named_in(ctx: Context, said: str) -> CustomerMention:
    """The customers that some words of a text mean, without asking what else the text says."""
    if ctx.book is None:
        return CustomerMention(said, ())
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    found = ctx.book.find_customers(said, speaker)
    if len(found) == 1:
        return CustomerMention(said, tuple(found[0][2]))
    return CustomerMention(said, (), tuple(ctx.book.near_customers(said, speaker)))


def _chosen_by_words(ctx: Context, line: Waiting) -> int | str | Waiting | None:
    said = choices.folded(ctx.text)
    ids = ids_of(line)
    if said in _NONE_WORDS:
        return _none_of_them(line)
    # 按新客户登记 蠡园泵业 says the same as 按新客户登记.
    bare = said.replace(choices.folded(line.mention), "") if line.mention else said
    if bare and NEW in line.options and _NEW_WORDS.fullmatch(bare):
        return NEW
    if AGAIN in line.options and _AGAIN_WORDS.fullmatch(said):
        return AGAIN
    if ctx.intent.name == Intents.CONFIRM:
        if len(ids) == 1:
            return ids[0]
        return NEW if NEW in line.options and not ids else None
    return None


def _none_of_them(line: Waiting) -> str | Waiting:
    """都不是: without the names that were offered, a new customer or another spelling is left."""
    if not line.mention or not ids_of(line):
        return AGAIN
    return replace(line, options=(NEW, AGAIN)) if AGAIN in line.options or NEW not in line.options else NEW


def _written_again(ctx: Context, line: Waiting) -> int | Waiting | None:
    """The answer names another customer; a bare unknown name is one only where a name was asked for."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        mention = named_in(ctx, choices.bare(ctx.text))
        if not mention.ids and not (_may_be_name(ctx) if line.mention else customers.fits_as_name(ctx.text)):
            return None
    if len(mention.ids) == 1:
        if not _may_be_another(ctx, mention.ids[0], ctx.text):
            return mention.ids[0]
        name = clean_words(mention.text if _SENTENCE.search(ctx.text) else ctx.text)
        return Waiting(line.action, line.report, name, (*mention.ids, NEW, AGAIN))
    return wait(ctx, line.action, line.report, mention)


def _may_be_name(ctx: Context) -> bool:
    """Whether an unknown word is another customer's name: 苏州大成齿轮 after 都不是."""
    said = ctx.text.strip()
    plain = 2 < len(said) <= _LONGEST_NAME and _NO_NAME.search(said) is None
    return plain and customers.fits_as_name(said) and ctx.intent.name in (Intents.UNKNOWN, Intents.CHOOSE)


def _may_be_another(ctx: Context, customer_id: int, text: str) -> bool:
    """Whether he wrote a name that only contains this customer's: 南京东吴机械厂 is hardly 东吴机械."""
    card = ctx.directory.customer(customer_id)
    said = choices.folded(text)
    known = [name for name in map(choices.folded, (card.name, *card.aliases)) if name in said]
    return bool(known) and len(said) - max(map(len, known)) >= LONGER_NAME
