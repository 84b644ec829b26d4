"""What the drop-down does with the views of a list: name, share, pin, link, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from invest_crm.domain.links import Link
from invest_crm.domain.views import Access
from invest_crm.ui.views import jobs
from invest_crm.ui.views.places import copy_links

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from invest_crm.domain.views import ViewForm
    from invest_crm.errors import UserError
    from invest_crm.services.views import ViewInfo
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page
    from invest_crm.ui.views.popup import ViewPopup

T = TypeVar("T")


class ViewDropDown(QObject):
    """``chosen(id)``; ``saved(id, form)``: what was seen is a view of its own now.

    ``form`` gives what is seen; ``anchor`` is what the list opens below.
    """

    chosen = Signal(str)
    saved = Signal(str, object)

    def __init__(
        self,
        page: Page,
        context: Context,
        name: str,
        anchor: QWidget,
        form: Callable[[], ViewForm],
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._name = page, context, name
        self._anchor, self._form = anchor, form
        self._infos: Sequence[ViewInfo] = ()
        self._popup: ViewPopup | None = None

    def open(self, infos: Sequence[ViewInfo], current: str) -> None:
        """Show the list, to find and take a view."""
        self._infos = infos
        self.popup.show_views(infos, current)
        self.popup.open_below(self._anchor)

    def show_views(self, infos: Sequence[ViewInfo], current: str) -> None:
        """There are other views now; ``current`` is the one seen."""
        self._infos = infos
        if self._popup is not None:
            self._popup.show_views(infos, current)

    @property
    def popup(self) -> ViewPopup:
        """The list itself, made whenever it is opened."""
        if self._popup is None:
            from invest_crm.ui.views.popup import ViewPopup

            self._popup = popup = ViewPopup(self._page, self._context.why_not_write())
            popup.chosen.connect(self.chosen)
            popup.left.connect(self._left)
            popup.named.connect(self._named)
            popup.link_asked.connect(self._copy_link)
            popup.delete_asked.connect(self._ask_delete)
            popup.delete_agreed.connect(self._delete)
            popup.pin_asked.connect(self._pin)
            popup.unpin_asked.connect(self._unpin)
            popup.access_asked.connect(self._set_access)
        return self._popup

    def _left(self) -> None:
        self._popup = None

    def _named(self, view_id: str, name: str, access: str) -> None:
        if view_id:
            self._write(lambda app: jobs.rename(app, view_id, name), self._back_to_list)
            return
        form, own = self._form(), self._name

        def job(app: App) -> Outcome[str]:
            return jobs.save_new(app, own, name, form, Access(access))

        def done(made: str | None) -> None:
            if self._popup is not None:
                self._popup.close()
            self.saved.emit(str(made), form)

        self._write(job, done)

    def _pin(self, view_id: str, before: str) -> None:
        self._write(lambda app: jobs.pin(app, view_id, before, on=True))

    def _unpin(self, view_id: str) -> None:
        self._write(lambda app: jobs.pin(app, view_id, "", on=False))

    def _set_access(self, view_id: str, access: str) -> None:
        self._write(lambda app: jobs.set_access(app, view_id, Access(access)))

    def _ask_delete(self, view_id: str) -> None:
        """Delete a view; where others use it, only after the question."""
        info = next((info for info in self._infos if info.id == view_id), None)

        def decide(users: list[str]) -> None:
            if users and self._popup is not None and info is not None:
                self._popup.ask_delete(info, users)
            else:
                self._delete(view_id)

        def job(app: App) -> list[str]:
            return jobs.others(app, view_id)

        self._context.read(self, job, decide, key="users of a view")

    def _delete(self, view_id: str) -> None:
        self._write(lambda app: jobs.delete(app, view_id), self._back_to_list)

    def _copy_link(self, view_id: str) -> None:
        copy_links(self._page, [Link("view", view_id)])

    def _back_to_list(self, _nothing: object) -> None:
        if self._popup is not None:
            self._popup.begin()

    def _write(
        self, job: Callable[[App], Outcome[T]], then: Callable[[T | None], object] | None = None
    ) -> None:
        def done(outcome: Outcome[T]) -> None:
            if then is not None:
                then(outcome.value)

        self._context.write(self, job, done, on_error=self._refused)

    def _refused(self, error: UserError) -> None:
        """Beside the name where one is being given, else on the page."""
        if self._popup is not None and self._popup.naming.isVisible():
            self._popup.refuse(str(error))
        else:
            self._page.show_error(error)
