"""What can be done with a task from a row, each as a job for the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invest_crm.services.work import App, Outcome

DONE, POSTPONE, HAND_OVER, DROP, SNOOZE, REOPEN = (
    "done", "postpone", "hand_over", "drop", "snooze", "reopen",
)  # fmt: skip


def carry_out(app: App, action: str, task_id: str, words: str) -> Outcome[object]:
    """Do one action; ``words`` are the result, the new day, the person or the reason."""
    from invest_crm.services import tasks

    if action == DONE:
        return _any(app.write(tasks.complete_task, tasks.CompleteTask(task_id, words)))
    if action == DROP:
        return _any(app.write(tasks.drop_task, tasks.DropTask(task_id, words)))
    if action == HAND_OVER:
        return _any(app.write(tasks.hand_over_task, tasks.HandOver(task_id, words)))
    if action == REOPEN:
        return _any(app.write(tasks.reopen_task, task_id))
    day = app.read(tasks.day_meant, words)
    if action == SNOOZE:
        return _any(app.write(tasks.snooze_task, tasks.SnoozeTask(task_id, day)))
    return _any(app.write(tasks.postpone_task, tasks.PostponeTask((task_id,), day)))


def _any(outcome: Outcome[None] | Outcome[int]) -> Outcome[object]:
    """The outcome whatever its value is: the window only says what was done."""
    return outcome  # type: ignore[return-value]
