"""Write `models/rules/syllables.tsv` from pypinyin (MIT): `python -m benchmarks.syllables`.

One line a syllable: its letters without a tone, and the characters that are read so. Each character has one reading,
the most common one, whatever stands beside it; what pypinyin does not know is left out.
"""

from __future__ import annotations

import os
from pathlib import Path

TABLE = Path(__file__).parents[1] / "models" / "rules" / "syllables.tsv"
CHARACTERS = (0x3007, *range(0x3400, 0xA000))
"""The characters of Chinese names: 〇, the common ones and the first extension."""


def readings() -> dict[str, str]:
    """The syllable of each character that has one."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # they cost half a second, and one character at a time uses none
    from pypinyin import Style, pinyin

    said = {one: str(pinyin(one, style=Style.NORMAL, errors="default")[0][0]) for one in map(chr, CHARACTERS)}
    return {character: syllable for character, syllable in said.items() if syllable != character}


def main() -> None:
    found: dict[str, list[str]] = {}
    for character, syllable in readings().items():
        found.setdefault(syllable, []).append(character)
    lines = (f"{syllable}\t{''.join(characters)}\n" for syllable, characters in sorted(found.items()))
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
