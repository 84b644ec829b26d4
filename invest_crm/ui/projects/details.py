"""The tabs of a project's panel: all fields, contacts, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from invest_crm.domain.masking import mask_phone
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import FIELDS, site_mode_label
from invest_crm.domain.stages import AgreementType
from invest_crm.ui import theme
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.project_fields import Field
    from invest_crm.services.projects.panel import ProjectPanel

_LEFT_OUT = frozenset({"name", "contacts", "stage", "side_state", "extra", "flags"})


class DetailsTab(QWidget):
    """Every filled field, label beside value; columns of the ledger that have no field below."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_TINY)
        self._grid.setColumnStretch(1, 1)

    def show_panel(self, panel: ProjectPanel) -> None:
        """Show a project."""
        _clear(self._grid)
        row = 0
        for field in FIELDS:
            text = "" if field.key in _LEFT_OUT else _words(field, panel)
            if text:
                self._add(row, field.label, text)
                row += 1
        for heading, text in panel.record["extra"].items():
            self._add(row, heading, text)
            row += 1

    def _add(self, row: int, title: str, text: str) -> None:
        name = label(title, "label")
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        value = label(text, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)


class ContactsTab(QWidget):
    """The people of a project; phones masked."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_SMALL)

    def show_panel(self, panel: ProjectPanel) -> None:
        """Show a project."""
        _clear(self._column)
        people = panel.record["contacts"]
        if not people:
            self._column.addWidget(label(_("No contact yet."), "hint"))
        for person in people:
            head = " ".join(part for part in (person.name, person.post) if part)
            self._column.addWidget(label(head or "—", "strong"))
            if person.phone:
                self._column.addWidget(label(mask_phone(person.phone), "label"))


class HistoryTab(QWidget):
    """Who changed what and when."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_SMALL)

    def show_panel(self, panel: ProjectPanel) -> None:
        """Show a project."""
        _clear(self._column)
        for line in panel.history:
            when = line.at[:16].replace("T", " ")
            self._column.addWidget(label(line.what, wrap=True))
            self._column.addWidget(label(f"{line.actor} · {when}", "hint"))


def _words(field: Field, panel: ProjectPanel) -> str:
    value = panel.record[field.key]
    if value in (None, "", ()):
        return ""
    if field.kind == "money":
        return show_amount(value)
    if field.kind == "date":
        return show(value, year=panel.today.year) if value.value else _("reached, date unknown")
    if field.kind == "area":
        from invest_crm.domain.area import sqdm_to_mu_text

        return _("{n} mu").format(n=sqdm_to_mu_text(value))
    if field.key in {"chain", "node"}:
        return panel.chain if field.key == "chain" else panel.node
    if field.key == "agreement_type":
        return AgreementType(value).label
    if field.key == "site_mode":
        return site_mode_label(value)
    return str(value)


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
