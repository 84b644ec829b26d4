"""Dialogs for files begin where the person works, never in the program's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from invest_crm.ui import file_dialogs

if TYPE_CHECKING:
    import pytest
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
