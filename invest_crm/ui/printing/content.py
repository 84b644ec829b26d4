"""What a page offers to print: one or more contents, each read once and set on paper many times.

Reading and setting run in the background; what they need of the page is taken when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.page_setup import USUAL, PageSetup

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.services.printing import Printed, Sheet
    from invest_crm.services.work import App
    from invest_crm.ui.operations import Progress


class Wanted(Struct, frozen=True):
    """What the person has set: ``title`` and ``maker`` None where they are as they come.

    ``map_paper`` and ``tile`` are of a map: its own paper, and the sheets it is cut to.
    """

    setup: PageSetup
    title: str | None = None
    maker: str | None = None
    map_paper: str = "A3"
    tile: str = ""


class Content(Protocol):
    """``key``: what its setup is remembered under. ``words``: how it is called in the choice."""

    @property
    def key(self) -> str:
        """Stable name."""

    @property
    def words(self) -> str:
        """For people."""

    @property
    def usual(self) -> PageSetup:
        """Its setup where the person has set nothing yet."""

    @property
    def is_map(self) -> bool:
        """Whether it has a paper of its own instead of a page setup."""

    def read(self, app: App, progress: Progress) -> Sheet | None:
        """What is to be printed; None for a map, which is drawn with its pages."""

    def pages(self, app: App, sheet: Sheet | None, wanted: Wanted, progress: Progress) -> Printed:
        """Its pages as the person wants them."""
        ...


class SheetContent(Struct, frozen=True):
    """A list, a record, the board, the day."""

    key: str
    words: str
    make: Callable[[App, Progress], Sheet]
    usual: PageSetup = USUAL

    @property
    def is_map(self) -> bool:
        """It has a page setup."""
        return False

    def read(self, app: App, progress: Progress) -> Sheet | None:
        """The sheet, in the words the window shows."""
        return self.make(app, progress)

    def pages(self, app: App, sheet: Sheet | None, wanted: Wanted, progress: Progress) -> Printed:
        """The sheet on the paper of the setup."""
        from invest_crm.services.printing import sheet_pages

        if sheet is None:
            sheet = self.make(app, progress)
        if wanted.title is not None:
            sheet = replace(sheet, title=wanted.title)
        if wanted.maker is not None:
            sheet = replace(sheet, imprint=replace(sheet.imprint, maker=wanted.maker))
        return sheet_pages(sheet, wanted.setup, progress)


class DrawnContent(Struct, frozen=True):
    """A picture that is drawn for a paper of its own, not set from a sheet."""

    key: str
    words: str
    draw: Callable[[App, Wanted], Printed]
    usual: PageSetup = USUAL

    @property
    def is_map(self) -> bool:
        """It has a paper of its own."""
        return True

    def read(self, app: App, progress: Progress) -> Sheet | None:  # noqa: ARG002 - a protocol
        """Nothing: it is drawn for its paper."""
        return None

    def pages(
        self,
        app: App,
        sheet: Sheet | None,  # noqa: ARG002 - a protocol
        wanted: Wanted,
        progress: Progress,  # noqa: ARG002 - a protocol
    ) -> Printed:
        """The picture on its paper."""
        return self.draw(app, wanted)


def map_content(chain: str, words: str) -> DrawnContent:
    """The map of a chain."""

    def draw(app: App, wanted: Wanted) -> Printed:
        from invest_crm.services.printing import map_pages

        return app.read(map_pages, chain, wanted.map_paper, wanted.tile)

    return DrawnContent("chain_map", words, draw)


def wall_content(
    projects: tuple[str, ...], unfolded: frozenset[str], by: str, words: str
) -> DrawnContent:
    """The Gantt wall of some projects, those of ``unfolded`` with their tasks, arranged ``by``."""

    def draw(app: App, wanted: Wanted) -> Printed:
        from invest_crm.services.schedules.printing import WallAsked, wall_pages

        asked = WallAsked(projects, unfolded, by)
        return app.read(wall_pages, asked, wanted.map_paper, wanted.tile)

    return DrawnContent("schedules", words, draw)


def path_content(project: str, words: str) -> DrawnContent:
    """The whole path of a project."""

    def draw(app: App, wanted: Wanted) -> Printed:
        from invest_crm.services.whole_path.printing import path_pages

        return app.read(path_pages, project, wanted.map_paper, wanted.tile)

    return DrawnContent("whole_path", words, draw)


class Printable(Struct, frozen=True):
    """What a page offers, the usual content first; ``file_name`` of a PDF, without its suffix."""

    contents: tuple[Content, ...]
    file_name: str
