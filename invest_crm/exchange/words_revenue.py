"""The words counties use for the columns of ledgers of revenue (营业收入), as data and by rule.

A column of a wide table is called by its months alone (1-8月) under 营业收入, or in a table whose
title says what its figures are; figures of taxes, profits and output have headings alike and are
none of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from invest_crm.exchange.words_common import Row
from invest_crm.exchange.words_others import FIRMS

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRM = {row.key: row for row in FIRMS}

REVENUE: Final = (
    _FIRM["name"],
    _FIRM["credit_code"],
    Row("period", "period", 1.5, """
        所属期 期间 统计期 统计期间 报告期 所属期间 税款所属期 所属时期 月份 年月 年份 年度
        统计月份 所属月份 所属年度 收入所属期 统计时期 数据时期 起止月份 统计年度 报告期别
    """, never=r"收入|截[至止]|填报|上报"),
    Row("revenue", "revenue", 2.0, """
        营业收入 主营业务收入 主营收入 营业总收入 主营业务营业收入 营收 企业营业收入 业务收入
    """),
    Row("origin", "origin", 1.0, """
        数据来源 来源 资料来源 数据出处 取数来源 收入来源 填报依据 取数依据
    """, never=r"信息|线索|资金"),
    Row("reason", "long", 0.5, """
        更正原因 修正原因 更正说明 调整原因 修改原因
    """),
)  # fmt: skip
TITLE: Final = r"营业收入|营业总收入|主营业务收入|主营收入|营收"

_NEVER = re.compile(
    r"同比|同期|环比|增速|增长|增幅|增减|%|率|比重|占比|目标|计划|预计|预期|任务|排名|位次|差额|差距|上月|说明|情况$"
    r"|人均|亩均|税|利润|产值|门槛|标准|是否|成本|其他"
)
_TOLD = re.compile(TITLE)
_MONTHS_ALONE = re.compile(
    r"(?:20\d\d年?度?|上年度?|去年|本年度?|今年|年初|全年|[上下]半年|第?[一二三四1-4]季度|前[二三]个?季度"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月?份?[-—–~至到](?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|累计数?|当月数?|本月数?|金额|数额|[/、,])+"
)
_BY_NAME, _BY_MONTHS = 0.95, 0.62


def revenue_score(words: str) -> float:
    """How surely the words of a heading, with its groups, call revenue; 0: they do not.

    >>> revenue_score("营业收入1-8月"), revenue_score("1-8月"), revenue_score("1-8月税收")
    (0.95, 0.62, 0.0)
    """
    if _NEVER.search(words):
        return 0.0
    if _TOLD.search(words):
        return _BY_NAME
    return _BY_MONTHS if _MONTHS_ALONE.fullmatch(words) else 0.0


def tells_revenue(texts: Iterable[str]) -> bool:
    """Whether title or headings say that figures are revenue."""
    return any(_TOLD.search(text) for text in texts)
