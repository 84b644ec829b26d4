"""The guards of ``tests/support`` are tested too: a guard that cannot fail guards nothing."""

from __future__ import annotations

import logging
import textwrap
from pathlib import Path

import pytest

from tests.support.postgres import Server
from tests.support.skips import allowed_reasons, is_allowed

ROOT = Path(__file__).resolve().parents[2]

pytest_plugins = ("pytester",)


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small project of its own that uses the guards of this one."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini("[pytest]\nqt_api = pyside6\n")
    pytester.makeconftest(
        'pytest_plugins = ("tests.support.golden", "tests.support.guards", "tests.support.skips")'
    )
    return pytester


def outcomes(inner: pytest.Pytester, body: str, *arguments: str) -> pytest.RunResult:
    inner.makepyfile(textwrap.dedent(body))
    return inner.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_a_thread_left_running_fails_the_test(inner: pytest.Pytester) -> None:
    result = outcomes(
        inner,
        """
        import threading, time
        def test_leaky():
            threading.Thread(target=time.sleep, args=(6,), name="sleeper", daemon=True).start()
        """,
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*thread left running: sleeper*"])


def test_a_window_left_open_fails_the_test(inner: pytest.Pytester) -> None:
    result = outcomes(
        inner,
        """
        from PySide6.QtWidgets import QWidget
        kept = []
        def test_leaky(qapp):
            kept.append(QWidget())
        def test_clean(qtbot):
            window = QWidget()
            qtbot.addWidget(window)
            window.show()
        """,
    )
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*window left: QWidget*"])


def test_a_connection_not_given_back_fails_the_test(inner: pytest.Pytester) -> None:
    result = outcomes(
        inner,
        """
        import sqlalchemy
        engine = sqlalchemy.create_engine("sqlite://")
        kept = []
        def test_leaky():
            kept.append(engine.connect())
        def test_clean():
            with engine.connect() as connection:
                connection.exec_driver_sql("select 1")
        """,
    )
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*database connection not given back*"])


def test_an_unannounced_warning_fails_and_an_announced_one_must_come(
    inner: pytest.Pytester,
) -> None:
    result = outcomes(
        inner,
        """
        import logging
        def test_noisy():
            logging.getLogger("invest_crm.db").warning("disk is full")
        def test_announced(expect_log):
            expect_log("disk is full")
            logging.getLogger("invest_crm.db").warning("disk is full")
        def test_announced_in_vain(expect_log):
            expect_log("disk is full")
        """,
    )
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(
        ["*unexpected log line: WARNING invest_crm.db: disk is full*", "*did not come: disk is*"]
    )


def test_a_golden_file_that_differs_fails_with_a_diff(
    inner: pytest.Pytester, tmp_path: Path
) -> None:
    body = f"""
        from pathlib import Path
        import tests.support.golden as support
        support.FOLDER = Path({str(tmp_path / "golden")!r})
        support.REJECTED = Path({str(tmp_path / "rejected")!r})
        def test_text(golden):
            golden("greeting.txt", "one\\ntwo\\n")
        """
    outcomes(inner, body).assert_outcomes(failed=1)
    outcomes(inner, body, "--update-golden").assert_outcomes(passed=1)
    outcomes(inner, body).assert_outcomes(passed=1)
    (tmp_path / "golden" / "greeting.txt").write_text("one\nthree\n", encoding="utf-8")
    result = outcomes(inner, body)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*-three*", "*+two*"])


def test_a_skip_without_permission_fails_the_run_in_ci(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = """
        import pytest
        def test_skipped():
            pytest.skip("I did not feel like it")
        """
    assert outcomes(inner, body).ret == pytest.ExitCode.OK
    monkeypatch.setenv("CI", "true")
    result = outcomes(inner, body)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["SKIPPED *test_skipped: I did not feel like it"])


def test_the_allow_list_is_read_as_regular_expressions() -> None:
    patterns = allowed_reasons("# why\n\n^needs the right to mount\n")
    assert is_allowed("needs the right to mount a disk", patterns)
    assert not is_allowed("no PostgreSQL server: needs the right to mount", patterns)


def test_log_lines_of_other_programs_are_not_our_noise() -> None:
    logging.getLogger("somebody.else").warning("not ours")


def test_each_test_gets_an_empty_database_of_its_own(pg_server: Server) -> None:
    first, second = pg_server.create(), pg_server.create()
    other = Server(first, "the same server")
    other.execute("CREATE TABLE chain (id text)")
    here = "SELECT count(*) FROM pg_tables WHERE tablename = 'chain'"
    assert other.execute(here) == 1
    assert Server(second, "the same server").execute(here) == 0
    pg_server.drop(first)
    pg_server.drop(second)


def test_a_template_is_prepared_once_and_copied(pg_server: Server) -> None:
    calls: list[str] = []

    def prepare(url: str) -> None:
        calls.append(url)
        Server(url, "").execute("CREATE TABLE chain (id text)")

    copies = [pg_server.create(pg_server.template("harness", prepare)) for _ in range(2)]
    assert len(calls) == 1
    assert all(Server(url, "").execute("SELECT count(*) FROM chain") == 0 for url in copies)
    for url in copies:
        pg_server.drop(url)


def test_a_database_url_of_each_kind_reaches_the_test(db_url: str) -> None:
    assert db_url.startswith(("sqlite:///", "postgresql+psycopg://"))
