"""The forms of a page of records: opened, saved, left, taken up again; one at a time beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from invest_crm.ui.records.drafts import KEEP_MS, Drafts, Left
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.errors import UserError
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.notice import NoticeBar
    from invest_crm.ui.records.editor import Draft, RecordEditor, Stored
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.records.subject import RecordJobs
    from invest_crm.ui.records.twins import TwinEditor

    FindTwins = Callable[[App, str, str, str], Sequence[tuple[str, str]]]


class FormDesk(QObject):
    """Belongs to a page. ``editor_of`` makes the form of a record (None: a new one) with what
    ``jobs.form`` brought.

    ``opened(id)``: a stored record is being edited; ``finished(id)``: the list is to show it.
    """

    opened = Signal(str)
    finished = Signal(str)

    def __init__(
        self,
        page: RecordsPage,
        context: Context,
        jobs: RecordJobs,
        editor_of: Callable[[Any, Any], RecordEditor],
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._jobs = page, context, jobs
        self._editor_of = editor_of
        self._dropped: NoticeBar | None = None
        self._drafts = Drafts(page.kind, context.where)
        self._begun = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(KEEP_MS)
        self._clock.timeout.connect(self._keep)

    def begin(self) -> None:
        """Offer what was left behind when the window last went away."""
        left = None if self._begun else self._drafts.left()
        self._begun = True
        if left is None:
            return
        words = (
            _("What you typed for “{name}” last time was not saved.").format(name=left.name)
            if left.name
            else _("What you typed last time was not saved.")
        )
        self._offer(words, lambda: self._take_up_left(left))

    def open(
        self, record_id: str, key: str = "", draft: Draft | None = None, *, save: bool = False
    ) -> None:
        """The form of a record (empty id: a new one), the cursor in a field if named.

        ``draft``: what was typed before, the first of it is shown; ``save`` it at once. Where
        nothing can be written that is said instead.
        """
        reason = self._page.why_not_write()
        if reason:
            self._page.said.emit(reason, None)
            return
        field = key or next(iter(draft.texts if draft is not None else ()), "")

        def job(app: App) -> tuple[Any, Stored | None]:
            return self._jobs.form(app, record_id)

        def show(found: tuple[Any, Stored | None]) -> None:
            offered, record = found
            if record_id and record is None:
                return
            if record_id:
                self.opened.emit(record_id)
            editor = self._editor_of(offered, record if draft is None else draft.record)
            if draft is not None:
                editor.form.retype(draft.texts)
                self._forget_dropped()
            elif self._page.side.editor() is not None:
                self.leave()
            self._put(editor)
            editor.focus(field) if field else editor.begin()
            self._keep()
            if save:
                editor.save()

        self._context.read(self, job, show, key="editor")

    def edit(self, ids: Sequence[str]) -> None:
        """The form of a record, or one form for several."""
        if len(ids) > 1:
            self._page.cell_desk.edit_many(ids)
        elif ids:
            self.open(ids[0])

    def take_up(self, draft: Draft, *, save: bool = False) -> None:
        """A form with what was typed before and never saved (``save`` it at once)."""
        self.open("" if draft.record is None else draft.record.id, "", draft, save=save)

    def leave(self, *, saved: bool = False) -> None:
        """The panel again; what was typed and not saved can be taken up again."""
        editor = self._page.side.editor()
        draft = None if editor is None or saved else editor.draft()
        self.back()
        if editor is not None and draft is not None:
            self._keep_draft(editor, draft)
            name = draft.texts.get("name", "") if draft.record is None else draft.record["name"]
            words = (
                _("What you typed for “{name}” was not saved.").format(name=name)
                if name
                else _("What you typed was not saved.")
            )
            self._offer(words, lambda: self.take_up(draft))
        elif editor is not None:
            self._drafts.forget()

    def back(self) -> None:
        """The panel in front, the keyboard in the list."""
        page = self._page
        page.side.show_part(page.panel)
        page.side.setVisible(bool(page.shown_id))
        page.grid.setFocus()

    def show_occasion(self, panel: Occasion) -> None:
        """A form made for one occasion; the panel comes back after it."""
        panel.closed.connect(self.back)
        self._page.side.show_part(panel)
        self._page.side.show()
        panel.begin()

    def watch_twins(self, editor: TwinEditor, find: FindTwins) -> None:
        """Answer a form that asks whether its record is there already."""

        def ask(first: str, second: str) -> None:
            but = editor.record_id
            self._context.read(
                editor, lambda app: find(app, first, second, but), editor.show_twins, key="twins"
            )

        editor.twins_asked.connect(ask)

    def _put(self, editor: RecordEditor) -> None:
        editor.save_asked.connect(
            lambda record, values, seen: self._save(editor, record, values, seen)
        )
        editor.closed.connect(self._cancel)
        editor.form.changed.connect(lambda _key: self._clock.start())
        self._page.side.show_part(editor)
        self._page.side.show()

    def _save(
        self,
        editor: RecordEditor,
        record: Stored | None,
        values: Mapping[str, Any],
        seen: Mapping[str, Any],
    ) -> None:
        def job(app: App) -> Outcome[Any]:
            return self._jobs.save(app, record, values, seen)

        def saved(outcome: Outcome[Any]) -> None:
            if self._page.side.editor() is not editor:
                return
            own = str(outcome.value) if record is None else record.id
            current = self._page.grid.current_id()
            self.leave(saved=True)
            self.finished.emit(current if record is not None and current else own)

        def refused(error: UserError) -> None:
            if self._page.side.editor() is editor:
                editor.show_error(error)
            else:
                self._page.show_error(error)

        self._context.write(self, job, saved, on_error=refused)

    def _cancel(self) -> None:
        """Back from the form to what is selected."""
        self.leave()
        current = self._page.grid.current_id()
        if current not in ("", self._page.shown_id):
            self.finished.emit(current)

    def _offer(self, words: str, do: Callable[[], object]) -> None:
        """Say that something was not saved, with the way back to it; dismissed, it is given up."""
        self._forget_dropped()
        bar = self._page.notify(words, action=_("Go on typing"), do=do)
        bar.dismissed.connect(self._dropped_gone)
        self._dropped = bar

    def _take_up_left(self, left: Left) -> None:
        """Type it again over what is stored now; what somebody changed meanwhile is told."""

        def job(app: App) -> tuple[Any, Stored | None]:
            return self._jobs.form(app, left.record_id)

        def show(found: tuple[Any, Stored | None]) -> None:
            offered, record = found
            if left.record_id and record is None:
                self._page.notify(_("This record is no longer there."), "warning")
                self._drafts.keep(left)
                return
            editor = self._editor_of(offered, record)
            known = editor.form.texts()
            changed = [
                editor.form.title(key)
                for key, text in left.before.items()
                if key in known and editor.form.filled(key) != text
            ]
            editor.form.retype({key: text for key, text in left.texts.items() if key in known})
            self._put(editor)
            self._forget_dropped()
            editor.focus(next(iter(left.texts), ""))
            self._keep()
            if changed:
                fields = _(", ").join(changed)
                editor.tell(_("Changed by somebody meanwhile: {fields}.").format(fields=fields))

        self._context.read(self, job, show, key="editor")

    def _keep(self) -> None:
        editor = self._page.side.editor()
        draft = editor.draft() if editor is not None else None
        if editor is not None and draft is not None:
            self._keep_draft(editor, draft)
        elif editor is not None:
            self._drafts.forget()

    def _keep_draft(self, editor: RecordEditor, draft: Draft) -> None:
        before = {key: editor.form.filled(key) for key in draft.texts}
        self._drafts.keep(Left(editor.record_id, draft.texts, before))

    def _forget_dropped(self) -> None:
        if self._dropped is not None:
            self._dropped.dismiss()

    def _dropped_gone(self) -> None:
        self._dropped = None
        if self._page.side.editor() is None:
            self._drafts.forget()
