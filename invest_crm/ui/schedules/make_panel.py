"""Back-scheduling: which projects, what is to be reached, and by which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from invest_crm.domain.pinyin import initials
from invest_crm.domain.stages import MilestoneKind
from invest_crm.ui import theme
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from invest_crm.services.schedules.wall import Candidate

GOALS = (MilestoneKind.IN_PRODUCTION, MilestoneKind.STARTED, MilestoneKind.COMPLETED)
_ROWS = 9
_ID = int(Qt.ItemDataRole.UserRole)


class MakePanel(Occasion):
    """``accepted(project ids, target, goal)``."""

    accepted = Signal(object, object, object)

    def __init__(self, offered: Sequence[Candidate], chosen: Collection[str], today: date) -> None:
        super().__init__(_("Back-schedule"), _("Back-schedule"))
        self._today = today
        self.form = Form(
            [
                Field("goal", _("Reached is"), "choice", required=True, check=checks.plain,
                      choices=tuple((goal.value, goal.label) for goal in GOALS)),
                Field("target", _("Target day"), "date", required=True, check=self._target,
                      hint=_("e.g. 12-20, 2027.6.30")),
            ]
        )  # fmt: skip
        self.form.set_texts({"goal": GOALS[0].value})
        self._tell = label("", "hint", wrap=True)
        self.finder = _Finder(_("Find a project"))
        self.finder.setAccessibleName(_("Find a project"))
        self.finder.textChanged.connect(self._narrow)
        self.finder.left_down.connect(self._to_list)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Projects without a schedule"))
        self.list.setMinimumHeight(_ROWS * theme.px(theme.ROW_COMPACT))
        for candidate in offered:
            self.list.addItem(_item(candidate, ticked=candidate.id in chosen))
        self.list.itemChanged.connect(lambda _item: self._count())
        explained = _(
            "The tasks come from the template of the site mode of each project; their days are"
            " found backwards from the target over working days."
        )
        self.body.addWidget(label(explained, "hint", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self._tell)
        self.body.addWidget(self.finder)
        self.body.addWidget(self.list, 1)
        self.agreed.connect(self.accept)
        self._count()

    def begin(self) -> None:
        """The cursor in the target, or in the finder where no project is chosen yet."""
        first = self.form.editor("target") if self.chosen() else self.finder
        first.setFocus()

    def chosen(self) -> list[str]:
        """The projects that are ticked."""
        return [str(item.data(_ID)) for item in self._items() if _on(item)]

    def tick(self, project: str, *, on: bool = True) -> None:
        """Tick a project or not."""
        for item in self._items():
            if item.data(_ID) == project:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def accept(self) -> None:
        """Hand over what was chosen, if nothing is missing."""
        right, chosen = self.form.check(), self.chosen()
        if not chosen:
            self._tell.setText(_("Tick one project at least."))
            theme.set_role(self._tell, "problem")
            self.finder.setFocus()
        elif right:
            values = self.form.values()
            self.accepted.emit(chosen, values["target"], MilestoneKind(values["goal"]))

    def _target(self, text: str) -> tuple[object, str]:
        day, problem = day_check(self._today)(text)
        if not problem and day < self._today:
            return None, _("This day is past.")
        return day, problem

    def _count(self) -> None:
        theme.set_role(self._tell, "hint")
        words = _("{n} of {all} projects without a schedule")
        self._tell.setText(words.format(n=len(self.chosen()), all=self.list.count()))

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for item in self._items():
            words = item.text()
            found = wanted in words.casefold() or wanted in initials(words)
            item.setHidden(bool(wanted) and not found)

    def _to_list(self) -> None:
        """From the finder to the first project found."""
        found = [place for place, item in enumerate(self._items()) if not item.isHidden()]
        if found:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentRow(found[0])

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]


class _Finder(SearchEdit):
    """``left_down``: the key Down, to what was found."""

    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Down leaves."""
        if event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)


def _item(candidate: Candidate, *, ticked: bool) -> QListWidgetItem:
    item = QListWidgetItem(candidate.name)
    item.setData(_ID, candidate.id)
    item.setToolTip(candidate.name)
    item.setFlags(
        Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
    )
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return item


def _on(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
