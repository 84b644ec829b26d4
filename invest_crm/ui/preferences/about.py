"""关于: version, and the licences of what is shipped with the program."""

from __future__ import annotations

from PySide6.QtCore import Signal

from invest_crm import __version__
from invest_crm.paths import resource
from invest_crm.ui.kit.text import label
from invest_crm.ui.preferences.section import Section, button, buttons, captioned
from invest_crm.words import _

FONTS, ICONS = "fonts/OFL.txt", "icons/LICENSE.txt"


class AboutSection(Section):
    """The licence texts open in place. ``bundle_asked``: something is wrong, help is wanted."""

    bundle_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("About"))
        self._text = label("", "hint", wrap=True)
        self._text.hide()
        self._shown = ""
        self.add_row(_("Version"), label(__version__))
        self.add_row(
            _("Help"), buttons(button(_("Make a diagnostic bundle…"), self.bundle_asked.emit))
        )
        self.add_row(_("Program"), label(_("MIT licence")))
        self.fonts = button(_("Show the licence"), lambda: self._toggle(FONTS))
        self.icons = button(_("Show the licence"), lambda: self._toggle(ICONS))
        fonts = _("Noto Sans SC, Noto Serif SC: SIL Open Font License 1.1")
        self.add_row(_("Fonts"), captioned(fonts, self.fonts))
        self.add_row(_("Icons"), captioned(_("Lucide icons: ISC licence"), self.icons))
        self.add(self._text)

    def _toggle(self, name: str) -> None:
        """Show a licence, or hide the one shown."""
        self._shown = "" if self._shown == name else name
        self._text.setVisible(bool(self._shown))
        if self._shown:
            self._text.setText(resource(self._shown).read_text(encoding="utf-8"))
