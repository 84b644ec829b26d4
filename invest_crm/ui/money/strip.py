"""Photos of a site over time: small pictures in the order of their days, each with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments import jobs
from invest_crm.ui.money.words import day_words
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.money.progress import Photo
    from invest_crm.ui.context import Context

_SIDE = 84
_FIRST = 60
"""So many photos are drawn, the newest; all are among the files."""


class PhotoStrip(QScrollArea):
    """``opened(Photo)`` by a click or Enter; the newest are in sight."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Photos over time"))
        whole = QWidget()
        theme.set_role(whole, "clear")
        self._row = QHBoxLayout(whole)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP_SMALL)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(whole)
        self.buttons: list[QToolButton] = []

    def show_photos(self, photos: Sequence[Photo], today: date) -> None:
        """Other photos, the oldest first."""
        empty_layout(self._row)
        self.buttons = [self._button(photo, today) for photo in photos[-_FIRST:]]
        for button in self.buttons:
            self._row.addWidget(button)
        high = max((button.sizeHint().height() for button in self.buttons), default=0)
        self.setFixedHeight(high + self.horizontalScrollBar().sizeHint().height())
        self.setVisible(bool(photos))
        last = self.horizontalScrollBar()
        last.setValue(last.maximum())

    def _button(self, photo: Photo, today: date) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIcon(icons.icon("picture"))
        button.setIconSize(QSize(theme.px(_SIDE), theme.px(_SIDE)))
        words = day_words(photo.on, today)
        told = photo_words(photo, today)
        button.setText(f"{words} !" if photo.older else words)
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.clicked.connect(lambda _on=False: self.opened.emit(photo))
        if photo.file.present:
            self._ask(button, photo)
        return button

    def _ask(self, button: QToolButton, photo: Photo) -> None:
        pixels = round(theme.px(_SIDE) * self.devicePixelRatioF())

        def show(image: QImage | None) -> None:
            if image is not None:
                button.setIcon(QIcon(QPixmap.fromImage(image)))

        self._context.read(
            button,
            lambda app: jobs.thumbnail(app, photo.file.id, pixels),
            show,
            key="thumbnail",
            on_error=lambda _error: None,  # the sign of a picture stays
        )


def photo_words(photo: Photo, today: date) -> str:
    """When a photo was taken, and what is odd about that."""
    if photo.taken is None:
        told = _("{name}, day of the entry: {day}; the photo does not say when it was taken.")
    else:
        told = _("{name}, taken on {day}.")
    words = [told.format(name=photo.file.name, day=day_words(photo.on, today))]
    if photo.older:
        words.append(
            ngettext(
                "It was taken {n} day before the day of its entry.",
                "It was taken {n} days before the day of its entry.",
                photo.older,
            ).format(n=photo.older)
        )
    if photo.file.located:
        words.append(_("Where it was taken is personal data: see the photo under Files."))
    return "\n".join(words)
