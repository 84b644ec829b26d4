"""Departments by code, as catalogues and templates name who must act."""

from __future__ import annotations

import re
from typing import Final

from invest_crm.words import N_, _, said_in

DEPARTMENTS: Final = {
    "market": N_("Market regulation bureau"),
    "reform": N_("Development and reform bureau"),
    "resources": N_("Natural resources bureau"),
    "housing": N_("Housing and construction bureau"),
    "ecology": N_("Ecology and environment bureau"),
    "water": N_("Water bureau"),
    "statistics": N_("Statistics bureau"),
    "power": N_("Power company"),
    "utilities": N_("Water and gas companies"),
    "registry": N_("Real estate registration centre"),
    "emergency": N_("Emergency management bureau"),
    "forestry": N_("Forestry bureau"),
    "heritage": N_("Culture and heritage bureau"),
    "weather": N_("Weather bureau"),
    "reviewers": N_("Drawing reviewers"),
    "permits": N_("Administrative approval bureau"),
    "industry": N_("Industry and information bureau"),
    "finance": N_("Finance bureau"),
    "tax": N_("Tax bureau"),
    "justice": N_("Justice bureau"),
    "trade": N_("Department of the trade"),
    "park": N_("Park"),
    "township": N_("Township"),
    "investor": N_("Investor"),
}


def department_label(code: str) -> str:
    """The name for people; a text that is no code stays itself."""
    return _(DEPARTMENTS[code]) if code in DEPARTMENTS else code


def ledger_label(code: str) -> str:
    """The name as ledgers have it, Chinese in every language."""
    return said_in("zh_CN", DEPARTMENTS[code]) if code in DEPARTMENTS else code


_CALLED: Final = {
    "market": "市场监管|市场监督|市监|工商",
    "reform": "发改|发展和改革|发展改革",
    "resources": "自然资源|国土|自规",
    "housing": "住建|住房和城乡|住房城乡",
    "ecology": "生态环境|环保",
    "water": "水利|水务",
    "statistics": "统计",
    "registry": "不动产登记",
    "emergency": "应急|安监",
    "forestry": "林业|林草",
    "heritage": "文物|文旅|文化和旅游",
    "weather": "气象",
    "reviewers": "图审|施工图审查",
    "permits": "行政审批|审批服务|政务服务",
}
"""What offices call them in ledgers, as patterns."""


def department_code(text: str) -> str:
    """The code of the department a text names beyond doubt, else the text itself.

    >>> department_code("县发改局"), department_code("县档案局"), department_code("住建局、水利局")
    ('reform', '县档案局', '住建局、水利局')
    """
    said = text.strip()
    for code in DEPARTMENTS:
        if said in (department_label(code), ledger_label(code)):
            return code
    found = [code for code, words in _CALLED.items() if re.search(words, said)]
    return found[0] if len(found) == 1 and not re.search("[、，,;；/和]", _bare(said)) else said


def _bare(text: str) -> str:
    """Without what only belongs to the name of a department."""
    return re.sub("发展和改革|住房和城乡|文化和旅游", "", text)
