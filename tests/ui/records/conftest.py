"""A page of projects or firms, on each kind of database, and a colleague who writes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.services import firms
from invest_crm.ui.context import Context
from invest_crm.ui.firms.page import FirmsPage
from invest_crm.ui.projects.page import ProjectsPage
from tests.support.factories import Bureau, Clock, colleague, server_app, server_database
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pytestqt.qtbot import QtBot

    from invest_crm.services.work import App
    from invest_crm.ui.records.editor import RecordEditor
    from invest_crm.ui.records.page import RecordsPage

__all__ = ["server_app", "server_database"]


class Desk:
    """One person at a list of records, and li at another machine."""

    def __init__(self, qtbot: QtBot, context: Context, page: RecordsPage) -> None:
        self.qtbot, self.context, self.page = qtbot, context, page
        self.office = Bureau(context.app)
        self.li = Bureau(colleague(context.app, "li"))
        context.changed.connect(page.on_changed)
        qtbot.addWidget(page)
        qtbot.addWidget(page.top_bar)
        page.resize(1190, 690)
        page.show()
        qtbot.waitExposed(page)
        self.settle()

    def settle(self) -> None:
        """Until everything that was asked for is on screen."""
        assert settled()

    def edit(self, record: str = "", **typed: str) -> RecordEditor:
        """Open the form and type into its fields."""
        self.page.edit(record)
        self.settle()
        editor = self.page.side.editor()
        assert editor is not None
        editor.form.retype(typed)
        return editor

    def save(self) -> None:
        """Press the button of the form."""
        editor = self.page.side.editor()
        assert editor is not None
        editor.save()
        self.settle()

    def firm(self, record: str) -> Any:
        """A firm as it is stored."""
        return self.context.app.read(firms.load, [record])[record]

    def li_edits_firm(self, record: str, **values: Any) -> None:
        """The colleague changes a firm, having seen what was stored."""
        self.li.app.write(firms.save_firm, firms.EditFirm(record, values))


@pytest.fixture
def desk(qtbot: QtBot, context: Context) -> Desk:
    """wang at the list of projects."""
    return Desk(qtbot, context, ProjectsPage(context))


@pytest.fixture
def firm_desk(qtbot: QtBot, context: Context) -> Desk:
    """wang at the list of firms."""
    return Desk(qtbot, context, FirmsPage(context))


@pytest.fixture
def server_desk(qtbot: QtBot, server_app: App, server_database: str) -> Iterator[Desk]:
    """wang at the list of projects of a PostgreSQL server."""
    made = Context(server_database, "wang")
    made.open()
    made.app.clock = Clock()
    yield Desk(qtbot, made, ProjectsPage(made))
    assert settled()
    made.close()


@pytest.fixture(params=["desk", pytest.param("server_desk", marks=pytest.mark.postgres)])
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """The same on each kind of database."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Desk)
    return found
