"""The catalogue of approvals for the grid, and an item in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invest_crm.domain.approvals.items import MaterialKind
from invest_crm.domain.approvals.rules import CONDITION_WORDS
from invest_crm.domain.departments import department_label
from invest_crm.domain.project_fields import site_mode_label
from invest_crm.ui.approvals import jobs
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.lines import LinesSource
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.approvals.items import Item
    from invest_crm.services.approvals.catalogue import CatalogueLine
    from invest_crm.ui.context import Context

_HEADS: Final = {
    "name": (N_("Item"), 230, "text"),
    "code": (N_("Code"), 76, "text"),
    "stage": (N_("Stage"), 140, "text"),
    "department": (N_("Department"), 130, "text"),
    "legal": (N_("Legal limit"), 112, "text"),
    "promise": (N_("Promised limit"), 112, "text"),
    "own": (N_("State"), 112, "chip"),
    "needs": (N_("Needs first"), 200, "text"),
}


class CatalogueSource(LinesSource["CatalogueLine"]):
    """A ``GridSource`` over the items in force."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(
            Column(
                key,
                _(title),
                width=max(width, heading_width(_(title), "")),
                kind=kind,  # type: ignore[arg-type]  # one of the literals
                frozen=key == "name",
            )
            for key, (title, width, kind) in _HEADS.items()
        )

    def load(self) -> Mapping[str, CatalogueLine]:
        """In the order of the path."""
        return {line.item.code: line for line in jobs.catalogue(self._context.app)}

    def cells(self, line: CatalogueLine) -> tuple[Cell | str, ...]:
        """An item in the order of the columns."""
        item = line.item
        words, tone = state_of(line)
        return (
            item.name,
            item.code,
            item.stage.label,
            department_label(item.department),
            item.legal.label if item.legal is not None else "",
            item.promise.label if item.promise is not None else "",
            Cell(words, tone),
            self.names(item.needs),
        )

    def rank(self, line: CatalogueLine, key: str) -> Any:
        """What a column is ordered by."""
        item = line.item
        limits = {"legal": item.legal, "promise": item.promise}
        if key in limits:
            limit = limits[key]
            return -1 if limit is None else limit.days
        if key == "stage":
            return item.stage.rank
        return state_of(line)[0] if key == "own" else str(getattr(item, key))

    def names(self, codes: tuple[str, ...]) -> str:
        """Items by their names."""
        found = (self._lines[code].item.name if code in self._lines else code for code in codes)
        return pgettext("between words", ", ").join(found)


def state_of(line: CatalogueLine) -> tuple[str, str]:
    """Retired, added here, changed here or as shipped; with its tone."""
    if line.item.retired:
        return _("Retired"), "talk"
    if line.own:
        return (_("Changed here"), "signed") if line.shipped else (_("Added here"), "started")
    return (_("On demand"), "talk") if line.item.optional else (_("As shipped"), "production")


def item_pairs(item: Item, needs: str) -> list[tuple[str, str]]:
    """An item in pairs of words."""
    between = pgettext("between words", ", ")
    papers = {
        kind: between.join(one.name for one in item.materials if one.kind is kind)
        for kind in MaterialKind
    }
    when = between.join(_(CONDITION_WORDS[name]) for name in item.when if name in CONDITION_WORDS)
    return [
        (_("Stage"), item.stage.label),
        (_("Department"), department_label(item.department)),
        (_("Legal limit"), item.legal.label if item.legal is not None else ""),
        (_("Promised limit"), item.promise.label if item.promise is not None else ""),
        (_("Needs first"), needs),
        (_("Site modes"), between.join(map(site_mode_label, item.modes)) or _("all")),
        (_("Only where"), when),
        (_("Main materials"), papers[MaterialKind.MAIN]),
        (_("Secondary materials"), papers[MaterialKind.SECONDARY]),
        (_("Void without a start"), _void(item)),
    ]


def _void(item: Item) -> str:
    rule = item.validity
    if rule is None:
        return ""
    words = _("after {n} months").format(n=rule.months)
    if not rule.extensions:
        return words
    more = _("extended {times} times by {n} months at most")
    return f"{words}; {more.format(times=rule.extensions, n=rule.each)}"
