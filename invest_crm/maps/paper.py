"""Paper sizes of the map: landscape A-series, in points. It must not know drawing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

POINTS_PER_MM = 72 / 25.4

_MILLIMETRES = {
    "A0": (1189, 841),
    "A1": (841, 594),
    "A2": (594, 420),
    "A3": (420, 297),
    "A4": (297, 210),
}

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {name: (w * POINTS_PER_MM, h * POINTS_PER_MM) for name, (w, h) in _MILLIMETRES.items()}
)


def paper_size(name: str) -> tuple[float, float]:
    """Width and height in points of a landscape sheet (ISO 216); UserError for another name."""
    size = PAPERS.get(name.upper())
    if size is None:
        raise UserError(
            "unknown-paper",
            _("There is no paper size {name}.").format(name=name),
            todo=_("Choose one of {names}.").format(names=" ".join(PAPERS)),
        )
    return size
