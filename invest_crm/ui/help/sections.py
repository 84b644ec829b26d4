"""The sections of the manual in the palette."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from invest_crm.domain.matching import Level, match
from invest_crm.ui.commands.provider import Entry, Provider
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.ui.help.manual import Section

_FEW = 5


class ManualSections(Provider):
    """``show(anchor)`` opens a section beside the page."""

    def __init__(self, show: Callable[[str], object]) -> None:
        super().__init__(_("User manual"))
        self._show, self._language = show, language()

    def find(self, text: str) -> Sequence[Entry]:
        """The sections whose titles answer; what they say is searched in the help itself."""
        found = [(match(one.name, text), one) for one in self._sections]
        sure = [one for hit, one in found if hit is not None and hit.level < Level.LOOSE]
        return [self._entry(section) for section in sure[:_FEW]]

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        from invest_crm.ui.help.manual import read_manual

        return read_manual(self._language).sections

    def _entry(self, section: Section) -> Entry:
        return Entry(
            key=f"help:{section.id}",
            title=section.name,
            do=partial(self._show, section.id),
            icon="help",
            note=_("User manual"),
        )
