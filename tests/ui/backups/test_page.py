"""Backups in the window: made, shown, verified, looked into, restored with what is lost told."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from invest_crm import words
from invest_crm.db import aside
from invest_crm.db.manifest import beside
from invest_crm.errors import UserError
from invest_crm.services import backups
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.projects.records import all_ids
from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.backups.preview import PreviewWindow
from invest_crm.ui.backups.restore_panel import RestorePanel
from invest_crm.ui.context import Context
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless


def told(widget) -> list[str]:
    return [bar.text() for bar in widget.findChildren(NoticeBar) if bar.isVisibleTo(widget)]


def back_up(page) -> None:
    page.run("backup")
    assert settled()


def older(page, by: timedelta) -> None:
    """Make the backup that is shown look older."""
    path = beside(page.line().path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["made_at"] = (datetime.fromisoformat(stored["made_at"]) - by).isoformat()
    path.write_text(json.dumps(stored), encoding="utf-8")


def texts(page) -> list[str]:
    model = page.grid.model
    return [model.text(0, column) for column in range(len(model.columns()))]


def button(widget, text: str) -> QPushButton:
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text]
    return next(one for one in found if one.isVisibleTo(widget))


def test_a_backup_is_made_listed_and_told_in_the_status_line(page, window, office) -> None:
    office.take_up("甲")
    assert window.status.backup() == "还没有备份"
    back_up(page)
    made, reason, mark, _size, records, place = texts(page)
    assert (reason, mark) == ("手动", "✓ 已验证")
    assert made
    assert int(records.replace(",", "")) > 0
    assert place == str(backups.backup_folder())
    assert window.status.backup().startswith("上次备份 ")
    assert "✓已验证" in window.status.backup()
    assert "已备份并验证" in told(page)[0]


def test_the_status_line_leads_to_the_backups(window, page, qtbot) -> None:
    back_up(page)
    window.go("projects")
    qtbot.mouseClick(window.status._backup, Qt.MouseButton.LeftButton)
    assert window.pages.current_id() == "backups"


def test_the_keeper_makes_what_is_due_and_everybody_hears(page, window, office) -> None:
    office.take_up("甲")
    window.keeper.tend()
    assert settled()
    assert page.grid.model.rowCount() == 1
    assert texts(page)[1] == "自动"
    window.keeper.tend()
    assert settled()
    assert page.grid.model.rowCount() == 1


def test_a_failed_automatic_backup_is_told_where_it_is_seen(page, window, office) -> None:
    office.take_up("甲")
    folder = backups.backup_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()
    window.keeper.tend()
    assert settled()
    assert window.status.backup() == "自动备份失败"
    assert any("备份没有写成" in text for text in told(window))


def test_verifying_finds_an_altered_backup_and_marks_it(page, office) -> None:
    office.take_up("甲公司扩建")
    back_up(page)
    path = page.line().path
    content = bytearray(path.read_bytes())
    content[content.index("甲公司扩建".encode())] ^= 1
    path.write_bytes(bytes(content))
    page.run("backup.verify")
    assert settled()
    assert texts(page)[2] == "有问题"
    assert any("被改动过" in text for text in told(page))


def test_a_restore_says_first_what_will_be_lost_and_cancel_changes_nothing(
    page, office, qtbot
) -> None:
    office.take_up("甲")
    back_up(page)
    office.take_up("乙")
    before = page._context.app.read(all_ids)
    page.run("backup.restore")
    assert settled()
    panel = page.side.part()
    assert isinstance(panel, RestorePanel)
    assert told(panel)[0] == "将丢失 1 处修改。"
    said = [one.text() for one in panel.findChildren(QLabel)]
    assert "新建项目“乙”" in said
    assert any("现有 2，备份中 1" in text for text in said)
    qtbot.mouseClick(button(panel, "取消"), Qt.MouseButton.LeftButton)
    assert settled()
    assert page.side.part() is page.panel
    assert page._context.app.read(all_ids) == before


def test_a_restore_brings_the_state_back_pauses_and_goes_on_when_confirmed(
    page, window, office, context, qtbot
) -> None:
    office.take_up("甲")
    back_up(page)
    office.take_up("乙")
    page.run("backup.restore")
    assert settled()
    qtbot.mouseClick(button(page, "恢复到这份备份"), Qt.MouseButton.LeftButton)
    assert settled()
    assert len(context.app.read(all_ids)) == 1
    assert window.status.backup() == "自动备份已暂停"
    lines = backups.standing(context.app).lines
    assert {line.reason for line in lines} == {"manual", "replaced"}
    qtbot.mouseClick(button(window, "数据无误，继续自动备份"), Qt.MouseButton.LeftButton)
    assert settled()
    assert "✓已验证" in window.status.backup()
    assert not any("自动备份暂停" in text for text in told(window))


def test_a_backup_opens_in_a_window_that_only_shows_it(page, office, context, qtbot) -> None:
    office.take_up("甲")
    back_up(page)
    office.take_up("乙")
    page.run("backup.preview")
    assert settled()
    (shown,) = PreviewWindow.open_windows
    seen = shown._context
    copy = Path(seen.app.database.path)
    assert len(seen.app.read(all_ids)) == 1
    assert "不能修改" in shown.band.text()
    with pytest.raises(UserError) as refused:
        seen.app.write(create_project, CreateProject({"name": "丙"}))
    assert refused.value.code == "preview-read-only"
    before = page.line().path.read_bytes()
    qtbot.mouseClick(button(shown, "关闭预览"), Qt.MouseButton.LeftButton)
    assert settled()
    assert PreviewWindow.open_windows == []
    assert not copy.exists()
    assert page.line().path.read_bytes() == before
    assert len(context.app.read(all_ids)) == 2


def test_nothing_can_be_backed_up_or_restored_in_a_preview(page, office) -> None:
    office.take_up("甲")
    back_up(page)
    page.run("backup.preview")
    assert settled()
    (shown,) = PreviewWindow.open_windows
    shown.go("backups")
    assert settled()
    commands = shown.pages.current().commands()
    assert all(command.enabled() for command in commands)
    shown.close()
    assert settled()


def test_a_copy_goes_to_the_second_place_and_an_old_one_is_missed(
    page, window, office, tmp_path
) -> None:
    office.take_up("甲")
    back_up(page)
    older(page, timedelta(days=9))
    page._told_everybody()
    assert settled()
    assert window.status.backup().endswith("没有第二份")
    usb = tmp_path / "usb"
    usb.mkdir()
    page.use_second(str(usb))
    assert settled()
    assert [path.suffix for path in sorted(usb.glob("*.backup.db*"))] == [".db", ".json"]
    assert str(usb)[-20:] in page.strip.text()
    assert window.status.backup().endswith("✓已验证")
    page.use_second("")
    assert settled()
    assert page.strip.text().startswith("未设置")


def test_how_often_is_kept(page) -> None:
    page.strip.every.set_current("off")
    page.strip.every.activated.emit(0)
    assert user.read("backup.minutes") == "off"


def test_a_damaged_database_can_be_restored_from_this_page(context, office, qtbot) -> None:
    office.take_up("甲")
    backups.make_backup(context.app)
    context.app.database.close()
    where = Path(context.where)
    where.write_bytes(b"\0" * 5000)
    again = Context(str(where), "wang")
    again.open()
    window = MainWindow(again)
    qtbot.addWidget(window)
    window.show()
    window.start("backups")
    assert settled()
    page = window.pages.current()
    assert page.grid.model.rowCount() == 1
    page.run("backup.restore")
    assert settled()
    assert "无法读取" in told(page.side.part())[0]
    qtbot.mouseClick(button(page, "恢复到这份备份"), Qt.MouseButton.LeftButton)
    assert settled()
    assert len(again.app.read(all_ids)) == 1
    again.close()


def test_missing_saves_are_told_when_the_window_opens(context, office, window) -> None:
    context.warned.emit("最近 2 次保存可能缺失")
    assert settled()
    assert "最近 2 次保存可能缺失" in told(window)
    button(window, "备份").click()
    assert window.pages.current_id() == "backups"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_text_is_cut(qtbot, context, office, language: str, scale: float) -> None:
    words.use(language)
    theme.current().apply("light", text_scale=scale)
    try:
        office.take_up("甲")
        backups.make_backup(context.app)
        office.take_up("乙")
        window = MainWindow(context)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.start("backups")
        assert settled()
        assert find_clipped(window) == []
        assert find_nameless(window) == []
        window.pages.current().run("backup.restore")
        assert settled()
        assert find_clipped(window) == []
    finally:
        theme.current().apply("light", text_scale=1.0)


# ---- the restore drill -------------------------------------------------------------------------


def test_the_drill_is_made_by_the_button_and_said_on_page_and_status_line(
    page, window, office, qtbot
) -> None:
    office.take_up("甲")
    back_up(page)
    assert "尚未演练" in page.strip.drill_text()
    qtbot.mouseClick(page.strip.drill_now, Qt.MouseButton.LeftButton)
    assert settled()
    assert "✓" in page.strip.drill_text()
    assert "恢复演练" in window.status.backup()
    assert any("已试恢复" in text for text in told(page))


def test_the_keeper_makes_the_monthly_drill_when_nothing_else_goes_on(page, window, office) -> None:
    office.take_up("甲")
    window.keeper.tend()
    assert settled()
    assert "恢复演练" not in window.status.backup(), "first the backup, in its own minute"
    window.keeper.tend()
    assert settled()
    assert "恢复演练" in window.status.backup()
    first = backups.standing(page._context.app).drill
    window.keeper.tend()
    assert settled()
    assert backups.standing(page._context.app).drill == first


def test_a_drill_that_fails_is_told_with_what_to_do(page, window, office) -> None:
    office.take_up("甲")
    back_up(page)
    (line,) = backups.list_backups()
    with line.path.open("r+b") as handle:
        handle.seek(-100, 2)
        handle.write(b"x" * 100)
    window.keeper.tend()
    assert settled()
    assert any("恢复演练没有通过" in text and "重新备份" in text for text in told(window))
    assert window.status.backup() == "恢复演练未通过"


def test_the_place_chosen_before_large_changes_is_shown_and_taken_back(
    page, context: Context, tmp_path: Path
) -> None:
    page.back_up()
    assert settled()
    assert page.strip.risky_text() == ""
    aside.keep(context.app.database.path, "precaution", str(tmp_path))
    page.refresh()
    assert settled()
    assert page.strip.risky_text().endswith(tmp_path.name)
    page.strip.usual.click()
    assert settled()
    assert page.strip.risky_text() == ""
    assert aside.recall(context.app.database.path, "precaution") is None
