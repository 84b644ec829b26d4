"""Pictures of pages without a display, for the manual and for looking at one's work."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from invest_crm import words
from invest_crm.errors import UserError
from invest_crm.ui import operations
from invest_crm.ui.app import make_application
from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.pages import page_specs
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.theme import Mode

_PATIENCE = 30.0


def page_names() -> list[str]:
    """The ids of the pages, in the order of the rail."""
    return [spec.id for spec in page_specs(Context(""))]


def take_picture(
    where: str, page: str, out: Path, *, size: tuple[int, int], theme: Mode, scale: float
) -> None:
    """Render one page of the window into a PNG. UserError for an unknown page, a size
    the window cannot have, or a target that cannot be written."""
    application = make_application(words.language(), theme, scale=scale)
    if page not in page_names():
        raise UserError(
            "page-unknown",
            _("There is no page “{name}”.").format(name=page),
            todo=_("Pages: {names}").format(names=", ".join(page_names())),
        )
    context = Context(where)
    context.open()
    window = MainWindow(context)
    window.resize(*size)
    window.show()
    window.start(page)
    for _turn in range(3):
        operations.wait_idle(_PATIENCE)
        application.processEvents()
    least = (window.width(), window.height())
    fits = least[0] <= size[0] and least[1] <= size[1]
    with suppress(OSError):  # the picture then cannot be written, which is told
        out.parent.mkdir(parents=True, exist_ok=True)
    written = fits and window.grab().save(str(out), "PNG")
    window.close()
    operations.shutdown()
    context.close()
    if not fits:
        raise UserError(
            "picture-too-small",
            _("The window cannot be as small as {width}x{height}.").format(
                width=size[0], height=size[1]
            ),
            safe=_("Nothing was written."),
            todo=_("Ask for at least {width}x{height}.").format(width=least[0], height=least[1]),
        )
    if not written:
        raise UserError(
            "picture-not-written",
            _("The picture could not be written."),
            todo=_("Check the folder and the free space."),
        )
