"""One project's whole path: what is done, who holds what, what comes, what is late; printable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget

from invest_crm.maps.path_words import summary
from invest_crm.ui import theme
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.text import ElidedLabel
from invest_crm.ui.whole_path.view import PathPicture
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.domain.whole_path import WholePath
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.printing.content import Printable


class WholePathPage(Page):
    """State: ``project``, and the ``part`` chosen."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("projects", "schedules", "approvals", "parcels", "tasks", "attachments", "calendar"),
            *("reviews", "agreements", "utilities", "statistics"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(_("Whole path"))
        self._context = context
        self._project = self._part = ""
        self._path: WholePath | None = None
        self.facts, self.callout = ElidedLabel(color="ink_2"), ElidedLabel(weight=600)
        self.picture = PathPicture()
        self.none = EmptyState(
            "projects",
            _("No project chosen"),
            _("Choose a project in the list; its whole path opens from there."),
            action=_("Projects"),
            do=partial(self.open_page.emit, "projects", {}),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.none)
        self._stack.addWidget(self.picture)
        self.body.setSpacing(theme.GAP_SMALL)
        for part in (self.facts, self.callout):
            part.hide()
            self.body.addWidget(part)
        self.body.addWidget(self._stack, 1)
        self.picture.opened.connect(self._open)
        self.picture.left.connect(self._open_list)
        self.add_command(self.commands()[0])

    def commands(self) -> list[Command]:
        """The way to the record."""
        return [
            Command(
                "path.record",
                N_("Open in the list"),
                self._open_list,
                "projects",
                enabled=lambda: "" if self._project else _("No project chosen"),
            )
        ]

    def refresh(self) -> None:
        """Read the path again."""
        if not self._project:
            return
        project = self._project

        def job(app: App) -> WholePath | None:
            from invest_crm.services.whole_path.gather import whole_path

            return app.read(whole_path, project)

        self._context.read(self, job, self._show, key="path")

    def state(self) -> State:
        """Which project, and where the keys stand."""
        return {"project": self._project, "part": self.picture.chosen()}

    def restore(self, state: State) -> None:
        """A link to a project, or a place left before."""
        self._project = str(state.get("project", self._project))
        self._part = str(state.get("part", ""))
        self.refresh()

    def printable(self) -> Printable | None:
        """The picture on a sheet of its own."""
        from invest_crm.ui.printing.content import Printable, path_content

        if self._path is None:
            return None
        return Printable((path_content(self._path.id, _("The path shown")),), self._path.name)

    def _show(self, path: WholePath | None) -> None:
        self._path = path
        self._stack.setCurrentWidget(self.none if path is None else self.picture)
        self.setFocusProxy(self.none if path is None else self.picture)
        self.facts.setVisible(path is not None)
        self.callout.setVisible(path is not None and bool(path.callout))
        if path is None:
            self._project = ""
            self.set_title(_("Whole path"))
            self.set_note("")
            return
        self.set_title(path.name)
        self.set_note(summary(path))
        self.facts.set_text(path.facts)
        self.callout.set_text(path.callout)
        self.picture.show_path(path)
        self.looked_at.emit(f"project:{path.id}")
        if self._part:
            self.picture.choose(self._part)
            self._part = ""

    def _open(self, part_id: str) -> None:
        part = self._path.part(part_id) if self._path is not None else None
        if part is not None and part.page:
            self.open_page.emit(part.page, dict(part.link))

    def _open_list(self) -> None:
        self.open_page.emit("projects", {"open": self._project} if self._project else {})
