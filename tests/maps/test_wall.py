"""The Gantt wall laid out: bars on their days, words that fit, sheets that hold every row."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from invest_crm import words
from invest_crm.domain.day_line import Unit
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.domain.schedule_plan import (
    Outlook,
    Plan,
    PlanTask,
    day_line,
    outlook,
    planned,
    with_planned,
)
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.workdays import load_calendar
from invest_crm.errors import UserError
from invest_crm.maps.measure import width
from invest_crm.maps.paper import paper_size
from invest_crm.maps.pdf import pdf
from invest_crm.maps.scene import Box, Label, Star
from invest_crm.maps.sheet_frame import SheetWords, smallest_text
from invest_crm.maps.style import THEMES, colours
from invest_crm.maps.wall import Wall, WallProject, wall, with_project
from invest_crm.maps.wall_axis import LEVELS, axis_items, field_items, level
from invest_crm.maps.wall_layout import (
    Columns,
    Geometry,
    Scale,
    bar_box,
    bar_items,
    link_items,
    table_items,
)
from invest_crm.maps.wall_sheet import wall_sheets

CALENDAR = load_calendar()
TODAY, TARGET = date(2026, 7, 10), date(2027, 6, 30)
COLUMNS = Columns(206.0, 98.0, 104.0, 112.0)
WORDS = SheetWords("某某县挂图作战总图", "目标已来不及 2", "县投促局　制图：王五", "演示数据")


def seen(number: int, tasks: int = 6, target: date = TARGET) -> Outlook:
    """A schedule: a chain with an event at its end, the first task done, the second late."""
    made = [
        PlanTask(f"{number}.{n}", f"环节{number}之{n}", 10 + n, Unit.WORK, "reform")
        for n in range(tasks)
    ]
    made[-1] = replace(made[-1], days=0)
    links = tuple(
        Link(one.id, other.id, list(LinkKind)[n % 3])
        for n, (one, other) in enumerate(itertools.pairwise(made))
    )
    plan = Plan(str(number), target, MilestoneKind.IN_PRODUCTION, tuple(made), links)
    line = day_line(CALENDAR, TODAY, [plan])
    kept = with_planned(plan, target, planned(plan, line, TODAY))
    kept = kept.with_task(f"{number}.0", started=date(2026, 6, 1), finished=date(2026, 6, 20))
    kept = kept.with_task(f"{number}.1", days=400 if number % 2 else 11)
    return outlook(kept, line, TODAY)


def projects(count: int, tasks: int = 6) -> list[WallProject]:
    return [
        WallProject(str(n), f"项目{n}", seen(n, tasks), ("", "王县长", "李县长")[n % 3], "县投促局")
        for n in range(count)
    ]


def shown(count: int = 3, *, grouped: bool = False) -> Wall:
    made = projects(count)
    return wall(made, TODAY, CALENDAR, frozenset(item.id for item in made), grouped=grouped)


def geometry(made: Wall, name: str = "week") -> Geometry:
    return Geometry(Scale(made.first, LEVELS[name]), COLUMNS)


def test_every_bar_stands_on_its_days_whatever_the_scale() -> None:
    made = shown()
    for name in LEVELS:
        found = geometry(made, name)
        assert level(found) == name
        for row in made.rows:
            if row.bar is not None and not row.bar.event:
                left, _top, wide, _high = bar_box(row.bar, 0, found)
                assert found.scale.at(left + 0.01) == row.bar.days[0]
                days = (row.bar.days[1] - row.bar.days[0]).days + 1
                assert wide == pytest.approx(max(days * found.scale.day, 3.0))


def test_what_is_later_than_planned_is_drawn_and_said() -> None:
    made = shown()
    late = [row for row in made.rows if row.kind == "task" and row.beside]
    assert late
    for row in late:
        items = bar_items(row, 0.0, geometry(made))
        kinds = {item.kind for item in items}
        assert "beside" in kinds
        assert kinds & {"late", "critical"} or any(isinstance(item, Star) for item in items)
        assert row.beside.startswith(("晚", "1", "2", "3", "4"))


def test_the_plan_lies_in_the_row_of_its_bar() -> None:
    made = shown()
    found = geometry(made)
    for place, row in enumerate(made.rows):
        y = place * found.row
        for item in bar_items(row, y, found):
            if isinstance(item, Box):
                assert y <= item.y
                assert item.y + item.h <= y + found.row


def test_words_of_the_table_stay_in_their_columns() -> None:
    made = shown(grouped=True)
    found = geometry(made)
    for row in made.rows:
        for item in table_items(row, 0.0, found):
            assert isinstance(item, Label)
            assert item.width == pytest.approx(width(item.text, item.size, item.weight))
            assert item.left + item.width <= found.columns.total


def test_every_role_of_the_wall_has_a_colour_in_every_theme() -> None:
    made = shown(grouped=True)
    found = geometry(made, "day")
    items = [
        *axis_items(made, found, (made.first, made.last), 58.0),
        *field_items(made, found, made.first, made.last, (0.0, 100.0)),
        *(item for row in made.rows for item in bar_items(row, 0.0, found)),
        *(item for row in made.rows for item in table_items(row, 0.0, found)),
        *(item for link in made.links for item in link_items(made, link, found)),
    ]
    for name in THEMES:
        palette = colours(name)
        for item in items:
            roles = (item.fill, item.line) if isinstance(item, Box) else (item.role,)
            assert all(role in palette for role in roles if role)


def test_days_off_are_banded_and_a_make_up_day_carries_its_sign() -> None:
    with words.using("zh_CN"):
        made = replace(shown(), first=date(2026, 9, 18), last=date(2026, 10, 12))
        found = geometry(made, "day")
        bands = [
            item
            for item in field_items(made, found, made.first, made.last, (0.0, 50.0))
            if item.kind == "off"
        ]
        days = {
            made.first + timedelta(days=round(item.x / found.scale.day) + n)
            for item in bands
            if isinstance(item, Box)
            for n in range(round(item.w / found.scale.day))
        }
        assert date(2026, 10, 1) in days
        assert date(2026, 10, 10) not in days, "a Saturday that is worked"
        axis = axis_items(made, found, (made.first, made.last), 58.0)
        signs = [item.text for item in axis if isinstance(item, Label) and item.kind == "sign"]
    assert {"休", "班"} == set(signs)


def test_an_edit_in_the_hand_changes_only_the_rows_of_its_project() -> None:
    made = shown(3, grouped=True)
    other = projects(3)[1]
    longer = other.outlook.plan.with_task("1.2", days=200)
    line = day_line(CALENDAR, TODAY, [longer])
    drawn = with_project(made, replace(other, outlook=outlook(longer, line, TODAY)))
    assert [row.id for row in drawn.rows] == [row.id for row in made.rows]
    changed = {a.project for a, b in zip(made.rows, drawn.rows, strict=True) if a != b}
    assert changed == {"1"}


def test_groups_are_in_order_with_those_without_at_the_end() -> None:
    with words.using("zh_CN"):
        made = shown(6, grouped=True)
    heads = [row.name.split("：")[0] for row in made.rows if row.kind == "group"]
    assert heads == ["李县长", "王县长", "未定"] or heads[-1] not in ("李县长", "王县长")


@pytest.mark.parametrize("paper", ["A4", "A3", "A2", "A1", "A0"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_sheets_hold_every_row_once_inside_the_paper(paper: str, language: str) -> None:
    with words.using(language):
        made = shown(12)
        sheets = wall_sheets(made, WORDS, paper)
    wide, high = paper_size(paper)
    drawn: list[str] = []
    for sheet in sheets:
        assert (sheet.width, sheet.height) == (wide, high)
        for item in sheet.items:
            if isinstance(item, Label):
                assert item.left >= 0
                assert item.left + item.width <= wide, item.text
                assert 0 < item.y < high
                if item.kind == "name":
                    drawn.append(item.target)
            elif isinstance(item, Box):
                assert item.x >= -0.5
                assert item.x + item.w <= wide + 0.5
                assert item.y + item.h <= high
    tasks = [row.id for row in made.rows if row.kind == "task"]
    assert [name for name in drawn if name in set(tasks)] == tasks


def test_a3_is_readable_and_a_larger_sheet_is_read_from_farther_away() -> None:
    made = shown(30)
    sizes = [smallest_text(wall_sheets(made, WORDS, paper)) for paper in ("A3", "A1", "A0")]
    assert sizes[0] >= 7.0
    assert sizes == sorted(sizes)


def test_a_project_that_goes_on_is_named_again() -> None:
    with words.using("zh_CN"):
        made = wall(projects(1, tasks=90), TODAY, CALENDAR, frozenset(["0"]))
        sheets = wall_sheets(made, WORDS, "A4")
    assert len(sheets) > 1
    for sheet in sheets[1:]:
        texts = [item.text for item in sheet.items if isinstance(item, Label)]
        assert "项目0（续）" in texts
        assert any(text.endswith(f"共 {len(sheets)} 张") for text in texts)


def test_tiles_have_marks_and_sheets_one_page_each() -> None:
    sheets = wall_sheets(shown(30), WORDS, "A3")
    assert pdf(*sheets).pages == len(sheets)
    tiled = pdf(*sheets, tile="A4")
    assert tiled.pages >= 4 * len(sheets)
    assert pdf(*sheets).data == pdf(*sheets).data
    with pytest.raises(UserError):
        wall_sheets(shown(1), WORDS, "B5")
