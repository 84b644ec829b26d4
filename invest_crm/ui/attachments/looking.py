"""Fills a preview: reads what is in a file, page by page, and carries out its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from invest_crm.ui import theme
from invest_crm.ui.attachments import jobs
from invest_crm.ui.attachments.preview import Preview
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.ui.attachments.acts import FileActs
    from invest_crm.ui.attachments.jobs import Seen
    from invest_crm.ui.context import Context

_LEAST = 300


class Looking(QObject):
    """A preview with what fills it."""

    def __init__(self, context: Context, acts: FileActs, *, read_only: bool = False) -> None:
        self.preview = Preview()
        super().__init__(self.preview)
        self._context, self._acts = context, acts
        self._versions: Sequence[AttachmentLine] = ()
        self._read_only = read_only
        self.preview.note.setReadOnly(read_only)
        self.preview.page_asked.connect(self._look)
        self.preview.acted.connect(self._act)
        self.preview.noted.connect(self._note)
        self.preview.place.asked.connect(self._reveal)
        context.switched.connect(self._take_refusal)
        self._take_refusal()

    def show(self, line: AttachmentLine, versions: Sequence[AttachmentLine]) -> None:
        """Another file, or the same one anew."""
        self._versions = versions
        self.preview.begin(line, versions)
        self.preview.note.setVisible(bool(line.note) or not self._read_only)
        if line.present:
            self._look(self.preview.page())

    def show_version(self, line: AttachmentLine) -> None:
        """Another version of the file that is shown."""
        self.show(line, self._versions)

    def _look(self, page: int) -> None:
        line = self.preview.line()
        if line is None:
            return
        width = max(self.preview.width(), theme.px(_LEAST))
        pixels = round(width * self.preview.devicePixelRatioF())
        line_id = line.id

        def show(seen: Seen) -> None:
            shown = self.preview.line()
            if shown is not None and shown.id == line_id:
                self.preview.show_seen(seen)

        self._context.read(
            self,
            lambda app: jobs.look(app, line_id, page, pixels),
            show,
            key="look",
            on_error=lambda error: self.preview.tell(str(error)),
        )

    def _reveal(self) -> None:
        line = self.preview.line()
        if line is None:
            return
        line_id = line.id

        def show(place: str) -> None:
            shown = self.preview.line()
            if shown is not None and shown.id == line_id:
                self.preview.place.reveal(_("Taken at: {place}").format(place=place))

        self._context.read(
            self,
            lambda app: jobs.place_of(app, line_id),
            show,
            key="place",
            on_error=lambda error: self.preview.tell(str(error)),
        )

    def _take_refusal(self) -> None:
        reason = self._context.why_not_write()
        words = _("Who looks at where a photo was taken is put on record. {reason}")
        self.preview.place.refuse(words.format(reason=reason) if reason else "")

    def _act(self, action: str) -> None:
        line = self.preview.line()
        if line is not None:
            self._acts.act(line, action)

    def _note(self, text: str) -> None:
        line = self.preview.line()
        if line is not None:
            self._acts.note(line, text)
