"""Typing into the filter of a list of 100,000 firms: from the key to the repainted rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from invest_crm.ui import theme
from tests.bench.baselines import bare_search, bare_table_repaint
from tests.bench.windows import firms_page, repainted, settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.ui.firms.page import FirmsPage
    from tests.bench.board import Race

_WORD = "储能"


def test_key_press_to_rows(race: Race, firm_database: Path, qtbot: QtBot) -> None:
    theme.install("light", text_scale=1.0)
    with firms_page(firm_database, qtbot) as page:
        page.grid.filter_bar.begin()
        box = page.grid.filter_bar.findChild(QLineEdit)
        assert box is not None
        shown = [[page.grid.model.text(row, n) for n in range(14)] for row in range(120)]
        table, repaint = bare_table_repaint(shown)
        qtbot.addWidget(table)
        table.show()

        def first_character() -> None:
            box.clear()
            _type(page, box, _WORD[0])
            settle()

        def bare() -> None:
            assert bare_search(firm_database, _WORD)
            repaint()

        race.run(
            "key press to rows, 100,000 firms, 2 characters",
            lambda: _type(page, box, _WORD[1]),
            bare,
            bar=60,
            unit="ms",
            absolute=True,
            rounds=15,
            before=first_character,
        )
        found = page.grid.model.ids()
        assert list(found) == bare_search(firm_database, _WORD)


def _type(page: FirmsPage, box: QLineEdit, character: str) -> None:
    """What an input method sends when a Chinese character is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(character)
    repainted(page, lambda: QApplication.sendEvent(box, event))
