"""What can be done on a list of records: to those selected, to the list, to its columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.filters.bar import KEYS as BUILD_KEYS
from invest_crm.ui.noting import KEYS as NOTE_KEYS
from invest_crm.ui.noting import NOTE
from invest_crm.ui.views.desk import KEYS as VIEW_KEYS
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.ui.records.page import RecordsPage

_READING: Final = ("copy", "record.link")
"""What is done to records without changing them."""
_DELETE: Final = N_("delete, remove")
_SEARCH: Final = N_("search this list")


def list_commands(page: RecordsPage) -> list[Command]:
    """Everything, with the state of the moment."""
    return [
        new_command(page),
        *selection_commands(page, page.grid.selected_ids()),
        *page.selection_extras(page.grid.selected_ids()),
        *_filter_commands(page),
        *page.list_groups.commands(),
        *page.list_colours.commands(),
        *_view_commands(page),
        *_column_commands(page),
        *_field_commands(page),
    ]


def new_command(page: RecordsPage) -> Command:
    """A new record."""
    return Command("record.new", page.words.new, page.new_record, "add", ("Ctrl+N",), writes=True)


def selection_commands(page: RecordsPage, ids: Sequence[str]) -> list[Command]:
    """What acts on records that are selected."""
    several = page.words.chosen(len(ids)) if ids else ""
    trash = bool(page.filter("trash"))

    def acts(
        name: str,
        title: str,
        do: Callable[[], object],
        icon: str,
        keys: tuple[str, ...] = (),
        keywords: str = "",
    ) -> Command:
        return Command(
            name, title, do, icon, keys, heard=True, keywords=keywords,
            enabled=lambda: "" if ids else _("Nothing is selected."), about=several, count=len(ids),
            writes=not name.startswith(_READING),
        )  # fmt: skip

    move = (
        acts("record.restore", N_("Restore"), lambda: page.archive(ids, restore=True), "restore")
        if trash
        else acts("record.trash", N_("Move to the trash"), lambda: page.archive(ids), "delete",
                  keywords=_DELETE)
    )  # fmt: skip
    return [
        acts("record.edit", N_("Edit"), partial(page.forms.edit, ids), "edit", ("Return",)),
        *([move] if page.has_trash else []),
        acts("copy", N_("Copy"), page.grid.copy, "copy", ("Ctrl+C",)),
        acts(
            "copy.headed",
            N_("Copy with headings"),
            partial(page.grid.copy, header=True),
            "copy",
            ("Ctrl+Shift+C",),
        ),
        *_cell_commands(page, acts),
        field_history(page),
        acts("record.link", N_("Copy link"), partial(page.views.copy_links, ids), "link"),
    ]


def field_history(page: RecordsPage) -> Command:
    """Who changed the field whose cell is current."""
    reason = "" if page.grid.current_id() else _("Nothing is selected.")
    return Command(
        "field.history", N_("History of this field"), partial(_tell_field, page), "history",
        enabled=lambda: reason,
    )  # fmt: skip


def _tell_field(page: RecordsPage) -> None:
    """The story of the field whose cell is current, in the panel."""
    index = page.grid.view.currentIndex()
    if not index.isValid() or page.side.busy():
        return
    column = page.grid.model.columns()[index.column()]
    page.history.only(column.key, column.title)
    page.panel.set_current_tab("history")
    page.side.show_part(page.panel)


def _cell_commands(page: RecordsPage, acts: Callable[..., Command]) -> list[Command]:
    """What writes the cells that are selected."""
    blocks = page.grid.blocks
    new = Command(
        "cells.new",
        N_("Paste as new records"),
        partial(blocks.paste, as_new=True),
        "paste",
        ("Ctrl+Shift+V",),
        writes=True,
    )
    return [
        acts("cells.paste", N_("Paste"), blocks.paste, "paste", ("Ctrl+V",)),
        new,
        acts("cells.type", N_("Type in the cell"), page.grid.editing.begin, "edit", ("F2",)),
        acts("cells.down", N_("Fill down"), partial(blocks.fill, "down"), "arrow_down",
             ("Ctrl+D",)),
        acts("cells.right", N_("Fill right"), partial(blocks.fill, "right"), "arrow_right",
             ("Ctrl+R",)),
        acts("cells.clear", N_("Clear cells"), blocks.clear, "close", ("Delete",)),
    ]  # fmt: skip


def note_command(page: RecordsPage, begin: Callable[[], object]) -> Command:
    """The line on which a visit to the record shown is noted."""
    reason = "" if page.shown_id else _("Select one record.")
    return Command(
        "note", NOTE, begin, "edit", (NOTE_KEYS,), heard=True, writes=True,
        enabled=lambda: reason,
    )  # fmt: skip


def _view_commands(page: RecordsPage) -> list[Command]:
    views = page.views

    def changed() -> str:
        return "" if views.is_changed() else _("The list is as the view was saved.")

    return [
        Command("views.list", N_("Views of this list"), views.open_list, "grid"),
        Command("views.save", N_("Save view"), views.save, "save", (VIEW_KEYS,), heard=True,
                enabled=changed, writes=True),
        Command("views.save_as", N_("Save as view…"), views.save_as, "save", writes=True),
        Command("views.revert", N_("Revert"), views.revert, "undo", enabled=changed),
    ]  # fmt: skip


def _filter_commands(page: RecordsPage) -> list[Command]:
    query = page.grid.query()
    whole = _("The whole list is shown.")
    return [
        Command("filter.list", N_("Filter this list"), page.grid.filter_bar.begin, "search",
                ("Ctrl+F", "/"), heard=True, keywords=_SEARCH),
        Command("filter.build", N_("Build a filter"), page.list_filter.open, "filter",
                (BUILD_KEYS,), heard=True),
        Command("filter.clear", N_("Clear the filter"), page.grid.clear_filter, "filter_clear",
                enabled=lambda: "" if query.narrowed else whole),
        *(
            Command(f"filter.{name}", N_("Only"),
                    partial(page.set_filter, name, not page.filter(name)), "filter", value=title)
            for name, title in page.switches.items()
        ),
    ]  # fmt: skip


def _column_commands(page: RecordsPage) -> list[Command]:
    columns, view = page.grid.columns, page.grid.view
    hide = lambda: columns.hide(view.currentIndex().column())  # noqa: E731 - one of a list
    freeze = lambda: columns.freeze(view.currentIndex().column())  # noqa: E731 - one of a list
    commands = [
        Command("columns.fit", N_("Fit all columns"), columns.fit_all, "columns"),
        Command("columns.reset", N_("Reset columns"), columns.start_over, "columns"),
        Command("columns.freeze", N_("Freeze up to this column"), freeze, "columns",
                enabled=lambda: "" if view.currentIndex().isValid() else _("No cell is chosen.")),
        Command("columns.unfreeze", N_("Unfreeze columns"), columns.unfreeze, "columns",
                enabled=lambda: "" if columns.frozen_more() else _("No more is frozen.")),
        Command("columns.hide", N_("Hide this column"), hide, "columns", ("Ctrl+0",), heard=True,
                enabled=lambda: "" if view.currentIndex().isValid() else _("No cell is chosen.")),
    ]  # fmt: skip
    shown = view.shown_columns()
    for place, column in enumerate(page.grid.model.columns()):
        if column.frozen:
            continue
        hidden = place not in shown
        commands.append(
            Command(
                f"column.{column.key}",
                N_("Show column") if hidden else N_("Hide column"),
                partial(columns.set_hidden, place, hidden=not hidden),
                "columns",
                value=column.heading,
                quiet=True,
            )
        )
    return commands


def _field_commands(page: RecordsPage) -> list[Command]:
    reason = "" if page.shown_id else _("Select one record.")
    return [
        Command(f"field.{key}", N_("Edit"), partial(page.edit_current, key), "edit",
                value=title, enabled=lambda: reason, quiet=True, writes=True)
        for key, title in page.fields.items()
    ]  # fmt: skip
