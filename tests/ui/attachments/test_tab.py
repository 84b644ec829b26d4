"""附件 in the record panel: files dropped, pasted or chosen are listed, shown, kept, given back."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from reportlab.pdfgen.canvas import Canvas

from invest_crm.services import attachments as service
from invest_crm.services.access import access_events
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, files_of
from invest_crm.ui.attachments import jobs
from invest_crm.ui.attachments.acts import CHECK, OPEN, RESTORE, TRASH
from invest_crm.ui.firms.page import FirmsPage
from tests.support.factories import raw
from tests.support.photos import photo
from tests.ui.pages import settled
from tests.ui.walker import find_beyond

if TYPE_CHECKING:
    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.ui.attachments.tab import AttachmentsTab
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def firm(office: Bureau) -> Subject:
    return Subject("firm", office.firm("晋阳牧业有限公司"))


@pytest.fixture
def page(qtbot: Any, context: Context, firm: Subject) -> FirmsPage:
    made = FirmsPage(context)
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    assert settled()
    return made


@pytest.fixture
def tab(page: FirmsPage) -> AttachmentsTab:
    page.panel.set_current_tab("files")
    assert settled()
    return page.files.tab()


def pdf(pages: int = 2) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for _page in range(pages):
        canvas.rect(10, 10, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png(wide: int, high: int) -> bytes:
    """A picture of one colour; a few kilobytes whatever its size says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\xff" * ((wide + 7) // 8)) * min(high, 4000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def stored(context: Context, firm: Subject) -> list[AttachmentLine]:
    return context.app.read(files_of, firm)


def attach(context: Context, firm: Subject, **named: bytes) -> None:
    add_files(context.app, firm, [Offered(f"{name}.pdf", data) for name, data in named.items()])
    assert settled()


def mime_of(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def test_files_dropped_anywhere_on_the_panel_belong_to_the_record(
    page: FirmsPage, context: Context, firm: Subject, tmp_path: Path
) -> None:
    mime = mime_of(put(tmp_path, "协议.pdf", pdf()), put(tmp_path, "说明.txt", b"plain"))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, mime, left, none)
    QApplication.sendEvent(page.panel, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page.panel, QDropEvent(QPointF(5, 5), copy, mime, left, none))
    assert settled()
    assert {line.name for line in stored(context, firm)} == {"协议.pdf", "说明.txt"}
    assert page.panel.current_tab() == "files"
    assert len(page.files.tab().rows()) == 2
    assert page.files.tab()._total.text().startswith("2 个附件")


def test_a_text_dragged_over_the_panel_is_not_taken(page: FirmsPage) -> None:
    mime = QMimeData()
    mime.setText("words")
    enter = QDragEnterEvent(
        QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter.ignore()
    QApplication.sendEvent(page.panel, enter)
    assert not enter.isAccepted()


def test_a_screenshot_is_pasted_as_a_picture(
    qtbot: Any, tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    QApplication.clipboard().setImage(image)
    tab.setFocus()
    qtbot.keyClick(tab, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert settled()
    (line,) = stored(context, firm)
    assert line.media_type == "image/png"
    assert line.name.startswith("截图 20250901-")
    assert not tab.preview.picture.is_empty()


def test_copied_files_are_pasted_and_an_empty_clipboard_is_said(
    tab: AttachmentsTab, context: Context, firm: Subject, tmp_path: Path
) -> None:
    QApplication.clipboard().setText("only words")
    tab.paste()
    assert "剪贴板" in tab._problem.text()
    QApplication.clipboard().setMimeData(mime_of(put(tmp_path, "a.txt", b"a")))
    tab.paste()
    assert settled()
    assert [line.name for line in stored(context, firm)] == ["a.txt"]


def test_a_page_of_a_pdf_is_shown_and_turned(
    tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    attach(context, firm, 协议=pdf(3))
    assert not tab.preview.picture.is_empty()
    assert "第 1 页，共 3 页" in tab.preview._where.text()
    tab.preview.turn(1)
    assert settled()
    assert "第 2 页" in tab.preview._where.text()
    tab.preview.turn(5)
    assert settled()
    assert tab.preview.page() == 2


def test_a_picture_bomb_is_not_unpacked(
    tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    bomb = png(60_000, 60_000)
    assert len(bomb) < 200_000
    add_files(context.app, firm, [Offered("照片.png", bomb)])
    assert settled()
    assert tab.preview.words.isVisible()
    assert "无法显示" in tab.preview.words.text()
    assert jobs.picture(png(2000, 1000), 400) is not None
    assert jobs.picture(b"\x89PNG\r\n\x1a\n" + b"junk" * 50, 400) is None


def test_the_versions_of_a_file_are_one_line_and_can_be_looked_at(
    tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    for text in ("第一稿", "第二稿"):
        add_files(context.app, firm, [Offered("稿.txt", text.encode())])
    assert settled()
    (row,) = tab.rows()
    assert row.line.version == 2
    assert tab.preview.text.toPlainText() == "第二稿"
    older = next(line for line in stored(context, firm) if line.version == 1)
    tab.choose(older)
    assert settled()
    assert tab.preview.text.toPlainText() == "第一稿"


def test_trash_and_back_with_undo(tab: AttachmentsTab, context: Context, firm: Subject) -> None:
    attach(context, firm, 协议=pdf(), 执照=pdf(1))
    tab.acts.act(tab.rows()[0].line, TRASH)
    assert settled()
    assert len(tab.rows()) == 1
    assert tab.bin.text() == "回收站（1）"
    context.undo()
    assert settled()
    assert len(tab.rows()) == 2
    tab.acts.act(tab.rows()[0].line, TRASH)
    assert settled()
    tab.bin.click()
    tab.acts.act(tab.rows()[0].line, RESTORE)
    assert settled()
    assert not tab.bin.isVisible()
    assert len(tab.rows()) == 2


def test_a_note_is_kept(qtbot: Any, tab: AttachmentsTab, context: Context, firm: Subject) -> None:
    attach(context, firm, 协议=pdf())
    tab.preview.note.setFocus()
    qtbot.keyClicks(tab.preview.note, "signed copy")
    qtbot.keyClick(tab.preview.note, Qt.Key.Key_Return)
    assert settled()
    assert stored(context, firm)[0].note == "signed copy"


def test_a_missing_content_is_flagged_with_its_place(
    page: FirmsPage, tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    attach(context, firm, 协议=pdf())
    place = stored(context, firm)[0].place
    Path(place).unlink()
    tab.show_record(firm.id)
    assert settled()
    assert place in tab.preview.words.text().replace("\u200b", "")
    assert find_beyond(page.panel) == []
    assert not tab.preview.open.isEnabled()


def test_a_copy_is_opened_read_only_and_a_program_never(
    tab: AttachmentsTab, context: Context, firm: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    attach(context, firm, 协议=pdf(), 病毒=b"MZ\x90\0" + bytes(100))
    lines = {line.name: line for line in stored(context, firm)}
    tab.acts.act(lines["协议.pdf"], OPEN)
    assert settled()
    (copy,) = opened
    assert copy.name == "协议.pdf"
    assert copy.stat().st_mode & 0o777 == 0o400
    assert copy.parent.stat().st_mode & 0o077 == 0
    tab.acts.act(lines["病毒.pdf"], OPEN)
    assert settled()
    assert len(opened) == 1
    assert "程序" in tab._problem.text()


def test_the_content_is_checked_on_demand_and_saved(
    page: FirmsPage, tab: AttachmentsTab, context: Context, firm: Subject, tmp_path: Path
) -> None:
    told: list[str] = []
    tab.told.connect(told.append)
    attach(context, firm, 协议=pdf())
    (line,) = stored(context, firm)
    tab.acts.act(line, CHECK)
    assert settled()
    tab.acts.save_as(line, tmp_path / "另存.pdf")
    assert settled()
    assert (tmp_path / "另存.pdf").read_bytes() == context.app.read(service.content_of, line.id)[1]
    place = Path(line.place)
    place.chmod(0o600)
    place.write_bytes(b"changed")
    tab.acts.act(line, CHECK)
    assert settled()
    assert ["完好" in told[0], "改动过" in told[-1]] == [True, True]
    assert line.sha256 in told[0]


def test_what_cannot_be_added_is_said_in_place(
    tab: AttachmentsTab, context: Context, firm: Subject, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    empty = str(put(tmp_path, "空.txt", b""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([empty], ""))
    tab.add.click()
    assert settled()
    assert "没有内容" in tab._problem.text()
    assert stored(context, firm) == []


def test_another_record_shows_its_own_files(
    page: FirmsPage, tab: AttachmentsTab, context: Context, firm: Subject, office: Bureau
) -> None:
    attach(context, firm, 协议=pdf())
    other = office.firm("乙公司")
    assert settled()
    page.restore({"open": other})
    assert settled()
    assert tab.rows() == []
    assert not tab.preview.isVisible()
    page.restore({"open": firm.id})
    assert settled()
    assert len(tab.rows()) == 1


def test_a_long_name_leaves_the_panel_as_wide_as_it_is(
    page: FirmsPage, tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    before = page.panel.width()
    add_files(context.app, firm, [Offered("很长的名字" * 30 + ".txt", ("字" * 5000).encode())])
    assert settled()
    assert page.panel.width() == before
    assert find_beyond(page.panel) == []


def test_the_list_is_walked_by_keys(
    qtbot: Any, tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    attach(context, firm, 甲=pdf(), 乙=pdf(1), 丙=pdf(2) + b" ")
    first, second, _third = tab.rows()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert settled()
    assert tab.preview.line() == second.line
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert settled()
    assert second.line.name not in [row.line.name for row in tab.rows()]


def test_a_file_is_renamed_in_its_place(
    qtbot: Any, tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    attach(context, firm, 扫描件=pdf())
    (row,) = tab.rows()
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_F2)
    edit = row.findChild(QLineEdit)
    assert edit is not None
    assert edit.selectedText() == "扫描件", "the ending stays unless it is meant"
    edit.setText("投资协议")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert settled()
    assert [row.line.name for row in tab.rows()] == ["投资协议.pdf"]
    (row,) = tab.rows()
    row.begin_rename()
    edit = row.findChild(QLineEdit)
    assert edit is not None
    edit.setText("不要")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert settled()
    assert stored(context, firm)[0].name == "投资协议.pdf"
    context.undo()
    assert settled()
    assert [row.line.name for row in tab.rows()] == ["扫描件.pdf"]


def test_where_a_photo_was_taken_is_shown_when_asked_and_that_is_on_record(
    tab: AttachmentsTab, context: Context, firm: Subject, qtbot: Any
) -> None:
    shot = Offered("现场.jpg", photo("2025:08:20 08:00:00", (34.50012, 109.51234)))
    add_files(context.app, firm, [shot, Offered("无位置.jpg", photo("2025:08:20 09:00:00"))])
    assert settled()
    place = tab.preview.place
    choose(tab, "无位置.jpg")
    assert not place.isVisible()
    choose(tab, "现场.jpg")
    assert (place.isVisible(), place.text()) == (True, "拍摄地点：•••")
    assert reveals(context) == []
    place.button.click()
    assert settled()
    assert place.text() == "拍摄地点：34.50012,109.51234"
    line = tab.preview.line()
    assert line is not None
    assert reveals(context) == [("place", line.id)]
    choose(tab, "无位置.jpg")
    choose(tab, "现场.jpg")
    assert place.text() == "拍摄地点：•••", "another look is asked for again"
    place.reveal("34", 30)
    qtbot.waitUntil(lambda: place.text() == "拍摄地点：•••", timeout=2000)
    assert len(reveals(context)) == 1


def test_a_place_that_was_erased_is_told_and_not_put_on_record(
    tab: AttachmentsTab, context: Context, firm: Subject
) -> None:
    add_files(context.app, firm, [Offered("现场.jpg", photo("", (34.5, 109.5)))])
    assert settled()
    erase = "UPDATE private_value SET value = NULL, erased_by = 'x' WHERE value LIKE '34.5%'"
    raw(context.app, erase)
    tab.preview.place.button.click()
    assert settled()
    assert "拍摄地点已查不到" in tab.preview.words.text()
    assert reveals(context) == []


def choose(tab: AttachmentsTab, name: str) -> None:
    tab.choose(next(row.line for row in tab.rows() if row.line.name == name))
    assert settled()


def reveals(context: Context) -> list[tuple[str, str]]:
    return [(row.kind, row.subject) for row in context.app.read(access_events)]
