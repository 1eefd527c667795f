"""Words to look for in notes, and the words that a week was about: the one place where jieba is used.

Its dictionary takes most of a second and 80 MB, so it is loaded by the first search, in a thread; until it is there,
what was asked is split at its small words. Answers to everything else never wait for it.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Iterable, Sequence
from typing import Any, Final

from handlers.language.patterns import regex

_MOST_WORDS: Final = 8
_LONGEST_QUESTION: Final = 60
_SMALL: Final = regex(
    r"[\W_]+|的|了|过|和|跟|与|在|有|要|想|说|提|聊|谈|问|吗|呢|吧|啊|谁|哪家|哪个|哪些|哪|什么|关于|客户|公司|人|我们|他们"
)
_HAN: Final = regex(r"[一-鿿]+")
_DULL: Final = frozenset(
    re.findall(
        r"\S+",
        """
客户 今天 昨天 明天 下周 上周 本周 公司 经理 老板 对方 我们 他们 这个 那个 一下 一个 可以 没有 就是 还要 需要 现在 时候
已经 因为 所以 看看 再说 再谈 过来 过去 觉得 联系 拜访 电话 微信 问题 情况 东西 事情 时间
""",
    )
)


class _Dictionary:
    """jieba, loaded once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._module: Any = None
        self._loading: threading.Thread | None = None

    @property
    def loaded(self) -> bool:
        """Whether it is there."""
        return self._module is not None

    def load(self) -> Any:
        with self._lock:
            if self._module is None:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # it is from 2020 and looks for packages in an old way
                    import jieba
                    import jieba.analyse
                jieba.setLogLevel(logging.ERROR)
                jieba.initialize()
                self._module = jieba
            return self._module

    def want(self) -> Any:
        """The module if it is there; else it is being loaded from now on, and None."""
        if self._module is None and self._loading is None:
            self._loading = threading.Thread(target=self.load, name="words", daemon=True)
            self._loading.start()
        return self._module


_dictionary = _Dictionary()


def load() -> None:
    """Load the dictionary now, for whoever may wait for it."""
    _dictionary.load()


def words_of(asked: str) -> Sequence[str]:
    """The words of a question that notes are searched for, the telling ones first.

    Args:
        asked: what somebody looks for, folded (海天降价, 要扩产).

    Returns:
        At most eight distinct words of two characters or more (one, if nothing longer was said).
    """
    asked = asked[:_LONGEST_QUESTION]
    pieces = [piece for piece in _SMALL.split(asked) if piece]
    jieba = _dictionary.want()
    if jieba is None:
        found = [part for piece in pieces for part in _parts(piece)]
    else:
        found = [word for piece in pieces for word in jieba.cut_for_search(piece)]
    long = [word for word in dict.fromkeys(found) if len(word) > 1 and word not in _DULL]
    chosen = long or pieces or ([asked.strip()] if asked.strip() else [])
    return sorted(chosen, key=lambda word: -len(word))[:_MOST_WORDS]


def _parts(piece: str) -> Sequence[str]:
    """A run without small words: itself, and where it is long its pairs of characters."""
    if len(piece) <= 3 or _HAN.fullmatch(piece) is None:
        return [piece]
    return [piece, *(piece[start : start + 2] for start in range(0, len(piece) - 1, 2))]


def keywords(notes: Iterable[str], most: int = 8) -> Sequence[tuple[str, int]] | None:
    """The words that notes were about, with how many notes hold them, the most frequent first.

    Args:
        notes: what reps wrote.
        most: how many words.

    Returns:
        None while the dictionary is still being loaded.
    """
    jieba = _dictionary.want()
    if jieba is None:
        return None
    texts = list(notes)
    tagged = jieba.analyse.extract_tags("\n".join(texts), topK=4 * most)
    telling = [word for word in tagged if len(word) > 1 and word not in _DULL and _HAN.search(word)]
    counted = [(word, sum(word in text for text in texts)) for word in telling]
    return sorted(counted, key=lambda one: -one[1])[:most]
