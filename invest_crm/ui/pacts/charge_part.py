"""Who was in charge of a project, by the hand-overs there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.pacts.section import Section
from invest_crm.ui.pacts.words import day_words
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.ui.pacts.jobs import Pacts


class ChargePart(Section):
    """A line for each role that changed hands; hidden where none did."""

    def __init__(self) -> None:
        super().__init__(_("Who was in charge"))

    def show_pacts(self, found: Pacts) -> None:
        """Another project's hand-overs."""
        self.setVisible(bool(found.handed))
        self.begin("")
        for over in found.handed:
            for role in over.roles:
                words = _("{role} until {day}: {before}; since then {after}").format(
                    role=role.role.label,
                    day=day_words(over.on, found.today),
                    before=role.before,
                    after=role.after,
                )
                self.add_words(words)
