"""Numbers of any size as people say them: 5万3, 1w5, 两千零五十, 壹万伍仟, 三十来万, 两三千, 3~5万, ¥156,000.00.

Rules of a spoken number: a last figure right behind 百, 千, 万 or 亿 counts tenths of it (5万3 is 53000), unless 零
stands between (两万零五十); two figures side by side before a unit are a stretch (两三千); 来, 多, 几, 余 and 把 make
it rough. Of a stretch or a rough number `value` is what was named first.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.language.patterns import regex

_DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "弍": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "俩": 2, "仨": 3,
}  # fmt: skip
_UNITS: Final = {"百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "万": 10**4, "w": 10**4, "亿": 10**8}
_W_SPOKEN: Final = ("达不溜", "达布溜", "大不溜", "打不溜")
"""w as it is dictated: 二十个达不溜."""
_SPELLED: Final = {"k": "千", "w": "万", "佰": "百", "仟": "千"}
_TENS: Final = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
CHARACTERS: Final = "".join((*_DIGITS, *_TENS, *"百佰千仟万亿"))
"""All Chinese characters that a number can consist of."""

_BEGIN: Final = regex(rf"[\d{CHARACTERS}半]")
_WRITTEN: Final = regex(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_ROW: Final = regex(r"\d+")
_MOST_DIGITS: Final = 18
_TIMES: Final = "号日月点时"
# Where 多, 来 or 余 behind a number says that it is rough: not in 多少, 余款 or 来了.
_ROUGHLY: Final = regex(
    r"多(?!少|次|付|打|退|给|收)(?:点(?!\d))?|来(?=[个百千万亿块元斤箱台件套张只家吨米条公把人份kw])|余(?=[元万千百块个台件箱套])|好?几(?![号点月天日时])"
)
_POINT: Final = regex(r"点([零一二三四五六七八九]{1,4})(?=[百千万亿w块元折成倍米吨斤个%])")
_HALF: Final = regex(r"半(?![年月天日个小价夜路]|成品|以上)")
_HALF_OF: Final = regex(r"半个?(?=[亿万w])")
_ROUND_UNIT: Final = regex(r"[百千万](?=把)")
_HUNDRED_OR_SO: Final = regex(r"百十(?=[来多块元个])")
_ABOVE: Final = "上近过小成破"
_BARE_UNIT: Final = regex(r"[十百千]?[百千万亿](?![一])")
_LOWER: Final = regex(r" (?:\d|[一二三四五六七八九])[百千]")
_LETTER: Final = regex(r"[a-z]")
_JOIN: Final = regex(r"\s?(?:[-~到至、]|--)\s?(?=[\d一二两三四五六七八九十])")


class Figure(NamedTuple):
    """A number as it was said.

    Attributes:
        value: the number; the lower one of a stretch, the named one of a rough one.
        start, end: its place.
        fuzzy: whether it was said roughly.
        high: the upper end of a stretch.
        unit: the last 百, 千, 万 or 亿 that was said; empty for a plain number.
        tail: where a spoken tail (the 3 of 5万3) begins; `end` without one.
        headed: the value without the spoken tail.
        written: whether it has digits.
        spelled: whether it is a row of figures without units (一三八零).
    """

    value: Decimal
    start: int
    end: int
    fuzzy: bool
    high: Decimal | None
    unit: str
    tail: int
    headed: Decimal
    written: bool
    spelled: bool = False

    def without_tail(self) -> Figure:
        """The number that is meant where the tail belongs to what follows (5万 3台)."""
        return self._replace(value=self.headed, end=self.tail, high=None)


def find_figures(text: str) -> Iterator[Figure]:
    """Every number of a text, in order, stretches (3-5万) as one.

    Args:
        text: folded text.
    """
    place = 0
    while (found := _BEGIN.search(text, place)) is not None:
        figure = read_figure(text, found.start())
        if figure is None:
            row = _ROW.match(text, found.start())
            place = row.end() if row is not None else found.end()
            continue
        figure = _joined(text, figure)
        yield figure
        place = figure.end


def read_figure(text: str, start: int) -> Figure | None:
    """The number that begins at a place; None where none does.

    Args:
        text: folded text.
        start: the place.
    """
    reader = _Reader(text, start)
    return reader.figure() if reader.read() else None


def _joined(text: str, figure: Figure) -> Figure:
    """Two numbers with a stroke or 到 between them, where they are one stretch."""
    gap = _JOIN.match(text, figure.end)
    if gap is None or figure.fuzzy or figure.spelled:
        return figure
    upper = read_figure(text, gap.end())
    if upper is None or upper.spelled or (not upper.unit and not _MEASURED.match(text, upper.end)):
        return figure
    if "、" in gap.group() and (figure.unit or figure.value > 9):
        return figure
    low = figure.value
    if not figure.unit and upper.unit:
        low *= _UNITS[upper.unit]
    if not low < upper.value or low * 20 < upper.value:
        return figure
    return upper._replace(value=low, high=upper.value, start=figure.start, fuzzy=True, tail=upper.end, headed=low)


_MEASURED: Final = regex(r"\s?[块元个台箱件套张只]")


class _Reader:
    """One number, read character by character; sums are kept twice, for both ends of a stretch."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = self.place = self.tail = start
        self.total = [Decimal(0), Decimal(0)]
        self.section = [Decimal(0), Decimal(0)]
        self.current: list[Decimal] | None = None
        self.last = 0
        self.unit = ""
        self.fuzzy = self.zero = self.written = self.spelled = self.tenths = False
        self.digits = 0
        self.headed = Decimal(0)

    def read(self) -> bool:
        """Read as far as it is a number; False where it is none."""
        if not self._begin():
            return False
        while self.place < len(self.text) and self._step():
            pass
        return self._finish()

    def figure(self) -> Figure:
        low, high = self.total
        return Figure(
            low, self.start, self.place, self.fuzzy, high if high > low else None, self.unit, self.tail,
            self.headed, self.written, self.spelled,
        )  # fmt: skip

    def _begin(self) -> bool:
        text, start = self.text, self.start
        half = _HALF_OF.match(text, start)
        if half is not None:
            self.current, self.place = [Decimal("0.5")] * 2, half.end()
            return True
        if text[start] == "半":
            return False
        if _ROUND_UNIT.match(text, start):
            self.current = [Decimal(1)] * 2
            self._take(text[start], _UNITS[text[start]])
            self.place, self.fuzzy = start + 2, True
            return True
        if _HUNDRED_OR_SO.match(text, start):
            self.current = [Decimal(1)] * 2
            self._take("百", 100)
            self.place, self.fuzzy = start + 2, True
            return True
        bare = _BARE_UNIT.match(text, start)
        if bare is not None and text[start] not in _TENS:
            if start == 0 or text[start - 1] not in _ABOVE:
                return False
            self.current, self.fuzzy = [Decimal(1)] * 2, True
        return True

    def _step(self) -> bool:
        """Take what stands at the place; False where the number ends."""
        text, place = self.text, self.place
        one = text[place]
        if one.isdecimal():
            return self._written_figure()
        if one in _DIGITS:
            return self._spoken_figure(one)
        if one in _TENS:
            return self._ten(one)
        if one in _UNITS:
            return self._unit(one, place + 1)
        if text.startswith(_W_SPOKEN, place):
            return self._unit("w", place + len(_W_SPOKEN[0]))
        if one in " 个":
            return self._counted(one)
        if one == "点":
            return self._point()
        if one == "半":
            return self._half()
        return self._rough()

    def _counted(self, one: str) -> bool:
        """A unit that is counted (两个亿, 十个w, 一个半亿) or written apart (5 万)."""
        if self.current is None and _LOWER.match(self.text, self.place) and self.last >= 10**3:
            self.place += 1  # 7万 5千
            return True
        half = one == "个" and self.text.startswith("半", self.place + 1) and self.current is not None
        place = self.place + 1 + half
        if one == " " and self.text.startswith(" ", place):
            place += 1
        unit, behind = self.text[place : place + 1], place + 1
        if self.text.startswith(_W_SPOKEN, place):
            unit, behind = "w", place + len(_W_SPOKEN[0])
        if unit not in _UNITS or unit == "" or (one == " " and not self.written and not self.section[1]):
            return False
        if self.current is None and not self.section[1]:
            return False
        if half and self.current is not None:
            self.current = [end + Decimal("0.5") for end in self.current]
        return self._unit(unit, behind)

    def _written_figure(self) -> bool:
        found = _WRITTEN.match(self.text, self.place)
        if found is None or self.current is not None or len(found.group()) > _MOST_DIGITS:
            return False
        words = found.group().replace(",", "")
        value = Decimal(words)
        follows = self.text[found.end() : found.end() + 1]
        scaled = follows in _UNITS and follows != ""
        if self.last:
            # 5万12345 is no number, and 2.5 behind a unit only with its own (1亿2.5千万).
            if value >= self.last or ("." in words and not scaled):
                return False
            self.tenths = len(words) == 1 and value > 0 and not self.zero
            # 1w25: nobody can know whether 12500 or 10025 is meant.
            self.fuzzy = self.fuzzy or (len(words) == 2 and self.last >= 10**4 and not scaled and words[0] != "0")
            self._mark_tail()
        self.current, self.written, self.digits = [value, value], True, len(words)
        self.place = found.end()
        return True

    def _spoken_figure(self, one: str) -> bool:
        value = Decimal(_DIGITS[one])
        follows = self.text[self.place + 1 : self.place + 2]
        if self.current is None:
            if value == 0 and self.last:
                self.zero = True
                self.place += 1
                return True
            self.tenths = bool(self.last) and not self.zero
            self._mark_tail()
            self.current, self.digits = [value, value], 1
            self.place += 1
            return True
        if self.written:
            return False
        if self.last and follows and follows in _TIMES:
            return False  # 三万五六号付
        low = self.current[0]
        if self.digits == 1 and 0 < low < value and (follows not in _DIGITS or follows == ""):
            self.current, self.fuzzy, self.digits = [low, value], True, 2
            self.place += 1
            return True
        if self.last:
            return False
        self.current = [low * 10 + value] * 2
        self.digits += 1
        self.spelled = True
        self.place += 1
        return self.digits <= _MOST_DIGITS

    def _ten(self, one: str) -> bool:
        if self.spelled or (self.last and self.last <= 10):
            return False
        many = self.current if self.current is not None else [Decimal(1)] * 2
        if max(many) > 9:
            return False
        self._mark_tail(off=True)
        for end in (0, 1):
            self.section[end] += many[end] * _TENS[one]
        self.current, self.last, self.zero, self.tenths = None, 10, False, False
        self.place += 1
        return True

    def _unit(self, one: str, behind: int) -> bool:
        if one in "kw" and ((self.current is None and not self.section[1]) or _LETTER.match(self.text, behind)):
            return False
        size = _UNITS[one]
        if size < 10**4 and (self.current is None or (self.last and self.last <= size and self.last < 10**4)):
            return False
        if size >= 10**4 and self.current is None and not self.section[1] and not (size > self.last and self.total[1]):
            return False
        if self.spelled and self.digits > 3:
            return False
        self._take(one, size)
        self.place = behind
        return True

    def _take(self, one: str, size: int) -> None:
        many = self.current
        for end in (0, 1):
            if size < 10**4:
                self.section[end] += (many[end] if many is not None else Decimal(1)) * size
                continue
            below = self.section[end] + (many[end] if many is not None else 0)
            if size == 10**8:
                self.total[end], self.section[end] = (self.total[end] + below) * size, Decimal(0)
            else:
                self.total[end], self.section[end] = self.total[end] + below * size, Decimal(0)
        self.current, self.last, self.unit = None, size, _SPELLED.get(one, one)
        self.zero = self.tenths = self.spelled = False
        self._mark_tail(off=True)

    def _point(self) -> bool:
        found = _POINT.match(self.text, self.place)
        if found is None or self.written or self.spelled or (self.current is None and not self.section[1]):
            return False
        part = Decimal("0." + "".join(str(_DIGITS[one]) for one in found[1]))
        low, high = self.current if self.current is not None else (Decimal(0), Decimal(0))
        self.current, self.tenths = [low + part, high + part], False
        self.place = found.end()
        return True

    def _half(self) -> bool:
        if self.current is not None or self.last < 100 or _HALF.match(self.text, self.place) is None:
            return False
        self._mark_tail()
        self.current, self.tenths = [Decimal(self.last) / 2] * 2, False
        self.place += 1
        return False

    def _rough(self) -> bool:
        found = _ROUGHLY.match(self.text, self.place)
        if found is None or self.tenths or self.spelled or (found.group()[-1] == "几" and self.last < 10):
            return False
        if self.current is not None and (not self.written or self.current[0] < 10):
            return False
        self.fuzzy = True
        self.place = found.end()
        follows = self.text[self.place : self.place + 1]
        if found.group()[-1] == "几" and follows and (follows in "十百千") and self.last > 10:
            self.place += 1  # 一万几千
            return False
        return follows in _UNITS and follows != ""

    def _mark_tail(self, *, off: bool = False) -> None:
        self.tail = self.place
        if not off:
            self.headed = self.total[0] + self.section[0]

    def _finish(self) -> bool:
        if self.place == self.start:
            return False
        low, high = self.current if self.current is not None else (Decimal(0), Decimal(0))
        # The tail counts tenths of the last unit: 5万3, 8千6.
        times = Decimal(self.last) / 10 if self.tenths and self.last >= 100 else 1
        if self.current is None or times == 1:
            self.tail = self.place
        self.total = [self.total[0] + self.section[0] + low * times, self.total[1] + self.section[1] + high * times]
        if self.tail == self.place:
            self.headed = self.total[0]
        return True
