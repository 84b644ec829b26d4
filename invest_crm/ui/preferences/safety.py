"""数据与安全: where the data lies, other databases, backups, checks, and what we promise."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.domain.clock import at_bureau
from invest_crm.ui import theme
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel, label
from invest_crm.ui.preferences.section import Section, button, buttons
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.backups import BackupLine
    from invest_crm.ui.preferences.jobs import Checked, Settings

_MEGA = 1024 * 1024
_GAP = "\u00a0" * 3


class SafetySection(Section):
    """``open_asked``, ``new_asked``, ``backup_asked``, ``check_asked``, ``export_asked``."""

    open_asked = Signal()
    new_asked = Signal()
    backup_asked = Signal()
    check_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Data and safety"))
        self._where = ElidedLabel()
        self._backups = _Lines()
        self._checks = _Lines()
        self.backup = button(_("Back up now"), self.backup_asked.emit)
        self.check = button(_("Check the database now"), self.check_asked.emit)
        self.add_row(_("Database"), self._where)
        self.add_row(
            "",
            buttons(
                button(_("Open another database…"), self.open_asked.emit),
                button(_("New database…"), self.new_asked.emit),
            ),
        )
        self.add_row(_("Backups"), self._backups)
        self.add_row("", buttons(self.backup))
        self.add_row(
            _("Full export"), buttons(button(_("Export everything…"), self.export_asked.emit))
        )
        self.add_row(_("Checks"), self._checks)
        self.add_row("", buttons(self.check))
        self.add_row(_("Our promise"), _promise())

    def show_settings(self, settings: Settings) -> None:
        """Where the data lies and what backups there are."""
        self._where.set_text(settings.where)
        self.backup.setEnabled(not settings.server)
        if settings.server:
            self._backups.show_lines([[Span(_("The server's administrator backs it up."))]])
        else:
            self.show_backups(settings.backups)

    def show_backups(self, lines: Sequence[BackupLine]) -> None:
        """The newest backups with their mark."""
        if not lines:
            self._backups.show_lines([[Span(_("No backup yet."), "ink_2")]])
            return
        self._backups.show_lines([_backup_spans(line) for line in lines])

    def show_checks(self, checks: Sequence[Checked]) -> None:
        """The result of the checks."""
        self._checks.show_lines([_check_spans(check) for check in checks])

    def say_checking(self) -> None:
        """The checks are running."""
        self._checks.show_lines([[Span(_("Checking…"), "ink_2")]])

    def text(self) -> str:
        """Backups and checks in words (for tests)."""
        return f"{self._backups.plain()}\n{self._checks.plain()}"


class _Lines(QWidget):
    """A few lines of coloured words."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._text = SpanLabel()
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(0, 5, 0, 0))
        column.addWidget(self._text)
        self.show_lines([[Span(_("Not checked in this session."), "ink_2")]])

    def show_lines(self, lines: Sequence[Sequence[Span]]) -> None:
        """Show other lines."""
        spans: list[Span] = []
        for place, line in enumerate(lines):
            spans += [Span("\n"), *line] if place else line
        self._text.set_spans(spans)

    def plain(self) -> str:
        """The words."""
        return self._text.plain()


def _backup_spans(line: BackupLine) -> list[Span]:
    when = at_bureau(datetime.fromisoformat(line.made_at)).strftime("%Y-%m-%d %H:%M")
    size = _("{n} MB").format(n=f"{line.size / _MEGA:.1f}")
    held = _("{projects} projects, {firms} firms").format(
        projects=f"{line.projects:,}", firms=f"{line.firms:,}"
    )
    return [
        Span(f"{when}{_GAP}"),
        Span("✓ " + _("verified"), "started_ink"),
        Span(f"{_GAP}{size} · {held}", "ink_2"),
    ]


def _check_spans(check: Checked) -> list[Span]:
    if check.ok:
        return [Span("✓ ", "started_ink"), Span(check.name)]
    return [Span("✕ ", "bad_ink", strong=True), Span(f"{check.name} {check.detail}", "bad_ink")]


def _promise() -> QWidget:
    holder = QWidget()
    theme.set_role(holder, "clear")
    column = QVBoxLayout(holder)
    column.setContentsMargins(theme.margins(0, 5, 0, 0))
    column.setSpacing(theme.GAP_TINY)
    for text in (
        _("All data lie in the file named above and the folder of attachments beside it."),
        _("Nothing is sent anywhere."),
        _("The program works without a network; there is no telemetry and no licence check."),
        _("Every change is logged with who, when and the former value, and can be undone."),
        _("Telephone numbers are masked in lists and documents until someone asks for them."),
        _("No state secrets may be entered into this system."),
    ):
        column.addWidget(label(text, "label", wrap=True))
    return holder
