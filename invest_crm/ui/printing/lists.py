"""A list of records on paper: the rows shown in their order, the columns shown in theirs.

Runs in two steps: what the grid shows is taken on the window's thread, the rows are read in the
background in portions, so that a long list can be stopped.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.condition_words import sentence
from invest_crm.ui import theme
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.printing import Line, Sheet, SheetColumn, SheetTable
    from invest_crm.services.work import App
    from invest_crm.ui.kit.grid.source import Cell, Column, GridSource, GroupRow
    from invest_crm.ui.operations import Progress
    from invest_crm.ui.records.page import RecordsPage

_AT_ONCE = 500
_INDENT = "　"


class Group(Struct, frozen=True):
    """The rows from ``first`` on, ``count`` of them, stand under a heading of ``words``."""

    first: int
    count: int
    words: str


class Shown(Struct, frozen=True):
    """What a list shows: ``places`` of the columns in order with ``widths`` in px at text scale 1.

    ``groups`` in the order of the rows; a grid that is not grouped has none.
    """

    source: GridSource
    ids: tuple[str, ...]
    places: tuple[int, ...]
    widths: tuple[float, ...]
    title: str
    condition: str
    groups: tuple[Group, ...] = ()


def list_printable(page: RecordsPage) -> Printable:
    """The list as shown, the rows selected, the record in the panel."""
    from invest_crm.ui.printing.records import record_content

    grid = page.grid
    contents = []
    ids, chosen = tuple(grid.model.ids()), tuple(grid.selected_ids())
    if ids:
        words = _("The list as shown ({n})").format(n=len(ids))
        contents.append(_content(page, "list", words, ids, condition_words(page)))
    if len(chosen) > 1:
        words = _("Only the rows selected ({n})").format(n=len(chosen))
        contents.append(_content(page, "list", words, chosen, _("rows selected")))
    if page.shown_id:
        contents.append(record_content(page.kind, page.shown_id))
    return Printable(tuple(contents), _title(page))


def condition_words(page: RecordsPage) -> str:
    """What narrows a list, in one sentence; empty for the whole list."""
    query = page.grid.query()
    parts = [
        _(page.switches[name]) if name in page.switches else _filter_words(page, name)
        for name, value in query.filters
        if value
    ]
    if query.text.strip():
        parts.append(_("with “{text}”").format(text=query.text.strip()))
    if query.where.parts and page.grid.askable.fields:
        parts.append(sentence(query.where, page.grid.askable.fields))
    return _("; ").join(part for part in parts if part)


def _filter_words(page: RecordsPage, name: str) -> str:
    if name == "ids":
        return page.reason or page.words.chosen(len(page.filter("ids")))
    return page.words_of(name)


def _title(page: RecordsPage) -> str:
    if page.views.is_everything():
        return _("{records} list").format(records=page.words.title)
    return page.views.switch.name()


def _content(
    page: RecordsPage, name: str, words: str, ids: tuple[str, ...], condition: str
) -> SheetContent:
    grid, scale = page.grid, theme.current().text_scale
    places = tuple(grid.view.shown_columns())
    widths = tuple(grid.view.columnWidth(place) / scale for place in places)
    whole = ids == tuple(grid.model.ids())
    groups = tuple(map(_group, grid.model.groups())) if whole else ()
    shown = Shown(grid.source, ids, places, widths, _title(page), condition, groups)
    return SheetContent(f"{page.kind}.{name}", words, partial(list_sheet, shown))


def _group(row: GroupRow) -> Group:
    node = row.node
    words = _("{name} ({n})").format(name=node.label, n=f"{node.count:,}")
    return Group(node.first, node.count, _INDENT * (len(node.path) - 1) + words)


def list_sheet(shown: Shown, app: App, progress: Progress) -> Sheet:
    """The sheet of a list. Cancelled when the person stops it."""
    from invest_crm.services.printing import Sheet, county_title, imprint

    table = _table(shown, _rows(shown, progress))
    n = sum(line.kind == "row" for line in table.lines)
    return Sheet(
        title=app.read(county_title, shown.title),
        parts=(table,),
        imprint=app.read(imprint),
        condition=_("Shown: {condition}").format(condition=shown.condition)
        if shown.condition
        else "",
        count=ngettext("{n} record in all", "{n} records in all", n).format(n=f"{n:,}"),
    )


def _rows(shown: Shown, progress: Progress) -> dict[str, Sequence[Cell | str]]:
    from invest_crm.services.work import Cancelled

    found: dict[str, Sequence[Cell | str]] = {}
    for start in range(0, len(shown.ids), _AT_ONCE):
        if progress.cancelled():
            raise Cancelled
        progress.report(start / len(shown.ids), _("Reading the rows"))
        found.update(shown.source.rows(shown.ids[start : start + _AT_ONCE]))
    return found


def _table(shown: Shown, rows: dict[str, Sequence[Cell | str]]) -> SheetTable:
    from invest_crm.services.printing import SheetTable

    every = shown.source.columns()
    columns = [every[place] for place in shown.places]
    ids = [one for one in shown.ids if one in rows]
    texts = {one: tuple(_text(rows[one][place]) for place in shown.places) for one in ids}
    total = _sums(shown.source, columns, ids, _("Total"))
    return SheetTable(
        columns=tuple(map(_column, columns, shown.widths)),
        lines=tuple(_lines(shown, columns, texts)),
        total=total,
        notes=_rounding(columns, list(texts.values()), total),
        numbered=True,
    )


def _lines(
    shown: Shown, columns: Sequence[Column], texts: dict[str, tuple[str, ...]]
) -> list[Line]:
    """The rows in order; a group's heading before its first, its sums after its last."""
    from invest_crm.services.printing import Line, LineKind

    heads: defaultdict[int, list[Group]] = defaultdict(list)
    for group in shown.groups:
        heads[group.first].append(group)
    made: list[Line] = []
    waiting: list[tuple[int, Group]] = []
    for place, one in enumerate(shown.ids):
        for group in heads[place]:
            made.append(Line((group.words,), LineKind.GROUP))
            waiting.append((place + group.count - 1, group))
        if one in texts:
            made.append(Line(texts[one]))
        while waiting and waiting[-1][0] == place:
            _last, group = waiting.pop()
            members = shown.ids[group.first : group.first + group.count]
            sums = _sums(
                shown.source, columns, [item for item in members if item in texts], _("Subtotal")
            )
            if sums:
                made.append(Line(sums, LineKind.SUBTOTAL))
    return made


def _sums(
    source: GridSource, columns: Sequence[Column], ids: Sequence[str], words: str
) -> tuple[str, ...]:
    """The sums of the columns of money below their columns; empty where there is none.

    Other numbers (days, ages) are counted of each record, their sum says nothing.
    """
    money = [column.kind == "money" for column in columns]
    if not any(money) or not ids:
        return ()
    cells = [
        _sum(source, column, ids) if is_money else ""
        for column, is_money in zip(columns, money, strict=True)
    ]
    if not money[0]:
        cells[0] = words
    return tuple(cells)


def _sum(source: GridSource, column: Column, ids: Sequence[str]) -> str:
    known = [Decimal(number) for number in source.raw(ids, column.key) if number is not None]
    total = sum(known, Decimal(0))
    if not known:
        return ""
    return column.format_total(total) if column.format_total else f"{total.normalize():,f}"


def _rounding(
    columns: Sequence[Column], rows: Sequence[tuple[str, ...]], total: tuple[str, ...]
) -> tuple[str, ...]:
    """The customary note where the amounts printed do not add up to the sum printed."""
    for place, column in enumerate(columns):
        if column.kind != "money" or not total:
            continue
        wanted = _number(total[place])
        parts = [_number(row[place]) for row in rows]
        if wanted is not None and sum(part or Decimal(0) for part in parts) != wanted:
            return (_("Parts may not add up to the total because of rounding."),)
    return ()


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _column(column: Column, width: float) -> SheetColumn:
    from invest_crm.services.printing import Align, SheetColumn
    from invest_crm.ui.printing.minis import MM_OF_PX

    centred = column.kind == "date"
    align = Align.RIGHT if column.right else Align.CENTER if centred else Align.LEFT
    return SheetColumn(column.heading, width * MM_OF_PX, align, keep=column.frozen)


def _text(cell: Cell | str) -> str:
    """A cell as it reads: its text, and the words of the chips behind it."""
    if isinstance(cell, str):
        return cell
    words = [word for word, _tone in cell.chips]
    if not words or cell.text == "、".join(words):
        return cell.text
    return " ".join((cell.text, *words)).strip()
