"""Photos and papers of a visit: entered with its line, dropped on its entry, shown as chips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from invest_crm.domain.quick_entry import PROJECT, Subject
from invest_crm.services.attachments import content_of
from invest_crm.services.interactions import list_interactions
from invest_crm.services.quick_entry import LogLine, log_line
from invest_crm.ui.attachments.acts import TRASH
from invest_crm.ui.records.timeline_place import TAB
from tests.ui.walker import find_beyond, find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.attachments.file_chip import FileChip
    from invest_crm.ui.records.quick_line import QuickLine
    from invest_crm.ui.records.timeline import TimelineTab
    from invest_crm.ui.records.timeline_items import ItemRow
    from tests.ui.records.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(desk: Desk) -> str:
    """A project in the panel, its activity tab in front."""
    made = desk.office.take_up("甲甲项目")
    desk.settle()
    desk.page.grid.select_id(made)
    desk.page.follow(made)
    desk.page.panel.set_current_tab(TAB)
    desk.settle()
    return made


def tab(desk: Desk) -> TimelineTab:
    found: TimelineTab = desk.page.timeline  # type: ignore[attr-defined]
    return found


def quick(desk: Desk) -> QuickLine:
    return tab(desk).quick


def entry(desk: Desk) -> ItemRow:
    """The only visit in the stream."""
    (row,) = [row for row in tab(desk).rows() if row.item.kind == "interaction"]
    return row


def chips(desk: Desk) -> dict[str, FileChip]:
    return {chip.line.name: chip for chip in entry(desk).chips()}


def type_line(desk: Desk, text: str) -> None:
    quick(desk).line.setText(text)
    quick(desk).line.textEdited.emit(text)
    desk.settle()


def photo(color: str = "red") -> QImage:
    image = QImage(120, 90, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def put(tmp_path: Path, name: str, data: bytes = b"plain words") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def files(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def drop(target: Any, mime: QMimeData) -> bool:
    """Drag something over a part of the window and let it go there."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, none)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, mime, left, none))
    return enter.isAccepted()


def note(desk: Desk, project: str, line: str = "8/30 拜访 谈用地") -> None:
    desk.context.app.write(log_line, LogLine(line, Subject(PROJECT, project, "甲甲项目")))
    desk.settle()


# ---- the line --------------------------------------------------------------------------------


def test_files_dropped_on_the_line_wait_and_are_entered_with_it(
    desk: Desk, project: str, tmp_path: Path
) -> None:
    assert drop(quick(desk).line, files(put(tmp_path, "名片.txt"), put(tmp_path, "纪要.txt")))
    assert [chip.text() for chip in quick(desk).files.chips()] == ["名片.txt", "纪要.txt"]
    assert quick(desk).line.text() == "", "the place of a file is not typed into the line"
    quick(desk).files.chips()[0].removed.emit()
    type_line(desk, "8/30 拜访 谈用地")
    quick(desk).enter()
    desk.settle()
    assert list(chips(desk)) == ["纪要.txt"]
    assert quick(desk).files.chips() == []
    desk.context.undo()
    desk.settle()
    assert desk.context.app.read(list_interactions) == []


def test_a_picture_is_pasted_into_the_line_and_words_are_typed_as_ever(
    desk: Desk, project: str
) -> None:
    line = quick(desk).line
    line.setFocus()
    QApplication.clipboard().setImage(photo())
    desk.qtbot.keyClick(line, Qt.Key.Key_V, CTRL)
    assert [chip.text() for chip in quick(desk).files.chips()] == ["截图"]
    QApplication.clipboard().setText("8/30 拜访")
    desk.qtbot.keyClick(line, Qt.Key.Key_V, CTRL)
    assert line.text() == "8/30 拜访"
    assert len(quick(desk).files.chips()) == 1


def test_copied_cells_are_words_although_they_bring_a_picture(desk: Desk, project: str) -> None:
    mime = QMimeData()
    mime.setText("谈用地")
    mime.setImageData(photo())
    QApplication.clipboard().setMimeData(mime)
    desk.qtbot.keyClick(quick(desk).line, Qt.Key.Key_V, CTRL)
    assert quick(desk).line.text() == "谈用地"
    assert quick(desk).files.chips() == []


def test_files_are_chosen_and_the_line_says_what_they_need(
    desk: Desk, project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(put(tmp_path, "名片.txt"))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([chosen], ""))
    quick(desk).files.button.click()
    quick(desk).enter()
    assert "请在这一行写明" in quick(desk).problem()
    type_line(desk, "下周三回访")
    quick(desk).enter()
    desk.settle()
    assert "待办" in quick(desk).problem()
    assert len(quick(desk).files.chips()) == 1
    assert quick(desk).line.text() == "下周三回访"


def test_what_waits_for_a_record_stays_with_it(desk: Desk, project: str, tmp_path: Path) -> None:
    other = desk.office.take_up("乙乙项目")
    desk.settle()
    drop(quick(desk).line, files(put(tmp_path, "名片.txt")))
    desk.page.follow(other)
    desk.settle()
    assert quick(desk).files.chips() == []
    desk.page.follow(project)
    desk.settle()
    assert [chip.text() for chip in quick(desk).files.chips()] == ["名片.txt"]


def test_a_correction_takes_further_files(desk: Desk, project: str, tmp_path: Path) -> None:
    note(desk, project)
    entry(desk).correcting.emit(entry(desk).item.id)
    desk.settle()
    drop(quick(desk).line, files(put(tmp_path, "名片.txt")))
    quick(desk).enter()
    desk.settle()
    assert list(chips(desk)) == ["名片.txt"]


# ---- the entry -------------------------------------------------------------------------------


def test_files_dropped_on_an_entry_are_its_own_and_listed_with_the_record(
    desk: Desk, project: str, tmp_path: Path
) -> None:
    note(desk, project)
    assert drop(entry(desk), files(put(tmp_path, "名片.txt")))
    desk.settle()
    assert list(chips(desk)) == ["名片.txt"]
    assert desk.page.panel.current_tab() == TAB, "the drop did not go to the panel below"
    desk.page.panel.set_current_tab("files")
    desk.settle()
    (row,) = desk.page.files.tab().rows()  # type: ignore[attr-defined]
    assert "2025年8月30日拜访" in row.accessibleDescription()


def test_words_are_not_dropped_on_an_entry(desk: Desk, project: str) -> None:
    note(desk, project)
    mime = QMimeData()
    mime.setText("words")
    assert not drop(entry(desk), mime)


def test_a_picture_pasted_on_an_entry_shows_a_thumbnail(desk: Desk, project: str) -> None:
    note(desk, project)
    QApplication.clipboard().setImage(photo("red"))
    row = entry(desk)
    row.setFocus()
    desk.qtbot.keyClick(row, Qt.Key.Key_V, CTRL)
    desk.settle()
    (chip,) = entry(desk).chips()
    chip.grab()
    desk.settle()
    assert chip.image is not None
    assert chip.image.width() == chip.image.height()
    assert chip.image.pixelColor(5, 5) == QColor("red")


def test_what_is_no_picture_after_all_shows_its_icon(
    desk: Desk, project: str, tmp_path: Path
) -> None:
    note(desk, project)
    broken = b"\x89PNG\r\n\x1a\n" + b"junk" * 50
    drop(entry(desk), files(put(tmp_path, "照片.png", broken)))
    desk.settle()
    (chip,) = entry(desk).chips()
    chip.grab()
    desk.settle()
    assert chip.image is None


def test_a_chip_opens_a_copy_and_moves_to_the_trash_and_back(
    desk: Desk, project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    note(desk, project)
    drop(entry(desk), files(put(tmp_path, "名片.txt")))
    desk.settle()
    chip = chips(desk)["名片.txt"]
    desk.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    desk.settle()
    assert Path(opened[0]).read_bytes() == desk.context.app.read(content_of, chip.line.id)[1]
    chip.acted.emit(chip.line, TRASH)
    desk.settle()
    assert chips(desk) == {}
    desk.context.undo()
    desk.settle()
    assert list(chips(desk)) == ["名片.txt"]


def test_what_cannot_be_added_is_said_on_the_entry(
    desk: Desk, project: str, tmp_path: Path
) -> None:
    note(desk, project)
    row = entry(desk)
    drop(row, files(put(tmp_path, "空.txt", b"")))
    desk.settle()
    assert "没有内容" in row._problem.text()
    assert row._problem.isVisible()


def test_nothing_is_clipped_with_long_names(desk: Desk, project: str, tmp_path: Path) -> None:
    note(desk, project)
    long = put(tmp_path, "很长的名字" * 12 + ".txt")
    drop(entry(desk), files(long, put(tmp_path, "甲.txt", b"other")))
    drop(quick(desk).line, files(long))
    desk.settle()
    assert find_beyond(desk.page.panel) == []
    assert find_clipped(desk.page.panel) == []
    assert find_nameless(desk.page.panel) == []
