"""The tab 用地 of a project's panel: its way to the land step by step, and the places it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.land_indicators import limit_text, value_text
from invest_crm.domain.land_match import area_words
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.project_fields import site_mode_label
from invest_crm.ui import theme
from invest_crm.ui.kit.path_view import PathView, Step
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from invest_crm.services.land_indicators import Dated, IndicatorLine
    from invest_crm.services.land_uses import UseLine
    from invest_crm.services.project_land import ProjectLand, StepLine
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context


class LandTab(QWidget):
    """``step_asked(ProjectLand, code)``, ``use_asked(ProjectLand, use id)``, ``find_asked(id)``,
    ``indicator_asked(ProjectLand, code)``.
    """

    step_asked = Signal(object, str)
    use_asked = Signal(object, str)
    find_asked = Signal(str)
    indicator_asked = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project = ""
        self._found: ProjectLand | None = None
        self._mode = label("", "label", wrap=True)
        self.places = TableMini(_columns(), name=_("Places of the project"))
        self.places.row_clicked.connect(lambda use: self.use_asked.emit(self._found, use))
        self._none = label(_("No place reserved yet."), "hint", wrap=True)
        self.find_place = QPushButton(_("Find a place…"))
        self.find_place.clicked.connect(lambda _on=False: self.find_asked.emit(self._project))
        self._unknown = label(
            _("The steps follow from the site mode: enter it in the form."), "hint", wrap=True
        )
        self.path = PathView()
        self.path.clicked.connect(lambda step: self.step_asked.emit(self._found, step))
        self.indicators = TableMini(_indicator_columns(), name=_("Control indicators"))
        self.indicators.row_clicked.connect(
            lambda code: self.indicator_asked.emit(self._found, code)
        )
        self._source = label("", "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        parts: tuple[QWidget, ...] = (self._mode, self.places, self._none)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.find_place, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._unknown)
        column.addWidget(self.path, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(label(_("Control indicators"), "strong"))
        column.addWidget(self.indicators)
        column.addWidget(self._source)

    def show_record(self, project: str) -> None:
        """Ask for the land of a project once somebody looks at it."""
        self._project = project
        if self.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self._load()
        super().showEvent(event)

    def _load(self) -> None:
        project = self._project
        if project:
            self._context.read(self, lambda app: land_of(app, project), self._show, key="land")

    def _show(self, found: ProjectLand | None) -> None:
        if found is None or found.project_id != self._project:
            return
        self._found = found
        words = _("Site mode: {mode}").format(mode=site_mode_label(found.mode) or NOTHING)
        self._mode.setText(words)
        self.places.set_rows([_row(use, found) for use in found.uses])
        self.places.setFixedHeight(self.places.sizeHint().height())
        self.places.setVisible(bool(found.uses))
        self._none.setVisible(not found.uses)
        self._unknown.setVisible(not found.steps)
        self.path.set_steps([_step(line, found) for line in found.steps])
        self.path.setVisible(bool(found.steps))
        self.indicators.set_rows([_indicator_row(line) for line in found.indicators])
        self.indicators.setFixedHeight(self.indicators.sizeHint().height())
        self._source.setText(_source(found))


def land_of(app: App, project: str) -> ProjectLand | None:
    """The land of a project, None if it is gone."""
    from invest_crm.services.project_land import project_land

    return app.read(project_land, project)


def _columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Place"), 2, least=90),
        MiniColumn(_("Area"), 0, right=True, least=72, rank=2),
        MiniColumn(pgettext("of a place", "State"), 0, least=100),
        MiniColumn(_("Since"), 0, least=96, rank=1),
    )


def _indicator_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Indicator"), 2, least=110),
        MiniColumn(_("Promised"), 0, right=True, least=60),
        MiniColumn(_("Measured"), 0, right=True, least=60),
        MiniColumn(_("Limit"), 0, least=60),
    )


def _indicator_row(line: IndicatorLine) -> MiniRow:
    """The unit stands behind the name; what breaks limit or promise is red."""
    one = line.indicator
    name = f"{one.label}（{one.unit}）" if one.unit else one.label
    tone = "bad" if line.kept is False else ""
    promised = _value(line.promised)
    measured = MiniCell(_value(line.measured), tone if line.measured else "", chip=False)
    first = MiniCell(promised, tone if line.measured is None else "", chip=False)
    limit = limit_text(line.limit) if line.limit is not None else ""
    return MiniRow(one.value, (name, first, measured, limit or NOTHING))


def _value(dated: Dated | None) -> str:
    if dated is None:
        return NOTHING
    text = value_text(dated.value)
    return f"({text})" if dated.computed else text


def _source(found: ProjectLand) -> str:
    """Where the limits stand, and what brackets mean."""
    edition = next((line.edition for line in found.indicators if line.edition), None)
    if edition is None:
        return ""
    told = _("Limits: {source}").format(source=edition.source)
    unsure = "" if edition.checked else _(" (to be compared with the printed text)")
    return told + unsure + _(". In brackets: computed from the agreement.")


def _row(use: UseLine, found: ProjectLand) -> MiniRow:
    area = NOTHING if use.area is None else area_words(use.kind, use.area)
    day = use.on.isoformat()
    since = show(PartialDate(day, "day", day), year=found.today.year)
    return MiniRow(use.id, (use.parcel, area, MiniCell(use.state.label, "production"), since))


def _step(line: StepLine, found: ProjectLand) -> Step:
    step = line.step
    if line.state == "done" and line.reached is not None:
        words = show(line.reached, year=found.today.year)
        return Step(step.label, "done", words, line.person, step.code)
    state: Any = "doing" if line.state == "held" else "todo"
    right = _("now") if line.state == "held" else ""
    return Step(step.label, state, right, step.holder, step.code)
