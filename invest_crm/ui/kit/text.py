"""Labels: text in a role of the theme, and text that shortens itself instead of being cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from invest_crm.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = "—"
"""What stands where there is no value."""
CHIP = 24
"""As many letters as a chip takes."""
TIP = 60
"""As many letters as a line of a tooltip takes."""


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in a style role (title, heading, strong, label, note, hint, problem or body)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        theme.set_role(made, role)
    return made


class Span(Struct, frozen=True):
    """A run of text: ``color`` a colour role or empty, ``strong`` for bold."""

    text: str
    color: str = ""
    strong: bool = False


class SpanLabel(QLabel):
    """A wrapped label of several runs; follows the theme. Data is always shown literally."""

    def __init__(self, spans: Sequence[Span] = (), role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._spans: tuple[Span, ...] = ()
        if role:
            theme.set_role(self, role)
        theme.current().changed.connect(self._render)
        self.set_spans(spans)

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Show other runs."""
        self._spans = tuple(spans)
        self.setAccessibleName("".join(span.text for span in spans))
        self._render()

    def plain(self) -> str:
        """The words without their looks."""
        return "".join(span.text for span in self._spans)

    def _render(self) -> None:
        self.setText("".join(_html(span) for span in self._spans))


def shortened(text: str, most: int = CHIP) -> str:
    """At most so many letters, the last of them an ellipsis where some are left out.

    >>> shortened("签约未开工", 4), shortened("签约", 4)
    ('签约未…', '签约')
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def tip_lines(text: str, most: int = TIP) -> str:
    """A text in lines of at most so many letters: Qt breaks no line of a tooltip itself.

    >>> tip_lines("履约率的定义", 4)
    '履约率的\\n定义'
    >>> tip_lines("signed in 2025", 8)
    'signed\\nin 2025'
    """
    return "\n".join(_broken(line, most) for line in text.split("\n"))


def _broken(line: str, most: int) -> str:
    lines = []
    while len(line) > most:
        space = line.rfind(" ", most // 2, most + 1)
        at = space if space > 0 else most
        lines.append(line[:at].rstrip())
        line = line[at:].lstrip()
    return "\n".join([*lines, line])


def spans_of(text: str | Sequence[Span]) -> tuple[Span, ...]:
    """A plain string as one run; runs as they are."""
    return (Span(text),) if isinstance(text, str) else tuple(text)


def escaped(text: str) -> str:
    """Text for an HTML element or a quoted attribute; spares the start the ``html`` module."""
    for sign, word in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, word)
    return text


def _html(span: Span) -> str:
    text = escaped(span.text).replace("\n", "<br>")
    color = f"color:{theme.current().color(span.color).name()};" if span.color else ""
    weight = "font-weight:700;" if span.strong else ""
    return f'<span style="{color}{weight}">{text}</span>' if color or weight else text


class ElidedLabel(QWidget):
    """One line that ends in an ellipsis when there is no room; the tooltip has the whole."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = theme.BODY,
        weight: theme.Weight = 400,
        color: str = "ink",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self._text, self._size, self._weight, self._color = text, size, weight, color
        self._align = align
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, color: str | None = None) -> None:
        """Show another text, in another colour role if given."""
        self._text = text
        self._color = color or self._color
        self.setAccessibleName(text)
        self.updateGeometry()
        self._set_tip()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the whole text on one line."""
        metrics = self._metrics()
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Qt: may shrink to a few letters."""
        metrics = self._metrics()
        few = min(metrics.horizontalAdvance(self._text) + 1, metrics.horizontalAdvance("国国…"))
        return QSize(few, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the tooltip is needed only while text is hidden."""
        super().resizeEvent(event)
        self._set_tip()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw the line."""
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font(self._size, self._weight))
        painter.setPen(look.color(self._color))
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter, text)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.current().font(self._size, self._weight))

    def _set_tip(self) -> None:
        hidden = self._metrics().horizontalAdvance(self._text) > self.width()
        self.setToolTip(tip_lines(self._text) if hidden else "")
