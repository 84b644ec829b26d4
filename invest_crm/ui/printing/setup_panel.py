"""The page setup beside a preview: every change shows at once, nothing is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from invest_crm.domain.page_setup import (
    LEAST_PERCENT,
    MOST_PERCENT,
    PAGE,
    WIDTH,
    PageSetup,
    is_percent,
)
from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.scroll import scrolled
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import label
from invest_crm.ui.printing.content import Wanted
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPING_MS = 350
_OWN = "own"
_UPRIGHT, _LYING = "upright", "landscape"


class SetupPanel(QFrame):
    """``changed``: the pages are to be set anew; ``chosen(place)``: another content."""

    changed = Signal()
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self._setting = False
        self._setup = PageSetup()
        self._came: tuple[str, str] | None = None
        self._titles: dict[QWidget, QLabel] = {}
        self.content = Choice(name=_("What is printed"))
        self.title = _line(_("Title"))
        self.paper = Segmented((("A4", "A4"), ("A3", "A3")), name=_("Paper"))
        self.lying = Segmented(
            ((_UPRIGHT, _("Upright")), (_LYING, _("Landscape"))), name=_("Direction")
        )
        self.scale = Choice(_scales(), name=_("Scale"))
        self.percent = _line(_("Per cent"))
        self.margins = Choice(_margins(), name=_("Margins"))
        self.pages = _line(_("Page range"), _("all, or like 1-3, 5"))
        self.maker = _line(_("Made by"))
        self.repeat = QCheckBox(_("Headings on every page"))
        self.totals = QCheckBox(_("Row of totals"))
        self.numbered = QCheckBox(_("Number the rows"))
        self.map_paper = Choice(tuple((p, p) for p in ("A4", "A3", "A2", "A1", "A0")),
                                name=_("Paper"))  # fmt: skip
        self.tile = Choice(_tiles(), name=_("Sheets"))
        self.problem = label("", "problem", wrap=True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._alter)
        self._build()
        self._connect()

    def offer(self, words: Sequence[str]) -> None:
        """The contents one can choose from."""
        self._setting = True
        self.content.clear()
        for place, text in enumerate(words):
            self.content.addItem(text, str(place))
        self.content.setEnabled(len(words) > 1)
        self._setting = False

    def show_setup(self, setup: PageSetup, maker: str, *, is_map: bool) -> None:
        """Show what is set, without a signal; ``maker`` empty: whoever works here."""
        self._setting = True
        self._setup, self._came = setup, None
        self.paper.set_current(setup.paper)
        self.scale.set_current(setup.scale if setup.percent() in (None, 100) else _OWN)
        self.percent.setText(str(setup.percent() or 100))
        self.margins.set_current(setup.margins)
        self.pages.setText(setup.pages)
        self.maker.setText(maker)
        for box, on in (
            (self.repeat, setup.repeat),
            (self.totals, setup.totals),
            (self.numbered, setup.numbered),
        ):
            box.setChecked(on)
        self.title.clear()
        self.problem.hide()
        self._setting = False
        self._show_parts(is_map=is_map)

    def show_answer(self, title: str, maker: str, *, landscape: bool) -> None:
        """What came without being set: the usual title and maker, how the pages lie."""
        self._setting = True
        self.show_problem("")
        self.lying.set_current(_LYING if landscape else _UPRIGHT)
        if self._came is None:
            self._came = (title, maker)
            self.title.setText(self.title.text() or title)
            self.title.setCursorPosition(0)
            self.maker.setText(self.maker.text() or maker)
        self._setting = False

    def show_problem(self, text: str) -> None:
        """Say beside the fields what cannot be set."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def wanted(self) -> Wanted:
        """What is set; title and maker are not where they stand as they came."""
        scale = self._own_percent() if self.scale.current() == _OWN else self.scale.current()
        made = replace(
            self._setup,
            paper=self.paper.current(),
            scale=scale,
            margins=self.margins.current(),
            repeat=self.repeat.isChecked(),
            totals=self.totals.isChecked(),
            numbered=self.numbered.isChecked(),
            pages=self.pages.text().strip(),
        )
        title, maker = self.title.text().strip(), self.maker.text().strip()
        came = self._came or ("", "")
        own_maker = bool(maker) if self._came is None else maker != came[1]
        return Wanted(
            made,
            title if title and title != came[0] else None,
            maker if own_maker else None,
            self.map_paper.current(),
            self.tile.current(),
        )

    def _build(self) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GAP_TINY)
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("What is printed"), self.content),
            (_("Title"), self.title),
            (_("Paper"), self.paper),
            (_("Paper"), self.map_paper),
            (_("Sheets"), self.tile),
            (_("Direction"), self.lying),
            (_("Scale"), self.scale),
            (_("Per cent"), self.percent),
            (_("Margins"), self.margins),
            (_("Page range"), self.pages),
            (_("Made by"), self.maker),
        )
        for words, part in rows:
            title = label(words, "label")
            title.setBuddy(part)
            self._titles[part] = title
            column.addWidget(title)
            column.addWidget(part)
            column.addSpacing(theme.GAP_TINY)
        for box in (self.repeat, self.totals, self.numbered):
            column.addWidget(box)
        column.addWidget(self.problem)
        column.addStretch(1)
        for narrow in (self.content, self.scale, self.margins, self.tile):
            narrow.narrow(10)
        self.map_paper.set_current("A3")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(holder))
        self.problem.hide()

    def _connect(self) -> None:
        self.content.currentIndexChanged.connect(self._choose)
        self.paper.changed.connect(lambda _id: self._alter())
        self.lying.changed.connect(self._lay)
        for choice in (self.scale, self.margins, self.map_paper, self.tile):
            choice.currentIndexChanged.connect(lambda _place: self._alter())
        for box in (self.repeat, self.totals, self.numbered):
            box.toggled.connect(lambda _on: self._alter())
        for line in (self.title, self.percent, self.pages, self.maker):
            line.textEdited.connect(lambda _text: self._typing.start())
            line.returnPressed.connect(self._alter)

    def _choose(self, place: int) -> None:
        if not self._setting and place >= 0:
            self.chosen.emit(place)

    def _lay(self, direction: str) -> None:
        self._setup = replace(self._setup, landscape=direction == _LYING)
        self._alter()

    def _own_percent(self) -> str:
        return self.percent.text().strip().rstrip("%％")

    def _alter(self) -> None:
        self._typing.stop()
        self._show_percent()
        if not self._setting and self._percent_holds():
            self.changed.emit()

    def _percent_holds(self) -> bool:
        wrong = self.scale.current() == _OWN and not is_percent(self._own_percent())
        words = _("A whole number from {least} to {most}.").format(
            least=LEAST_PERCENT, most=MOST_PERCENT
        )
        self.show_problem(words if wrong else "")
        theme.set_problem(self.percent, on=wrong)
        return not wrong

    def _show_parts(self, *, is_map: bool) -> None:
        for part in (self.map_paper, self.tile):
            self._show(part, on=is_map)
        of_sheets: tuple[QWidget, ...] = (
            *(self.title, self.paper, self.lying, self.scale, self.margins, self.pages),
            *(self.maker, self.repeat, self.totals, self.numbered),
        )
        for one in of_sheets:
            self._show(one, on=not is_map)
        self._show_percent(is_map=is_map)

    def _show_percent(self, *, is_map: bool = False) -> None:
        self._show(self.percent, on=not is_map and self.scale.current() == _OWN)

    def _show(self, part: QWidget, *, on: bool) -> None:
        part.setVisible(on)
        if part in self._titles:
            self._titles[part].setVisible(on)


def _line(name: str, hint: str = "") -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    return line


def _scales() -> tuple[tuple[str, str], ...]:
    return (
        (WIDTH, _("Fit to the width")),
        (PAGE, _("Everything on one page")),
        ("100", "100%"),
        (_OWN, _("Chosen per cent")),
    )


def _margins() -> tuple[tuple[str, str], ...]:
    return (
        ("normal", _("Normal (15 mm)")),
        ("narrow", _("Narrow (10 mm)")),
        ("wide", _("Wide (25 mm)")),
        ("bound", _("To be bound (28 mm at the left)")),
    )


def _tiles() -> tuple[tuple[str, str], ...]:
    return (
        ("", _("One sheet")),
        ("A4", _("Cut to A4 sheets")),
        ("A3", _("Cut to A3 sheets")),
    )
