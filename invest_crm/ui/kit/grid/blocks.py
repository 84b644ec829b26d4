"""Many cells of a grid at once: paste, fill, clear; the ``CellWriter`` looks and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from invest_crm.domain.series import continued
from invest_crm.ui.kit.grid.cells import Head, Patch
from invest_crm.ui.kit.grid.clipboard import from_tsv
from invest_crm.ui.kit.grid.selection import Block, block_of
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from invest_crm.ui.kit.grid.cells import CellWriter, How, Texts
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.kit.grid.source import Column

MOST_CELLS = 50_000
"""More than a person can mean to write by one key."""
_HEADINGS = 0.6


class Blocks(QObject):
    """Belongs to a grid; does nothing until a ``CellWriter`` is set."""

    def __init__(self, grid: DataGrid) -> None:
        super().__init__(grid)
        self._grid, self._view, self._model = grid, grid.view, grid.model
        view = self._view
        view.paste_asked.connect(self.paste)
        view.clear_asked.connect(self.clear)
        view.fill_asked.connect(self.fill)
        view.drag_filled.connect(self._fill_on)

    def paste(self, as_new: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Put the clipboard into the cells from the current one on, or add it as new records.

        One value fills the whole selection, a block is repeated where the selection is a multiple
        of it. A first line of headings says which column is which, and that the rows are new.
        """
        rows = from_tsv(QGuiApplication.clipboard().text())
        if self._cells is None or not rows or self._refused():
            return
        heads = headed(self._model.columns(), rows[0], self._cells)
        if heads:
            unknown = [text for text, head in zip(rows[0], heads, strict=True) if head is None]
            self._paste_new(heads, rows[1:], [text for text in unknown if text.strip()])
        elif as_new or not self._model.rowCount():
            self._paste_new(_heads(self._from_current(len(rows[0]))), rows)
        else:
            self._paste_over(rows)

    def clear(self) -> None:
        """Empty the selected cells."""
        if self._refused():
            return
        ids, keys = self._selected()
        self._put("clear", ids, [dict.fromkeys(keys, "")] * len(ids))

    def fill(self, towards: str) -> None:
        """Copy the first row of the selection ``down`` over the rest; alone, the row above it.

        ``right``: the same with columns.
        """
        block = self._block()
        rows, columns = self._records(block), self._chosen_columns(block)
        if not rows or not columns or self._cells is None or self._refused():
            return
        if towards == "down":
            first = rows[0] if len(rows) > 1 else self._above(rows[0])
            if first >= 0:
                self._fill_down([first], [row for row in rows if row != first], columns)
        else:
            self._fill_right(rows, columns)

    def fill_menu(self, menu: QMenu) -> None:
        """Add what can be done to the selected cells."""
        if self._cells is None:
            return
        reason = self._cells.refusal()
        for words, do in (
            (_("Paste"), self.paste),
            (_("Paste as new records"), lambda: self.paste(as_new=True)),
            ("", None),
            (_("Type in the cell"), self._grid.editing.begin),
            (_("Fill down"), lambda: self.fill("down")),
            (_("Clear cells"), self.clear),
        ):
            if do is None:
                menu.addSeparator()
                continue
            action = add_action(menu, words, do)
            action.setEnabled(not reason)
            action.setToolTip(reason)

    def _refused(self) -> bool:
        """Whether nothing can be written here; says why."""
        reason = "" if self._cells is None else self._cells.refusal()
        if reason:
            self._grid.editing.say(reason)
        return bool(reason)

    def _fill_on(self, last: int) -> None:
        """The selection was dragged on by its corner down to a row: numbers and days continue."""
        block = self._block()
        rows, columns = self._records(block), self._chosen_columns(block)
        if rows and columns and last > rows[-1] and not self._refused():
            targets = self._model.records(range(rows[-1] + 1, last + 1))
            self._fill_down(rows, targets, columns, series=True)

    def _fill_down(
        self,
        sources: Sequence[int],
        targets: Sequence[int],
        columns: Sequence[Column],
        *,
        series: bool = False,
    ) -> None:
        cells, keys = self._cells, self._typed(columns)
        if cells is None or not self._few(len(targets) * len(columns)):
            return
        from_ids, ids = self._ids(sources), self._ids(targets)

        def put(texts: Texts) -> None:
            firsts = {key: [texts.get(one, {}).get(key, "") for one in from_ids] for key in keys}
            filled = {
                key: continued(values if series else values[:1], len(ids))
                for key, values in firsts.items()
            }
            rows = [{key: filled[key][place] for key in keys} for place in range(len(ids))]
            self._put("fill", ids, rows, columns)

        cells.texts(from_ids, keys, put)

    def _fill_right(self, rows: Sequence[int], columns: Sequence[Column]) -> None:
        cells = self._cells
        shown = [self._model.columns()[place] for place in self._view.shown_columns()]
        source = columns[0] if len(columns) > 1 else shown[max(shown.index(columns[0]) - 1, 0)]
        targets = [column for column in columns if column is not source]
        if cells is None or not targets or not self._few(len(rows) * len(targets)):
            return
        ids = self._ids(rows)

        def put(texts: Texts) -> None:
            filled = [
                dict.fromkeys(self._typed(targets), texts.get(one, {}).get(source.key, ""))
                for one in ids
            ]
            self._put("fill", ids, filled, targets)

        cells.texts(ids, [source.key], put)

    def _paste_new(
        self,
        heads: Sequence[Head | None],
        rows: Sequence[Sequence[str]],
        unknown: Sequence[str] = (),
    ) -> None:
        texts = [self._row(heads, row) for row in rows]
        self._put("paste", (), texts, self._of_heads(heads), show=True, unknown=unknown)

    def _paste_over(self, rows: list[list[str]]) -> None:
        block = self._block()
        chosen, wide = self._records(block), self._chosen_columns(block)
        if not chosen:
            self._grid.editing.say(_("This is the row of a group: choose rows below it."))
            return
        high, across = len(rows), len(rows[0])
        if len(chosen) % high == 0 and len(wide) % across == 0:
            rows = _tiled(rows, len(chosen), len(wide))
            order, heads = self._ids(chosen), _heads(wide)
        else:
            below = self._model.records(range(chosen[0], self._model.rowCount()))
            order, heads = self._ids(below[:high]), _heads(self._from_current(across))
        texts = [self._row(heads, row) for row in rows]
        more = len(texts) > len(order)
        self._put("paste", order, texts, self._of_heads(heads), show=more)

    def _put(
        self,
        how: How,
        ids: Sequence[str],
        rows: Sequence[dict[str, str]],
        columns: Sequence[Column] = (),
        *,
        show: bool = False,
        unknown: Sequence[str] = (),
    ) -> None:
        cells = self._cells
        if cells is None or not rows or not self._few(sum(map(len, rows))):
            return
        left = [column.title for column in columns if cells.field(column.key) is None]
        if any(rows):
            cells.put(Patch(how, tuple(ids), tuple(rows), (*left, *unknown)), show=show)
        elif columns:
            self._grid.editing.say_why_not(columns[0].key)

    def _row(self, heads: Sequence[Head | None], texts: Sequence[str]) -> dict[str, str]:
        """The texts of a row by key; what stands in several columns (a name, a phone) in one."""
        row: dict[str, str] = {}
        for head, text in zip(heads, texts, strict=False):
            if head is not None and self._is_typed(head.key):
                before = row.get(head.key, "")
                row[head.key] = f"{before} {head.text(text)}".strip() if before else head.text(text)
        return row

    def _of_heads(self, heads: Sequence[Head | None]) -> list[Column]:
        keys = {head.key for head in heads if head is not None}
        return [column for column in self._model.columns() if column.key in keys]

    def _few(self, cells: int) -> bool:
        if cells > MOST_CELLS:
            self._grid.selection_said.emit(
                _("{n} cells are too many at once: at most {most}.").format(
                    n=f"{cells:,}", most=f"{MOST_CELLS:,}"
                )
            )
        return cells <= MOST_CELLS

    @property
    def _cells(self) -> CellWriter | None:
        return self._grid.editing.cells

    def _block(self) -> Block:
        return block_of(self._view.selectionModel().selection())

    def _selected(self) -> tuple[list[str], list[str]]:
        block = self._block()
        return self._ids(self._records(block)), self._typed(self._chosen_columns(block))

    def _records(self, block: Block) -> list[int]:
        """The rows selected that can be written: those of records."""
        return self._model.records(block.rows())

    def _above(self, row: int) -> int:
        """The next record above a row, -1 for none."""
        rows = range(row - 1, -1, -1)
        return next((one for one in rows if self._model.is_record(one)), -1)

    def _chosen_columns(self, block: Block) -> list[Column]:
        """The selected columns in the order shown."""
        places = [place for place in self._view.shown_columns() if place in block.columns]
        return [self._model.columns()[place] for place in places]

    def _from_current(self, wide: int) -> list[Column | None]:
        """The columns shown from the selection's first one on; None beyond the last."""
        shown = self._view.shown_columns()
        block = self._block()
        first = next((n for n, place in enumerate(shown) if place in block.columns), 0)
        found: list[Column | None] = [
            self._model.columns()[place] for place in shown[first : first + wide]
        ]
        return found + [None] * (wide - len(found))

    def _ids(self, rows: Iterable[int]) -> list[str]:
        return [self._model.id_at(row) for row in rows]

    def _typed(self, columns: Sequence[Column]) -> list[str]:
        return [column.key for column in columns if self._is_typed(column.key)]

    def _is_typed(self, key: str) -> bool:
        return self._cells is not None and self._cells.field(key) is not None


def add_action(menu: QMenu, words: str, do: Callable[[], object]) -> QAction:
    """A line of a menu."""
    action = menu.addAction(words)
    action.triggered.connect(lambda _on=False: do())
    return action


def headed(columns: Sequence[Column], texts: Sequence[str], cells: CellWriter) -> list[Head | None]:
    """The columns a line of headings names, ours or a ledger's; empty if it is no such line."""
    known = {
        name: Head(column.key) for column in columns for name in (column.title, column.heading)
    }
    others = cells.headings(texts)
    found = [known.get(text.strip()) or other for text, other in zip(texts, others, strict=True)]
    keys = {head.key for head in found if head is not None}
    named = sum(head is not None for head in found)
    return found if len(keys) > 1 and named >= _HEADINGS * sum(map(bool, texts)) else []


def _heads(columns: Sequence[Column | None]) -> list[Head | None]:
    return [None if column is None else Head(column.key) for column in columns]


def _tiled(rows: list[list[str]], high: int, wide: int) -> list[list[str]]:
    return [
        [rows[down % len(rows)][across % len(rows[0])] for across in range(wide)]
        for down in range(high)
    ]
