"""What the tour shows, and where: a step whose part is not on the screen is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.main_window import MainWindow


class Step(Struct, frozen=True):
    """``title`` and ``text`` are message ids; ``find`` gives the part, None if there is none."""

    id: str
    title: str
    text: str
    find: Callable[[MainWindow], QWidget | None]


def _rail(window: MainWindow) -> QWidget | None:
    return window.rail


def _search(window: MainWindow) -> QWidget | None:
    return window.search_button


def _figure(window: MainWindow) -> QWidget | None:
    from invest_crm.ui.kit.figure_card import FigureRow

    return _first(window, FigureRow)


def _grid(window: MainWindow) -> QWidget | None:
    from invest_crm.ui.kit.grid.grid import DataGrid

    return _first(window, DataGrid)


def _button(window: MainWindow) -> QWidget | None:
    """The first button the page has in the top bar."""
    page = window.pages.current()
    layout = page.top_bar.layout() if page is not None else None
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        part = item.widget() if item is not None else None
        if part is not None and not part.isHidden():
            return part
    return None


def _status(window: MainWindow) -> QWidget | None:
    return window.status


def _help(window: MainWindow) -> QWidget | None:
    return window.help_button


STEPS: Final = (
    Step("pages", N_("One page for each task"),
         N_("What is due today, the leader's figures, firms and projects. Alt with a digit goes "
            "there at once."), _rail),
    Step("find", N_("Find anything from here"),
         N_("Ctrl+K, then a few characters or pinyin initials: firms, projects, pages and "
            "commands are in one list."), _search),
    Step("figure", N_("Every number opens"),
         N_("Click it to see the very projects it counts. Rest the mouse on it to read how it "
            "is counted."), _figure),
    Step("cells", N_("Change it as in Excel"),
         N_("Type in a cell; it is saved at once. Copy and paste work with Excel and WPS."),
         _grid),
    Step("act", N_("What is done most on this page"),
         N_("The buttons of each page stand here. Ctrl+K lists everything else."), _button),
    Step("undo", N_("Nothing is lost by a mistake"),
         N_("What you did last is written here. Ctrl+Z takes it back, a whole import too."),
         _status),
    Step("help", N_("F1 on every page"),
         N_("The manual opens beside the page, with its keys. The tour can be seen again from "
            "there."), _help),
)  # fmt: skip
"""A page has figures or a grid, never both in sight: at most six are shown."""
MOST: Final = 6


def steps_of(window: MainWindow) -> list[Step]:
    """The steps whose parts are on the screen now."""
    seen = [step for step in STEPS if is_seen(step.find(window), window)]
    return seen[: MOST - 1] + seen[-1:] if len(seen) > MOST else seen


def is_seen(part: QWidget | None, window: MainWindow) -> bool:
    """Whether a part is on the screen, in full or in part."""
    return (
        part is not None
        and part.isVisibleTo(window)
        and part.window() is window
        and not part.visibleRegion().isEmpty()
    )


def _first(window: MainWindow, kind: type[QWidget]) -> QWidget | None:
    """The uppermost part of a kind on the page shown."""
    page = window.pages.current()
    found = page.findChildren(kind) if page is not None else []
    seen = [part for part in found if is_seen(part, window)]
    return min(seen, key=lambda part: (part.mapTo(window, part.rect().topLeft()).toTuple()[::-1]),
               default=None)  # fmt: skip
