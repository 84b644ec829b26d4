"""Starts the window as the command line does and says when it stands and when rows do.

Run as a program: ``python start_probe.py DATABASE PAGE``. Prints ``painted`` after the first
paint and ``rows`` after the first paint of a grid whose first row has its cells; then it waits to
be ended, so that its memory can be looked at.
"""

from __future__ import annotations

import sys
from typing import Any


class Probe:
    """Stands before the paint events of a class; each word is said once, after that paint."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, word: str) -> None:
        """Say it in the next turn of the event loop, when everything is painted."""
        from PySide6.QtCore import QTimer

        if word not in self._told:
            self._told.add(word)
            QTimer.singleShot(0, lambda: print(word, flush=True))  # noqa: T201 - its answer
            if word == "painted":
                QTimer.singleShot(0, self.watch_grids)

    def watch_window(self) -> None:
        """Before the window's own paint event, whose ``painted`` sets off the rest."""
        from invest_crm.ui.main_window import MainWindow

        paint = MainWindow.paintEvent

        def told(window: Any, event: Any) -> None:
            self.tell("painted")
            paint(window, event)

        MainWindow.paintEvent = told  # type: ignore[method-assign, assignment]

    def watch_grids(self) -> None:
        """After the grid's own paint event, once its first row has come."""
        from invest_crm.ui.kit.grid.view import GridView

        paint = GridView.paintEvent

        def told(view: Any, event: Any) -> None:
            paint(view, event)
            model = view.model()
            if model.rowCount() and model.cells(0) is not None:
                self.tell("rows")

        GridView.paintEvent = told  # type: ignore[method-assign, assignment]


def main(database: str, page: str) -> int:
    """Show the window until it is ended."""
    Probe().watch_window()
    from invest_crm.cli.main import run

    return run(["--db", database, "gui", "--page", page])


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
