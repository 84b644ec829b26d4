"""Which database a door opens, and who works in it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from invest_crm.errors import UserError
from invest_crm.paths import user_data_dir
from invest_crm.services import opening
from invest_crm.services.work import login_name
from invest_crm.settings import recent, user

if TYPE_CHECKING:
    from pathlib import Path


def test_the_environment_decides_before_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "last.db").touch()
    opening.remember_database(str(tmp_path / "last.db"))
    monkeypatch.setenv("INVEST_CRM_DB", "/other.db")
    assert recent.default_database() == "/other.db"
    monkeypatch.delenv("INVEST_CRM_DB")
    assert recent.default_database() == str(tmp_path / "last.db")


def test_without_memory_the_users_folder_holds_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("INVEST_CRM_DB", raising=False)
    assert recent.default_database() == str(user_data_dir() / "invest_crm.db")


def test_a_remembered_file_that_is_gone_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("INVEST_CRM_DB", raising=False)
    opening.remember_database(str(tmp_path / "gone.db"))
    assert recent.default_database() == str(user_data_dir() / "invest_crm.db")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state.database": 5}', '{"x": 1}'])
def test_a_damaged_memory_is_ignored(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.delenv("INVEST_CRM_DB", raising=False)
    user_data_dir().mkdir(parents=True)
    (user_data_dir() / "settings.json").write_text(content, encoding="utf-8")
    assert recent.default_database() == str(user_data_dir() / "invest_crm.db")


def test_no_password_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INVEST_CRM_DB", raising=False)
    opening.remember_database("postgresql+psycopg://u:geheim@host/db")
    stored = (user_data_dir() / "settings.json").read_text(encoding="utf-8")
    assert "geheim" not in stored
    assert recent.default_database().startswith("postgresql+psycopg://u")


def test_the_actor_is_the_login_unless_named(tmp_path: Path) -> None:
    where = str(tmp_path / "a.db")
    app = opening.open_app(where, create=True)
    assert app.actor == login_name() != ""
    app.database.close()
    named = opening.open_app(where, actor="li")
    assert named.actor == "li"
    named.database.close()


def test_a_login_without_a_name_is_still_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no name")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert login_name() == "user"


def test_nothing_is_created_unless_asked(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        opening.open_app(str(tmp_path / "deep" / "a.db"))
    assert refused.value.code == "database-missing"
    assert list(tmp_path.iterdir()) == []
    opening.open_app(str(tmp_path / "deep" / "a.db"), create=True).database.close()


def test_the_schema_version_is_the_newest() -> None:
    assert opening.schema_version().isdigit()


def test_settings_written_by_several_threads_at_once_are_all_kept() -> None:
    def write(number: int) -> None:
        for again in range(20):
            user.write_state(f"{number}", again)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [user.read_state(f"{number}") for number in range(6)] == [19] * 6
