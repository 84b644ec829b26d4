"""三套数: the sums over all projects with their differences, then project by project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.month_reports import Subject
from invest_crm.domain.three_sets import KEPT, Basis
from invest_crm.ui import theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.money.words import signed_wan, wan
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from decimal import Decimal

    from invest_crm.domain.three_sets import Three
    from invest_crm.services.money.figures import AllSets, ProjectSets
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context

_FIRST = 30
"""So many projects are listed, the widest difference first."""


class SetsView(QWidget):
    """``opened(ids, reason)`` for the rows of a number; ``project_opened(id)``."""

    opened = Signal(object, str)
    project_opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: AllSets | None = None
        self._sums = Card(_("All projects, 10,000 yuan"))
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_TINY)
        self._sums.add(holder)
        self._one_by_one = Card(_("By project, the widest difference first"))
        self.tables = {subject: self._table(subject) for subject in Subject}
        self._none = label(
            _("No paper and no statistical return is kept yet: enter them in the tab “Money” of a"
              " project."), "hint", wrap=True,
        )  # fmt: skip
        self._one_by_one.add(self._none)
        for subject, table in self.tables.items():
            self._one_by_one.add(label(subject.label, "strong"))
            self._one_by_one.add(table)
        self._hint = label(
            _("Reported: the cumulative of monthly reports. By papers: bank receipts, vouchers,"
              " signed progress sheets. By statistics: what the firm itself filed. A difference is"
              " taken over the projects that have both; nothing is ever adjusted."),
            "hint", wrap=True,
        )  # fmt: skip
        body = ScrollBody()
        for part in (self._sums, self._one_by_one, self._hint):
            body.column.addWidget(part)
        body.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def refresh(self) -> None:
        """Ask anew."""
        self._context.read(self, read_sets, self.show_sets, key="sets")

    def show_sets(self, found: AllSets) -> None:
        """Other numbers."""
        self._found = found
        self._fill(found)
        compared = False
        for subject, table in self.tables.items():
            rows = [
                _row(one, subject)
                for one in found.projects
                if any(one.sets[subject].of(basis) is not None for basis in KEPT)
            ][:_FIRST]
            table.set_rows(rows)
            table.setFixedHeight(table.sizeHint().height())
            compared = compared or bool(rows)
        self._none.setVisible(not compared)

    def _table(self, subject: Subject) -> TableMini:
        table = TableMini(
            (
                MiniColumn(_("Project"), 2.4, least=130),
                MiniColumn(_("Reported"), 1, right=True, least=72),
                MiniColumn(_("By papers"), 1, right=True, least=72),
                MiniColumn(_("difference"), 1, right=True, least=72),
                MiniColumn(_("points"), 0.8, right=True, least=56, rank=1),
                MiniColumn(_("By statistics"), 1, right=True, least=72),
                MiniColumn(_("difference"), 1, right=True, least=72),
                MiniColumn(_("points"), 0.8, right=True, least=56, rank=1),
            ),
            name=subject.label,
        )
        table.row_clicked.connect(self.project_opened)
        return table

    def _fill(self, found: AllSets) -> None:
        empty_layout(self._grid)
        heads = ("", _("Amount"), _("Reported by the same"), _("Difference"), _("Points"),
                 _("Projects"))  # fmt: skip
        for place, head in enumerate(heads):
            self._put(0, place, head, "label")
        line = 1
        for subject in Subject:
            sums = found.sums(subject)
            self._put(line, 0, subject.label, "strong")
            for basis in Basis:
                line += 1
                self._line(line, subject, basis, sums[basis], found.ids(subject, basis))
            line += 1
        self._grid.setColumnStretch(len(heads), 1)

    def _line(
        self, line: int, subject: Subject, basis: Basis, three: Three, ids: list[str]
    ) -> None:
        other = basis is not Basis.REPORTED
        self._put(line, 0, basis.label)
        cells = (
            wan(three.of(basis)),
            wan(three.reported) if other else "",
            signed_wan(three.gap(basis)) if other else "",
            points(three.points(basis)) if other else "",
        )
        for place, text in enumerate(cells, 1):
            self._put(line, place, text, "strong" if place == 1 else "")
        reason = f"{subject.label} · {basis.label}"
        if not ids:
            self._put(line, len(cells) + 1, NOTHING)
            return
        link = QPushButton(ngettext("{n} project", "{n} projects", len(ids)).format(n=len(ids)))
        theme.set_role(link, "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setAccessibleName(f"{reason} {link.text()}")
        link.clicked.connect(lambda _on=False: self.opened.emit(ids, reason))
        self._grid.addWidget(link, line, len(cells) + 1, Qt.AlignmentFlag.AlignRight)

    def _put(self, line: int, place: int, text: str, role: str = "") -> None:
        side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(label(text, role), line, place, side)


def read_sets(app: App) -> AllSets:
    """The three sets of all projects, as of today."""
    from invest_crm.services.money.figures import all_sets

    return app.read(all_sets)


def points(value: Decimal | None) -> str:
    """百分点 with a sign."""
    if value is None:
        return NOTHING
    return f"+{value}" if value > 0 else f"−{abs(value)}" if value < 0 else str(value)


def gap_cell(three: Three, basis: Basis) -> MiniCell:
    """A difference; one that is not nothing is marked."""
    gap = three.gap(basis)
    return MiniCell(signed_wan(gap), "slow" if gap else "", chip=False)


def _row(one: ProjectSets, subject: Subject) -> MiniRow:
    three = one.sets[subject]
    cells: list[MiniCell | str] = [one.name, wan(three.reported)]
    for basis in KEPT:
        cells += [wan(three.of(basis)), gap_cell(three, basis), points(three.points(basis))]
    return MiniRow(one.id, tuple(cells))
