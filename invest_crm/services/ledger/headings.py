"""What a block copied from a spreadsheet means where it is pasted: its headings, its chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.exchange.chains import find_chain
from invest_crm.exchange.fields import exact_field
from invest_crm.exchange.heading import MONEY_UNITS, make_heading
from invest_crm.exchange.match import figure_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.exchange.fields import Kind


def fields_of_headings(kind: Kind, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Field key and unit of money each heading names outright; empty texts where it names none.

    >>> fields_of_headings("projects", ["项目名称", "总投资（万元）", "天气"])
    [('name', ''), ('total_investment', '万元'), ('', '')]
    """
    found = []
    for text in texts:
        heading = make_heading((text,))
        field = exact_field(kind, heading.leaf)
        unit = heading.unit if heading.unit in MONEY_UNITS else ""
        key = field.key if field else figure_named(heading) if kind == "monthly" else ""
        found.append((key, unit or "") if key else ("", ""))
    return found


def chain_named(text: str, own: Mapping[str, str]) -> str | None:
    """The id of the chain that words of a ledger name; ``own``: ids by the county's own names."""
    return find_chain(text, own)
