"""What the welcome page asks of the services; imported when it is done, not when the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.demo.fill import Filled
    from invest_crm.services.work import App, Outcome


def fill_demo(app: App) -> Outcome[Filled]:
    """Invent a county."""
    from invest_crm.services.demo.fill import FillDemo, fill

    return app.write(fill, FillDemo())


def try_open(where: Path) -> str:
    """Open a database and close it again, so that a wrong file is refused before the switch."""
    from invest_crm.services.opening import open_app

    open_app(str(where)).database.close()
    return str(where)
