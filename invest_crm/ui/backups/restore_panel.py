"""Before a restore: what would be lost, by kind and one by one, and the button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.ui.backups.words import moment_words
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.kit.text import label
from invest_crm.ui.records.history_tab import HistoryTab
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.backups import BackupLine
    from invest_crm.ui.backups.jobs import Foreseen
    from invest_crm.ui.kit.notice import Level

SHOWN: Final = 100
"""So many lost actions are listed; the rest is counted."""


class RestorePanel(Occasion):
    """What restoring one backup means."""

    def __init__(self, line: BackupLine, found: Foreseen) -> None:
        super().__init__(
            _("Restore to {time}").format(time=moment_words(line.made_at)),
            _("Restore this backup"),
        )
        self.line = line
        self._add_head(found)
        if found.kinds:
            self.body.addWidget(label("\n".join(found.kinds), wrap=True))
        if found.lost:
            self.body.addWidget(label(_("What will be lost, the latest first"), "strong"))
            history = HistoryTab(lazy=False)
            history.show_lines(found.lost[:SHOWN])
            self.body.addWidget(history)
        more = found.prospect.lost_count - min(len(found.lost), SHOWN)
        if more > 0:
            self.body.addWidget(label(_("… and {n} more").format(n=more), "hint"))
        self.body.addStretch(1)

    def _add_head(self, found: Foreseen) -> None:
        harmless = not found.prospect.lost_count and found.prospect.related
        level: Level = "info" if harmless else "warning"
        self.body.addWidget(NoticeBar(found.headline, level, dismissible=False))
        self.body.addWidget(
            label(
                _(
                    "The present database is kept as a dated copy and stays in this list. "
                    "Automatic backups pause until you have confirmed the restored state."
                ),
                "label",
                wrap=True,
            )
        )
