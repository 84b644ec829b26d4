"""How often backups are made and where their second copy goes, in one strip above the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QWidget

from invest_crm.settings import user
from invest_crm.settings.options import BY_KEY
from invest_crm.ui import theme
from invest_crm.ui.backups.words import drill_words, moment_words, second_age
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from invest_crm.services.backups import Standing

EVERY, SECOND = "backup.minutes", "backup.second"
_LETTERS = 46


class BackupStrip(QFrame):
    """``changed``: an option was set. ``folder_asked``, ``copy_asked``: the second place.

    ``drill_asked``: the newest backup is to be restored on trial. ``usual_asked``: backups before
    what is risky are to go to the usual place again.
    """

    changed = Signal()
    folder_asked = Signal()
    copy_asked = Signal()
    drill_asked = Signal()
    usual_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        option = BY_KEY[EVERY]
        choices = [(value, _(words)) for value, words in option.choices]
        self.every = Choice(choices, name=option.label)
        self.every.set_current(user.read(EVERY))
        self.every.activated.connect(self._choose)
        self._second = ElidedLabel()
        self.folder = _button(_("Choose a folder…"), self.folder_asked)
        self.copy_now = _button(_("Copy now"), self.copy_asked)
        place = QHBoxLayout()
        place.setSpacing(theme.GAP_SMALL)
        place.addWidget(self._second, 1)
        place.addWidget(self.folder)
        place.addWidget(self.copy_now)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.margins(14, 10, 14, 10))
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(theme.GAP_SMALL)
        grid.setColumnStretch(1, 1)
        left = Qt.AlignmentFlag.AlignLeft
        grid.addWidget(label(option.label, "label"), 0, 0)
        grid.addWidget(self.every, 0, 1, left)
        grid.addWidget(label(_("Second copy"), "label"), 1, 0)
        grid.addLayout(place, 1, 1)
        self._drill = ElidedLabel()
        self.drill_now = _button(_("Drill now"), self.drill_asked)
        trial = QHBoxLayout()
        trial.setSpacing(theme.GAP_SMALL)
        trial.addWidget(self._drill, 1)
        trial.addWidget(self.drill_now)
        grid.addWidget(label(_("Restore drill"), "label"), 2, 0)
        grid.addLayout(trial, 2, 1)
        self._risky = ElidedLabel()
        self.usual = _button(_("Back to the usual place"), self.usual_asked)
        self._chosen = QWidget()
        row = QHBoxLayout(self._chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._risky, 1)
        row.addWidget(self.usual)
        self._risky_title: QLabel = label(_("Before large changes"), "label")
        grid.addWidget(self._risky_title, 3, 0)
        grid.addWidget(self._chosen, 3, 1)

    def show_standing(self, now: Standing) -> None:
        """Where the second copy goes and how old it is."""
        self.every.set_current(user.read(EVERY))
        self._second.set_text(_second_words(now))
        self.copy_now.setVisible(bool(now.second))
        self._drill.set_text(drill_words(now.drill))
        self.drill_now.setEnabled(now.last is not None)
        self._risky.set_text(_shortened(now.precaution))
        for part in (self._risky_title, self._chosen):
            part.setVisible(bool(now.precaution))
        self.setEnabled(not now.server)

    def risky_text(self) -> str:
        """The folder chosen for backups before large changes (for tests)."""
        return self._risky.text() if self._chosen.isVisibleTo(self) else ""

    def text(self) -> str:
        """The words about the second copy (for tests)."""
        return self._second.text()

    def drill_text(self) -> str:
        """The words about the last drill (for tests)."""
        return self._drill.text()

    def _choose(self, _place: int) -> None:
        user.write(EVERY, self.every.current())
        self.changed.emit()


def _second_words(now: Standing) -> str:
    if not now.second:
        return _("none: a disk or USB stick keeps the data if this computer is lost")
    place = _shortened(now.second)
    if not now.copied_at:
        return _("{folder} · no copy yet").format(folder=place)
    if now.nagging:
        return ngettext(
            "{folder} · {n} day old", "{folder} · {n} days old", second_age(now)
        ).format(folder=place, n=second_age(now))
    return _("{folder} · {time}").format(folder=place, time=moment_words(now.copied_at))


def _shortened(folder: str) -> str:
    return folder if len(folder) <= _LETTERS else "…" + folder[-_LETTERS:]


def _button(text: str, asked: SignalInstance) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _on=False: asked.emit())
    return button
