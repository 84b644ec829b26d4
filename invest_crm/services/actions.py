"""What each logged action is called: the words behind undo, redo and the history.

An action's params fill the sentence; they never hold personal data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTIONS = {
    "database.init": N_("Load reference data"),
    "demo.fill": N_("Fill in demonstration data"),
    "demo.remove": N_("Remove demonstration data"),
    "ledger.import": N_("Import {file} ({rows} rows)"),
    "project.create": N_("New project {name}"),
    "project.edit": N_("Edit project {name}"),
    "project.archive": N_("Archive {count} projects"),
    "project.restore": N_("Restore {count} projects"),
    "project.move": N_("Move {name} to {stage}"),
    "firm.create": N_("New firm {name}"),
    "firm.edit": N_("Edit firm {name}"),
    "firm.archive": N_("Archive {count} firms"),
    "firm.restore": N_("Restore {count} firms"),
    "firm.place": N_("Place firm {name} on {node}"),
    "firm.unplace": N_("Take firm {name} off {node}"),
    "contacts.edit": N_("Edit contacts of {name}"),
    "chain.edit": N_("Edit chain {name}"),
    "node.add": N_("Add {name}"),
    "node.edit": N_("Edit {name}"),
    "node.move": N_("Move {name}"),
    "node.delete": N_("Delete {name}"),
    "setting.change": N_("Change setting {name}"),
    "target.set": N_("Set annual target"),
    "calendar.edit": N_("Edit the calendar"),
    "access.note": N_("Personal data shown"),
    "undo": N_("Undo: {what}"),
    "redo": N_("Redo: {what}"),
}


def describe(action: str, params: Mapping[str, object]) -> str:
    """The sentence for an action, in the language in force."""
    if action in {"undo", "redo"}:
        inner = params.get("params")
        what = describe(str(params["action"]), inner if isinstance(inner, dict) else {})
        return _(ACTIONS[action]).format(what=what)
    return _(ACTIONS[action]).format(**params)
