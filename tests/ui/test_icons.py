"""Every icon role has its picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

import invest_crm.ui
from invest_crm.ui import icons, theme


@pytest.mark.parametrize("role", icons.roles())
def test_every_icon_role_draws_in_the_colour_asked_for(qapp, role: str) -> None:
    color = theme.current().color("bad")
    image = icons.render(role, color, 16, 2.0).toImage()
    assert image.width() == 32
    drawn = [
        image.pixelColor(x, y)
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() > 250
    ]
    assert drawn, "nothing was drawn"
    assert all(abs(pixel.red() - color.red()) < 4 for pixel in drawn)


def test_an_unknown_role_is_refused(qapp) -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_an_icon_follows_the_theme_by_itself(qtbot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(icons.icon("search", "ink"))
    light = button.icon().pixmap(QSize(16, 16)).toImage()
    theme.current().apply("dark")
    try:
        assert button.icon().pixmap(QSize(16, 16)).toImage() != light
    finally:
        theme.current().apply("light")


def test_an_icon_is_as_fine_on_a_dense_screen_and_stands_in_the_middle_of_a_wide_box(qapp) -> None:
    icon = icons.icon("search", "ink")
    dense = icon.pixmap(QSize(16, 16), 2.0)
    assert (dense.width(), dense.devicePixelRatio()) == (32, 2.0)
    assert (
        dense.toImage() == icons.render("search", theme.current().color("ink"), 16, 2.0).toImage()
    )
    wide = icon.pixmap(QSize(22, 16), 2.0)
    assert (wide.width(), wide.height()) == (44, 32)
    assert wide.copy(6, 0, 32, 32).toImage() == dense.toImage()


def test_only_the_icon_module_speaks_of_files() -> None:
    folder = Path(invest_crm.ui.__file__).parent
    speaking = {p.name for p in folder.rglob("*.py") if ".svg" in p.read_text(encoding="utf-8")}
    assert speaking <= {"icons.py"}
