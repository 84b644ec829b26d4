"""What the page of who is in charge asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.ui.five_ones.form import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from invest_crm.services.cells import EditCells
    from invest_crm.services.five_ones.handing import HandOverAll, HeldRole
    from invest_crm.services.five_ones.naming import Offer
    from invest_crm.services.five_ones.panel import ResponsiblePanel
    from invest_crm.services.five_ones.records import Responsible
    from invest_crm.services.work import App, Outcome, View


class HandOffer(Struct, frozen=True):
    """Who hands over, who may take over, and the day."""

    giver: Responsible
    takers: tuple[Responsible, ...]
    today: date


class FiveOnesJobs:
    """``RecordJobs`` of people, units and task forces."""

    def panel(self, app: App, record_id: str) -> ResponsiblePanel | None:
        """What the panel shows."""
        from invest_crm.services.five_ones.panel import responsible_panel

        return app.read(responsible_panel, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, Responsible | None]:
        """The day for the form, and the record."""
        from invest_crm.services.five_ones.records import load

        def read(view: View) -> tuple[Offered, Responsible | None]:
            record = load(view, [record_id]).get(record_id) if record_id else None
            return Offered(view.today), record

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Create or edit a record."""
        from invest_crm.services.five_ones.records import EditResponsible, save_responsible

        record_id = None if record is None else record.id
        return app.write(save_responsible, EditResponsible(record_id, values, seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, Responsible]:
        """Records by id."""
        from invest_crm.services.five_ones.records import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:
        """The names that stored records have."""
        from invest_crm.services.five_ones.records import names_taken

        return app.read(names_taken, names)

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many records, and new ones."""
        from invest_crm.services.five_ones.records import edit_responsible_cells

        return app.write(edit_responsible_cells, command)

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.five_ones.records import (
            archive_responsible,
            restore_responsible,
        )

        return app.write(restore_responsible if restore else archive_responsible, ids)

    # ---- what only this page asks -------------------------------------------------------------

    def lacking(self, app: App) -> tuple[str, ...]:
        """The projects that lack one of the five."""
        from invest_crm.services.five_ones.load import Holdings

        return app.read(lambda view: tuple(Holdings(view).lacking(view)))

    def names(self, app: App) -> list[Offer]:
        """Names of projects that have no record."""
        from invest_crm.services.five_ones.naming import offered_names

        return app.read(offered_names)

    def take_names(self, app: App, offers: tuple[Offer, ...]) -> Outcome[tuple[str, ...]]:
        """Make records of names."""
        from invest_crm.services.five_ones.naming import TakeNames, take_names

        return app.write(take_names, TakeNames(offers))

    def hand_offer(self, app: App, record_id: str) -> HandOffer | None:
        """Who may take over from somebody; None if the record is gone."""
        from invest_crm.domain.five_ones import Kind
        from invest_crm.services.five_ones.records import load, load_all

        def read(view: View) -> HandOffer | None:
            giver = load(view, [record_id]).get(record_id)
            if giver is None:
                return None
            others = load_all(view, Kind(giver["kind"]))
            day = view.today.isoformat()
            takers = (one for one in others if one.id != giver.id and one.active(day))
            return HandOffer(giver, tuple(takers), view.today)

        return app.read(read)

    def roles(self, app: App, giver: str, taker: str) -> tuple[HeldRole, ...]:
        """What would change hands."""
        from invest_crm.services.five_ones.handing import roles_to_hand

        return app.read(roles_to_hand, giver, taker)

    def hand_over(self, app: App, command: HandOverAll) -> Outcome[str]:
        """Let it change hands."""
        from invest_crm.services.five_ones.handing import hand_all_over

        return app.write(hand_all_over, command)

    def write_report(self, app: App, name: str, path: Path, record: str = "") -> tuple[Path, str]:
        """Write the responsibility table or a list of a hand-over; where, and what to know."""
        from invest_crm.services.documents import MakeReport, make_report
        from invest_crm.services.options import unset_county

        made = app.read(make_report, MakeReport(name, path, record=record or None))
        return made.path, app.read(unset_county)
