"""What the import page asks of the services; imported when it is done, not when the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.services.ledger.apply import ImportLine
    from invest_crm.services.ledger.plan import Plan
    from invest_crm.services.ledger.preview import Columns, Preview, ReadAs
    from invest_crm.services.ledger.preview_rows import FieldView, RowView
    from invest_crm.services.undo import Undone
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.operations import Progress


class _Quietly:
    """The window's progress as the services see it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def report(self, fraction: float, text: str) -> None:
        """Pass it on."""
        self._progress.report(fraction, text)

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._progress.cancelled()


def open_and_preview(app: App, path: Path, progress: Progress) -> Preview:
    """Parse a file and understand it."""
    from invest_crm.services.ledger import preview as service

    watch = _Quietly(progress)
    return _counted(service.preview(app, service.open_ledger(path, watch), progress=watch))


def preview(app: App, shown: Preview, how: ReadAs, progress: Progress) -> Preview:
    """Understand an open file in another way; another sheet or kind has other rows to decide."""
    from invest_crm.services.ledger import preview as service
    from invest_crm.services.ledger.decisions import NOTHING_DECIDED

    same = (how.sheet, how.kind) in {
        (shown.how.sheet, shown.how.kind),
        (shown.reading.sheet.name, shown.reading.kind),
    }
    said = shown.plan.decisions if same else NOTHING_DECIDED
    return _counted(service.preview(app, shown.opened, how, _Quietly(progress), said))


def compared_again(app: App, shown: Preview) -> Preview:
    """The same ledger against what is stored now."""
    from invest_crm.services.ledger import preview as service

    return _counted(service.compared_again(app, shown))


def compared_row(app: App, shown: Preview, place: int) -> Preview:
    """The same ledger with one row compared with what is stored now."""
    from invest_crm.services.ledger import preview as service

    return _counted(service.compared_row(app, shown, place))


def caught_up(fresh: Preview, shown: Preview) -> Preview:
    """A comparison with what was decided while it ran."""
    from invest_crm.services.ledger import preview as service

    return service.caught_up(fresh, shown)


def looked_again(app: App, shown: Preview, progress: Progress) -> Preview | None:
    """The file read anew if it was changed since it was read, else None."""
    from invest_crm.services.ledger import preview as service

    fresh = service.looked_again(app, shown, _Quietly(progress))
    return None if fresh is None else _counted(fresh)


def decided(shown: Preview, places: Sequence[int], **words: Any) -> Preview:
    """The preview with something said about rows."""
    from invest_crm.services.ledger import preview as service

    return service.decided(shown, places, **words)


def with_cell(shown: Preview, place: int, column: int, text: str | None) -> Preview:
    """The preview with a cell to be read from another text, or as the file has it."""
    from invest_crm.services.ledger import preview as service

    return service.with_cell(shown, place, column, text)


def tried(shown: Preview, place: int, column: int, text: str) -> FieldView | None:
    """What a field would be if a cell read another text."""
    from invest_crm.services.ledger import preview_rows

    return preview_rows.tried(shown, place, column, text)


def _counted(shown: Preview) -> Preview:
    """Count while still off the main thread; the counts are kept with the preview."""
    shown.counts, shown.touched  # noqa: B018 - computed once, here
    return shown


def remapped(shown: Preview, path: str, key: str | None, role: str, unit: str | None) -> Columns:
    """The mapping with one column changed; a field has one column unless it takes several."""
    from invest_crm.services.ledger import preview as service

    columns = service.columns_of(shown)
    for other, (taken, part, its_unit) in columns.items():
        if key is not None and (taken, part) == (key, role) and key not in {"contacts", "revenue"}:
            columns[other] = (None, "", its_unit)
    columns[path] = (key, role, unit)
    return columns


def row_view(shown: Preview, place: int) -> RowView:
    """One row with everything that was made of it."""
    from invest_crm.services.ledger import preview_rows

    return preview_rows.row_view(shown, place)


def apply(app: App, shown: Preview, progress: Progress) -> Outcome[Plan]:
    """Write what is shown."""
    from invest_crm.services.ledger.apply import apply_preview

    return apply_preview(app, shown, progress=_Quietly(progress))


def save_rejects(plan: Plan, path: Path) -> int:
    """Write the rows that were not imported."""
    from invest_crm.services.ledger import apply as service

    return service.save_rejects(plan, path)


def recent(app: App) -> list[ImportLine]:
    """The latest imports."""
    from invest_crm.services.ledger.apply import recent_imports

    return app.read(recent_imports)


def undo(app: App, change_set_id: str) -> Outcome[Undone]:
    """Take back an import."""
    from invest_crm.services import undo as service

    return app.write(service.undo, change_set_id)


def kinds() -> tuple[str, ...]:
    """The kinds of ledgers."""
    from invest_crm.services.ledger.choices import kinds as known

    return known()


def units() -> tuple[str, ...]:
    """The units offered for money."""
    from invest_crm.services.ledger.choices import MONEY_UNITS

    return MONEY_UNITS
