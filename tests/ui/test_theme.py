"""Colours hold their contrast; the theme changes live."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QLabel

from invest_crm.ui import fonts, theme
from invest_crm.ui.style_sheet import style_sheet


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), theme.TEXT_PAIRS)
def test_text_stands_out_from_its_ground(name: str, ink: str, ground: str) -> None:
    tokens = theme.load_tokens(name)
    ratio = theme.contrast(QColor(tokens[ink]), QColor(tokens[ground]))
    assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "raised", "field"])
def test_rings_and_fills_stand_out_from_their_ground(name: str, ground: str) -> None:
    tokens = theme.load_tokens(name)
    for graphic in ("accent", "line_strong", *theme.TONES):
        ratio = theme.contrast(QColor(tokens[graphic]), QColor(tokens[ground]))
        assert ratio >= 3.0, f"{graphic} on {ground}: {ratio:.2f}"


def test_both_themes_have_the_same_roles() -> None:
    assert theme.load_tokens("light").keys() == theme.load_tokens("dark").keys()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_neighbouring_states_differ_in_grey_print(name: str) -> None:
    tokens = theme.load_tokens(name)
    fills = [QColor(tokens[tone]) for tone in ("production", "started", "signed")]
    for first, second in itertools.pairwise(fills):
        assert theme.contrast(first, second) >= 1.2


def test_switching_theme_reaches_palette_and_painted_parts(qtbot) -> None:
    look = theme.current()
    label = QLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitSignal(look.changed):
        look.apply("dark")
    assert label.palette().windowText().color().name() == look.color("ink").name() == "#e6ebf0"
    look.apply("light")
    assert look.color("ink").name() == "#1b2430"


def test_text_scale_grows_fonts_and_rows(qapp) -> None:
    look = theme.current()
    before = QFontMetrics(look.font()).horizontalAdvance("产业链")
    look.apply("light", text_scale=1.5)
    try:
        assert look.px(theme.ROW) == 46
        assert QFontMetrics(look.font()).horizontalAdvance("产业链") >= before * 1.4
    finally:
        look.apply("light", text_scale=1.0)


def test_a_colour_given_out_can_be_changed_without_harm() -> None:
    look = theme.current()
    look.color("accent").setAlphaF(0.1)
    assert look.color("accent").alphaF() == 1.0


def test_figures_are_tabular() -> None:
    metrics = QFontMetrics(theme.current().font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_the_bundled_family_is_used() -> None:
    assert fonts.FAMILY in fonts.load()
    assert theme.current().font().families()[0] == fonts.FAMILY


def test_the_style_sheet_stays_short() -> None:
    assert len(style_sheet(theme.load_tokens("light"), 1.0)) < 9000
