"""Sending pages to a printer: the very pages of the preview, at the printer's resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.printing import Picture, Printed
    from invest_crm.ui.operations import Progress

_DPI, _DPI_COLOURED = 600, 300
"""More dots cannot be seen, and a page of them would fill the memory."""

_FORMATS: Final = {True: QImage.Format.Format_Grayscale8, False: QImage.Format.Format_RGB32}


def printer_names() -> list[str]:
    """The printers of this machine; asking may take a while where they are on a network."""
    return list(QPrinterInfo.availablePrinterNames())


def image_of(picture: Picture) -> QImage:
    """Pixels as an image of Qt's, with a copy of its own."""
    return QImage(
        picture.data, picture.width, picture.height, picture.stride, _FORMATS[picture.grey]
    ).copy()


def send_pages(printed: Printed, printer: QPrinter, progress: Progress) -> int:
    """Print the pages; returns how many were sent, fewer where the person stopped it.

    Runs in the background. UserError ``printer-refused``.
    """
    printer.setFullPage(True)
    printer.setPageLayout(_layout(printed.sizes[0]))
    painter = QPainter()
    if not painter.begin(printer):
        raise _refused(printer)
    sent = 0
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    try:
        for number, place in enumerate(list(range(len(printed.sizes))) * copies):
            if progress.cancelled():
                break
            progress.report(
                number / (len(printed.sizes) * copies), _("Page {n}").format(n=place + 1)
            )
            if number:
                printer.setPageLayout(_layout(printed.sizes[place]))
                if not printer.newPage():
                    raise _refused(printer)
            _paint(painter, printer, printed, place)
            sent += 1
    finally:
        painter.end()
    return sent


def _paint(painter: QPainter, printer: QPrinter, printed: Printed, place: int) -> None:
    from invest_crm.services.printing import page_picture

    dpi = min(printer.resolution(), _DPI_COLOURED if printed.coloured else _DPI)
    picture = page_picture(printed.data, place, dpi / 72, grey=not printed.coloured)
    target = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.drawImage(target, image_of(picture))


def _layout(size: tuple[float, float]) -> QPageLayout:
    """The paper of a page (points), lying where the page is wider than high, without margins."""
    short, long = sorted(size)
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", match)
    lying = size[0] > size[1]
    way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    return QPageLayout(paper, way, QMarginsF())


def _refused(printer: QPrinter) -> UserError:
    return UserError(
        "printer-refused",
        _("The printer “{name}” took no pages.").format(name=printer.printerName()),
        safe=_("Nothing is lost: the pages are still shown here."),
        todo=_("See whether it is switched on, or save the pages as PDF."),
    )
