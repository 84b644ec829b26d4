"""土地厂房: the list of parcels and plants, narrowed by chips, with the record panel beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from invest_crm.domain.parcel_fields import BY_KEY, ParcelKind
from invest_crm.ui.attachments.place import AttachmentsPlace
from invest_crm.ui.commands.command import Command
from invest_crm.ui.land.cells import cell_form
from invest_crm.ui.land.form import KEYS, form_fields, keys_of, texts_of
from invest_crm.ui.land.jobs import LandJobs
from invest_crm.ui.land.panel import DETAILS_TAB, HISTORY_TAB, detail_pairs, panel_record
from invest_crm.ui.land.source import LandSource
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.page import RecordsPage
from invest_crm.ui.records.subject import Words
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.parcel_panel import ParcelPanel
    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.land.form import Offered

_KINDS = {ParcelKind.LAND.value: N_("Parcels"), ParcelKind.PLANT.value: N_("Plants")}


class LandPage(RecordsPage):
    """Everything about land and plants in one place."""

    topics: ClassVar[frozenset[str]] = frozenset({"parcels", "projects", "attachments"})

    kind: ClassVar[str] = "parcel"
    switches: ClassVar[Mapping[str, str]] = {
        "alarm": N_("Land alarms"),
        "idle": N_("Idle and inefficient"),
        "trash": N_("Trash"),
    }
    fields: ClassVar[Mapping[str, str]] = {key: BY_KEY[key].label_id for key in KEYS}

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            "parcels",
            _page_words(),
            LandSource(context),
            LandJobs(),
            _make_editor,
            cell_form(),
        )
        self.body.addWidget(self.grid, 1)
        self.panel.add_tab_page(DETAILS_TAB, self.details)
        self.panel.add_tab_page(HISTORY_TAB, self.history)
        self.files = AttachmentsPlace(self, context)
        self.add_command(self._match_command())
        self.show_chips()

    def commands(self) -> list[Command]:
        """Attaching files and matching too."""
        return [*super().commands(), self.files.command(), self._match_command()]

    def _match_command(self) -> Command:
        return Command("land.match", N_("Match land to projects"), self._match, "targets")

    def _match(self) -> None:
        self.open_page.emit("land_matching", {})

    def fill_chips(self) -> frozenset[str]:
        """Land, plants, alarms and trash as switches."""
        for kind, words in _KINDS.items():
            self.add_switch("kind", _(words), kind)
        for name, words in self.switches.items():
            self.add_switch(name, _(words))
        return frozenset({"kind", *self.switches})

    def words_of(self, name: str) -> str:
        """Which parcels are shown."""
        return _(_KINDS[self.filter(name)]) if name == "kind" else super().words_of(name)

    def show_found(self, found: ParcelPanel) -> None:
        """Panel and tabs."""
        self.panel.set_record(panel_record(found))
        self.details.show_pairs(detail_pairs(found))
        self.history.show_lines(found.history)
        self.files.show_record(found.record.id)

    def say_count(self, shown: int, total: int) -> None:
        """How many."""
        words = _("{n} parcels and plants") if shown == total else _("{n} of {total} places")
        self.set_note(words.format(n=shown, total=total))


def _make_editor(offered: Offered, record: ParcelRecord | None) -> RecordEditor:
    title = _("New parcel or plant") if record is None else _("Edit parcel or plant")
    asked = KEYS if record is None else keys_of(record["kind"])

    def fields_of(_found: ParcelRecord | None) -> list[Field]:
        return [field for field in form_fields(offered) if field.key in asked]

    def texts(found: ParcelRecord) -> dict[str, str]:
        return {key: text for key, text in texts_of(found).items() if key in asked}

    return RecordEditor(title, fields_of, texts, record)


def _page_words() -> Words:
    return Words(
        title=_("Sites"),
        new=N_("New parcel or plant"),
        icon="place",
        none=_("No land or plant yet"),
        sentence=_(
            "Import the land ledger: idle dates stand under Today, free land meets projects."
        ),
        chosen=lambda n: ngettext(
            "{n} chosen parcel or plant", "{n} chosen parcels and plants", n
        ).format(n=n),
    )
