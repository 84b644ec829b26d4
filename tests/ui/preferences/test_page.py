"""The settings page: what is changed is kept and applied."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton

from invest_crm import words
from invest_crm.domain.calibre import DEFAULT_CALIBRE
from invest_crm.domain.money import FEN_PER_YI
from invest_crm.domain.workdays import DayKind
from invest_crm.services import backups, targets
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.calibres import calibre_in_force, list_calibres
from invest_crm.services.options import option
from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.preferences.page import PreferencesPage
from tests.ui.kit.grid_fakes import FakeSource
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless


def typed(form, key: str, text: str) -> None:
    """As an input method does it: Qt's test keys know no Chinese."""
    editor = form.editor(key)
    editor.setFocus()
    editor.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def notices(page) -> list[str]:
    return [bar.text() for bar in page.findChildren(NoticeBar) if bar.isVisible()]


def test_the_theme_changes_at_once_and_is_kept(page, qtbot) -> None:
    page.machine.switches["ui.theme"]._choose("dark")
    try:
        assert theme.current().dark
        assert user.read("ui.theme") == "dark"
    finally:
        theme.current().apply("light")


def test_the_text_size_is_kept_and_the_window_is_set_anew(page, qtbot) -> None:
    try:
        with qtbot.waitSignal(page.language_changed) as told:
            page.machine.switches["ui.text_scale"]._choose("150")
        assert told.args == ["zh_CN"]
        assert theme.current().text_scale == 1.5
        assert user.read("ui.text_scale") == "150"
    finally:
        theme.current().apply("light", text_scale=1.0)


def test_the_language_is_kept_and_the_window_is_told(page, qtbot) -> None:
    with qtbot.waitSignal(page.language_changed) as told:
        page.machine.switches["ui.language"].setFocus()
        qtbot.keyClick(page.machine.switches["ui.language"], Qt.Key.Key_Right)
    assert told.args == ["en"]
    assert user.read("ui.language") == "en"


def test_the_language_shown_is_the_one_the_window_speaks(page) -> None:
    words.use("en")
    page.machine.show_choices()
    assert page.machine.switches["ui.language"].current() == "en"
    assert user.read("ui.language") == "zh_CN"


def test_the_row_height_reaches_the_tables_that_are_open(page) -> None:
    grid = DataGrid(FakeSource(3), name="x")
    page.body.addWidget(grid)
    assert settled()
    before = grid.view.verticalHeader().defaultSectionSize()
    page.machine.switches["ui.density"]._choose("compact")
    assert grid.view.verticalHeader().defaultSectionSize() < before
    assert user.read("ui.density") == "compact"


def test_the_unit_is_saved_in_the_database_and_can_be_undone(page, qtbot, context) -> None:
    assert not page.county.save.isEnabled()
    typed(page.county.form, "county.name", "青河县")
    typed(page.county.form, "county.home_code", "浙江省嘉兴市南湖区")
    assert page.county.place() == "330402 浙江省嘉兴市南湖区"
    qtbot.mouseClick(page.county.save, Qt.MouseButton.LeftButton)
    assert settled()
    assert context.app.read(option, "county.name") == "青河县"
    assert context.app.read(option, "county.home_code") == "330402"
    assert not page.county.save.isEnabled()
    context.undo()
    assert settled()
    assert context.app.read(option, "county.name") == "××县"
    assert page.county.form.texts()["county.name"] == "××县"


def test_a_place_that_does_not_exist_is_not_saved(page, qtbot, context) -> None:
    typed(page.county.form, "county.home_code", "999999")
    page.county.save.click()
    assert settled()
    assert page.county.form.problems()["county.home_code"] == "没有这个代码或名称的现行行政区划。"
    assert context.app.read(option, "county.home_code") == ""


def test_annual_targets_are_kept_by_year(page, qtbot, context) -> None:
    year = int(page.targets.year.current())
    typed(page.targets.form, "signed.amount", "220.5")
    typed(page.targets.form, "started.count", "47")
    page.targets.save.click()
    assert settled()
    stored = context.app.read(targets.list_targets, year)
    assert stored == {"signed.amount": 2205 * 10**9, "signed.count": None, "started.count": 47}
    page.targets.year.set_current(str(year - 1))
    page.targets.year.activated.emit(0)
    assert settled()
    assert page.targets.form.texts() == dict.fromkeys(stored, "")
    typed(page.targets.form, "signed.amount", "many")
    page.targets.save.click()
    assert page.targets.form.problems() == {"signed.amount": "请输入金额，如 220。"}
    assert settled()
    assert context.app.read(targets.list_targets, year - 1)["signed.amount"] is None


def test_a_target_that_is_emptied_goes(context) -> None:
    context.app.write(targets.set_targets, targets.SetTargets(2026, {"signed.count": 3}))
    context.app.write(targets.set_targets, targets.SetTargets(2026, {"signed.count": None}))
    assert context.app.read(targets.list_targets, 2026)["signed.count"] is None


def show_year(page, year: int) -> None:
    page.calendar.year.set_current(str(year))
    page.calendar.year.activated.emit(0)
    assert settled()


def test_a_day_can_be_corrected_and_given_back(page, qtbot, context) -> None:
    show_year(page, 2026)
    page.calendar.view.choose(date(2026, 3, 3))
    page.calendar.kind._choose("off")
    assert settled()
    assert not context.app.read(calendar_in_force).is_workday(date(2026, 3, 3))
    assert page.calendar.view.chosen() == date(2026, 3, 3)
    assert page.calendar.kind.current() == "off"
    page.calendar.kind._choose("shipped")
    assert settled()
    assert context.app.read(calendar_in_force).is_workday(date(2026, 3, 3))


def test_the_days_are_walked_with_the_keys(page, qtbot) -> None:
    show_year(page, 2026)
    page.calendar.view.choose(date(2026, 9, 30))
    qtbot.keyClick(page.calendar.view, Qt.Key.Key_Right)
    assert page.calendar.view.chosen() == date(2026, 10, 1)
    assert "国庆节" in page.calendar.view.accessibleDescription()
    qtbot.keyClick(page.calendar.view, Qt.Key.Key_Down)
    assert page.calendar.view.chosen() == date(2026, 10, 8)
    corner = page.calendar.view._rect(date(2026, 2, 14)).center()
    qtbot.mouseClick(page.calendar.view, Qt.MouseButton.LeftButton, pos=corner)
    assert page.calendar.view.chosen() == date(2026, 2, 14)


def test_a_year_that_is_not_announced_says_so(page) -> None:
    latest = max(page.calendar._days.calendar.years)
    show_year(page, latest)
    assert page.calendar.notice() == ""
    page._take_calendar_year(latest + 1)
    assert settled()
    assert str(latest + 1) in page.calendar.notice()


def test_an_own_day_is_found_by_its_kind(context) -> None:
    from invest_crm.services.calendar import SetDay, set_day, year_of_days

    context.app.write(set_day, SetDay(date(2026, 3, 7), DayKind.WORK, "补班"))
    days = context.app.read(year_of_days, 2026)
    assert days.own == {date(2026, 3, 7)}
    assert days.calendar.is_workday(date(2026, 3, 7))
    context.app.write(set_day, SetDay(date(2026, 3, 7), DayKind.OFF))
    assert not context.app.read(calendar_in_force).is_workday(date(2026, 3, 7))


def test_a_backup_is_made_verified_and_listed(page, qtbot) -> None:
    assert "还没有备份" in page.safety.text()
    qtbot.mouseClick(page.safety.backup, Qt.MouseButton.LeftButton)
    assert settled()
    assert len(backups.list_backups()) == 1
    assert "✓ 已验证" in page.safety.text()
    assert "已备份并验证" in notices(page)[0]


def test_a_backup_without_its_file_is_not_listed(page, qtbot) -> None:
    page._back_up()
    assert settled()
    backups.list_backups()[0].path.unlink()
    assert backups.list_backups() == []


def test_the_database_is_checked(page, qtbot) -> None:
    qtbot.mouseClick(page.safety.check, Qt.MouseButton.LeftButton)
    assert settled()
    assert page.safety.text().count("✓") >= 5
    assert "✕" not in page.safety.text()


def test_another_database_is_opened_and_a_foreign_file_is_refused(page, context, tmp_path) -> None:
    first = context.where
    foreign = tmp_path / "letter.db"
    foreign.write_text("not a database at all, just words", encoding="utf-8")
    page.open_database(foreign)
    assert settled()
    assert context.where == first
    assert len(notices(page)) == 1
    page.new_database(tmp_path / "second.db")
    assert settled()
    assert context.where == str(tmp_path / "second.db")
    assert str(tmp_path / "second.db") in page.safety._where.text()


def test_a_licence_opens_in_place(page, qtbot) -> None:
    qtbot.mouseClick(page.about.fonts, Qt.MouseButton.LeftButton)
    assert "SIL OPEN FONT LICENSE" in page.about._text.text()
    qtbot.mouseClick(page.about.fonts, Qt.MouseButton.LeftButton)
    assert not page.about._text.isVisible()


def test_a_name_at_the_left_scrolls_to_its_section(page, qtbot) -> None:
    names = page._names.findChildren(QPushButton)
    assert [button.text() for button in names] == [s.accessibleName() for s in page.sections()]
    qtbot.mouseClick(names[4], Qt.MouseButton.LeftButton)
    state = page.state()
    assert state["scroll"] == page.calendar.y()
    page.restore({"scroll": 0})
    page.restore(state)
    assert page.state() == state


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1190, 2600), (968, 2600), (2384, 2600)])
def test_no_text_is_cut(qtbot, context, language, size) -> None:
    words.use(language)
    page = PreferencesPage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    assert settled()
    qtbot.wait(10)
    assert find_clipped(page) == []
    assert find_nameless(page) == []


def test_a_new_calibre_is_made_and_put_in_force(page, context, qtbot) -> None:
    section = page.calibre
    assert section.form.isHidden()
    section.open_form()
    typed(section.form, "name", "2025年市考核口径")
    section.form.retype({"keep_terminated": "no", "tiers": "2,10"})
    assert not find_clipped(page)
    qtbot.mouseClick(section.save, Qt.MouseButton.LeftButton)
    assert settled()
    shipped, made = context.app.read(list_calibres)
    assert (made.calibre.name, made.in_force, shipped.in_force) == ("2025年市考核口径", True, False)
    assert made.calibre.tiers == (2 * FEN_PER_YI, 10 * FEN_PER_YI)
    assert not made.calibre.keep_terminated
    assert shipped.calibre == DEFAULT_CALIBRE
    assert section.form.isHidden()
    assert section.version.currentText() == "2025年市考核口径"
    section.use_asked.emit(shipped.calibre.id)
    assert settled()
    assert context.app.read(calibre_in_force).id == DEFAULT_CALIBRE.id
    assert len(context.app.read(list_calibres)) == 2


@pytest.mark.parametrize(
    ("key", "text"), [("name", ""), ("name", "默认口径2026"), ("tiers", "5,1"), ("buckets", "三")]
)
def test_a_calibre_that_cannot_be_read_stays_in_the_form(page, context, key, text) -> None:
    section = page.calibre
    section.open_form()
    section.form.retype({"name": "甲口径", "keep_terminated": "no", key: text})
    section._save()
    assert settled()
    assert not section.form.isHidden()
    assert section.form.problems().keys() == {key}
    assert len(context.app.read(list_calibres)) == 1


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("scale", [1.75, 2.0])
def test_nothing_is_wider_than_a_small_window_with_large_text(
    context, qtbot, language: str, scale: float
) -> None:
    words.use(language)
    theme.current().apply("light", text_scale=scale)
    try:
        page = PreferencesPage(context)
        qtbot.addWidget(page)
        qtbot.addWidget(page.top_bar)
        page.setMinimumSize(200, 200)
        page.resize(1024 - theme.px(56), 600)
        page.show()
        assert settled()
        holder = page._area.widget()
        assert holder is not None
        assert holder.width() <= page._area.viewport().width()
        assert find_clipped(page) == []
    finally:
        theme.current().apply("light", text_scale=1.0)
