"""One column heading: its path through the header rows, its unit, its form for comparison.

Knows how offices write headings (其中：, brackets, units, line breaks) but no field.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

LONGEST_HEADING = 40
"""Characters of the longest text that can be a heading."""
MONEY_UNITS = ("亿元", "万元", "千元", "百万元", "元", "亿美元", "万美元", "美元", "亿", "万")
_OTHER_UNITS = (
    *("亩", "公顷", "平方米", "万平方米", "m2", "万m2", "平方公里", "%"),
    *("个", "人", "天", "家", "项", "户"),
)
"""As they stand after folding, which makes m2 of ㎡."""
_UNIT_WORDS = "|".join(
    re.escape(unit) for unit in sorted((*MONEY_UNITS, *_OTHER_UNITS), key=len, reverse=True)
)
_GAP = re.compile(r"\s+")
_BRACKET = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_UNIT = re.compile(rf"(?:单位|人民币|金额单位|计量单位)?[::]?(?:人民币)?({_UNIT_WORDS})(?:人民币)?")
_MONEY_WORDS = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_TAIL_UNIT = re.compile(rf"(?:[/、,:;]|单位[::]?)({_UNIT_WORDS})$|(?<=[资额金])({_MONEY_WORDS})$")
_OF_WHICH = re.compile(r"^(?:其中|其|含)[::,]?")
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]+[、.]|[(][一二三四五六七八九十\d]+[)])"
)
_EMPTY_WORDS = re.compile(r"项目|企业|基本|情况|信息|概况|进展|手续|办理|其他")
_DECORATION = re.compile(r"[*★☆#“”\"'‘’《》]")


class Heading(Struct, frozen=True):
    """A column's heading.

    ``path`` is shown and remembered ("投资情况/总投资"); ``leaf`` and ``parents`` are folded for
    comparison, without brackets and units; ``hint`` is what stood in brackets.
    """

    path: str
    leaf: str
    parents: tuple[str, ...]
    unit: str | None
    hint: str

    @property
    def parent(self) -> str:
        """The nearest group above, "" without one."""
        return self.parents[-1] if self.parents else ""

    @property
    def joined(self) -> str:
        """Parent and leaf in one word: 开工情况 + 时间."""
        return self.parent + self.leaf

    @property
    def scope(self) -> str:
        """All words that narrow the meaning, without empty ones such as 项目基本情况."""
        return "".join(_EMPTY_WORDS.sub("", parent) for parent in self.parents) + self.leaf


def fold_heading(text: str) -> str:
    """Width, spaces and decoration folded away.

    >>> fold_heading(" 总 投 资\\n（亿元）*")
    '总投资(亿元)'
    """
    plain = unicodedata.normalize("NFKC", text)
    return _DECORATION.sub("", _GAP.sub("", plain)).strip(":;,。")


def show_heading(text: str) -> str:
    """The heading on one line, otherwise as written."""
    return _GAP.sub("", text)


def make_heading(parts: tuple[str, ...]) -> Heading:
    """The heading of a column from its texts, top to bottom.

    >>> make_heading(("投资情况（亿元）", "其中：固投")).unit
    '亿元'
    """
    kept = tuple(part for part in map(show_heading, parts) if part)
    folded = [_strip(fold_heading(part)) for part in kept]
    unit = next((unit for _, unit, _ in reversed(folded) if unit), None)
    words = [(word, hint) for word, _, hint in folded if word]
    leaf, hint = words[-1] if words else ("", "")
    parents = tuple(word for word, _ in words[:-1])
    outer = "".join(hint for _, hint in words[:-1])
    return Heading("/".join(kept), leaf, parents, unit, hint + outer)


def _strip(text: str) -> tuple[str, str | None, str]:
    """Word, unit and bracketed rest of one folded heading part."""
    unit: str | None = None
    hints = []
    for inside in _BRACKET.findall(text):
        found = _UNIT.fullmatch(inside)
        if found:
            unit = found.group(1)
        else:
            mixed = re.search(rf"(?:单位|[,、;])[::]?({_UNIT_WORDS})$", inside)
            unit = mixed.group(1) if mixed else unit
            hints.append(inside)
    word = _BRACKET.sub("", text)
    alone = _UNIT.fullmatch(word)
    if alone:
        return "", alone.group(1), ""
    tail = _TAIL_UNIT.search(word)
    if tail:
        unit = unit or tail.group(1) or tail.group(2)
        word = word[: tail.start()]
    word = _NUMBERING.sub("", word)
    return _OF_WHICH.sub("", word).strip(":;,./"), unit, "".join(hints)
