"""Dialogs for files begin where the person works, never in the program's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from invest_crm import words
from invest_crm.ui import file_dialogs
from invest_crm.ui.qt_words import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


def test_the_first_one_begins_at_home_the_next_in_the_folder_used_last(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([str(tmp_path / "台账.xlsx"), "", str(tmp_path / "new" / "a.zip")])

    def dialog(_owner: QWidget, _title: str, place: str, _kinds: str) -> tuple[str, str]:
        asked.append(place)
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    owner = QWidget()
    qtbot.addWidget(owner)
    assert file_dialogs.ask_file(owner, "", "").endswith("台账.xlsx")
    assert file_dialogs.ask_file(owner, "", "") == ""
    assert file_dialogs.ask_target(owner, "", "全库.zip", "").endswith("a.zip")
    assert Path(asked[0]) in (tmp_path / "home", tmp_path / "home" / "Documents")
    assert asked[1:] == [str(tmp_path), str(tmp_path / "全库.zip")]
    assert file_dialogs.folder() != tmp_path / "new", "that folder is not there"


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[None]:
    yield
    words.use("zh_CN")
    speak(qapp, "en")


@pytest.mark.usefixtures("speaking")
def test_qts_own_dialog_says_everything_in_the_language_of_the_window(
    qtbot: QtBot, qapp: QApplication
) -> None:
    for language, look_in, cancel in (
        ("zh_CN", "查找范围：", "取消"),
        ("en", "Look in:", "Cancel"),
    ):
        words.use(language)
        speak(qapp, language)
        dialog = QFileDialog()
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        labels = [label.text().replace("&", "") for label in dialog.findChildren(QLabel)]
        assert look_in in labels
        assert all(text.isascii() == (language == "en") for text in labels if text), labels
        pushed = [button.text() for button in dialog.findChildren(QPushButton)]
        assert cancel in [text.replace("&", "") for text in pushed]
