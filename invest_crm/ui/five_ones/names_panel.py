"""Names that projects give, offered to become records: tick and take them in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from invest_crm.domain.five_ones import Kind
from invest_crm.ui.approvals.ticks import Ticks
from invest_crm.ui.kit.text import label
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.five_ones.naming import Offer

_MOST = 60
"""Names of a kind shown at once; the others come when these are taken."""


class NamesPanel(Occasion):
    """``accepted(offers)``."""

    accepted = Signal(object)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__(_("Names found"), _("Take them"))
        self.body.addWidget(
            label(
                _("The texts of the projects stay as they are; they are matched by name."),
                "hint",
                wrap=True,
            )
        )
        self._offers: dict[str, Offer] = {}
        self.ticks: list[Ticks] = []
        for kind in Kind:
            mine = [one for one in offers if one.kind is kind][:_MOST]
            words = {f"{kind.value}:{one.name}": _words(one) for one in mine}
            self._offers.update({f"{kind.value}:{one.name}": one for one in mine})
            if words:
                ticks = Ticks(kind.label, words, () if kind is Kind.FORCE else words)
                self.ticks.append(ticks)
                self.body.addWidget(ticks)
        if not offers:
            self.body.addWidget(label(_("Every name in the projects has its record."), wrap=True))
            self.button.setEnabled(False)
        self.agreed.connect(self.accept)

    def accept(self) -> None:
        """Hand over what is ticked."""
        chosen = [self._offers[key] for ticks in self.ticks for key in ticks.checked()]
        self.accepted.emit(tuple(chosen))


def _words(offer: Offer) -> str:
    n = offer.times
    times = ngettext("in {n} project", "in {n} projects", n).format(n=n)
    post = _(" ({post})").format(post=offer.post) if offer.post else ""
    return _("{name}{post}, {times}").format(name=offer.name, post=post, times=times)
