"""10月11上班吗, 国庆放几天; from an administrator, 10月11上班 for what the company does itself (`product.md` A1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from handlers import rights
from handlers.context import Context, Reply
from handlers.language.dates import Moment, find_moments
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import workdays as texts
from models.rules.calendar import Calendar
from models.services import calendar_days

router = Router()

_LONGEST: Final = 30
_NEAR: Final = timedelta(days=12)
"""How far from a holiday its make-up workdays lie at most."""
_BACK, _AHEAD, _LONGEST_STRETCH = timedelta(days=31), timedelta(days=800), timedelta(days=60)
"""A slip of the year, or of the last day, is no calendar."""
_MAY_CONCERN: Final = regex("上班|放假|补班|工作日|放几天|休几天|恢复法定")
_ASK: Final = regex(
    r"(?:请?问|公司|我们|要|用|是|到底|需要|也|还|得|[的了呢啊,\s])*"
    r"(?:(?:要|用)?(?:上|补)不上?班|(?:上班|放假|补班|工作日|休息)(?:吗|不|么|嘛|没)|是不是(?:要)?(?:上班|放假|补班|工作日)"
    r"|(?:怎么|咋|如何)(?:放假|上班|放|休|安排)|(?:放假|上班)(?:怎么|如何)?安排"
    r"|(?:放|休)(?:几|多少)天假?|什么时候(?:放假|上班)|放假(?:几|多少)天|放不放假)"
    r"(?:[的了呢啊吗?,\s])*"
)
_SET: Final = regex(
    r"(?:公司|全公司|我们|全体|大家|统一|改成|改为|设为|算|是|要|[号日,\s:：])*"
    r"(?P<verb>上班|补班|放假|照常上班|恢复法定)(?:[了吧。!\s])*"
)
_WORKS: Final = frozenset({"上班", "补班", "照常上班"})
_DATE: Final = regex(r"\d")
_GAP: Final = regex(r"[\s,，、和及与]*")


def concerns_workdays(text: str) -> bool:
    """Whether a text asks for, or lays down, which days are workdays, and nothing else."""
    if len(text) > _LONGEST or _MAY_CONCERN.search(text) is None:
        return False
    folded = fold(text)
    moments = _days(folded, date.min.replace(year=2000))
    return bool(moments) and (_asks(folded, moments) or _laid_down(folded, moments) is not None)


@router.phrase(concerns_workdays)
def workdays(ctx: Context) -> Reply:
    """Say it; or keep what an administrator lays down."""
    folded = fold(ctx.text)
    moments = _days(folded, ctx.today)
    calendar = ctx.directory.calendar
    if _asks(folded, moments):
        day = moments[0].future or ctx.today
        return Reply(_answer(calendar, day, ctx.today), keep=True)
    if not rights.changes_terms(ctx):
        return Reply(texts.not_yours([card.name for card in ctx.directory.administrators()]), keep=True)
    laid = _laid_down(folded, moments) or []
    wrong = next((pair for pair in laid if not _is_near(*pair[:2], ctx.today)), None)
    if wrong is not None:
        return Reply(texts.too_far(*wrong[:2], _LONGEST_STRETCH.days), keep=True)
    days = {day: works for first, last, works in laid for day in _stretch(first, last)}
    calendar_days.lay_down(ctx.session, days)
    return Reply(texts.laid_down(days, ctx.today), keep=True)


def _days(folded: str, today: date) -> list[Moment]:
    return [moment for moment in find_moments(folded, today) if moment.dated]


def _asks(folded: str, moments: Sequence[Moment]) -> bool:
    rest = folded[: moments[0].start] + folded[moments[-1].end :]
    return _ASK.fullmatch(rest) is not None


def _laid_down(folded: str, moments: Sequence[Moment]) -> list[tuple[date, date, bool | None]] | None:
    """The days and what becomes of them: several with one verb each (1月2日放假 4日上班), or all with the last."""
    found: list[tuple[date, date, bool | None]] = []
    waiting: list[Moment] = []
    # 明天上班 is what somebody tells of himself; a day of the company is named by its date.
    if folded[: moments[0].start].strip() or not all(_DATE.search(folded[one.start : one.end]) for one in moments):
        return None
    for moment, after in zip(moments, [*moments[1:], None], strict=True):
        between = folded[moment.end : after.start if after is not None else len(folded)]
        waiting.append(moment)
        verb = _SET.fullmatch(between)
        if verb is not None:
            found += [(day, one.last or day, _meant(verb["verb"])) for one in waiting if (day := one.future)]
            waiting = []
        elif _GAP.fullmatch(between) is None:
            return None
    return found if found and not waiting else None


def _is_near(first: date, last: date, today: date) -> bool:
    return today - _BACK <= first and last <= today + _AHEAD and last - first < _LONGEST_STRETCH


def _meant(verb: str) -> bool | None:
    return None if verb == "恢复法定" else verb in _WORKS


def _stretch(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(max((last - first).days, 0) + 1)]


def _answer(calendar: Calendar, day: date, today: date) -> str:
    known = calendar.is_known(day.year)
    if calendar.is_workday(day):
        return texts.works(day, today, made_up=day.weekday() >= 5, known=known)
    first, last = _rest_around(calendar, day)
    made_up = [
        other for other in _stretch(first - _NEAR, last + _NEAR) if other.weekday() >= 5 and calendar.is_workday(other)
    ]
    return texts.rests(day, first, last, calendar.after(last), made_up, today, known=known)


def _rest_around(calendar: Calendar, day: date) -> tuple[date, date]:
    one = timedelta(days=1)
    first = last = day
    while not calendar.is_workday(first - one) and day - first < _NEAR:
        first -= one
    while not calendar.is_workday(last + one) and last - day < _NEAR:
        last += one
    return first, last
