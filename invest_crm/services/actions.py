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
    "project.move.without": N_("Move {name} to {stage} all the same: {reason}"),
    "project.state": N_("Set {name} to {state}"),
    "agreement.add": N_("{type} of {name}"),
    "agreement.void": N_("Void {type} of {name}"),
    "firm.create": N_("New firm {name}"),
    "firm.edit": N_("Edit firm {name}"),
    "firm.archive": N_("Archive {count} firms"),
    "firm.restore": N_("Restore {count} firms"),
    "firm.place": N_("Place firm {name} on {node}"),
    "firm.unplace": N_("Take firm {name} off {node}"),
    "request.create": N_("New request of {name}"),
    "request.edit": N_("Edit request of {name}"),
    "request.close": N_("Settle request of {name}"),
    "requests.close": N_("Settle {count} requests"),
    "request.reopen": N_("Take up request of {name} again"),
    "requests.reopen": N_("Take up {count} requests again"),
    "request.archive": N_("Archive {count} requests"),
    "request.restore": N_("Restore {count} requests"),
    "parcel.create": N_("New parcel or plant {name}"),
    "parcel.edit": N_("Edit parcel or plant {name}"),
    "parcel.archive": N_("Archive {count} parcels or plants"),
    "parcel.restore": N_("Restore {count} parcels or plants"),
    "land.reserve": N_("Reserve {parcel} for {name}"),
    "land.reserve.all": N_("Reserve places for {count} projects"),
    "land.move": N_("{parcel} for {name}: {state}"),
    "land.release": N_("Give back {parcel} of {name}"),
    "land.need": N_("Needs of {name}"),
    "land.step": N_("Land step of {name}: {step}"),
    "land.indicator": N_("{indicator} of {name}"),
    "land.indicator.void": N_("Take back {indicator} of {name}"),
    "land.step.void": N_("Take back land step of {name}: {step}"),
    "cells.edit": N_("Edit {cells} cells"),
    "cells.paste": N_("Paste {cells} cells"),
    "cells.fill": N_("Fill {cells} cells"),
    "cells.clear": N_("Clear {cells} cells"),
    "cells.bulk": N_("Change {rows} records"),
    "attachment.add": N_("Attach {count} files to {name}"),
    "attachment.version": N_("Add {count} new versions of attachments of {name}"),
    "attachment.rename": N_("Rename an attachment of {name}"),
    "attachment.archive": N_("Move {count} attachments of {name} to the trash"),
    "attachment.restore": N_("Restore {count} attachments of {name}"),
    "attachment.note": N_("Note on an attachment of {name}"),
    "contacts.edit": N_("Edit contacts of {name}"),
    "chain.edit": N_("Edit chain {name}"),
    "node.add": N_("Add {name}"),
    "node.edit": N_("Edit {name}"),
    "node.move": N_("Move {name}"),
    "node.delete": N_("Delete {name}"),
    "interaction.add": N_("Note a contact with {name}"),
    "interaction.correct": N_("Correct a contact with {name}"),
    "interaction.void": N_("Take back a contact with {name}"),
    "task.add": N_("New task: {text}"),
    "task.edit": N_("Edit task: {text}"),
    "task.done": N_("Task done: {text}"),
    "task.postpone": N_("Postpone task: {text}"),
    "task.snooze": N_("Put task aside: {text}"),
    "task.hand_over": N_("Hand task to {person}: {text}"),
    "task.drop": N_("Drop task: {text}"),
    "task.reopen": N_("Take up task again: {text}"),
    "setting.change": N_("Change setting {name}"),
    "calibre.add": N_("New calibre {name}"),
    "view.save": N_("Save view {name}"),
    "view.change": N_("Change view {name}"),
    "view.rename": N_("Rename view {name}"),
    "view.share": N_("Share view {name}"),
    "view.lock": N_("Lock view {name}"),
    "view.keep": N_("Keep view {name} to oneself"),
    "view.pin": N_("Pin view {name}"),
    "view.unpin": N_("Unpin view {name}"),
    "view.order": N_("Order the pinned views"),
    "view.delete": N_("Delete view {name}"),
    "target.set": N_("Set annual target"),
    "calendar.edit": N_("Edit the calendar"),
    "trash.restore": N_("Restore {count} records from the trash"),
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
