"""The county's ledger of projects: columns as its own tables have them, then what else is known.

The first twenty columns are those of the usual ledger of signed projects. Every other field
follows behind the remarks if any project has it, and every column an imported ledger had beyond
ours comes back under its own heading, so that nothing of a ledger is lost.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.stages import SideState, Stage
from invest_crm.exchange.writing import ledger_cells as cells
from invest_crm.exchange.writing.styles import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from invest_crm.exchange.writing.cells import Value

    Values = Mapping[str, Any]
    Show = Callable[[Values], Value]

STATE = "项目状态"
"""The heading of the side state."""
GRADE = "开工成色"
"""The heading of what a start is proved by: it follows from the evidence and is not read back."""
OWN_COLUMNS = 19
"""How many columns the county's own ledger has beside the running number: what is printed."""

_CLOSED = frozenset({SideState.TERMINATED, SideState.LOST, SideState.MERGED})
_SECTIONS = ("已投产项目", "在建项目", "签约未开工项目", "在谈项目", "终止、流失、并入项目")
_NUMERALS = "一二三四五"
_MONEY = "投资情况"


class LedgerColumn(Struct, frozen=True):
    """A column: group above it (or ""), heading, width, the cell of a project.

    ``sum`` is the money field its total adds up; ``always``: there even if it is empty.
    """

    group: str
    heading: str
    width: float
    show: Show
    sum: str | None = None
    always: bool = True
    text: Style = Style.CELL_MIDDLE

    @property
    def path(self) -> str:
        """Group and heading, as the import names the column."""
        return f"{self.group}/{self.heading}" if self.group else self.heading

    def cell(self, values: Values) -> Value:
        """The cell of a project; where we know nothing, what its ledger said under this heading."""
        own = self.show(values)
        return values["extra"].get(self.path) or None if own is None else own


def ledger_columns(
    projects: Sequence[Values], *, unit: str, reveal: bool
) -> tuple[LedgerColumn, ...]:
    """The columns these projects need. ``unit`` of the money columns is 亿元 or 万元."""
    own = _county_columns(unit, reveal=reveal)
    more = [
        column
        for column in _further_columns(unit)
        if any(column.cell(values) is not None for values in projects)
    ]
    taken = {column.path for column in (*own, *more)}
    extra = dict.fromkeys(key for values in projects for key in values["extra"])
    return (*own, *more, *(_extra_column(key) for key in extra if key not in taken))


def sections(projects: Iterable[Values]) -> list[tuple[str, list[Values]]]:
    """The projects under the headings of the ledger: 一、已投产项目（3个）; empty ones left out."""
    groups: list[list[Values]] = [[] for _section in _SECTIONS]
    for values in projects:
        groups[_section_of(values)].append(values)
    filled = [(title, group) for title, group in zip(_SECTIONS, groups, strict=True) if group]
    return [
        (f"{_NUMERALS[place]}、{title}（{len(group)}个）", group)
        for place, (title, group) in enumerate(filled)
    ]


def title(county: str, as_of: date) -> str:
    """××县招商项目台账（截至2025年8月31日）."""
    return f"{county}招商项目台账（截至{as_of.year}年{as_of.month}月{as_of.day}日）"


def caption(bureau: str, unit: str) -> str:
    """The line under the title: who reports, and the unit of the money columns."""
    return f"填报单位：{bureau}{'　' * 10}单位：{unit}"


def flat_heading(column: LedgerColumn, unit: str) -> str:
    """The heading in a table without groups; money names its unit."""
    return f"{column.heading}（{unit}）" if column.sum else column.heading


def _section_of(values: Values) -> int:
    rank = Stage(values["stage"]).rank
    if values["side_state"] in _CLOSED:
        return 4
    if rank >= Stage.IN_PRODUCTION.rank:
        return 0
    if rank >= Stage.STARTED.rank:
        return 1
    return 2 if rank >= Stage.SIGNED.rank else 3


def _county_columns(unit: str, *, reveal: bool) -> list[LedgerColumn]:
    """The ledger of signed projects, column by column."""
    steps = "项目进展"
    return [
        _text("项目名称", "name", 30, text=Style.CELL),
        _text("投资方", "investor", 26, text=Style.CELL),
        _text("建设内容及规模", "content", 34, text=Style.CELL),
        _text("所属产业链", "chain_name", 11),
        LedgerColumn(
            _MONEY,
            "总投资",
            12,
            partial(_total, unit),
            "total_investment",
            text=Style.CELL_AMOUNT,
        ),
        _money(_MONEY, "其中：固投", "fixed_investment", unit),
        _money(_MONEY, "已到位资金", "funds_in_place", unit),
        LedgerColumn("", "签约时间", 13, lambda values: cells.when(values["signed_on"])),
        _tick(steps, "是否注册", "registered_on"),
        _tick(steps, "是否开工", "started_on"),
        _day(steps, "开工时间", "started_on", always=True),
        _tick(steps, "是否入库", "in_stats_on"),
        _tick(steps, "是否投产", "in_production_on"),
        _text("目前进展情况", "progress_text", 26, text=Style.CELL),
        _text("存在问题", "problem_text", 22, text=Style.CELL),
        _text("包联县领导", "leader", 22),
        LedgerColumn("", "责任单位", 18, cells.units),
        LedgerColumn(
            "",
            "责任人及电话",
            32,
            lambda values: cells.people(values["contacts"], reveal=reveal),
            text=Style.CELL,
        ),
        _text("备注", "remark", 18, text=Style.CELL),
    ]


def _further_columns(unit: str) -> list[LedgerColumn]:
    """The other fields, each only where some project has it."""
    days = "时间节点"
    return [
        _more("所属行业", "industry", 14),
        _more("产业链环节", "node_name", 18),
        _money("", "合同引资额", "external_funds", unit, always=False),
        _money("", "年度计划投资", "year_plan", unit, always=False),
        _more("资金来源地", "funds_origin", 14),
        _coded("用地方式", "site_mode", cells.SITES),
        LedgerColumn(
            "", "用地面积（亩）", 11, lambda values: cells.land(values["land_mu"]), always=False
        ),
        _more("所在乡镇", "township", 12),
        _more("所在园区", "park", 16),
        _coded("协议类型", "agreement_type", cells.AGREEMENTS),
        _coded(GRADE, "start_grade", cells.GRADES),
        _day(days, "注册时间", "registered_on"),
        _day(days, "立项时间", "filed_on", ticked=True),
        _day(days, "供地时间", "land_on", ticked=True),
        _day(days, "入库时间", "in_stats_on"),
        _day(days, "竣工时间", "completed_on", ticked=True),
        _day(days, "投产时间", "in_production_on"),
        _day(days, "入规时间", "in_size_on", ticked=True),
        _day("", "开工时限", "start_by", ticked=True),
        _day("", "竣工时限", "complete_by", ticked=True),
        _more("项目代码", "project_code", 26),
        _more("统计项目编码", "stat_code", 22),
        _more("工作专班", "task_force", 20),
        _more("配合单位", "contact_unit", 18),
        _coded(STATE, "side_state", cells.SIDES),
    ]


def _total(unit: str, values: Values) -> Value:
    return cells.total(values, unit, f"{_MONEY}/总投资")


def _text(heading: str, key: str, width: float, *, text: Style = Style.CELL_MIDDLE) -> LedgerColumn:
    return LedgerColumn("", heading, width, lambda values: values[key] or None, text=text)


def _more(heading: str, key: str, width: float) -> LedgerColumn:
    return LedgerColumn("", heading, width, lambda values: values[key] or None, always=False)


def _money(group: str, heading: str, key: str, unit: str, *, always: bool = True) -> LedgerColumn:
    return LedgerColumn(
        group, heading, 11, lambda values: cells.money(values[key], unit), key, always=always
    )


def _tick(group: str, heading: str, key: str) -> LedgerColumn:
    return LedgerColumn(group, heading, 9, lambda values: cells.tick(values, key))


def _day(
    group: str, heading: str, key: str, *, always: bool = False, ticked: bool = False
) -> LedgerColumn:
    show = cells.when if ticked else cells.dated
    return LedgerColumn(group, heading, 13, lambda values: show(values[key]), always=always)


def _coded(heading: str, key: str, words: Mapping[str, str]) -> LedgerColumn:
    def show(values: Values) -> Value:
        code = values[key]
        return words.get(code, code) if code else None

    return LedgerColumn("", heading, 12, show, always=False)


def _extra_column(key: str) -> LedgerColumn:
    group, _slash, heading = key.rpartition("/")
    plain = not group or "/" in group
    return LedgerColumn(
        "" if plain else group,
        key if plain else heading,
        16,
        lambda values: values["extra"].get(key) or None,
        always=False,
        text=Style.CELL,
    )
