"""The page of the five ones: loads that open their rows, names taken, roles handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.services.five_ones.records import load_all
from invest_crm.services.projects.records import load
from invest_crm.ui import file_dialogs
from invest_crm.ui.five_ones.columns import KEYS
from invest_crm.ui.five_ones.hand_panel import HandPanel
from invest_crm.ui.five_ones.names_panel import NamesPanel
from invest_crm.ui.five_ones.source import FiveOnesSource
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.source import GridQuery, SortKey
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.five_ones.page import FiveOnesPage


def cells(page: FiveOnesPage, record: str) -> dict[str, Any]:
    found = page.grid.model.cells(page.grid.model.row_of(record))
    assert found is not None
    return {key: getattr(one, "text", one) for key, one in zip(KEYS, found, strict=True)}


def open_one(page: FiveOnesPage, record: str) -> None:
    page.restore({"open": record})
    assert settled()


def leaders(page: FiveOnesPage, *projects: str) -> list[str]:
    found = page._context.app.read(load, projects)
    return [found[one]["leader"] for one in projects]


def test_the_list_counts_what_each_carries_and_is_ordered_by_it(page, charge) -> None:
    told = cells(page, charge["zhang"])
    assert (told["kind"], told["projects"], told["investment"], told["late"]) == (
        "人员", "2", "3.00", "1",
    )  # fmt: skip
    assert cells(page, charge["unit"])["projects"] == "3"
    source = FiveOnesSource(page._context)
    query = GridQuery(sort=(SortKey("projects", descending=True),))
    assert next(iter(source.ids(query))) == charge["unit"]


def test_every_number_opens_exactly_its_rows(page, charge) -> None:
    open_one(page, charge["zhang"])
    page.load.open_number("late")
    assert page.gone[-1][0] == "projects"
    assert page.gone[-1][1]["ids"] == [charge["late"]]
    page.load.open_number("projects")
    assert set(page.gone[-1][1]["ids"]) == {charge["late"], charge["fine"]}
    pill = next(
        one for one in page.findChildren(PillButton) if one.text() == "1 个项目“五个一”不全"
    )
    pill.clicked.emit()
    assert page.gone[-1][1]["ids"] == [charge["lacking"]]


def test_all_roles_are_handed_over_after_a_look_at_what_changes(page, charge) -> None:
    open_one(page, charge["zhang"])
    page.load.hand.click()
    assert settled()
    panel = page.side.part()
    assert isinstance(panel, HandPanel)
    assert not panel.button.isEnabled()
    panel.form.retype({"to": charge["wang"]})
    assert settled()
    assert sum(len(ticks.boxes) for ticks in panel.ticks) == 2
    assert not find_clipped(panel)
    assert not find_nameless(panel)
    panel.button.click()
    assert settled()
    assert leaders(page, charge["late"], charge["fine"]) == ["王五", "王五、李四"]
    assert cells(page, charge["wang"])["projects"] == "2"
    assert cells(page, charge["zhang"])["active_until"] != ""
    page._context.undo()
    assert settled()
    assert leaders(page, charge["late"], charge["fine"]) == ["张三", "张三、李四"]


def test_names_of_projects_are_offered_and_taken(page, charge) -> None:
    page.take_names()
    assert settled()
    panel = page.side.part()
    assert isinstance(panel, NamesPanel)
    assert [tuple(ticks.boxes) for ticks in panel.ticks] == [("PERSON:李四",), ("FORCE:专班",)]
    panel.button.click()
    assert settled()
    names = {one["name"] for one in page._context.app.read(load_all)}
    assert names == {"张三", "王五", "县发改局", "李四"}


def test_somebody_is_entered_in_the_form(page) -> None:
    page.new_record()
    assert settled()
    editor = page.side.editor()
    editor.form.retype({"name": "赵六", "post": "副县长", "precedence": "一"})
    assert "整数" in editor.form.problems()["precedence"]
    editor.form.retype({"precedence": "3", "active_from": "2025.1.1"})
    editor.save()
    assert settled()
    assert cells(page, page.shown_id)["post"] == "副县长"


def test_the_table_is_written_where_it_is_asked_for(
    page, charge, tmp_path: Path, monkeypatch
) -> None:
    out = tmp_path / "表.pdf"
    monkeypatch.setattr(file_dialogs, "ask_target", lambda *_asked: str(out))
    page.write_table()
    assert settled()
    assert out.stat().st_size > 1000
