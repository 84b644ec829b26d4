"""Lists on paper from any source: many rows, groups with their sums, being stopped."""

from __future__ import annotations

from decimal import Decimal
from threading import Event
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from invest_crm.domain.page_setup import PageSetup
from invest_crm.services.printing import LineKind, sheet_pages
from invest_crm.services.work import Cancelled
from invest_crm.ui.kit.grid.source import Askable, Cell, Column
from invest_crm.ui.operations import Progress
from invest_crm.ui.printing.content import Printable, SheetContent
from invest_crm.ui.printing.lists import Group, Shown, list_sheet
from tests.ui.printing.conftest import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.conditions import Value
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.source import GridQuery
    from tests.ui.printing.conftest import Desk


class Numbers:
    """A source whose records are numbers; whatever is asked for is remembered."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", "项目", frozen=True),
            Column(
                "amount", "总投资", unit="亿元", kind="money", format_total=lambda n: f"{n:.2f}"
            ),
            Column("days", "天数", kind="number"),
            Column("tags", "标记", kind="chip"),
        )

    def ids(self, query: GridQuery) -> Sequence[str]:
        return ()

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        self.asked.append(len(ids))
        return {
            one: (f"项目{one}号", "0.33", "7", Cell("", chips=(("甲", ""), ("乙", ""))))
            for one in ids
            if one != "gone"
        }

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        return [Decimal(1) / 3] * len(ids)

    def askable(self) -> Askable:
        return Askable()

    def values(self, query: GridQuery, key: str) -> Sequence[tuple[Value | None, int]]:
        return ()

    def value(self, record: str, key: str) -> Value | None:
        return None


def shown(count: int, *, more: tuple[str, ...] = (), groups: tuple[Group, ...] = ()) -> Shown:
    ids = (*(str(n) for n in range(1, count + 1)), *more)
    return Shown(Numbers(), ids, (0, 1, 2, 3), (120, 90, 60, 80), "清单", "", groups)


def test_ten_thousand_rows_are_read_in_portions_and_all_come_out(context: Context) -> None:
    wanted = shown(10_000)
    sheet = list_sheet(wanted, context.app, Progress())
    assert max(wanted.source.asked) <= 500
    pages = texts(sheet_pages(sheet, PageSetup(), Progress()))
    assert "共 10,000 条" in pages[0]
    assert "项目10000号" in pages[-1]
    assert sum(page.count("号\n") + page.count("号 ") for page in pages) >= 10_000


def test_reading_stops_when_the_person_says_so(context: Context) -> None:
    wanted, progress = shown(10_000), Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        list_sheet(wanted, context.app, progress)
    assert wanted.source.asked == []


def test_setting_stops_when_the_person_says_so(context: Context) -> None:
    sheet, progress = list_sheet(shown(1000), context.app, Progress()), Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        sheet_pages(sheet, PageSetup(), progress)


def test_money_is_summed_days_are_not_and_the_rounding_is_owned_to(context: Context) -> None:
    (table,) = list_sheet(shown(3), context.app, Progress()).parts
    assert table.total == ("合计", "1.00", "", "")
    assert table.notes == ("注：因四舍五入，分项之和与合计可能略有差异。",)


def test_a_record_that_is_gone_meanwhile_is_left_out_and_not_counted(context: Context) -> None:
    sheet = list_sheet(shown(2, more=("gone",)), context.app, Progress())
    (table,) = sheet.parts
    assert [line.cells[0] for line in table.lines] == ["项目1号", "项目2号"]
    assert sheet.count == "共 2 条"


def test_the_words_of_chips_are_printed(context: Context) -> None:
    (table,) = list_sheet(shown(1), context.app, Progress()).parts
    assert table.lines[0].cells[3] == "甲 乙"


def test_groups_have_a_heading_and_their_sums_also_within_each_other(context: Context) -> None:
    groups = (Group(0, 3, "外"), Group(1, 2, "内"))
    (table,) = list_sheet(shown(4, groups=groups), context.app, Progress()).parts
    assert [(line.kind, line.cells[0]) for line in table.lines] == [
        (LineKind.GROUP, "外"),
        (LineKind.ROW, "项目1号"),
        (LineKind.GROUP, "内"),
        (LineKind.ROW, "项目2号"),
        (LineKind.ROW, "项目3号"),
        (LineKind.SUBTOTAL, "小计"),
        (LineKind.SUBTOTAL, "小计"),
        (LineKind.ROW, "项目4号"),
    ]
    sums = [line.cells[1] for line in table.lines if line.kind is LineKind.SUBTOTAL]
    assert sums == ["0.67", "1.00"]


def test_stop_ends_the_work_and_it_can_be_taken_up_again(desk: Desk) -> None:
    desk.projects()
    place = desk.window.printing
    started: list[Progress] = []
    stopped = Event()

    def make(app: App, progress: Progress):
        started.append(progress)
        stopped.wait(30)  # the person is quicker than the first row
        return list_sheet(replace(shown(2000)), app, progress)

    place.begin(Printable((SheetContent("test", "清单", make),), "清单"))
    desk.qtbot.waitUntil(lambda: bool(started))
    desk.qtbot.mouseClick(place.stop_button, Qt.MouseButton.LeftButton)
    stopped.set()
    desk.settle()
    assert place.printed() is None
    assert "已停止" in desk.notices()[0]
    assert not place.save_button.isEnabled()
    again = next(
        part
        for part in place.findChildren(type(place.save_button))
        if part.text() == "重新排版" and part.isVisible()
    )
    desk.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    desk.settle()
    assert place.printed() is not None
    assert desk.notices() == []
