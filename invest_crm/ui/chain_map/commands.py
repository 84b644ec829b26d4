"""What can be done on the map: edit, find, look closer, write a file, go to another chain."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.ui.chain_map.controls import FORMATS
from invest_crm.ui.chain_map.scene_view import STEP
from invest_crm.ui.commands.command import Command
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.ui.chain_map.page import ChainMapPage


def edit_command(page: ChainMapPage) -> Command:
    """Open or close the outline."""
    return Command("map.edit", N_("Edit map"), page.toggle_editing, "edit", writes=True)


def map_commands(page: ChainMapPage) -> list[Command]:
    """Everything, with the state of the moment."""
    view = page.view

    def drawn() -> str:
        return "" if view.picture() is not None else _("No map is shown.")

    def another(chain: str) -> str:
        return _("It is shown.") if chain == page.chain() else ""

    return [
        edit_command(page),
        Command("map.find", N_("Find a link"), page.finder.begin, "search", ("/",)),
        Command("map.fit", N_("The whole map"), view.fit, "maximize", ("0",), heard=True,
                enabled=drawn),
        Command("map.closer", N_("Larger (+)"), lambda: view.zoom_by(STEP), "zoom_in", ("+",),
                heard=True, enabled=drawn),
        Command("map.farther", N_("Smaller (-)"), lambda: view.zoom_by(1 / STEP), "zoom_out",
                ("-",), heard=True, enabled=drawn),
        *(
            Command(f"map.export.{paper}.{suffix}", N_("Export"),
                    partial(page.write_file, paper, suffix), "export",
                    value=words, enabled=drawn)
            for words, paper, suffix in FORMATS
        ),
        *(
            Command(f"map.chain.{chain}", N_("Chain"), partial(page.show_chain, chain),
                    "chain_map", value=name, enabled=partial(another, chain))
            for chain, name in page.switch.chains()
        ),
    ]  # fmt: skip
