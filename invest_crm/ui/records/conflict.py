"""What a form shows when two people changed one field: both values, and the choice between them.

Nothing is lost by choosing: both values stay in sight until the form is saved, and the field takes
any third text as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.ui.kit.form import Form, Validator

Taken = Literal["", "mine", "theirs", "typed"]
_LETTERS = 120
_BEFORE = 12


class Version(Struct, frozen=True):
    """One of the two texts, and what turns it into a value."""

    text: str
    check: Validator | None


class Rivals(Struct, frozen=True):
    """Both versions of a field; ``by``: who wrote the other one and when, empty if unknown.

    ``shown``: mine as the form would show it were it stored, to be compared with theirs.
    """

    mine: Version
    theirs: Version
    shown: str
    by: str = ""


class ConflictHead(QWidget):
    """Above the form: what happened, and one choice for all fields. ``all_asked(mine|theirs)``."""

    all_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._bar: NoticeBar | None = None
        self._mine = QPushButton(_("Mine for all"))
        self._theirs = QPushButton(_("Theirs for all"))
        self._left = label("", "note")
        self._left.setMinimumHeight(theme.px(theme.CONTROL))
        self._mine.clicked.connect(lambda _on=False: self.all_asked.emit("mine"))
        self._theirs.clicked.connect(lambda _on=False: self.all_asked.emit("theirs"))
        row = FlowLayout()
        row.addWidget(self._mine)
        row.addWidget(self._theirs)
        row.addWidget(self._left)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_SMALL)
        self._column.addLayout(row)
        self.hide()

    def say(self, text: str) -> None:
        """Tell what happened, instead of what was told before."""
        if self._bar is not None:
            self._bar.dismiss()
        self._bar = NoticeBar(text, "warning", dismissible=False)
        self._column.insertWidget(0, self._bar)
        self.show()

    def count(self, left: int) -> None:
        """How many fields are still to be chosen."""
        words = _("{n} to choose").format(n=left) if left else _("All chosen, ready to save")
        self._left.setText(words)


class RivalCard(QWidget):
    """Below a field: mine and theirs, each with the button that takes it."""

    asked = Signal(str)

    def __init__(self, title: str, mine: str, theirs: str, by: str) -> None:
        super().__init__()
        self._taken: Taken = ""
        self._state = label("", "note", wrap=True)
        self.buttons = {"mine": QPushButton(_("Mine")), "theirs": QPushButton(_("Theirs"))}
        texts = {"mine": _excerpt(mine, theirs), "theirs": _excerpt(theirs, mine)}
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.margins(8, 6, 8, 8))
        grid.setHorizontalSpacing(theme.GAP_SMALL)
        grid.setVerticalSpacing(theme.GAP_TINY)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._state, 0, 0, 1, 2)
        for row, (name, button) in enumerate(self.buttons.items(), start=1):
            button.setCheckable(True)
            button.setAccessibleName(f"{title}: {button.text()} {texts[name]}")
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(_value(texts[name], by if name == "theirs" else ""), row, 1)
        self.show_taken("")

    def taken(self) -> Taken:
        """What was chosen, empty for nothing yet."""
        return self._taken

    def show_taken(self, taken: Taken) -> None:
        """Mark what was chosen."""
        self._taken = taken
        for name, button in self.buttons.items():
            button.setChecked(name == taken)
        self._state.setText(
            {
                "": _("Both of you changed this: choose one."),
                "mine": _("Your value will be saved."),
                "theirs": _("Their value stays."),
                "typed": _("What now stands above will be saved."),
            }[taken]
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: a tinted ground until something is chosen."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("line" if self._taken else "signed"))
        painter.setBrush(look.color("well" if self._taken else "signed_soft"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)


class Choosing(QObject):
    """The fields of a form that wait for a choice, and those where it was made.

    ``moved`` after every choice.
    """

    moved = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self._rivals: dict[str, Rivals] = {}
        self._cards: dict[str, RivalCard] = {}
        self._setting = False
        form.changed.connect(self._typed)

    def ask(self, found: Mapping[str, Rivals]) -> None:
        """Show these fields to be chosen; what was chosen before in others stays chosen."""
        for key, rivals in found.items():
            self.forget(key)
            self._form.rebase(key, rivals.theirs.text)
            self._rivals[key] = rivals
            self._cards[key] = self._make_card(key, rivals)
        self.moved.emit()

    def open(self) -> list[str]:
        """The fields still to be chosen, in the order of the form."""
        return [
            key for key in self._form.texts() if key in self._cards and not self._cards[key].taken()
        ]

    def own(self) -> set[str]:
        """The fields in which this person's text is to be saved, chosen or still to be."""
        return {key for key, card in self._cards.items() if card.taken() != "theirs"}

    def take(self, key: str, name: str) -> None:
        """Choose for one field; the text goes into the field."""
        rivals = self._rivals[key]
        version = rivals.mine if name == "mine" else rivals.theirs
        self._setting = True
        self._form.replace(key, version.text, version.check)
        self._setting = False
        self._cards[key].show_taken("mine" if name == "mine" else "theirs")
        self.moved.emit()

    def take_all(self, name: str) -> None:
        """Choose for every field."""
        for key in self._cards:
            self.take(key, name)

    def begin(self) -> RivalCard | None:
        """Put the cursor to the first choice that is still to be made."""
        if not self.open():
            return None
        card = self._cards[self.open()[0]]
        card.buttons["mine"].setFocus(Qt.FocusReason.TabFocusReason)
        return card

    def card(self, key: str) -> RivalCard:
        """The card below a field; KeyError if it has none."""
        return self._cards[key]

    def forget(self, key: str) -> None:
        """Nothing is to be chosen here any more."""
        card = self._cards.pop(key, None)
        if card is not None:
            card.hide()
            card.deleteLater()

    def _make_card(self, key: str, rivals: Rivals) -> RivalCard:
        form = self._form
        mine, theirs = (form.words(key, text) for text in (rivals.shown, rivals.theirs.text))
        card = RivalCard(form.title(key), mine, theirs, rivals.by)
        card.asked.connect(lambda name: self.take(key, name))
        form.put_below(key, card)
        QWidget.setTabOrder(form.editor(key), card.buttons["mine"])
        QWidget.setTabOrder(card.buttons["mine"], card.buttons["theirs"])
        return card

    def _typed(self, key: str) -> None:
        if key in self._cards and not self._setting:
            self._cards[key].show_taken("typed")
            self.moved.emit()


def _value(text: str, by: str) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(0)
    value = label(text, wrap=True)
    value.setContentsMargins(theme.margins(0, 5, 0, 0))
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    value.setAccessibleName(text)
    box.addWidget(value)
    if by:
        box.addWidget(label(by, "note", wrap=True))
    return box


def _excerpt(text: str, other: str) -> str:
    """A long text from a little before the first place where the two differ."""
    if len(text) <= _LETTERS:
        return text
    pairs = enumerate(zip(text, other, strict=False))
    differs = next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))
    start = max(0, min(differs - _BEFORE, len(text) - _LETTERS))
    end = start + _LETTERS
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
