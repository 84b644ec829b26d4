"""Figures as JSON and as words: the shapes the command line and documents use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.money import fen_to_wan_text, show_wan
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invest_crm.domain.metrics import Figure
    from invest_crm.services.figures import Explanation, Figures

UNITS = {"count": "个", "fen": "万元", "percent": "%", "points": "百分点"}
"""Units as the public interface prints them: they are codes there, never translated."""


def figures_json(found: Figures) -> dict[str, object]:
    """The document of ``figures --json``."""
    asked = found.question
    return {
        "as_of": asked.as_of.isoformat(),
        "known_at": asked.known_at,
        "cohort": {
            "from": asked.start.isoformat() if asked.start else None,
            "to": asked.cohort.end.isoformat() if asked.cohort.end else None,
        },
        "calibre": asked.calibre.id,
        "figures": [figure_json(figure) for figure in found.figures],
        "groups": [
            {
                "by": group.by,
                "key": group.key,
                "label": group.label,
                "figures": [figure_json(figure) for figure in group.figures],
            }
            for group in found.groups
        ],
    }


def figure_json(figure: Figure) -> dict[str, object]:
    """One figure: counts as integers, money in 万元 and rates as decimal strings."""
    shape: dict[str, object] = {
        "metric": figure.metric,
        "value": value_json(figure),
        "unit": UNITS[figure.unit],
        "definition": figure.definition,
        "projects": list(figure.projects),
    }
    if figure.base is not None and figure.is_share:
        shape["numerator"] = len(figure.projects)
        shape["denominator"] = len(figure.base)
    if figure.note:
        shape["note"] = figure.note
    return shape


def value_json(figure: Figure) -> int | str | None:
    """The value alone in its JSON shape."""
    if figure.value is None:
        return None
    if figure.unit == "fen":
        return fen_to_wan_text(int(figure.value))
    return str(figure.value) if isinstance(figure.value, Decimal) else figure.value


def explanation_json(found: Explanation) -> dict[str, object]:
    """The document of ``explain --json``."""
    return {
        "metric": found.figure.metric,
        "definition": found.figure.definition,
        "value": value_json(found.figure),
        "numerator": _items(found.numerator),
        "denominator": _items(found.denominator),
        "excluded": [{"id": item, "reason": reason} for item, reason in found.excluded],
    }


def show(figure: Figure) -> tuple[str, str]:
    """The value and its unit as people read them; undefined is a dash."""
    units = {
        "count": _("projects"),
        "fen": _("10,000 yuan"),
        "percent": "%",
        "points": _("percentage points"),
    }
    if figure.value is None:
        return "—", ""
    text = show_wan(int(figure.value)) if figure.unit == "fen" else str(figure.value)
    return text, units[figure.unit]


def _items(items: Iterable[tuple[str, str, int | None]]) -> list[dict[str, object]]:
    return [
        {"id": item, "name": name, "amount": None if amount is None else fen_to_wan_text(amount)}
        for item, name, amount in items
    ]
