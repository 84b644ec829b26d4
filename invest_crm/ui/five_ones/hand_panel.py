"""Handing all roles to another: to whom, on which day, and what would read how afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from invest_crm.ui.approvals.ticks import Ticks
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.records.occasion import Occasion
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.five_ones.handing import HandedOver, HeldRole
    from invest_crm.ui.five_ones.jobs import HandOffer


class HandPanel(Occasion):
    """``asked(taker id)`` for what would change; ``accepted(values, keys, leaves)``."""

    asked = Signal(str)
    accepted = Signal(object, object, bool)

    def __init__(self, offer: HandOffer) -> None:
        super().__init__(_("Hand over roles"), pgettext("five ones", "Hand over"))
        name = offer.giver["name"]
        self.body.addWidget(label(_("{name} hands over to").format(name=name), "strong", wrap=True))
        takers = tuple((one.id, _named(one["name"], one["post"])) for one in offer.takers)
        self.form = Form(
            [
                Field("to", _("Taken over by"), "choice", choices=(("", "—"), *takers),
                      required=True, check=checks.plain),
                Field("on", _("On"), "date", required=True, check=day_check(offer.today)),
                Field("reason", _("Reason"), check=checks.plain,
                      hint=_("e.g. moved to another post")),
            ]
        )  # fmt: skip
        self.form.set_texts({"on": offer.today.isoformat()})
        self.form.changed.connect(self._changed)
        self.body.addWidget(self.form)
        self.leaves = QCheckBox(_("Leaves office"))
        self.leaves.setChecked(True)
        self.body.addWidget(self.leaves)
        self._roles = QVBoxLayout()
        held = QWidget()
        held.setLayout(self._roles)
        self._roles.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(held)
        self.ticks: list[Ticks] = []
        self.button.setEnabled(False)
        if not takers:
            self._say(_("Nobody else of this kind is recorded: enter the successor first."))
        self.agreed.connect(self.accept)

    def begin(self) -> None:
        """The cursor where the successor is chosen."""
        self.form.editor("to").setFocus()

    def show_roles(self, roles: Sequence[HeldRole]) -> None:
        """What would change, by role; everything is ticked."""
        empty_layout(self._roles)
        self.ticks = []
        if not roles:
            self._say(_("Nothing is in this name."))
        n = len(roles)
        if roles:
            said = ngettext("{n} role changes hands", "{n} roles change hands", n).format(n=n)
            self._roles.addWidget(label(said, "strong"))
        for role in dict.fromkeys(one.role for one in roles):
            words = {one.key: _words(one) for one in roles if one.role is role}
            ticks = Ticks(f"{role.label} {len(words)}", words, words)
            self.ticks.append(ticks)
            self._roles.addWidget(ticks)
        self.button.setEnabled(bool(roles))

    def accept(self) -> None:
        """Hand over what is ticked, if nothing is wrong."""
        if self.button.isEnabled() and self.form.check():
            keys = tuple(key for ticks in self.ticks for key in ticks.checked())
            self.accepted.emit(self.form.values(), keys, self.leaves.isChecked())

    def _changed(self, key: str) -> None:
        if key == "to":
            self.button.setEnabled(False)
            taker = self.form.texts()["to"]
            if taker:
                self.asked.emit(taker)

    def _say(self, words: str) -> None:
        self._roles.addWidget(label(words, "hint", wrap=True))


def _words(role: HeldRole) -> str:
    if role.before == role.after:
        return role.subject
    return _("{subject}: {before} → {after}").format(
        subject=role.subject, before=role.before, after=role.after
    )


def _named(name: str, post: str | None) -> str:
    return f"{name} · {post}" if post else name


def list_title(over: HandedOver) -> str:
    """What the file of a printed list is called."""
    return _("Hand-over list {giver}-{taker}").format(giver=over.from_name, taker=over.to_name)
