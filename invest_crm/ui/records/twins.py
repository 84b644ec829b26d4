"""A form that warns while one types: perhaps this record is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.records.editor import Stored

_PAUSE_MS = 150


class TwinEditor(RecordEditor):
    """``twins_asked(texts of the telling fields)`` while they are typed; ``open_asked(id)``.

    ``telling``: the fields by which a record is known, two of them.
    """

    twins_asked = Signal(str, str)
    open_asked = Signal(str)

    def __init__(
        self,
        title: str,
        fields_of: Callable[[Any], Sequence[Field]],
        texts_of: Callable[[Any], Mapping[str, str]],
        record: Stored | None,
        telling: tuple[str, str],
    ) -> None:
        super().__init__(title, fields_of, texts_of, record)
        self._telling = telling
        self._twins: NoticeBar | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE_MS)
        self._clock.timeout.connect(self._look_for_twins)
        self.form.changed.connect(self._typed)

    def show_twins(self, twins: Sequence[tuple[str, str]]) -> None:
        """Warn of records (id, words) that may be the same, with a way to look at the likeliest."""
        if self._twins is not None:
            self._twins.dismiss()
            self._twins = None
        if not twins:
            return
        found, words = twins[0]
        text = _("Perhaps there already: {name}").format(name=words)
        if len(twins) > 1:
            text += _(" and {n} more").format(n=len(twins) - 1)
        self._twins = NoticeBar(
            text,
            "warning",
            action=_("Look"),
            do=lambda: self.open_asked.emit(found),
            dismissible=False,
        )
        self.notices.addWidget(self._twins)

    def _typed(self, key: str) -> None:
        if key in self._telling:
            self._clock.start()

    def _look_for_twins(self) -> None:
        texts = self.form.texts()
        first, second = self._telling
        self.twins_asked.emit(texts[first], texts[second])
