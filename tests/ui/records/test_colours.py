"""Colour rules and frozen columns of a list: set by hand, seen, kept in a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from invest_crm.domain.colour_rules import MAX_RULES, TONES, ColourRule, rules_of
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.views import Access, ViewForm, form_json, form_of
from invest_crm.services import views
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from tests.support.factories import yi

if TYPE_CHECKING:
    from tests.ui.records.conftest import Desk

LARGE = Group("all", (Condition("total_investment", Op.AT_LEAST, (yi(5),)),))
NAMED = Group("all", (Condition("name", Op.FILLED),))
RULES = (ColourRule("大项目", "bad", LARGE), ColourRule("其余", "talk", NAMED))


@pytest.fixture
def list_desk(desk: Desk) -> Desk:
    """A large project and a small one."""
    desk.office.take_up("大", total_investment=yi(8))
    desk.office.take_up("小", total_investment=yi(1))
    desk.page.grid.refresh()
    desk.settle()
    return desk


def bars(desk: Desk) -> list[str]:
    """The tone at the beginning of each row, as painted."""
    view, look = desk.page.grid.view, theme.current()
    picture = view.viewport().grab().toImage()
    known = {look.color(tone).name(): tone for tone in TONES}
    found = []
    for row in range(desk.page.grid.model.rowCount()):
        middle = view.rowViewportPosition(row) + view.rowHeight(row) // 2
        found.append(known.get(QColor(picture.pixel(1, middle)).name(), ""))
    return found


def legend(desk: Desk) -> list[str]:
    chips = desk.page.head.findChildren(PillButton)
    names = [rule.name for rule in desk.page.grid.colours.rules]
    return [chip.text() for chip in chips if chip.text().split(" ")[0] in names]


def test_the_first_rule_a_record_fulfils_marks_its_row(list_desk: Desk) -> None:
    list_desk.page.grid.colours.set_rules(RULES)
    list_desk.settle()
    assert bars(list_desk) == ["bad", "talk"]
    assert legend(list_desk) == ["大项目 1", "其余 1"]
    list_desk.page.grid.colours.set_rules(RULES[::-1])
    list_desk.settle()
    assert bars(list_desk) == ["talk", "talk"]
    assert legend(list_desk) == ["其余 2", "大项目 0"]


def test_a_row_that_is_changed_loses_its_mark(list_desk: Desk) -> None:
    list_desk.page.grid.colours.set_rules(RULES[:1])
    list_desk.settle()
    large = list_desk.page.grid.model.id_at(0)
    list_desk.office.edit(large, total_investment=yi(2))
    list_desk.settle()
    assert bars(list_desk) == ["", ""]
    assert legend(list_desk) == ["大项目 0"]


def test_the_name_of_the_rule_stands_in_the_tip_of_the_row(list_desk: Desk) -> None:
    list_desk.page.grid.colours.set_rules(RULES)
    list_desk.settle()
    rule = list_desk.page.grid.colours.rule_of(list_desk.page.grid.model.id_at(0))
    assert rule == RULES[0]


def test_a_rule_is_made_in_the_panel(list_desk: Desk) -> None:
    page = list_desk.page
    page.list_colours.open()
    list_desk.settle()
    panel = page.list_colours.panel
    line = panel.lines()[0]
    line.name.setText("大项目")
    line.name.textEdited.emit("大项目")
    panel.builder.changed.emit(LARGE)
    line.tone.set_current("started")
    line.tone.activated.emit(line.tone.currentIndex())
    list_desk.settle()
    assert page.grid.colours.rules == (ColourRule("大项目", "started", LARGE),)
    assert bars(list_desk) == ["started", ""]
    assert "总投资" in panel.lines()[0].words.text()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not page.list_colours.is_open()


def test_rules_are_moved_removed_and_no_more_than_five(list_desk: Desk) -> None:
    page = list_desk.page
    page.grid.colours.set_rules(RULES)
    page.list_colours.open()
    list_desk.settle()
    panel = page.list_colours.panel
    panel.lines()[1].moved.emit(-1)
    assert page.grid.colours.rules == RULES[::-1]
    panel.lines()[0].removed.emit()
    assert page.grid.colours.rules == RULES[:1]
    for _more in range(MAX_RULES - 1):
        panel.add.click()
    assert len(page.grid.colours.rules) == MAX_RULES
    assert not panel.add.isEnabled()
    list_desk.settle()


def test_a_view_keeps_its_rules_and_says_what_is_gone(list_desk: Desk) -> None:
    app = list_desk.context.app
    gone = ColourRule("旧", "bad", Group("all", (Condition("gone", Op.FILLED),)))
    form = ViewForm(colours=(*RULES, gone))
    view = app.write(views.save_view, views.NewView("projects", "标色", form, Access.MINE)).value
    list_desk.page.views.open(str(view))
    list_desk.settle()
    assert list_desk.page.grid.colours.rules[:2] == RULES
    assert app.read(views.open_view, view).lost == ("gone",)
    assert bars(list_desk) == ["bad", "talk"]
    list_desk.page.views.open("projects.all")
    list_desk.settle()
    assert list_desk.page.grid.colours.rules == ()


def test_stored_rules_come_back_and_others_are_refused() -> None:
    form = ViewForm(colours=RULES)
    assert form_of(form_json(form)) == form
    for shape in ([{"name": "a"}], [{"name": "a", "tone": "pink", "where": {}}], 3):
        with pytest.raises(ValueError, match=r"."):
            rules_of(shape)


# ---- frozen columns --------------------------------------------------------------------------


def test_columns_are_frozen_up_to_the_one_chosen_and_kept(list_desk: Desk) -> None:
    grid = list_desk.page.grid
    header, view = grid.view.header(), grid.view
    grid.columns.freeze(2)
    assert [grid.model.columns()[place].key for place in header.frozen()] == [
        *("name", "chain", "stage"),
    ]
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    edge = header.frozen_width()
    assert view.horizontalScrollBar().value() > 0
    assert view.indexAt(QPoint(edge - 5, 5)).column() == 2
    saved = grid.columns.save()
    grid.columns.unfreeze()
    assert header.frozen() == [0]
    grid.columns.load(saved)
    assert header.frozen() == [0, 1, 2]
    grid.columns.reset()
    assert header.frozen() == [0]


def test_frozen_columns_leave_room_for_the_others(list_desk: Desk) -> None:
    grid = list_desk.page.grid
    grid.columns.freeze(8)
    assert grid.view.header().frozen_width() <= grid.view.viewport().width() * 3 // 4
    assert grid.view.header().frozen()


def test_an_arrangement_kept_before_columns_were_frozen_is_taken_up(list_desk: Desk) -> None:
    grid = list_desk.page.grid
    older = [{key: one[key] for key in one if key != "frozen"} for one in grid.columns.save()]
    grid.columns.freeze(2)
    grid.columns.load(older)
    assert grid.view.header().frozen() == [0]
