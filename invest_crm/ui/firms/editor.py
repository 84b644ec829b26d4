"""The form in which a firm is created or edited, with a warning when it may exist already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from invest_crm.ui.firms.form import form_fields, texts_of
from invest_crm.ui.firms.words import twin_words
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.firm_panel import Twin
    from invest_crm.services.firms import FirmRecord

_PAUSE_MS = 150


class FirmEditor(RecordEditor):
    """``twins_asked(name, code)`` while typing; ``open_asked(id)`` to look at a found firm."""

    twins_asked = Signal(str, str)
    open_asked = Signal(str)

    def __init__(self, chains: Sequence[tuple[str, str]], record: FirmRecord | None) -> None:
        super().__init__(
            _("New firm") if record is None else _("Edit firm"),
            lambda found: form_fields(chains, found),
            texts_of,
            record,
        )
        self._twins: NoticeBar | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE_MS)
        self._clock.timeout.connect(self._look_for_twins)
        self.form.changed.connect(self._typed)

    def show_twins(self, twins: Sequence[Twin]) -> None:
        """Warn of firms that may be the same one, with a way to look at the likeliest."""
        if self._twins is not None:
            self._twins.dismiss()
            self._twins = None
        if not twins:
            return
        text = _("Perhaps there already: {name}").format(name=twin_words(twins[0]))
        if len(twins) > 1:
            text += _(" and {n} more").format(n=len(twins) - 1)
        found = twins[0].id
        self._twins = NoticeBar(
            text,
            "warning",
            action=_("Look"),
            do=lambda: self.open_asked.emit(found),
            dismissible=False,
        )
        self.notices.addWidget(self._twins)

    def _typed(self, key: str) -> None:
        if key in {"name", "credit_code"}:
            self._clock.start()

    def _look_for_twins(self) -> None:
        texts = self.form.texts()
        self.twins_asked.emit(texts["name"], texts["credit_code"])
