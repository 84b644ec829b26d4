"""Colours, type scale and spacing of the window: the one place that decides how things look.

Tokens live in ``resources/themes/<name>.json``; from them come a ``QPalette``, one short style
sheet and the colours that painted parts ask for by role. Switching is live: parts ask again when
they paint. The module must not know any page, any service, or what a colour is used to say
beyond its role name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QMargins, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from invest_crm.paths import resource
from invest_crm.ui import fonts
from invest_crm.ui.style_sheet import style_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STYLE: Final = "fusion"

Mode = Literal["light", "dark", "system"]
Weight = Literal[400, 500, 600]

# Type scale in pixels at text scale 1 (line heights 46, 34, 24, 22, 20, 18).
LARGE_FIGURE: Final = 36
FIGURE: Final = 26
TITLE: Final = 18
HEADING: Final = 16
BODY: Final = 13
NOTE: Final = 12
SIZES: Final = (LARGE_FIGURE, FIGURE, TITLE, HEADING, BODY, NOTE)

# Spacing on a grid of 4 px, in pixels of the text scale in force (see ``__getattr__``).
GAP_TINY: int
GAP_SMALL: int
GAP: int
MARGIN: int
CARD_PADDING: int
_SPACING: Final = {"GAP_TINY": 4, "GAP_SMALL": 8, "GAP": 12, "MARGIN": 16, "CARD_PADDING": 14}

# Heights and widths at text scale 1; ``px`` makes pixels of them.
ROW: Final = 31
ROW_COMPACT: Final = 27
CONTROL: Final = 30
RADIUS_CARD: Final = 8
RADIUS_CONTROL: Final = 6
RADIUS_CHIP: Final = 4
PANEL_WIDTH: Final = 404
FOCUS: Final = 2

TONES: Final = ("talk", "signed", "started", "production", "statistics", "slow", "bad")
"""Tone names: each has four roles, ``x`` fill, ``x_on`` text on it, ``x_soft`` and ``x_ink``."""

TEXT_PAIRS: Final = (
    *((ink, ground) for ink in ("ink", "ink_2", "ink_3") for ground in ("paper", "card", "raised")),
    *((ink, ground) for ink in ("ink", "ink_2", "ink_3") for ground in ("field", "well", "hover")),
    *((ink, "accent_soft") for ink in ("ink", "ink_2", "accent")),
    *((ink, ground) for ink in ("ink", "ink_2") for ground in ("accent_mid", "band")),
    ("accent", "card"),
    ("accent", "paper"),
    ("accent", "raised"),
    ("accent_on", "accent"),
    ("accent_on", "accent_hover"),
    *(("rail_text", ground) for ground in ("rail", "rail_hover")),
    ("rail_text_on", "rail_on"),
    ("rail_hint", "rail"),
    *((f"{tone}_on", tone) for tone in TONES),
    *(
        (f"{tone}_ink", ground)
        for tone in TONES
        for ground in (f"{tone}_soft", "card", "paper", "raised", "accent_soft")
    ),
)
"""Every pairing of text and ground that parts may use; a test holds each to 4.5:1."""


def load_tokens(name: str) -> dict[str, str]:
    """The colours of a theme (``light`` or ``dark``) by role, as ``#RRGGBB``."""
    data = json.loads(resource(f"themes/{name}.json").read_text(encoding="utf-8"))
    return {str(role): str(value) for role, value in data["colors"].items()}


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1 relative luminance).

    >>> round(contrast(QColor("black"), QColor("white")))
    21
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(color.redF()), linear(color.greenF()), linear(color.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def current() -> Theme:
    """The theme of the running application (made in light mode if none was installed)."""
    return _Installed.theme or install()


if not TYPE_CHECKING:

    def __getattr__(name: str) -> int:
        """The spacings grow with the text, so they are asked for when a part is set."""
        if name in _SPACING:
            return px(_SPACING[name])
        raise AttributeError(name)


def px(length: float) -> int:
    """A length given at text scale 1, in pixels of the text scale in force."""
    return current().px(length)


def margins(left: float, top: float, right: float, bottom: float) -> QMargins:
    """Margins given at text scale 1, for a layout."""
    return QMargins(px(left), px(top), px(right), px(bottom))


def application(arguments: Sequence[str]) -> QApplication:
    """A Qt application that begins in our style.

    Asking for a style later makes Python's names of everything a style can draw, for which the
    first window need not wait.
    """
    _Installed.styled = True
    return QApplication([*arguments, "-style", _STYLE])


def install(mode: Mode = "light", *, text_scale: float = 1.0) -> Theme:
    """Give the application its style, fonts and colours; returns the live theme."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("make a QApplication before the theme")
    if _Installed.theme is None:
        if not _Installed.styled and application.style().name() != _STYLE:
            application.setStyle(_STYLE)
        _Installed.theme = Theme(application)
    _Installed.theme.apply(mode, text_scale=text_scale)
    return _Installed.theme


class _Installed:
    """The theme in force; one per process like the application it dresses."""

    theme: Theme | None = None
    styled: bool = False


class Theme(QObject):
    """The live theme: colours by role, fonts by size and weight, scaled lengths."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._mode: Mode = "light"
        self._name = ""
        self._scale = 1.0
        self._tokens: Mapping[str, str] = {}
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[int, int], QFont] = {}
        self.destroyed.connect(_forget)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)

    @property
    def mode(self) -> Mode:
        """What the user chose: light, dark or system."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._name == "dark"

    @property
    def text_scale(self) -> float:
        """The factor on every text size and row height (1.0 to 2.0)."""
        return self._scale

    def apply(self, mode: Mode, *, text_scale: float | None = None) -> None:
        """Switch colours and text size now; everything on screen follows."""
        scale = self._scale if text_scale is None else min(max(text_scale, 0.75), 2.5)
        name = _system_name() if mode == "system" else mode
        unchanged = (name, scale) == (self._name, self._scale)
        self._mode = mode
        if unchanged:
            return
        self._name, self._scale = name, scale
        self._tokens = load_tokens(name)
        self._colors = {role: QColor(value) for role, value in self._tokens.items()}
        self._fonts.clear()
        fonts.load()
        self._application.setFont(self.font())
        self._application.setPalette(self.palette())
        self._application.setPalette(self._box_palette(), "QCheckBox")  # type: ignore[arg-type]
        self._application.setStyleSheet(style_sheet(self._tokens, scale))
        self.changed.emit()

    def color(self, role: str) -> QColor:
        """The colour of a role; raises KeyError for a role the theme does not have."""
        return QColor(self._colors[role])

    def roles(self) -> tuple[str, ...]:
        """Every role name."""
        return tuple(self._colors)

    def px(self, length: float) -> int:
        """A length in pixels that grows with the text (row heights, icon boxes)."""
        return round(length * self._scale)

    def font(self, size: int = BODY, weight: Weight = 400) -> QFont:
        """The interface font with tabular figures; ``size`` is one of ``SIZES``."""
        key = (size, weight)
        found = self._fonts.get(key)
        if found is None:
            found = fonts.interface_font(self.px(size), weight)
            self._fonts[key] = found
        return found

    def palette(self) -> QPalette:
        """The Qt palette made from the tokens, for parts that Fusion draws itself."""
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.color(token))
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("ink_3"))
        return palette

    def _box_palette(self) -> QPalette:
        """Fusion frames a check box in its window colour made darker: unseen on a dark ground."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self.color("ink_2").lighter(140))
        return palette

    def _follow_system(self) -> None:
        if self._mode == "system":
            self.apply("system")


def set_role(widget: QWidget, role: str) -> None:
    """Mark a widget for the style sheet (``role`` names a rule of ``style_sheet``)."""
    _set_property(widget, "role", role)


def set_problem(widget: QWidget, *, on: bool) -> None:
    """Frame a field whose text cannot be taken."""
    if bool(widget.property("problem")) != on:
        _set_property(widget, "problem", on)


def _set_property(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) and widget.style() is not None:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _system_name() -> str:
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _forget() -> None:
    _Installed.theme = None


_PALETTE: Final = {
    QPalette.ColorRole.Window: "paper",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "well",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "accent_soft",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink_3",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Midlight: "line_soft",
    QPalette.ColorRole.Dark: "line_strong",
    QPalette.ColorRole.Light: "card",
    QPalette.ColorRole.Shadow: "line",
    QPalette.ColorRole.Accent: "accent",
}
