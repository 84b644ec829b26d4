"""What each logged action is called: the words behind undo, redo and the history.

An action's params fill the sentence; they never hold personal data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ACTIONS: Mapping[str, str | Callable[[int], str]] = {
    "database.init": N_("Load reference data"),
    "demo.fill": N_("Fill in demonstration data"),
    "demo.remove": N_("Remove demonstration data"),
    "ledger.import": N_("Import {file} ({rows} rows)"),
    "project.create": N_("New project {name}"),
    "project.edit": N_("Edit project {name}"),
    "project.archive": lambda n: ngettext("Archive {count} project", "Archive {count} projects", n),
    "project.restore": lambda n: ngettext("Restore {count} project", "Restore {count} projects", n),
    "project.move": N_("Move {name} to {stage}"),
    "project.move.without": N_("Move {name} to {stage} all the same: {reason}"),
    "project.confirm": N_("Confirm {stage} of {name}"),
    "project.refuse": N_("Refuse {stage} of {name}: {reason}"),
    "project.cannot": N_("{name}: the investor cannot provide {what} yet"),
    "project.cannot.withdraw": N_("{name}: the answer about {what} is withdrawn"),
    "project.state": N_("Set {name} to {state}"),
    "agreement.add": N_("{type} of {name}"),
    "agreement.void": N_("Void {type} of {name}"),
    "firm.create": N_("New firm {name}"),
    "firm.edit": N_("Edit firm {name}"),
    "firm.archive": lambda n: ngettext("Archive {count} firm", "Archive {count} firms", n),
    "firm.restore": lambda n: ngettext("Restore {count} firm", "Restore {count} firms", n),
    "firm.place": N_("Place firm {name} on {node}"),
    "firm.unplace": N_("Take firm {name} off {node}"),
    "request.create": N_("New request of {name}"),
    "request.edit": N_("Edit request of {name}"),
    "request.close": N_("Settle request of {name}"),
    "requests.close": lambda n: ngettext("Settle {count} request", "Settle {count} requests", n),
    "request.reopen": N_("Take up request of {name} again"),
    "requests.reopen": lambda n: ngettext(
        "Take up {count} request again", "Take up {count} requests again", n
    ),
    "request.archive": lambda n: ngettext("Archive {count} request", "Archive {count} requests", n),
    "request.restore": lambda n: ngettext("Restore {count} request", "Restore {count} requests", n),
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
    "agreement.amount": N_("Change the amount of {type} of {name}"),
    "agreement.signing": N_("Signing of {name}: {signing}"),
    "commitment.add": N_("New promise: {text}"),
    "commitment.edit": N_("Edit promise: {text}"),
    "commitment.cells": N_("Edit promise: {name}"),
    "commitment.state": lambda n: ngettext(
        "Promise {state}: {text}", "{count} promises {state}", n
    ),
    "commitment.archive": lambda n: ngettext(
        "Archive {count} promise", "Archive {count} promises", n
    ),
    "commitment.restore": lambda n: ngettext(
        "Restore {count} promise", "Restore {count} promises", n
    ),
    "review.convene": N_("Joint review of {name}, round {n}"),
    "review.edit": N_("Edit the joint review of {name}, round {n}"),
    "review.answer": N_("Joint review of {name}: {department} {verdict}"),
    "review.withdraw": N_("Joint review of {name}: take back the opinion of {department}"),
    "review.remove": N_("Remove the joint review of {name}, round {n}"),
    "responsible.create": N_("New person or unit {name}"),
    "responsible.edit": N_("Edit person or unit {name}"),
    "responsible.archive": lambda n: ngettext(
        "Archive {count} person or unit", "Archive {count} people or units", n
    ),
    "responsible.restore": lambda n: ngettext(
        "Restore {count} person or unit", "Restore {count} people or units", n
    ),
    "responsible.take": lambda n: ngettext(
        "Take {count} name from projects", "Take {count} names from projects", n
    ),
    "responsible.handover": lambda n: ngettext(
        "{giver} hands {count} role over to {taker}",
        "{giver} hands {count} roles over to {taker}",
        n,
    ),
    "cells.edit": N_("Edit {cells} cells"),
    "cells.paste": N_("Paste {cells} cells"),
    "cells.fill": N_("Fill {cells} cells"),
    "cells.clear": N_("Clear {cells} cells"),
    "cells.bulk": N_("Change {rows} records"),
    "attachment.add": lambda n: ngettext(
        "Attach {count} file to {name}", "Attach {count} files to {name}", n
    ),
    "attachment.version": N_("Add {count} new versions of attachments of {name}"),
    "attachment.rename": N_("Rename an attachment of {name}"),
    "attachment.archive": N_("Move {count} attachments of {name} to the trash"),
    "attachment.restore": N_("Restore {count} attachments of {name}"),
    "attachment.kind": N_("Mark an attachment of {name} as {kind}"),
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
    "schedule.make": N_("Back-schedule {name}"),
    "schedule.make.many": N_("Back-schedule {count} projects"),
    "schedule.replan": N_("Plan the unfinished tasks of {name} anew for {target}"),
    "schedule.follow": N_("Put off the unfinished tasks of {name} to {target}"),
    "schedule.delete": N_("Give up the schedule of {name}"),
    "schedule.task.edit": N_("Schedule of {name}: {what} of “{task}”"),
    "schedule.task.add": N_("Schedule of {name}: new task “{task}”"),
    "schedule.task.remove": N_("Schedule of {name}: take out “{task}”"),
    "schedule.task.links": N_("Schedule of {name}: what “{task}” waits for"),
    "schedule.task.report": N_("Schedule of {name}: “{task}” {what}"),
    "approval.open": N_("Set up the approvals of {name}"),
    "approval.add": N_("Add approval {item} to {name}"),
    "approval.case": N_("Edit the approval data of {name}"),
    "approval.accepted": N_("{item} of {name} accepted"),
    "approval.gap_accepted": N_("{item} of {name} accepted with gaps"),
    "approval.promised": N_("{item} of {name} granted on promise"),
    "approval.stopped": N_("Clock of {item} of {name} stopped"),
    "approval.resumed": N_("Clock of {item} of {name} goes on"),
    "approval.noticed": N_("Notice of the broken promise for {item} of {name}"),
    "approval.granted": N_("{item} of {name} granted"),
    "approval.refused": N_("{item} of {name} refused"),
    "approval.ended": N_("{item} of {name} ended"),
    "approval.not_needed": N_("{item} of {name} not needed"),
    "approval.check_passed": N_("Check of {item} of {name} passed"),
    "approval.check_failed": N_("Check of {item} of {name} failed"),
    "approval.extended": N_("{item} of {name} extended"),
    "approval.repaired": N_("Credit repaired after {item} of {name}"),
    "approvals.step": N_("{count} approvals: {step}"),
    "approval.withdraw": N_("Take back “{step}” of {item} of {name}"),
    "approval.holder": N_("Say who holds {count} approvals"),
    "approval.edit": N_("Edit approval {name}"),
    "approval.papers": N_("{count} papers of {item} of {name} handed in"),
    "approval.item": N_("Edit approval item {item}"),
    "approval.item.retire": N_("Retire approval item {item}"),
    "approval.item.revive": N_("Take up approval item {item} again"),
    "statistics.prepared": N_("Papers of {name} complete for the statistics"),
    "statistics.handed": N_("{name} handed to the statistics bureau"),
    "statistics.visited": N_("Site of {name} verified"),
    "statistics.returned": N_("{name} returned by the statistics bureau"),
    "statistics.accepted": N_("{name} accepted into the statistics"),
    "statistics.steps": N_("{count} applications to the statistics: {step}"),
    "statistics.withdraw": N_("Take back “{step}” of {name}"),
    "statistics.holder": N_("Say who holds {count} applications to the statistics"),
    "statistics.case": N_("Edit the application of {name} to the statistics"),
    "statistics.paper": N_("{kind} of {name}: what stands on it"),
    "statistics.cannot": N_("{name} cannot provide yet: {what}"),
    "revenue.report": N_("Revenue reported by {name}"),
    "revenue.paste": N_("{count} figures of revenue reported"),
    "revenue.void": N_("Take back a figure of revenue of {name}"),
    "approval.item.reset": N_("Approval item {item} as it is shipped"),
    "month.edit": N_("Monthly report of {name}, {month}"),
    "month.correct": N_("Correct {month} of {name}: {reason}"),
    "month.correct.void": N_("Take back a correction of {month} of {name}"),
    "month.close": N_("Close {month}"),
    "month.reopen": N_("Open {month} again: {reason}"),
    "month.evidence": N_("Evidence for {month} of {name}"),
    "money.figure": N_("Figure of {name}: {basis}"),
    "money.figure.void": N_("Take back a figure of {name}: {basis}"),
    "progress.add": N_("Progress of {name}"),
    "progress.void": N_("Take back progress of {name}"),
    "utility.need": N_("What {name} needs of utilities"),
    "utility.need.remove": N_("Take out what {name} needs of utilities"),
    "utility.capacity": N_("Capacity of {park}: {utility}"),
    "utility.apply": N_("{name} applies: {what}"),
    "utility.step": N_("{what} of {name}: {step}"),
    "utility.step.void": N_("Take back the latest step of {what} of {name}"),
    "utility.days": N_("Promised days of {procedure}: {days}"),
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
    "trash.restore": lambda n: ngettext(
        "Restore {count} record from the trash", "Restore {count} records from the trash", n
    ),
    "access.note": N_("Personal data shown"),
    "undo": N_("Undo: {what}"),
    "redo": N_("Redo: {what}"),
}


def describe(action: str, params: Mapping[str, object]) -> str:
    """The sentence for an action, in the language in force."""
    if action in {"undo", "redo"}:
        inner = params.get("params")
        what = describe(str(params["action"]), inner if isinstance(inner, dict) else {})
        return _words(action, 1).format(what=what)
    return _words(action, params.get("count")).format(**params)


def _words(action: str, count: object) -> str:
    words = ACTIONS[action]
    if isinstance(words, str):
        return _(words)
    return words(count if isinstance(count, int) else 2)
