"""The forms beside the wall: open one, carry out what was agreed, close it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from invest_crm.ui.schedules import jobs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.stages import MilestoneKind
    from invest_crm.services.schedules.wall import Candidate
    from invest_crm.services.work import Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.occasion import Occasion
    from invest_crm.ui.schedules.jobs import Edit
    from invest_crm.ui.schedules.page import SchedulesPage


class WallDesk(QObject):
    """Belongs to the page of the wall."""

    def __init__(self, page: SchedulesPage, context: Context) -> None:
        super().__init__(page)
        self._page, self._context = page, context

    def make(self, chosen: Sequence[str] = ()) -> None:
        """Back-schedule projects, those ticked that are known already."""
        from invest_crm.ui.schedules.make_panel import MakePanel

        def show(offered: tuple[Candidate, ...]) -> None:
            panel = MakePanel(offered, chosen, self._context.today)

            def agreed(projects: list[str], target: date, goal: MilestoneKind) -> None:
                row = projects[0]
                self._write(panel, jobs.make(projects, target, goal), row)

            panel.accepted.connect(agreed)
            self._show(panel)

        self._context.read(self, jobs.load_candidates, show, key="candidates")

    def edit_task(self) -> None:
        """The task chosen."""
        from invest_crm.ui.schedules.task_panel import TaskPanel

        entry, task = self._page.entry(), self._page.view.task_of(self._page.view.current_row())
        if entry is None or task is None:
            return
        panel = TaskPanel(entry.outlook, task, self._context.today)
        panel.accepted.connect(
            lambda form: self._write(panel, jobs.save_task(task.id, form), task.id)
        )
        self._show(panel)

    def add_task(self) -> None:
        """A task after the one chosen."""
        from invest_crm.ui.schedules.task_panel import NewTaskPanel

        entry, task = self._page.entry(), self._page.view.task_of(self._page.view.current_row())
        if entry is None:
            return
        panel = NewTaskPanel(task, self._context.today)
        after = [task.id] if task is not None else []
        panel.accepted.connect(
            lambda values: self._write(panel, jobs.add_task(entry.plan.plan.id, values, after))
        )
        self._show(panel)

    def replan(self) -> None:
        """Another target for the schedule chosen."""
        from invest_crm.ui.schedules.replan_panel import ReplanPanel

        entry = self._page.entry()
        if entry is None:
            return
        panel = ReplanPanel(entry.outlook, entry.plan.baselines, self._context.today)
        panel.accepted.connect(
            lambda target, reason: self._write(
                panel, jobs.replan(entry.plan.plan.id, target, reason, follow=False)
            )
        )
        self._show(panel)

    def follow(self) -> None:
        """整体顺延未完成: the forecast becomes the plan."""
        entry = self._page.entry()
        if entry is not None:
            self._page.write(jobs.replan(entry.plan.plan.id, None, "", follow=True))

    def remove(self) -> None:
        """Give the schedule chosen up; undo and trash bring it back."""
        entry = self._page.entry()
        if entry is not None:
            self._page.write(jobs.remove(entry.plan.plan.id))

    def remove_task(self) -> None:
        """Take the task chosen out; undo brings it back."""
        task = self._page.view.task_of(self._page.view.current_row())
        if task is not None:
            self._page.write(jobs.remove_task(task.id))

    def report_today(self, key: str) -> None:
        """The task chosen begins or ends today."""
        task = self._page.view.task_of(self._page.view.current_row())
        if task is not None:
            self._page.write(jobs.report(task.id, {key: self._context.today}), row=task.id)

    def open_project(self) -> None:
        """The record of the project chosen."""
        entry = self._page.entry()
        if entry is not None:
            self._page.open_page.emit("projects", {"open": entry.plan.project})

    def close(self) -> None:
        """Put the form away; the keyboard goes back to the wall."""
        self._page.side.hide()
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, panel: Occasion) -> None:
        panel.closed.connect(self.close)
        self._page.side.show_part(panel)
        self._page.side.show()
        panel.begin()

    def _write(self, panel: Occasion, edit: Edit, row: str = "") -> None:
        def done(outcome: Outcome[object]) -> None:
            added = outcome.value if isinstance(outcome.value, str) else ""
            self._page.restore({"row": row or added})
            panel.closed.emit()

        self._context.write(self, edit, done, on_error=panel.show_error)
