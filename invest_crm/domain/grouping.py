"""Groups of a list: by what, in which order, with which figure below each column, what is folded.

Amounts stay integers (分, square decimetres); averages and rates are exact fractions until shown.
"""

from __future__ import annotations

import calendar
import re
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.domain.condition_words import value_word
from invest_crm.domain.conditions import Condition, Group, Op, fold
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.people import first_leader
from invest_crm.domain.pinyin import initials
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.conditions import Field, Kind, Part

MAX_LEVELS = 3
Key = str | None
"""What a group has in common: a folded text, a code, 2025, 2025-Q3 or 2025-08; None for empty."""
Path = tuple[Key, ...]


class By(StrEnum):
    """What of a field makes a group; days go by year, quarter or month, people by the first."""

    VALUE = "value"
    FIRST = "first"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


class Figure(StrEnum):
    """What stands below a column of a group."""

    SUM = "sum"
    AVERAGE = "average"
    MOST = "most"
    LEAST = "least"
    COUNT = "count"
    RATE = "rate"


_NUMBERS = (Figure.SUM, Figure.AVERAGE, Figure.MOST, Figure.LEAST, Figure.COUNT)
_OF_KIND: Mapping[Kind, tuple[Figure, ...]] = {
    "money": _NUMBERS,
    "area": _NUMBERS,
    "number": _NUMBERS,
    "date": (Figure.COUNT, Figure.RATE, Figure.LEAST, Figure.MOST),
    "text": (Figure.COUNT,),
    "choice": (Figure.COUNT,),
}
_WORDS = {
    Figure.SUM: N_("Sum"),
    Figure.AVERAGE: N_("Average"),
    Figure.MOST: N_("Largest"),
    Figure.LEAST: N_("Smallest"),
    Figure.COUNT: N_("Number filled in"),
    Figure.RATE: N_("Rate"),
}
_DAY_WORDS = {
    Figure.MOST: N_("Latest"),
    Figure.LEAST: N_("Earliest"),
    Figure.RATE: N_("Share reached"),
}
_BY_WORDS = {
    By.FIRST: N_("by the first named"),
    By.YEAR: N_("by year"),
    By.QUARTER: N_("by quarter"),
    By.MONTH: N_("by month"),
}
BY_COUNT = "#"
"""The order of groups by how many records they hold; otherwise it is the key of a column."""


class Level(Struct, frozen=True):
    """One level of groups.

    ``order``: empty for the field's own order, ``BY_COUNT``, or the column by whose figure.
    """

    field: str
    by: By = By.VALUE
    order: str = ""
    descending: bool = False


class Folding(Struct, frozen=True):
    """Which groups are open: those above level ``open``, and ``turned`` ones the other way."""

    open: int = MAX_LEVELS
    turned: frozenset[Path] = frozenset()

    def is_open(self, path: Path) -> bool:
        """Whether what is in a group is shown (as long as the groups around it are open)."""
        return (len(path) <= self.open) != (path in self.turned)

    def turn(self, path: Path) -> Folding:
        """Open a group that is closed, close one that is open."""
        return replace(self, turned=self.turned ^ {path})


class Grouping(Struct, frozen=True):
    """How a list is grouped; ``figures``: (column, figure or empty) where it is not the usual."""

    levels: tuple[Level, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    folding: Folding = field(default_factory=Folding)

    def figure(self, about: Field) -> Figure | None:
        """What stands below a column: amounts and areas are added up unless something is chosen."""
        chosen = dict(self.figures).get(about.key)
        if chosen is None:
            return Figure.SUM if about.kind in ("money", "area") else None
        return Figure(chosen) if chosen else None

    def with_figure(self, key: str, figure: Figure | None) -> Grouping:
        """Another figure below a column; None for none."""
        kept = [pair for pair in self.figures if pair[0] != key]
        return replace(self, figures=(*kept, (key, figure.value if figure else "")))

    def asked(self) -> Grouping:
        """What the database is asked for: the same without what is folded."""
        return replace(self, folding=Folding())


UNGROUPED = Grouping()


class Tally(Struct, frozen=True):
    """What is known of one column over some records.

    ``filled``: how many have a value; ``total``: their sum; ``least`` and ``most``; ``part`` of
    ``whole`` is the rate.
    """

    filled: int = 0
    total: int = 0
    least: Any = None
    most: Any = None
    part: int = 0
    whole: int = 0

    def value(self, figure: Figure) -> Any:
        """The figure: an integer, a day, a fraction (average, rate in percent), None for none."""
        if figure is Figure.COUNT:
            return self.filled
        if figure is Figure.RATE:
            return Fraction(100 * self.part, self.whole) if self.whole else None
        if not self.filled:
            return None
        if figure is Figure.AVERAGE:
            return Fraction(self.total, self.filled)
        return {Figure.SUM: self.total, Figure.MOST: self.most, Figure.LEAST: self.least}[figure]


def tally_of(parts: Sequence[Tally]) -> Tally:
    """What is known over the records of all parts."""
    if len(parts) == 1:
        return parts[0]
    least = [part.least for part in parts if part.least is not None]
    most = [part.most for part in parts if part.most is not None]
    return Tally(
        sum(part.filled for part in parts),
        sum(part.total for part in parts),
        min(least, default=None),
        max(most, default=None),
        sum(part.part for part in parts),
        sum(part.whole for part in parts),
    )


class Node(Struct, frozen=True):
    """One group of an answer, its subgroups right behind it in the list.

    ``written``: what they have in common as records write it, all ways of it where people go by
    the first named; ``first`` and ``count``: its records among all in order; ``end``: the place in
    the list behind its last subgroup.
    """

    path: Path
    label: str
    written: tuple[str, ...]
    first: int
    count: int
    end: int
    tallies: Mapping[str, Tally]


# ---- words -------------------------------------------------------------------------------------


def figures_of(kind: Kind, *, rated: bool = False) -> tuple[Figure, ...]:
    """The figures that make sense below a column; ``rated``: it is part of another amount."""
    found = _OF_KIND[kind]
    return (*found, Figure.RATE) if rated and Figure.RATE not in found else found


def figure_word(figure: Figure, kind: Kind) -> str:
    """What a figure is called below a column of a kind."""
    of_days = _DAY_WORDS if kind == "date" else {}
    return _(of_days.get(figure, _WORDS[figure]))


def level_word(level: Level, about: Field) -> str:
    """A level in words: 产业链, 签约日期按季度."""
    if level.by is By.VALUE:
        return about.label
    return _("{field} {by}").format(field=about.label, by=_(_BY_WORDS[level.by]))


def ways(about: Field) -> tuple[By, ...]:
    """How a field can make groups; amounts and areas cannot."""
    if about.kind in ("text", "choice"):
        return (By.FIRST, By.VALUE) if about.people else (By.VALUE,)
    return (By.MONTH, By.QUARTER, By.YEAR) if about.kind == "date" else ()


def group_word(level: Level, about: Field, key: Key, text: str) -> str:
    """What a group is called; ``text``: as the records write it."""
    if key is None:
        return _("(empty)")
    if level.by is By.VALUE:
        return value_word(text, about)
    if level.by is By.FIRST:
        return first_leader(text) or text
    return show(PartialDate(key, level.by.value, key))


# ---- the records of a group --------------------------------------------------------------------


def key_of(level: Level, about: Field, value: Any) -> Key:
    """The group of a stored value; Latin letters count alike, as they do in conditions."""
    if value is None or value == "":
        return None
    text = str(value)
    if level.by is By.VALUE:
        return fold(text) if about.kind == "text" else text
    if level.by is By.FIRST:
        return first_key(text)
    if level.by is By.QUARTER:
        return f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}"
    return text[: 4 if level.by is By.YEAR else 7]


def first_key(text: Key) -> Key:
    """The group of a field that names people: the first of them, None if it names nobody."""
    first = first_leader(text)
    return None if first is None else fold(first)


def conditions_of(
    levels: Sequence[Level], path: Path, written: Sequence[Sequence[str]]
) -> tuple[Part, ...]:
    """The conditions that leave exactly the records of a group.

    ``written``: of the groups around it and its own.
    """
    return tuple(map(_condition, levels, path, written))


def _condition(level: Level, key: Key, written: Sequence[str]) -> Part:
    empty = Condition(level.field, Op.EMPTY)
    said = Condition(level.field, Op.ONE_OF, tuple(written))
    if key is None:
        return Group("any", (empty, said)) if written else empty
    if level.by in (By.VALUE, By.FIRST):
        return said
    if level.by is By.MONTH:
        return Condition(level.field, Op.IN_MONTHS, (key,))
    year = key[:4]
    if level.by is By.YEAR:
        return Condition(level.field, Op.BETWEEN, (f"{year}-01-01", f"{year}-12-31"))
    first = 3 * int(key[-1]) - 2
    last = calendar.monthrange(int(year), first + 2)[1]
    days = (f"{year}-{first:02d}-01", f"{year}-{first + 2:02d}-{last}")
    return Condition(level.field, Op.BETWEEN, days)


# ---- order -------------------------------------------------------------------------------------


def ordered(
    nodes: Sequence[Node], level: Level, about: Field, figures: Mapping[str, Figure]
) -> list[Node]:
    """Groups beside each other in the order of their level; the empty one, and those without the
    figure they are ordered by, come last.
    """
    places = {code: place for place, (code, _word) in enumerate(about.choices)}
    figure = figures.get(level.order)

    known = [node for node in nodes if node.path[-1] is not None]
    empty = [node for node in nodes if node.path[-1] is None]
    known.sort(key=lambda node: _own_rank(node, about, places))
    if level.order == BY_COUNT:
        known.sort(key=lambda node: node.count, reverse=level.descending)
    elif figure is not None:
        values = {node.path: node.tallies[level.order].value(figure) for node in known}
        without = [node for node in known if values[node.path] is None]
        known = [node for node in known if values[node.path] is not None]
        known.sort(key=lambda node: values[node.path], reverse=level.descending)
        known += without
    elif level.descending:
        known.reverse()
    return [*known, *empty]


def _own_rank(node: Node, about: Field, places: Mapping[str, int]) -> Any:
    """Choices as they are declared, days in time, words by their initials in pinyin."""
    key = str(node.path[-1])
    if about.kind == "text":
        return _spoken(node.label), node.label, key
    return places.get(key, len(places)), key


@lru_cache(maxsize=8192)
def _spoken(text: str) -> list[tuple[int, int, str]]:
    """Words by the initials of their pinyin, the numbers in them by size: 乡镇2 before 乡镇10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", initials(text))
    return [(0, int(piece), "") if "0" <= piece[0] <= "9" else (1, 0, piece) for piece in pieces]


# ---- as it is stored ---------------------------------------------------------------------------


def grouping_json(grouping: Grouping) -> dict[str, Any]:
    """The stored form; ``grouping_of`` makes the same of it."""
    turned = sorted(grouping.folding.turned, key=repr)
    return {
        "levels": [
            [level.field, level.by.value, level.order, level.descending]
            for level in grouping.levels
        ],
        "figures": [list(pair) for pair in grouping.figures],
        "open": grouping.folding.open,
        "turned": [list(path) for path in turned],
    }


def grouping_of(shape: Any) -> Grouping:
    """The grouping of a stored form; no groups for none. ValueError if it cannot be read."""
    if not shape:
        return UNGROUPED
    try:
        levels = tuple(
            Level(str(key), By(by), str(order), bool(down))
            for key, by, order, down in shape.get("levels", ())
        )
        figures = tuple((str(key), _figure(name)) for key, name in shape.get("figures", ()))
        turned = frozenset(tuple(path) for path in shape.get("turned", ()))
        folding = Folding(int(shape.get("open", MAX_LEVELS)), turned)
    except (AttributeError, TypeError) as error:
        raise ValueError("not a grouping") from error
    return Grouping(levels[:MAX_LEVELS], figures, folding)


def _figure(name: Any) -> str:
    return Figure(name).value if name else ""


def without_lost_levels(
    grouping: Grouping, fields: Mapping[str, Field]
) -> tuple[Grouping, tuple[str, ...]]:
    """The grouping without what the list no longer has, and the keys that were left out."""
    levels = tuple(one for one in grouping.levels if _stands(one, fields))
    figures = tuple(pair for pair in grouping.figures if pair[0] in fields)
    kept = {level.field for level in levels} | {key for key, _figure in figures}
    named = [*(level.field for level in grouping.levels), *(key for key, _f in grouping.figures)]
    lost = tuple(dict.fromkeys(key for key in named if key not in kept))
    same = len(levels) == len(grouping.levels)
    folding = grouping.folding if same else Folding(grouping.folding.open)
    return Grouping(levels, figures, folding), lost


def _stands(level: Level, fields: Mapping[str, Field]) -> bool:
    about = fields.get(level.field)
    return about is not None and level.by in ways(about)
