"""The tab 资金进度 of a project's panel: warnings, months, the three sets, progress with photos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.month_reports import Subject
from invest_crm.domain.three_sets import KEPT, Basis
from invest_crm.ui import theme
from invest_crm.ui.attachments.acts import OPEN, FileActs
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.money.sets_view import gap_cell, points
from invest_crm.ui.money.strip import PhotoStrip
from invest_crm.ui.money.words import day_words, month_words, wan, warning_words
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from invest_crm.services.money.figures import FigureLine
    from invest_crm.services.money.progress import ProgressLine
    from invest_crm.services.money.project_money import MonthLine, ProjectMoney
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.money.entries import MoneyEntries
    from invest_crm.ui.records.page import RecordsPage

FIRST = 6
"""So many months and entries are shown; the page of monthly reports has all."""


class MoneyTab(QWidget):
    """What is known of the money of a project, and the ways to enter more."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__()
        self._page, self._context, self._project = page, context, ""
        self.found: ProjectMoney | None = None
        self._entries: MoneyEntries | None = None
        self.acts = FileActs(self, context)
        self.acts.failed.connect(page.show_error)
        self.warnings = label("", "problem", wrap=True)
        self.late = label("", "hint", wrap=True)
        self.months = TableMini(_month_columns(), name=_("Months"))
        self.months.row_clicked.connect(self._open_month)
        self._none = label(
            _("No month is reported yet: type it in the page of monthly reports, or import the"
              " monthly ledger."), "hint", wrap=True,
        )  # fmt: skip
        self.report = QPushButton(_("Fill in months…"))
        self.report.clicked.connect(lambda _on=False: self._open_months())
        self.sets = TableMini(_set_columns(), name=_("Three sets of figures"))
        self.figures = TableMini(_figure_columns(), name=_("Papers and returns"))
        self.figures.row_clicked.connect(lambda one: self.entries().void_figure(one))
        self.add_figure = QPushButton(_("Enter a figure…"))
        self.add_figure.clicked.connect(lambda _on=False: self.entries().figure(self.found))
        self.strip = PhotoStrip(context)
        self.strip.opened.connect(lambda photo: self.acts.act(photo.file, OPEN))
        self.odd = label("", "hint", wrap=True)
        self.progress = TableMini(_progress_columns(), name=_("Progress"))
        self.progress.row_clicked.connect(lambda one: self.entries().void_progress(one))
        self.add_progress = QPushButton(_("Note progress…"))
        self.add_progress.clicked.connect(lambda _on=False: self.entries().progress(self.found))
        page.add_writing(self.add_figure, self.add_progress)
        self._build()

    def entries(self) -> MoneyEntries:
        """What is entered here, made when it is first asked for."""
        if self._entries is None:
            from invest_crm.ui.money.entries import MoneyEntries

            self._entries = MoneyEntries(self._page, self._context)
        return self._entries

    def show_record(self, project: str) -> None:
        """Ask for the money of a project once somebody looks at it."""
        self._project = project
        if self.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self._load()
        super().showEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        above: tuple[QWidget, ...] = (self.warnings, self.late, self.months, self._none)
        for part in above:
            column.addWidget(part)
        column.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(_("Three sets of figures, 10,000 yuan"), "strong"))
        column.addWidget(self.sets)
        column.addWidget(self.figures)
        column.addWidget(self.add_figure, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(_("Progress"), "strong"))
        below: tuple[QWidget, ...] = (self.strip, self.odd, self.progress)
        for part in below:
            column.addWidget(part)
        flow = FlowLayout(gap=theme.GAP_SMALL)
        flow.addWidget(self.add_progress)
        column.addLayout(flow)

    def _load(self) -> None:
        project = self._project
        if project:
            self._context.read(self, lambda app: money_of(app, project), self._show, key="money")

    def _show(self, found: ProjectMoney | None) -> None:
        if found is None or found.id != self._project:
            return
        self.found = found
        _say(self.warnings, "\n".join(map(warning_words, found.warnings)))
        _say(self.late, _late_words(found))
        _fill(self.months, [_month_row(one) for one in found.months[:FIRST]])
        self._none.setVisible(not found.months)
        _fill(self.sets, list(_set_rows(found)))
        _fill(self.figures, [_figure_row(one, found) for one in found.sets.lines[::-1][:FIRST]])
        self.strip.show_photos(found.progress.photos, found.today)
        older = sum(photo.older > 0 for photo in found.progress.photos)
        said = ngettext(
            "{n} photo is clearly older than the entry it belongs to.",
            "{n} photos are clearly older than the entries they belong to.",
            older,
        ).format(n=older)
        _say(self.odd, said if older else "")
        _fill(self.progress, [_progress_row(one, found) for one in found.progress.lines[:FIRST]])

    def _open_months(self) -> None:
        if self.found is not None:
            state = {"project": self.found.id, "reason": self.found.name}
            self._page.open_page.emit("months", state)

    def _open_month(self, month: str) -> None:
        if self.found is not None:
            line = f"{self.found.id}:{month}"
            state = {"ids": [line], "reason": f"{self.found.name} {month_words(month)}"}
            self._page.open_page.emit("months", state)


def money_of(app: App, project: str) -> ProjectMoney | None:
    """The money of a project."""
    from invest_crm.services.money.project_money import project_money

    return app.read(project_money, project)


def _say(part: Any, words: str) -> None:
    part.setText(words)
    part.setVisible(bool(words))


def _fill(table: TableMini, rows: list[MiniRow]) -> None:
    table.set_rows(rows)
    table.setFixedHeight(table.sizeHint().height())
    table.setVisible(bool(rows))


def _late_words(found: ProjectMoney) -> str:
    """The months that are missing, with the days they are late."""
    parts = [
        ngettext("{month} ({n} day late)", "{month} ({n} days late)", one.late).format(
            month=month_words(one.month), n=one.late
        )
        for one in found.missing
    ]
    if not parts:
        return ""
    return _("Not reported: {months}").format(months=pgettext("between words", ", ").join(parts))


def _month_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("10,000 yuan"), 0, least=78),
        MiniColumn(_("Invested"), 1, right=True, least=50),
        MiniColumn(_("in all"), 1, right=True, least=54, rank=1),
        MiniColumn(_("Funds in"), 1, right=True, least=50),
        MiniColumn(_("in all"), 1, right=True, least=54, rank=2),
    )


def _month_row(line: MonthLine) -> MiniRow:
    """A month; one with corrections has a star."""
    cells = []
    for subject in Subject:
        sums = line.sums[subject]
        cells += [wan(sums.month), wan(sums.total)]
    star = " *" if line.corrections else ""
    return MiniRow(line.month, (f"{month_words(line.month)}{star}", *cells))


def _set_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Figure"), 1.6, least=104),
        MiniColumn(_("Amount"), 1, right=True, least=60),
        MiniColumn(_("difference"), 1, right=True, least=60),
        MiniColumn(_("points"), 0.8, right=True, least=52),
    )


def _set_rows(found: ProjectMoney) -> Any:
    for subject in Subject:
        three = found.sets.sets[subject]
        yield MiniRow("", (subject.label, wan(three.reported), "", ""))
        for basis in KEPT:
            yield MiniRow(
                "",
                (
                    f"　{basis.label}",
                    wan(three.of(basis)),
                    gap_cell(three, basis),
                    points(three.points(basis)),
                ),
            )


def _figure_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Voucher"), 2, least=96),
        MiniColumn(_("Day"), 0, least=72),
        MiniColumn(_("Amount"), 1, right=True, least=60),
    )


def _figure_row(one: FigureLine, found: ProjectMoney) -> MiniRow:
    paper = " · ".join(filter(None, (_(one.document), one.subject.label, one.note)))
    tone = "" if one.basis is Basis.PAPERS else "signed"
    amount = MiniCell(wan(one.amount), tone, chip=False)
    return MiniRow(one.id, (paper, day_words(one.on, found.today), amount))


def _progress_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Day"), 0, least=72),
        MiniColumn("%", 0, right=True, least=36),
        MiniColumn(_("What is seen"), 2, least=110),
        MiniColumn(_("Photos"), 0, right=True, least=40),
    )


def _progress_row(one: ProgressLine, found: ProjectMoney) -> MiniRow:
    percent = NOTHING if one.percent is None else str(one.percent)
    said = " · ".join(filter(None, (one.node, one.text))) or NOTHING
    photos = str(len(one.photos)) if one.photos else NOTHING
    return MiniRow(one.id, (day_words(one.on, found.today), percent, said, photos))
