"""What the page of monthly reports asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.ui.money.columns import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.services.cells import EditCells
    from invest_crm.services.history import HistoryLine
    from invest_crm.services.money.reports import MonthFacts, MonthRecord
    from invest_crm.services.month_locks import Closed
    from invest_crm.services.work import App, Outcome, View
    from invest_crm.ui.attachments.taking import Source


class Ground(Struct, frozen=True):
    """What the page knows of all months: the one being reported, the first kept, those closed."""

    latest: str
    since: str
    closed: Mapping[str, Closed]


class Shown(Struct, frozen=True):
    """What the panel shows of a line."""

    facts: MonthFacts
    evidence: tuple[AttachmentLine, ...]
    history: tuple[HistoryLine, ...]


class MonthJobs:
    """``RecordJobs`` of monthly reports; ``month`` is the one the page shows."""

    def __init__(self) -> None:
        self.month = ""

    def panel(self, app: App, record_id: str) -> Shown | None:
        """What the panel shows."""
        return app.read(_shown, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, MonthRecord | None]:
        """What the form offers, and the line."""

        def read(view: View) -> tuple[Offered, MonthRecord | None]:
            from invest_crm.services.money.reports import load, names, parts_of
            from invest_crm.services.month_locks import closed_months

            month = parts_of(record_id)[1] if record_id else self.month
            record = load(view, [record_id]).get(record_id) if record_id else None
            return Offered(view.today, names(view), month in closed_months(view)), record

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Type the report of a month."""
        from invest_crm.services.money.reports import save_report
        from invest_crm.services.stored import EditRecord

        typed = {key: value for key, value in values.items() if key != "name"}
        return app.write(save_report, EditRecord(record.id, typed, seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, MonthRecord]:
        """Lines by id."""
        from invest_crm.services.money.reports import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - a protocol
        """A line that is pasted by name is one that is there."""
        return frozenset()

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many lines; those pasted by name are of the month that is shown."""
        from msgspec.structs import replace

        from invest_crm.services.money.reports import edit_report_cells

        new = [{**row, "month": self.month} for row in command.new if row.get("name")]
        return app.write(edit_report_cells, replace(command, new=new))

    def archive(self, _app: App, _ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:  # noqa: ARG002 - a protocol
        """Nothing of a month goes to the trash: its cells are cleared."""
        raise AssertionError("a month has no trash")


def ground(app: App) -> Ground:
    """The months there are."""

    def read(view: View) -> Ground:
        from invest_crm.services.money.books import deadline, kept_since
        from invest_crm.services.month_locks import closed_months

        return Ground(deadline(view).latest(view.today), kept_since(view), closed_months(view))

    return app.read(read)


def correct(app: App, project: str, month: str, values: Mapping[str, Any]) -> Outcome[str]:
    """Add a correction."""
    from invest_crm.services.money.corrections import Correct, correct_month

    amounts = values["completed"], values["funds"]
    return app.write(correct_month, Correct(project, month, *amounts, str(values["reason"] or "")))


def take_back(app: App, correction: str, reason: str) -> Outcome[None]:
    """Void a correction."""
    from invest_crm.services.money.corrections import TakeBack
    from invest_crm.services.money.corrections import take_back as void

    return app.write(void, TakeBack(correction, reason))


def close(app: App, month: str) -> Outcome[str]:
    """Close a month."""
    from invest_crm.services.money.closing import close_month

    return app.write(close_month, month)


def reopen(app: App, month: str, reason: str) -> Outcome[None]:
    """Open a month again."""
    from invest_crm.services.money.closing import Reopen, reopen_month

    return app.write(reopen_month, Reopen(month, reason))


def export(app: App, month: str, target: Path) -> int:
    """Write a month in the county's layout; returns its projects."""
    from invest_crm.services.export import export_records

    return app.read(export_records, "monthly", target, month=month).counts["monthly"]


def lacking(app: App, month: str) -> int:
    """How many reports of a month are missing."""

    def read(view: View) -> int:
        from invest_crm.services.money.books import kept_since, owners

        since = kept_since(view)
        found = owners(view)
        return sum(one.owes(month, since) and month not in one.book.months for one in found)

    return app.read(read)


def settings(app: App) -> dict[str, str]:
    """The cut-off day and the report day."""
    from invest_crm.services.options import option

    keys = ("monthly.cut_off", "monthly.report")
    return app.read(lambda view: {key: option(view, key) for key in keys})


def set_setting(app: App, key: str, value: str) -> Outcome[None]:
    """Change one of them."""
    from invest_crm.services.options import SetOption, set_option

    return app.write(set_option, SetOption(key, value))


def attach(app: App, project: str, month: str, sources: Sequence[Source]) -> Outcome[Any]:
    """Attach papers that prove a month."""
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.attachments import add_files
    from invest_crm.ui.attachments.taking import offered_of

    subject = Subject("project", project)
    return add_files(app, subject, offered_of(app, sources), month=month)


def _shown(view: View, record_id: str) -> Shown | None:
    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.attachments import files_of
    from invest_crm.services.history import record_history
    from invest_crm.services.money.reports import every_row, facts_of, parts_of

    facts = facts_of(view, record_id)
    if facts is None:
        return None
    project, month = parts_of(record_id)
    mine = files_of(view, Subject("project", project))
    evidence = tuple(line for line in mine if line.month == month and not line.archived)
    ids = [*every_row(view, project, month), *(line.id for line in evidence)]
    return Shown(facts, evidence, record_history(view, ids))
