"""Which column is which field: a proposal with its confidence, from headings and samples.

Also decides what kind of ledger a sheet is and which sheet of a file to read. A remembered
profile (columns by their path) overrules the proposal. Knows nothing of the values' meaning
beyond what they look like.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.domain.text import cell_text
from invest_crm.exchange.captions import plain
from invest_crm.exchange.derived import is_derived
from invest_crm.exchange.evidence import fit
from invest_crm.exchange.fields import KINDS, Kind, Match, Role, fields_of
from invest_crm.exchange.headers import find_layout
from invest_crm.exchange.heading import MONEY_UNITS, fold_heading
from invest_crm.exchange.lexicon import TITLES
from invest_crm.exchange.match import matches
from invest_crm.exchange.rows import index_column
from invest_crm.exchange.sheet import HOW_TO, is_blank
from invest_crm.exchange.words_revenue import tells_revenue

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from invest_crm.exchange.headers import Layout
    from invest_crm.exchange.sheet import Sheet, Workbook

ENOUGH = 0.5
SAMPLES = 40
SHOWN_SAMPLES = 3
TITLE_BONUS = 2.5
_REQUIRED: dict[Kind, tuple[frozenset[str], ...]] = {
    "projects": (frozenset({"name", "investor"}),),
    "firms": (frozenset({"name"}),),
    "contacts": (frozenset({"contacts"}),),
    "monthly": (
        frozenset({"name"}),
        frozenset({"completed_month", "completed_year", "funds_month", "funds_year"}),
    ),
    "requests": (frozenset({"firm"}), frozenset({"content"})),
    "parcels": (frozenset({"name", "number"}), frozenset({"area_mu", "floor_area"})),
    "approvals": (
        frozenset({"name"}),
        frozenset({"item", "code"}),
        frozenset({"accepted_on", "decided_on", "status", "limit"}),
    ),
    "revenue": (frozenset({"name", "credit_code"}), frozenset({"revenue"})),
}
_REPEATED = frozenset({"contacts", "revenue"})
"""Shapes of which a ledger has as many columns as it likes."""
_SHEET_NAME = re.compile(r"空白|说明|目录|封面|模板|填报说明|数据字典|附件")


class Column(Struct, frozen=True):
    """One column: where, what it is taken for, how sure, what else it may be.

    ``derived``: it repeats what the program works out itself and is not read.
    """

    index: int
    path: str
    key: str | None
    role: Role
    unit: str | None
    confidence: float
    samples: tuple[str, ...]
    others: tuple[str, ...]
    derived: bool = False


class Profile(Struct, frozen=True):
    """A mapping remembered from an earlier import: field, role and unit by column path.

    A path with no field is a column somebody decided to keep as text.
    """

    kind: Kind
    columns: Mapping[str, tuple[str | None, Role, str | None]] = field(default_factory=dict)


class Mapping_(Struct, frozen=True):  # noqa: N801 - "Mapping" is the standard library's
    """The columns of a sheet as fields of one kind of ledger; ``score`` compares kinds."""

    kind: Kind
    columns: tuple[Column, ...]
    index: int | None
    score: float

    def of(self, key: str, role: Role | None = None) -> Column | None:
        """The first column taken for a field."""
        for column in self.columns:
            if column.key == key and (role is None or column.role == role):
                return column
        return None

    @property
    def unit_column(self) -> int | None:
        """The place of a column 单位 that holds 万元 or 亿元: the unit of the row's amounts."""
        for column in self.columns:
            units = [fold_heading(sample) for sample in column.samples]
            if column.key is None and units and set(units) <= set(MONEY_UNITS):
                return column.index
        return None

    @property
    def complete(self) -> bool:
        """Whether the columns a record cannot do without are there."""
        keys = {column.key for column in self.columns}
        return all(keys & group for group in _REQUIRED[self.kind])


class Choice(Struct, frozen=True):
    """A sheet with its layout and mapping."""

    sheet: Sheet
    layout: Layout
    mapping: Mapping_


def fingerprint(layout: Layout) -> str:
    """The identity of a header: equal for the same template of another month."""
    paths = "\n".join(fold_heading(heading.path) for heading in layout.headings)
    return hashlib.sha256(re.sub(r"\d", "0", paths).encode()).hexdigest()


def choose(
    book: Workbook,
    *,
    sheet_name: str | None = None,
    kind: Kind | None = None,
    profile: Profile | None = None,
) -> Choice | None:
    """The sheet that reads most like a ledger (or the named one), with its mapping."""
    best: Choice | None = None
    best_score = 0.0
    for sheet in book.sheets:
        if sheet.name != sheet_name if sheet_name is not None else sheet.name == HOW_TO:
            continue
        layout = find_layout(sheet)
        if layout is None or layout.first_data > sheet.last_row:
            continue
        mapping = propose(sheet, layout, book.path_name, kind=kind, profile=profile)
        if mapping is None:
            continue
        score = _sheet_score(sheet, layout, mapping)
        if score > best_score:
            best, best_score = Choice(sheet, layout, mapping), score
    return best


def _sheet_score(sheet: Sheet, layout: Layout, mapping: Mapping_) -> float:
    rows = min(sheet.last_row - layout.first_data + 1, 30)
    score = mapping.score * (1 + rows / 30)
    if not sheet.visible:
        score *= 0.3
    return score * 0.7 if _SHEET_NAME.search(sheet.name) else score


def propose(
    sheet: Sheet,
    layout: Layout,
    file_name: str,
    *,
    kind: Kind | None = None,
    profile: Profile | None = None,
) -> Mapping_ | None:
    """The best mapping over all kinds, or over the one asked for; None when nothing fits."""
    samples = _samples(sheet, layout)
    kinds = (kind,) if kind else (profile.kind,) if profile else KINDS
    words = plain("".join(layout.title)) or plain(sheet.name + file_name)
    candidates = []
    for each in kinds:
        if each == "revenue" and kind is None and not _tells_revenue(layout, words):
            continue
        remembered = profile if profile and profile.kind == each else None
        columns = _assign(each, layout, samples, remembered)
        mapping = Mapping_(
            each, columns, _index(each, layout, samples), _score(each, columns, words)
        )
        if mapping.complete:
            candidates.append(mapping)
    return max(candidates, key=lambda mapping: mapping.score, default=None)


def _tells_revenue(layout: Layout, words: str) -> bool:
    """Whether bare months (1-8月) stand over revenue, and not over taxes or output."""
    return tells_revenue((words, *(heading.path for heading in layout.headings)))


def _score(kind: Kind, columns: tuple[Column, ...], words: str) -> float:
    known = fields_of(kind)
    weights: dict[str, float] = {}
    for column in columns:
        if column.key:
            worth = known[column.key].weight * column.confidence
            weights[column.key] = max(weights.get(column.key, 0.0), worth)
    bonus = TITLE_BONUS if re.search(TITLES[kind], words) else 0.0
    return sum(weights.values()) + bonus * (0.4 if kind == "projects" else 1.0)


def _index(kind: Kind, layout: Layout, samples: list[list[object]]) -> int | None:
    """The column that numbers the rows. A parcel's own number (JK-2026-01) numbers no rows."""
    index = index_column(layout)
    if kind == "parcels" and index is not None:
        texts = [cell_text(cell).strip() for cell in samples[index]]
        if any(re.search("[^0-9.、]", text) for text in texts):
            return None
    return index


def _samples(sheet: Sheet, layout: Layout) -> list[list[object]]:
    start = layout.first_data - sheet.first_row
    columns: list[list[object]] = [[] for _ in layout.headings]
    for cells in sheet.rows[start : start + 3 * SAMPLES]:
        for column, cell in enumerate(cells[: len(columns)]):
            if not is_blank(cell) and len(columns[column]) < SAMPLES:
                columns[column].append(cell)
    return columns


def _assign(
    kind: Kind, layout: Layout, samples: list[list[object]], profile: Profile | None
) -> tuple[Column, ...]:
    """One column per field: the surest pairs first."""
    known = fields_of(kind)
    fixed = _remembered(layout, profile, known)
    derived = {
        index
        for index, heading in enumerate(layout.headings)
        if index not in fixed and is_derived(kind, heading.path, samples[index])
    }
    left_out = {_index(kind, layout, samples), *fixed, *derived}
    pairs = _pairs(kind, layout, samples, profile, left_out)
    pairs.sort(key=lambda pair: (-round(pair[0], 4), pair[1]))
    taken = {match.key for match in fixed.values() if not known[match.key].many}
    chosen: dict[int, tuple[float, Match]] = {i: (1.0, match) for i, match in fixed.items()}
    for score, index, match in pairs:
        slot = match.key if not known[match.key].many else f"{match.key}/{match.role}"
        if index in chosen or slot in taken:
            continue
        chosen[index] = (score, match)
        if known[match.key].shape not in _REPEATED:
            taken.add(slot)
    columns = (
        _column(index, layout, samples[index], chosen.get(index), pairs, profile)
        for index in range(len(layout.headings))
    )
    return tuple(replace(one, derived=one.index in derived) for one in columns)


def _pairs(
    kind: Kind,
    layout: Layout,
    samples: list[list[object]],
    profile: Profile | None,
    left_out: Container[int | None],
) -> list[tuple[float, int, Match]]:
    """Everything the columns may be taken for: how likely, which column, which field."""
    pairs: list[tuple[float, int, Match]] = []
    known = fields_of(kind)
    for index, heading in enumerate(layout.headings):
        if index in left_out or _kept_as_text(profile, heading.path):
            continue
        for match in matches(kind, heading):
            score = match.score * fit(known[match.key].shape, match.role, samples[index])
            if score >= ENOUGH:
                pairs.append((score, index, match))
    return pairs


def _kept_as_text(profile: Profile | None, path: str) -> bool:
    return profile is not None and profile.columns.get(path, ("", "", None))[0] is None


def _remembered(
    layout: Layout, profile: Profile | None, known: Mapping[str, object]
) -> dict[int, Match]:
    if profile is None:
        return {}
    found = {}
    for index, heading in enumerate(layout.headings):
        key, role, _ = profile.columns.get(heading.path, (None, "", None))
        if key in known and key is not None:
            found[index] = Match(key, role, 1.0)
    return found


def _column(
    index: int,
    layout: Layout,
    samples: list[object],
    chosen: tuple[float, Match] | None,
    pairs: list[tuple[float, int, Match]],
    profile: Profile | None,
) -> Column:
    heading = layout.headings[index]
    shown = tuple(cell_text(cell)[:40] for cell in samples[:SHOWN_SAMPLES])
    unit = heading.unit
    if profile is not None and heading.path in profile.columns:
        unit = profile.columns[heading.path][2] or unit
    key = chosen[1].key if chosen else None
    others = tuple(
        dict.fromkeys(
            match.key for _, column, match in pairs if column == index and match.key != key
        )
    )
    if chosen is None:
        return Column(index, heading.path, None, "", unit, 0.0, shown, others)
    score, match = chosen
    return Column(index, heading.path, match.key, match.role, unit, round(score, 2), shown, others)
