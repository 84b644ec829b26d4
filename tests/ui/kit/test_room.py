"""Parts in little room and with large text: they wrap, scroll or leave out, they never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.page_head import PageHead
from invest_crm.ui.kit.record_panel import One, Record, RecordPanel
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.tabs import TabRow
from invest_crm.ui.kit.text import Span, label
from invest_crm.ui.kit.wrap_row import WrapRow
from tests.ui.walker import find_clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def text_scale(qapp) -> Iterator[Callable[[float], None]]:
    yield lambda scale: theme.current().apply("light", text_scale=scale)
    theme.current().apply("light", text_scale=1.0)


def shown(qtbot, widget: QWidget, width: int, height: int) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_spacings_grow_with_the_text(text_scale) -> None:
    names = ("GAP_TINY", "GAP_SMALL", "GAP", "MARGIN", "CARD_PADDING")
    assert [getattr(theme, name) for name in names] == [4, 8, 12, 16, 14]
    text_scale(2.0)
    assert [getattr(theme, name) for name in names] == [8, 16, 24, 32, 28]
    assert icons.size(22, 16) == QSize(44, 32)
    with pytest.raises(AttributeError):
        getattr(theme, "GAPP")  # noqa: B009 - a name the type checker would refuse


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("role", ["", "primary", "quiet", "link"])
def test_a_button_keeps_its_size_when_it_takes_the_focus(
    qtbot, text_scale, scale: float, role: str
) -> None:
    text_scale(scale)
    button = QPushButton("导入台账")
    theme.set_role(button, role)
    other = QPushButton("x")
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(other)
    column.addWidget(button)
    shown(qtbot, holder, 300, 200)
    other.setFocus()
    before = button.sizeHint()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    button.setText("")
    button.setText("导入台账")
    assert button.sizeHint() == before


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_check_box_is_seen_on_its_ground(qtbot, mode) -> None:
    theme.current().apply(mode)
    try:
        holder = QWidget()
        box = QCheckBox("", holder)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.resize(40, 40)
        image = shown(qtbot, holder, 40, 40).grab().toImage()
        ground = image.pixelColor(39, 39)
        row = [image.pixelColor(x, 20) for x in range(20)]
        assert max(theme.contrast(color, ground) for color in row) >= 3
    finally:
        theme.current().apply("light")


def test_the_key_is_written_only_clear_of_the_words(qtbot, text_scale) -> None:
    line = shown(qtbot, SearchEdit("搜索项目、企业、联系人", "Ctrl K"), 320, 30)
    assert line.has_room_for_key()
    line.resize(200, 30)
    assert not line.has_room_for_key()
    text_scale(2.0)
    line.resize(320, 60)
    assert not line.has_room_for_key()


def row_of(widths: list[int], weights: list[int]) -> tuple[QWidget, list[QLabel]]:
    holder = QWidget()
    row = WrapRow()
    holder.setLayout(row)
    parts = [QLabel(str(width)) for width in widths]
    for part, width, weight in zip(parts, widths, weights, strict=True):
        part.setMinimumSize(width, 20)
        row.add(part, weight)
    return holder, parts


def test_parts_share_a_line_by_weight_while_it_holds_them(qtbot) -> None:
    holder, parts = row_of([100, 100, 300], [1, 1, 1])
    shown(qtbot, holder, 624, 50)
    assert len({part.y() for part in parts}) == 1
    assert [part.width() for part in parts] == [150, 150, 300]
    holder.resize(1224, 50)
    assert [part.width() for part in parts] == [400, 400, 400]


def test_parts_take_more_lines_where_they_need_the_width(qtbot) -> None:
    holder, parts = row_of([200] * 5, [1] * 5)
    shown(qtbot, holder, 700, 200)
    assert [part.y() for part in parts] == [0, 0, 0, 106, 106]
    assert holder.layout().minimumHeightForWidth(700) == 52
    holder.resize(300, 300)
    assert len({part.y() for part in parts}) == 5
    parts[4].hide()
    holder.resize(640, 200)
    assert [part.y() for part in parts[:4]] == [0, 0, 106, 106]


def table(least: int = 1) -> TableMini:
    columns = [
        MiniColumn("项目名称", 3, least=100),
        MiniColumn("产业链", 1, least=70, rank=1),
        MiniColumn("责任单位", 1, least=70, rank=2),
    ]
    rows = [MiniRow(str(place), (f"项目{place}", "肉羊", "县投促局")) for place in range(6)]
    return TableMini(columns, rows, least=least)


def test_a_body_scrolls_only_below_its_least_height(qtbot) -> None:
    body = ScrollBody()
    words = label("按下导入之前不写任何数据；要么全部写入，要么一条不写。" * 3, wrap=True)
    part = table(least=3)
    body.column.addWidget(words)
    body.column.addWidget(part, 1)
    shown(qtbot, body, 300, 260)
    assert body.verticalScrollBar().maximum() == 0
    assert 4 * 31 < part.height() < 7 * 31
    body.resize(300, 150)
    assert body.verticalScrollBar().maximum() > 0
    assert part.height() == 4 * 31
    assert find_clipped(body) == []


def test_chips_go_below_the_title_where_they_would_meet_the_note(qtbot) -> None:
    head = PageHead()
    head.title.setText("签约与开工")
    head.note.set_text("截至2026年11月22日 · 每个数字可点开明细与口径")
    head.note.show()
    for words in ("2026年以来", "2025年", "全部签约"):
        head.chips.addWidget(PillButton(words))
    shown(qtbot, head, 900, 40)
    assert not head.is_below()
    assert head.note.geometry().right() == head.width() - 1
    head.resize(560, 80)
    qtbot.wait(1)
    assert head.is_below()
    assert find_clipped(head) == []
    head.chips.clear()
    qtbot.waitUntil(lambda: not head.is_below())


def test_a_narrow_table_leaves_out_what_matters_least(qtbot) -> None:
    made = shown(qtbot, table(), 400, 200)
    assert [width > 0 for _x, width in made._boxes()] == [True, True, True]
    made.resize(220, 200)
    assert [width > 0 for _x, width in made._boxes()] == [True, True, False]
    made.resize(120, 200)
    assert [width > 0 for _x, width in made._boxes()] == [True, False, False]
    assert made._boxes()[0][1] == 120


def test_a_table_keeps_the_rows_it_was_told(qtbot) -> None:
    made = table(least=4)
    made.resize(400, made.minimumSizeHint().height())
    assert made.rows_that_fit() == 4


def test_tabs_move_together_and_stay_where_one_clicks(qtbot) -> None:
    words = ["Details", "Nodes", "Contacts", "Projects", "History"]
    tabs = TabRow([(word, word) for word in words])
    shown(qtbot, tabs, 500, 34)
    wide = tabs._widths()
    tabs.resize(sum(wide) + 4 * 8, 34)
    assert tabs._widths() == wide
    tabs.resize(sum(wide), 34)
    assert sum(tabs._widths()) + 4 * tabs._gap() == tabs.width()
    place = tabs.rect().center()
    place.setX(tabs.width() - 6)
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)
    assert tabs.current() == "History"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_record_panel_scrolls_before_it_cuts(qtbot, text_scale, scale: float) -> None:
    text_scale(scale)
    panel = RecordPanel()
    panel.set_record(
        Record(
            "1",
            "熠渲有机肥生产项目",
            "四川眉山熠渲农牧有限公司",
            "签约",
            facts=(("总投资", "6.55 亿元"), ("到位资金", "0 元"), ("供地", "租赁厂房 80.00 亩")),
            callout=(Span("卡在注册（推定），待县市场监管局办理，已 5 天；签约满 0 个月。" * 2),),
            ones=tuple(One(f"县委常委、副县长{place}") for place in range(5)),
        )
    )
    shown(qtbot, panel, round(300 * scale), 330)
    assert find_clipped(panel) == []
    assert panel.findChild(ScrollBody).verticalScrollBar().maximum() > 0
    panel.resize(round(404 * scale), 2000)
    assert panel.findChild(ScrollBody).verticalScrollBar().maximum() == 0
