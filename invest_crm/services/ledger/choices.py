"""What a person may choose when a ledger is recognised wrongly: kinds, fields, units."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from invest_crm.exchange.fields import KINDS, fields_of

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.exchange.fields import Kind

MONEY_UNITS = ("亿元", "万元", "千元", "元")
"""The units offered for a column of money."""

_ROLES = {
    "milestone": ("flag", "date"),
    "contacts": ("", "name", "phone", "post"),
}


def kinds() -> tuple[str, ...]:
    """The kinds of ledgers."""
    return KINDS


def importable(kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """The fields of a kind with the parts a column can play in each."""
    fields = fields_of(cast("Kind", kind))
    return [(key, _ROLES.get(field.shape, ("",))) for key, field in fields.items()]


_TEMPLATE = (
    ("序号", 6), ("项目名称", 28), ("投资方", 28), ("建设内容及规模", 36), ("所属产业链", 12),
    ("总投资（亿元）", 14), ("固定资产投资（亿元）", 14), ("已到位资金（亿元）", 14),
    ("签约时间", 12),
    ("是否注册", 10), ("是否开工", 10), ("开工时间", 12), ("是否入库", 10), ("是否投产", 10),
    ("目前进展情况", 30), ("存在问题", 30), ("包联县领导", 16), ("责任单位", 18),
    ("责任人及电话", 24), ("备注", 20),
)  # fmt: skip
"""Headings of an empty ledger: what offices write is Chinese whatever language the window has."""


def write_template(path: Path) -> None:
    """Write an empty ledger of signed projects. UserError if the disk refuses."""
    from invest_crm.exchange.writing.files import replacing
    from invest_crm.exchange.writing.stream import Column, StreamBook

    columns = [Column(heading, width) for heading, width in _TEMPLATE]
    with (
        replacing(path) as handle,
        StreamBook(handle) as book,
        book.sheet("签约项目台账", columns) as sheet,
    ):
        sheet.heading()
