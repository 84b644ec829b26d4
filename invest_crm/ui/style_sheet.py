"""The one style sheet, made from the theme's tokens; kept short because Qt parses it at start.

Only what Fusion and the palette cannot say. Painted parts (charts, chips, grid cells) do not
appear here. Roles are the dynamic property ``role`` set by ``theme.set_role``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHEET = """
QToolTip { background: @raised@; color: @ink@; border: 1px solid @line@; padding: @4@px @8@px;
  qproperty-textFormat: PlainText; }
QMainWindow, QDialog, QWidget[role="paper"] { background: @paper@; }
QFrame[role="card"] { background: @card@; border: 1px solid @line@; border-radius: 8px; }
QFrame[role="popup"] { background: @raised@; border: 1px solid @line@; border-radius: 8px; }
QFrame[role="top"] { background: @card@; border: none; border-bottom: 1px solid @line@; }
QFrame[role="bottom"] { background: @card@; border: none; border-top: 1px solid @line@; }
QFrame[role="side"] { background: @card@; border: none; border-left: 1px solid @line@; }
QScrollArea, QWidget[role="clear"] { background: transparent; border: none; }

QLabel[role="title"] { font-size: @18@px; font-weight: 700; }
QLabel[role="heading"] { font-size: @16@px; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="label"] { color: @ink_2@; }
QLabel[role="note"] { color: @ink_2@; font-size: @12@px; }
QLabel[role="hint"] { color: @ink_3@; font-size: @12@px; }
QLabel[role="doubt"] { color: @slow_ink@; font-size: @12@px; }
QLabel[role="problem"] { color: @bad_ink@; font-size: @12@px; }

QPushButton { background: @card@; color: @ink@; border: 1px solid @line@; border-radius: 6px;
  padding: 0 @11@px; min-height: @28@px; icon-size: @16@px; }
QPushButton:hover { background: @hover@; }
QPushButton:pressed, QPushButton:checked { background: @accent_soft@; }
QPushButton:focus { border: 2px solid @accent@; padding: 0 @11-1@px; min-height: @28-2@px; }
QPushButton:disabled { color: @ink_3@; background: @well@; }
QPushButton[role="primary"] { background: @accent@; color: @accent_on@; border-color: @accent@; }
QPushButton[role="primary"]:hover { background: @accent_hover@; }
QPushButton[role="primary"]:focus { border: 2px solid @ink@; }
QPushButton[role="primary"]:disabled { background: @well@; color: @ink_3@; border-color: @line@; }
QPushButton[role="quiet"], QToolButton { background: transparent; border: 1px solid transparent;
  border-radius: 6px; padding: 0 @7@px; min-height: @28@px; color: @ink_2@;
  icon-size: @16@px; }
QPushButton[role="quiet"]:hover, QToolButton:hover { background: @hover@; color: @ink@; }
QPushButton[role="quiet"]:focus, QToolButton:focus { border: 2px solid @accent@; padding: 0 @7-1@px;
  min-height: @28-2@px; }
QPushButton[role="link"] { background: transparent; border: 2px solid transparent; color: @accent@;
  padding: 0 @3-1@px; min-height: @20-2@px; border-radius: 4px; }
QPushButton[role="link"]:disabled { color: @ink_3@; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: @accent@; }
QLineEdit > QToolButton { border: none; padding: 0; min-height: 0; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QPlainTextEdit, QTextEdit { background: @field@; color: @ink@;
  border: 1px solid @line@; border-radius: 6px; padding: 0 @9@px;
  selection-background-color: @accent@; selection-color: @accent_on@; }
QLineEdit, QComboBox { min-height: @28@px; }
QPlainTextEdit, QTextEdit { padding: @4@px @5@px; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid @accent@; padding: 0 @9-1@px; }
QLineEdit:focus, QComboBox:focus { min-height: @28-2@px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: @4-1@px @5-1@px; }
QLineEdit[problem="true"], QComboBox[problem="true"], QPlainTextEdit[problem="true"] {
  border: 2px solid @bad@; padding: 0 @9-1@px; min-height: @28-2@px; }
QLineEdit:disabled, QComboBox:disabled, QLineEdit:read-only { background: @well@; color: @ink_2@; }
QComboBox::drop-down { border: none; width: @22@px; }
QComboBox QAbstractItemView, QMenu { background: @raised@; color: @ink@; border: 1px solid @line@;
  selection-background-color: @accent_soft@; selection-color: @ink@; outline: none; }
QMenu { padding: @4@px; }
QMenu::item { padding: @5@px @20@px @5@px @10@px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft@; color: @ink@; }
QMenu::item:disabled { color: @ink_3@; }
QMenu::separator { height: 1px; background: @line_soft@; margin: @4@px @6@px; }
QMenu::indicator { width: @14@px; height: @14@px; margin-left: @6@px; }

QScrollBar:vertical { background: transparent; width: @10@px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @10@px; margin: 0; }
QScrollBar::handle { background: @scroll@; border-radius: 3px; margin: @2@px; }
QScrollBar::handle:vertical { min-height: @32@px; }
QScrollBar::handle:horizontal { min-width: @32@px; }
QScrollBar::handle:hover { background: @line_strong@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: @line@; }
QProgressBar { background: @line_soft@; border: none; border-radius: 3px; max-height: @6@px; }
QProgressBar::chunk { background: @accent@; border-radius: 3px; }
QHeaderView { background: @card@; border: none; }
QListView { background: @raised@; border: none; outline: none; }
"""


def style_sheet(tokens: Mapping[str, str], scale: float) -> str:
    """The style sheet for the colours ``tokens`` (role to ``#RRGGBB``) and a text scale.

    Between ``@`` stands a role or a length at text scale 1; ``28-2`` is 2 px less than 28 become,
    for a frame that is thicker by as much.
    """
    words = {**tokens, "scroll": tokens["link"]}
    parts = _SHEET.split("@")
    parts[1::2] = [words.get(name) or _length(name, scale) for name in parts[1::2]]
    return "".join(parts)


def _length(words: str, scale: float) -> str:
    length, _minus, less = words.partition("-")
    return str(round(int(length) * scale) - int(less or 0))
