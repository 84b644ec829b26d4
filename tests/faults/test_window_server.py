"""Failures of the server met in the running window: told in place, mended by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from invest_crm.errors import Remedy
from invest_crm.ui.diagnostics.login_bar import LoginBar
from tests.faults.window import opened
from tests.support.factories import Clock
from tests.ui.conftest import _window_ground
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.work import App
    from tests.faults.window import Window
    from tests.support.postgres import Server

__all__ = ["_window_ground", "opened"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.postgres
def test_a_lost_connection_is_told_and_taken_up_again(
    opened: Callable[..., Window], server_app: App, pg_server: Server
) -> None:
    where = server_app.database.url.render_as_string(hide_password=False)
    desk = opened(where)
    desk.context.app.clock = Clock()
    engine = desk.context.app.database.engine
    killed: list[int] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _kill(_c: object, cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO project ") and not killed:
            killed.append(1)
            pid = cursor.connection.info.backend_pid  # type: ignore[attr-defined]
            pg_server.execute(f"SELECT pg_terminate_backend({pid})")

    editor = desk.new_project("乙")
    assert killed
    told = desk.error()
    assert told.error.code == "server-gone"
    assert Remedy.RETRY not in desk.offers()
    assert editor.form.texts()["name"] == "乙"
    desk.press(Remedy.RECONNECT)
    assert desk.errors() == []
    assert desk.window.status.action() == "已重新连接"
    editor.save()
    assert settled()
    assert desk.errors() == []


@pytest.mark.postgres
def test_another_password_opens_the_server_and_is_kept_nowhere(
    opened: Callable[..., Window], server_app: App, pg_server: Server
) -> None:
    good = server_app.database.url
    pg_server.execute("CREATE ROLE officer_li")  # it may not log in
    wrong = good.set(username="officer_li", password="Falsch-7731")
    desk = opened(wrong.render_as_string(hide_password=False))
    assert desk.error().error.code == "server-refused"
    desk.press(Remedy.PASSWORD)
    bar = desk.window.findChild(LoginBar)
    assert bar is not None
    assert bar.user.text() == "officer_li"
    bar.user.setText(good.username or "")
    bar.password.setText(str(good.password or "Richtig-8842"))
    bar.connect_button.click()
    assert settled()
    assert desk.errors() == []
    assert desk.context.is_open
    assert "8842" not in desk.context.where
    assert "7731" not in desk.context.where
    pg_server.execute("DROP ROLE officer_li")
