"""Every form beside a list, in both languages and all text sizes: nothing is cut or goes across."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea

from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.records.timeline import TimelineTab
from tests.e2e.test_every_page import _desk, demo_db, look
from tests.ui.walker import find_clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from invest_crm.ui.records.side import Side
    from tests.e2e.conftest import Desk

__all__ = ["demo_db", "look"]

pytestmark = pytest.mark.slow
SIZES: Final = ((1024, 600), (1366, 768))
FORMS: Final = {
    "projects": (
        "record.new", "record.edit", "project.move", "project.state", "project.agreements",
        "group.panel", "colours.panel", "note",
    ),
    "firms": ("record.new", "record.edit", "group.panel", "note"),
    "requests": ("record.new", "record.edit", "request.close"),
    "five_ones": ("record.new", "record.edit", "five_ones.hand", "five_ones.names"),
    "commitments": ("record.new", "record.edit", "commitment.kept", "commitment.broken"),
}  # fmt: skip
"""The commands that open a form, a panel or a line, by page."""


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.usefixtures("look")
def test_every_form_stays_in_its_place(
    scale: float, demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    theme.current().apply(theme.current().mode, text_scale=scale)
    desk = _desk(demo_db, tmp_path, open_desk)
    faults = [
        f"{command} of {page}, {size[0]}: {fault}"
        for size in SIZES
        for page, command in _open_each(desk, size)
        for fault in form_faults(desk)
    ]
    assert faults == []


def _open_each(desk: Desk, size: tuple[int, int]) -> Iterator[tuple[str, str]]:
    """Each form in turn, of the first record of its list."""
    desk.window.resize(*size)
    for page, commands in FORMS.items():
        for command in commands:
            open_form(desk, page, command)
            yield page, command
            close_form(desk)


def close_form(desk: Desk) -> None:
    """Leave what was opened, with nothing kept."""
    page = desk.page()
    page.forms.leave(saved=True)
    for panel in (page.list_groups, page.list_colours):
        if panel.is_open():
            panel.close()
    desk.settle()


def open_form(desk: Desk, page: str, command: str) -> None:
    """Do something with the first record of a list."""
    shown = desk.go(page)
    shown.grid.view.setCurrentIndex(shown.grid.model.index(0, 0))
    desk.settle()
    (found,) = [one for one in shown.commands() if one.id == command]
    assert found.run() == "", command
    desk.settle()
    desk.qtbot.wait(20)
    desk.settle()


def form_faults(desk: Desk) -> list[str]:
    """What is cut, reaches across or got no room in what was opened."""
    side = desk.page().side
    return [*find_clipped(desk.window), *_across(side), *_narrow(side)]


def _across(side: Side) -> list[str]:
    """Where a form or the stream is wider than what is seen of it; tables may be, and scroll."""
    return [
        f"{area.widget().width()} wide in {area.viewport().width()}"
        for area in side.findChildren(QScrollArea)
        if area.isVisibleTo(side)
        and (side.busy() or area.findChild(TimelineTab) is not None)
        and area.widget().width() > area.viewport().width()
    ]


def _narrow(side: Side) -> list[str]:
    """Fields in which hardly five characters are seen at once."""
    return [
        f"{part.accessibleName()} is {part.width()} wide"
        for kind in (QLineEdit, QPlainTextEdit, Choice)
        for part in side.findChildren(kind)
        if part.isVisibleTo(side)
        and part.width() < part.fontMetrics().horizontalAdvance(5 * "字") + 24
    ]


def test_names_stand_above_the_fields_where_both_have_no_room(
    demo_db: Path, tmp_path: Path, open_desk: Callable[[Path], Desk]
) -> None:
    desk = _desk(demo_db, tmp_path, open_desk)
    lefts = {}
    for scale in (1.0, 2.0):
        theme.current().apply(theme.current().mode, text_scale=scale)
        desk.window.resize(1366, 768)
        open_form(desk, "projects", "record.edit")
        editor = desk.page().side.editor()
        field = editor.form.editor("investor")
        lefts[scale] = field.mapTo(editor.form, field.rect().topLeft()).x()
        close_form(desk)
    theme.install("light", text_scale=1.0)
    assert lefts[2.0] == 0 < lefts[1.0]
