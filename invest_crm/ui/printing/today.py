"""The day's work on upright A4: the tasks, then the lists, as the page has them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.ui.today.words import cards, greeting, task_cards
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.printing import Sheet
    from invest_crm.services.today import Today
    from invest_crm.services.work import App
    from invest_crm.ui.operations import Progress
    from invest_crm.ui.today.words import TaskContent


def today_printable(found: Today) -> Printable:
    """The lists of the day as shown, each complete."""
    make = partial(today_sheet, found)
    content = SheetContent("today", _("Everything of today"), make)
    return Printable((content,), _("Today"))


def today_sheet(found: Today, app: App, progress: Progress) -> Sheet:
    """The sheet of a day."""
    from invest_crm.services.printing import Prose, Sheet, imprint
    from invest_crm.ui.printing.minis import mini_table

    progress.report(None, "")
    heaps = [
        mini_table(_task_columns(), _tasks(heap), heading=_head(heap.title, heap.count))
        for heap in task_cards(found)
    ]
    lists = [
        mini_table(card.columns, card.rows, heading=_head(card.title, card.count), note=card.note)
        for card in cards(found)
    ]
    calm = Prose((_("Nothing to press today"),))
    return Sheet(
        title=_("Work of the day"),
        parts=(*heaps, *lists) or (calm,),
        imprint=app.read(imprint),
        condition="".join(span.text for span in greeting(found)[1:]).strip(),
        landscape=False,
    )


def _head(title: str, count: int) -> str:
    return _("{title} ({n})").format(title=title, n=count)


def _task_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Task"), 4),
        MiniColumn(_("About"), 3),
        MiniColumn(_("Due"), 1),
        MiniColumn(_("By"), 1),
    )


def _tasks(heap: TaskContent) -> list[MiniRow]:
    return [
        MiniRow(
            line.id,
            (
                line.text,
                line.subject,
                "" if line.due is None else line.due.isoformat(),
                line.assignee,
            ),
        )
        for line in heap.lines
    ]
