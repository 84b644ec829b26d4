"""The list of firms of the statistics on paper: with who may see it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.ui.printing.content import SheetContent
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.printing import Sheet
    from invest_crm.services.work import App
    from invest_crm.ui.operations import Progress
    from invest_crm.ui.printing.content import Content, Printable


def confidential(made: Printable | None) -> Printable | None:
    """The same with the words of the Statistics Law on every sheet."""
    return made and replace(made, contents=tuple(map(_told, made.contents)))


def _told(content: Content) -> Content:
    if not isinstance(content, SheetContent):
        return content
    return replace(content, make=partial(_sheet, content.make))


def _sheet(make: Callable[[App, Progress], Sheet], app: App, progress: Progress) -> Sheet:
    from invest_crm.services.statistics.lists import CONFIDENTIAL

    sheet = make(app, progress)
    words = (sheet.condition, _(CONFIDENTIAL))
    return replace(sheet, condition=" · ".join(filter(None, words)))
