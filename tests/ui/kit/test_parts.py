"""The small parts: cards, charts, forms, chips, panels."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.board import Board, BoardColumn
from invest_crm.ui.kit.board_card import BoardCard
from invest_crm.ui.kit.charts import Bar, Bars, Lines, Segment, Series
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.date_range import OWN, DateRange, DateSpan, PeriodChoice
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.figure_card import Figure, FigureCard
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.path_view import Step
from invest_crm.ui.kit.record_panel import One, Record, RecordPanel
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import ElidedLabel, Span, SpanLabel
from tests.ui.walker import find_clipped, find_nameless


def shown(qtbot, widget: QWidget, width: int = 600, height: int = 300) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def clicked(qtbot, widget: QWidget, x: float, y: float) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


def test_each_figure_of_a_card_opens_its_own_metric(qtbot) -> None:
    figures = [Figure("47", "个", "signed.count"), Figure("186.3", "亿元", "signed.amount")]
    card = shown(qtbot, FigureCard("新签约", figures, right="同比 ▲ 18.0%"), 280, 130)
    opened: list[str] = []
    card.metric_clicked.connect(opened.append)
    clicked(qtbot, card.figures, 6, 20)
    card.figures.setFocus()
    qtbot.keyClick(card.figures, Qt.Key.Key_Right)
    qtbot.keyClick(card.figures, Qt.Key.Key_Return)
    assert opened == ["signed.count", "signed.amount"]


def test_a_figure_without_a_metric_is_no_link(qtbot) -> None:
    card = shown(qtbot, FigureCard("备注", [Figure("—")]), 280, 130)
    assert card.figures.focusPolicy() == Qt.FocusPolicy.NoFocus


def bars() -> list[Bar]:
    return [
        Bar(
            "肉羊", (Segment(3, "投产 3", "production", "a"), Segment(1, "开工 1", "started", "b"))
        ),
        Bar("生猪", (Segment(8, "未开工 8", "signed", "c"),), "8 个"),
    ]


def test_bars_are_to_scale_and_every_segment_answers(qtbot) -> None:
    chart = shown(qtbot, Bars(bars(), name="各产业链"))
    boxes = {part: box for box, part in chart.spots()}
    assert abs(boxes["a"].width() * 8 - boxes["c"].width() * 3) <= 8
    asked: list[str] = []
    chart.clicked.connect(asked.append)
    for part in ("c", "b"):
        clicked(qtbot, chart, boxes[part].center().x(), boxes[part].center().y())
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert asked == ["c", "b", "b"]


def test_a_chart_without_values_is_drawn_all_the_same(qtbot) -> None:
    chart = shown(qtbot, Bars([Bar("肉羊", (Segment(0, "0", "signed"),))], name="空"))
    chart.grab()
    lines = shown(qtbot, Lines([Series("2026年", (None, None))], ("1月", "2月"), name="空"))
    lines.grab()
    assert chart.spots() == lines.spots() == []


def test_a_click_on_a_row_of_a_small_table_gives_its_id(qtbot) -> None:
    columns = [MiniColumn("项目", 3), MiniColumn("总投资(亿元)", right=True)]
    rows = [MiniRow(name, (name, MiniCell("1.00"))) for name in ("甲", "乙")]
    table = shown(qtbot, TableMini(columns, rows, name="需协调"))
    opened: list[str] = []
    table.row_clicked.connect(opened.append)
    clicked(qtbot, table, 40, theme.ROW * 2 + 10)
    clicked(qtbot, table, 40, 10)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["乙", "甲"]


def a_record(**more: object) -> Record:
    return Record(
        "p1",
        "坤牧生猪定点屠宰项目",
        "北京坤牧饲料股份有限公司 · 生猪 / 定点屠宰",
        "签约",
        "signed",
        (("总投资", "5.20 亿元"), ("到位资金", "2,080 万元"), ("用地", "出让 80.00 亩")),
        (Span("卡在 "), Span("用地报批", strong=True), Span("，11月6日前补正，否则投产顺延。")),
        tabs=(("path", "全程"), ("files", "附件 7")),
        steps=(Step("签约", "done", "2026年2月", "已双签", "s1"), Step("开工", "late", id="s2")),
        ones=(One("县委副书记"), One("＋ 专班", missing=True, id="task_force")),
        **more,
    )


def test_the_panel_shows_a_record_and_passes_on_clicks(qtbot) -> None:
    panel = shown(qtbot, RecordPanel(), 404, 700)
    panel.set_record(a_record())
    qtbot.wait(5)
    said: list[str] = []
    panel.step_clicked.connect(said.append)
    panel.one_clicked.connect(said.append)
    clicked(qtbot, panel._path, 60, 50)
    missing = next(pill for pill in panel.findChildren(PillButton) if pill.isVisible())
    clicked(qtbot, missing, 10, 10)
    assert said == ["s2", "task_force"]
    assert find_clipped(panel) == []
    assert find_nameless(panel) == []


def test_the_tab_stays_on_while_the_selection_moves(qtbot) -> None:
    panel = shown(qtbot, RecordPanel(), 404, 700)
    files = QLabel("附件")
    panel.add_tab_page("files", files)
    panel.set_record(a_record())
    panel.set_current_tab("files")
    panel.set_record(a_record())
    assert panel.current_tab() == "files"
    assert files.isVisible()


def test_data_in_rich_labels_is_shown_literally(qtbot) -> None:
    label = shown(qtbot, SpanLabel([Span("<b>甲</b> & 乙", strong=True)]))
    assert label.plain() == "<b>甲</b> & 乙"
    assert "&lt;b&gt;" in label.text()


def test_a_short_line_has_a_tooltip_only_while_it_is_cut(qtbot) -> None:
    label = shown(qtbot, ElidedLabel("一个很长很长的项目名称"), 60, 20)
    assert label.toolTip() == "一个很长很长的项目名称"
    label.resize(400, 20)
    assert label.toolTip() == ""


def read_date(text: str) -> tuple[date | None, str]:
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, "看不懂的日期"


def test_a_form_says_what_is_wrong_beside_the_field(qtbot) -> None:
    form = Form(
        [
            Field("name", "企业", required=True),
            Field("on", "日期", "date", check=read_date),
            Field("kind", "方式", "choice", choices=(("visit", "上门"), ("call", "电话"))),
        ]
    )
    shown(qtbot, form)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.set_texts({"on": "五月", "kind": "call"})
    assert not form.check()
    assert form.problems() == {"name": "请填写", "on": "看不懂的日期"}
    assert form.editor("name").hasFocus()
    assert form.editor("on").property("problem") is True
    qtbot.keyClicks(form.editor("name"), "jia")
    form.set_texts({"on": "2026-05-12"})
    assert form.check()
    assert form.values() == {"name": "jia", "on": date(2026, 5, 12), "kind": "call"}
    assert form.touched() == ["name"]
    assert find_nameless(form) == []


YEAR = DateSpan(date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 23))
LAST = DateSpan(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))


def read_span(typed: tuple[str, str, str]) -> tuple[DateSpan | None, str]:
    first, last, as_of = (read_date(text)[0] for text in typed)
    if last is None:
        return None, "看不懂的日期"
    return DateSpan(first, last, as_of or last), ""


@pytest.fixture
def ranges(qtbot) -> DateRange:
    made = DateRange(read_span)
    made.set_choices([PeriodChoice("year", "本年", YEAR)], [PeriodChoice("last", "上年", LAST)])
    made.show_span("year", YEAR)
    made.heard = []
    made.changed.connect(lambda *what: made.heard.append(what))
    return shown(qtbot, made, 900, 40)


def test_a_choice_of_period_gives_its_days(ranges: DateRange) -> None:
    offered = [action.text() for action in ranges.menu().actions() if action.text()]
    assert offered == ["上年", "自定日期…"]
    ranges.menu().actions()[0].trigger()
    ranges._chips["year"].clicked.emit()
    assert ranges.heard == [("last", LAST), ("year", YEAR)]


def test_a_period_of_the_menu_stands_on_its_chip(ranges: DateRange) -> None:
    ranges.choose("last")
    chip = ranges._chips["more"]
    assert (chip.text(), chip.is_checked()) == ("上年", True)
    ranges.choose("year")
    assert (chip.text(), chip.is_checked()) == ("其他时段", False)


def test_typed_dates_are_taken_and_what_is_wrong_is_said(qtbot, ranges: DateRange) -> None:
    ranges.choose(OWN)
    own = ranges._own
    assert (own.first.text(), own.as_of.text()) == ("2026-01-01", "2026-11-23")
    own.last.setText("月中")
    qtbot.keyClick(own.last, Qt.Key.Key_Return)
    assert own.problem.text() == "看不懂的日期"
    own.last.setText("2026-08-31")
    own.as_of.clear()
    qtbot.keyClick(own.last, Qt.Key.Key_Return)
    assert own.problem.text() == ""
    day = date(2026, 8, 31)
    assert ranges.heard == [(OWN, DateSpan(date(2026, 1, 1), day, day))]


def test_a_long_name_leaves_the_bars_their_room(qtbot) -> None:
    long = "县农业农村局会同县自然资源局、县水利局、生态环境局联合专班办公室"
    bars = [Bar(name, (Segment(5, "5", "started", "s"),), "5 个", "all") for name in (long, "甲")]
    chart = shown(qtbot, Bars(bars, name="图"), 500, 100)
    boxes = {place: box for box, place in chart.spots()}
    assert boxes["s"].width() > 200
    tips = [spot.tip for spot in chart._lay_out()]
    assert long in tips, "the whole name is told by its tooltip"
    assert "甲" not in tips


def test_words_that_do_not_fit_are_told_shorter(qtbot) -> None:
    whole = " · ".join(f"施工许可证办理 {n}" for n in range(1, 7))
    bar = Bar("甲", (Segment(5, "5", "bad", "s"),), whole, "s", ("立项 9 · 其余 12 个", "共 21 个"))
    chart = shown(qtbot, Bars([bar], name="图", right_align=False), 380, 60)
    assert chart._words(bar, 2000) == whole
    assert chart._words(bar, chart.width() - chart._columns()[2]) == "立项 9 · 其余 12 个"
    assert chart._words(bar, 80) == "共 21 个"
    assert whole in " ".join(spot.tip for spot in chart._lay_out())


def test_nothing_is_painted_as_its_words(qtbot) -> None:
    """A line of length 0 is not left blank."""
    blank = shown(qtbot, Bars([Bar("甲", ())], name="图"), 400, 40).grab().toImage()
    told = shown(qtbot, Bars([Bar("甲", (Segment(0, "0 个", "bad"),))], name="图"), 400, 40)
    assert told.grab().toImage() != blank


def test_an_empty_table_says_what_belongs_there(qtbot) -> None:
    columns = [MiniColumn("项目", 1)]
    silent = shown(qtbot, TableMini(columns, name="表"), 400, 100)
    told = shown(qtbot, TableMini(columns, name="表", empty="没有需要协调的项目"), 400, 100)
    assert told.grab().toImage() != silent.grab().toImage()
    assert told.minimumSizeHint().height() > silent.minimumSizeHint().height()


@pytest.fixture
def board(qtbot) -> Board:
    made = Board([BoardColumn("talk", "在谈"), BoardColumn("signed", "签约", "signed")])
    shown(qtbot, made, 700, 400)
    made.set_cards({"talk": [BoardCard(str(n), f"项目{n}") for n in range(500)]}, {"talk": "5 亿"})
    return made


def test_a_move_only_asks_and_the_card_waits(board) -> None:
    asked: list[tuple[str, str, str]] = []
    board.move_asked.connect(lambda *what: asked.append(what))
    board.ask("7", "signed")
    assert asked == [("7", "talk", "signed")]
    assert board.column_of("7") == "talk"
    board.move_card("7", "signed")
    assert board.column_of("7") == "signed"
    assert len(board.cards("talk")) == 499


def test_a_refused_card_can_be_dragged_again(board) -> None:
    model = board._columns["talk"].model
    board.ask("7", "signed")
    assert not model.flags(model.index(7)) & Qt.ItemFlag.ItemIsDragEnabled
    board.set_pending("7", pending=False)
    assert model.flags(model.index(7)) & Qt.ItemFlag.ItemIsDragEnabled


def test_a_card_is_moved_by_keys_and_esc_puts_it_back(board, qtbot) -> None:
    asked: list[tuple[str, str, str]] = []
    board.move_asked.connect(lambda *what: asked.append(what))
    cards = board._columns["talk"].cards
    cards.setCurrentIndex(cards.model().index(3, 0))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        qtbot.keyClick(cards, key)
    assert asked == []
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space):
        qtbot.keyClick(cards, key)
    assert asked == [("3", "talk", "signed")]


def test_the_models_of_a_board_keep_qts_rules(board, qtmodeltester) -> None:
    qtmodeltester.check(board._columns["talk"].model)


def test_five_hundred_cards_are_painted_without_a_pause(board, heartbeat) -> None:
    with heartbeat():
        board.grab()


def test_a_view_switch_is_moved_by_arrows(qtbot) -> None:
    switch = shown(qtbot, Segmented([("table", "表格"), ("board", "看板")]), 160, 30)
    with qtbot.waitSignal(switch.changed) as changed:
        qtbot.keyClick(switch, Qt.Key.Key_Right)
    assert changed.args == ["board"]


def test_a_filter_chip_is_removed_by_its_cross_or_by_delete(qtbot) -> None:
    chip = PillButton("状态：非终止", removable=True)
    shown(qtbot, chip)
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.removed):
        clicked(qtbot, chip, chip.width() - 14, 12)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def test_chips_flow_into_the_next_line(qtbot) -> None:
    holder = QWidget()
    flow = FlowLayout(holder)
    for number in range(6):
        flow.addWidget(PillButton(f"视图{number}"))
    shown(qtbot, holder, 220, 200)
    assert flow.heightForWidth(1000) < flow.heightForWidth(220)
    edges = [flow.itemAt(place).geometry().right() for place in range(flow.count())]
    assert max(edges) < 220


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_empty_page_offers_its_one_button(qtbot, scale: float) -> None:
    theme.current().apply("light", text_scale=scale)
    try:
        pressed: list[int] = []
        holder = QWidget()
        empty = EmptyState(
            "import",
            "还没有项目",
            "导入一份台账即可开始。",
            action="导入台账",
            do=lambda: pressed.append(1),
        )
        QVBoxLayout(holder).addWidget(empty)
        shown(qtbot, holder, 700, 500)
        assert find_clipped(holder) == []
        empty.findChild(QPushButton).click()
        assert pressed == [1]
    finally:
        theme.current().apply("light", text_scale=1.0)
