"""Columns that say in one word how a project stands: 项目状态, 当前阶段, 是否解约.

Figures rule "What a ledger means": only dated columns and ticks make milestones; domain rule 1.2:
a side state needs its paper and its day. So the word is kept as text, the report names the
column, and a row whose word says that the project has ended is pointed out. It is written all
the same, because a terminated project stays in the denominator of its signing cohort.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invest_crm.domain.text import flag_word
from invest_crm.exchange.heading import make_heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.mapping import Column, Mapping_

_STATE = re.compile(
    "(?:项目|目前|当前|现|所处|所属|建设|履约|推进|签约|工程|落地|运行|的)*(?:状态|阶段)"
)
_ENDING = "终止|解约|解除|退出|撤资|流产|取消|放弃|清退|作废|注销"
_ASKS_ENDED = re.compile(f"是否(?:已经?)?(?:{_ENDING})(?:合同|协议|投资|项目)?")
_ENDED = re.compile(
    f"(?:项目|合同|协议|企业|双方)*(?:已|已经|协商|自行|主动|依约)*(?:{_ENDING})(?:合同|协议|投资|项目)?"
)


def is_status(column: Column) -> bool:
    """Whether an unmapped column says how a project stands."""
    leaf = _leaf(column)
    return column.key is None and bool(_STATE.fullmatch(leaf) or _ASKS_ENDED.fullmatch(leaf))


def status_columns(mapping: Mapping_) -> tuple[Column, ...]:
    """The filled status columns of a project ledger."""
    if mapping.kind != "projects":
        return ()
    return tuple(column for column in mapping.columns if column.samples and is_status(column))


def end_teller(column: Column) -> Callable[[str], bool]:
    """Tells of the texts of a status column whether the project has ended beyond doubt."""
    asked = _ASKS_ENDED.fullmatch(_leaf(column)) is not None

    def ended(text: str) -> bool:
        return bool(_ENDED.match(text) or (asked and flag_word(text)))

    return ended


def _leaf(column: Column) -> str:
    return make_heading((column.path,)).leaf.split("/")[-1]
