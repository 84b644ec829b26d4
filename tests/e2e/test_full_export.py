"""Journey 12: export everything, begin anew, take it in, compare: identical."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files
from invest_crm.services.opening import open_app
from invest_crm.services.upkeep import check, verify
from tests.services.test_archive import derived, files_in, tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Desk


@pytest.mark.slow
def test_everything_goes_out_and_comes_back_identical(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk.context.app
    project = desk.office.take_up("甲")
    add_files(app, Subject("project", project), [Offered("协议.txt", "签约".encode())])
    first = str(app.database.path)
    answers = iter([str(tmp_path / "全库.zip"), str(tmp_path / "new" / "crm.db")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (next(answers), ""))
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *_asked: (str(tmp_path / "全库.zip"), "")
    )

    desk.go("preferences")
    page = desk.page()
    page.show_section(page.safety)
    desk.settle()
    desk.click(desk.button("导出全部数据…"))
    assert any("全库.zip" in text for text in desk.notices())
    assert any("个人信息" in text for text in desk.notices())
    desk.click(desk.button("新建数据库…"))
    desk.settle()
    assert str(desk.context.app.database.path) != first

    desk.go("ledger")
    desk.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    step = desk.page().archive
    assert desk.page().step() is step
    assert step.currentWidget() is step.facts
    desk.click(step.facts.take)
    assert step.currentWidget() is step.done
    assert "已全部导入" in step.done.text()
    desk.go("projects")
    assert "甲" in desk.rows()
    assert len(desk.rows()) == 7

    one, other = open_app(first, actor="x"), desk.context.app
    try:
        mine, back = tables(one), tables(other)
        for name, rows in mine.items():
            assert back[name] == rows, name
        assert files_in(one) == files_in(other) != {}
        assert derived(one) == derived(other)
        assert other.read(verify).ok
        assert all(finding.ok for finding in other.read(check))
    finally:
        one.database.close()


@pytest.mark.slow
def test_a_used_database_says_where_to_begin_instead(desk: Desk, tmp_path: Path) -> None:
    from invest_crm.services.export import export_records

    path = tmp_path / "全库.zip"
    desk.context.app.read(export_records, "all", path)
    desk.go("ledger")
    desk.page().open_file(path)
    desk.settle()
    assert any("空库" in text and "新建数据库" in text for text in desk.notices())
    assert desk.page().step() is desk.page().choose
