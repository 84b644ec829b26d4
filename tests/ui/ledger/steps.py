"""What a person does on the import page, and what is then seen or stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from invest_crm.ui.ledger.source import WRITE
from tests.ui.pages import settled

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit


def opened(page, path: Path) -> None:
    page.open_file(path)
    assert settled()


def imported(page, path: Path) -> None:
    opened(page, path)
    page.apply()
    assert settled()
    assert page.step() is page.done


def stored(context) -> dict[str, Any]:
    """The projects by name."""
    from invest_crm.services.projects.records import all_ids, load

    found = context.app.read(lambda view: load(view, all_ids(view)))
    return {record["name"]: record for record in found.values()}


def on_row(page, place: int) -> None:
    assert page.check.grid.select_id(str(place))
    assert settled()


def editor(page, field: str) -> QLineEdit:
    return next(iter(page.panel.line(field).editors().values()))


def typed(page, field: str, text: str) -> None:
    line = editor(page, field)
    page.activateWindow()
    line.setFocus()
    line.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def entered(page, qtbot, field: str, text: str) -> None:
    typed(page, field, text)
    qtbot.keyClick(editor(page, field), Qt.Key.Key_Return)
    assert settled()


def pill(page, name: str) -> str:
    return page.check.filters[name].text().split()[-1]


def mark(page, place: int) -> str:
    at = [column.key for column in page.check.grid.model.columns()].index(WRITE)
    return page.check.grid.model.text(page.check.grid.model.row_of(str(place)), at)
