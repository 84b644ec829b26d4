"""Attributes of what is chosen in the outline: a chain, a tier or segment, or a link.

Every field is written when it is left (or on Enter), as an edit of its own; what cannot be
written is said beside the field. It must not know services.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QVBoxLayout, QWidget

from invest_crm.domain.chain_state import STATES
from invest_crm.domain.industry import industry, normalise_code, search_industry
from invest_crm.maps.labels import state_word
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.form import Field, Form
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.chains.edit import OutlineNode

_APART: Final = re.compile(r"[\s,，、;；]+")
_SUGGESTED: Final = 8


def read_codes(text: str) -> tuple[tuple[str, ...], str]:
    """Industry codes as stored, or what is wrong with them (GB/T 4754-2017)."""
    codes = tuple(dict.fromkeys(normalise_code(part) for part in _APART.split(text) if part))
    unknown = [code for code in codes if industry(code) is None]
    if unknown:
        return codes, _("{codes} is not in GB/T 4754-2017.").format(codes=", ".join(unknown))
    return codes, ""


def read_words(text: str) -> tuple[tuple[str, ...], str]:
    """Keywords between commas or spaces."""
    return tuple(dict.fromkeys(part for part in _APART.split(text) if part)), ""


def code_names(codes: Sequence[str]) -> str:
    """The codes with their names, a line each."""
    found = [(code, industry(code)) for code in codes]
    return "\n".join(f"{code} {entry.name}" for code, entry in found if entry is not None)


class Details(QWidget):
    """``edited(values)`` with keys of the node or chain; ``state_set(state, reason)``."""

    edited = Signal(object)
    state_set = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_SMALL)
        self._form: Form | None = None
        self._parts: list[QWidget] = []

    def show_chain(self, values: Mapping[str, str], *, named: bool) -> None:
        """Attributes of a chain; ``named``: its name can be changed here."""
        fields = [
            Field("leader", _("Chain leader")),
            Field("leading_firm", _("Leading firm")),
            Field("lead_department", _("Lead department")),
            Field("target_regions", _("Target regions"), hint=_("Yangtze delta, Shandong")),
        ]
        if named:
            fields.insert(0, Field("name", _("Node name"), required=True))
        self._start(fields, {field.key: values.get(field.key, "") for field in fields})

    def show_branch(self, node: OutlineNode) -> None:
        """Attributes of a tier or segment."""
        fields = _name_fields()
        self._start(fields, {"name": node.name, "name_en": node.name_en or ""})

    def show_leaf(self, node: OutlineNode) -> None:
        """Attributes of a link."""
        states = tuple((state, state_word(state)) for state in STATES)
        fields = [
            *_name_fields(),
            Field("codes", _("Industry codes"), hint=_("Code or name"), check=read_codes),
            Field("keywords", _("Keywords"), check=read_words),
            Field("note", _("Note")),
            Field("state", _("State by hand"), "choice", choices=states),
            Field("reason", _("Grounds"), hint=_("Why the computed state does not fit")),
        ]
        self._start(
            fields,
            {
                "name": node.name,
                "name_en": node.name_en or "",
                "codes": " ".join(node.codes),
                "keywords": "、".join(node.keywords),
                "note": node.note or "",
                "state": node.state_override or "",
                "reason": node.override_reason or "",
            },
            switches=(
                ("critical", _("Critical link"), "star", node.critical),
                ("env_sensitive", _("Environment-sensitive"), "leads", node.env_sensitive),
            ),
        )
        self._dress_leaf(node)

    def form(self) -> Form | None:
        """The form on screen."""
        return self._form

    def commit(self, key: str) -> None:
        """Write a field that was changed, or say what is wrong with it."""
        form = self._form
        if form is None or key not in form.touched():
            return
        problem = form.problems().get(key, "")
        form.set_problem(key, problem)
        if problem:
            return
        if key in ("state", "reason"):
            self._commit_state(form)
            return
        empty: Any = () if key in ("codes", "keywords") else ""
        value = form.values()[key] or empty
        form.set_texts({key: form.texts()[key]})
        self.edited.emit({key: value or (None if key in ("note", "name_en") else empty)})

    def _commit_state(self, form: Form) -> None:
        texts = form.texts()
        if texts["state"] and not texts["reason"].strip():
            form.set_problem("reason", _("Say in a few words why."))
            form.editor("reason").setFocus()
            return
        form.set_texts({key: texts[key] for key in ("state", "reason")})
        self.state_set.emit(texts["state"], texts["reason"])

    def _start(
        self,
        fields: Sequence[Field],
        texts: Mapping[str, str],
        switches: Sequence[tuple[str, str, str, bool]] = (),
    ) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        if switches:
            self._add(_Switches(switches, self))
        form = self._form = Form(fields)
        form.set_texts(texts)
        for field in fields:
            editor = form.editor(field.key)
            if isinstance(editor, QLineEdit):
                editor.setCursorPosition(0)
                editor.editingFinished.connect(lambda key=field.key: self.commit(key))
            elif isinstance(editor, Choice):
                editor.activated.connect(lambda _index, key=field.key: self.commit(key))
        self._add(form)

    def _dress_leaf(self, node: OutlineNode) -> None:
        form = self._form
        if form is None:
            return
        state, codes = form.editor("state"), form.editor("codes")
        if isinstance(state, Choice):
            state.setItemText(0, _("By the records"))
        if isinstance(codes, QLineEdit):
            CodeLookup(codes)
        names = code_names(node.codes)
        if names:
            note: QLabel = label(names, "hint", wrap=True)
            self._add(note)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._column.addWidget(part)


class CodeLookup(QCompleter):
    """Suggests industry codes for the last word of a line, by code, name or initials."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self._model = QStringListModel(self)
        self.setModel(self._model)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setWidget(line)
        line.textEdited.connect(self._suggest)
        self.activated.connect(self._take)

    def suggestions(self) -> list[str]:
        """What is offered now."""
        return list(self._model.stringList())

    def _suggest(self, text: str) -> None:
        last = _APART.split(text)[-1]
        found = search_industry(last, _SUGGESTED) if last else ()
        self._model.setStringList([f"{entry.code} {entry.name}" for entry in found])
        if found and not (len(found) == 1 and found[0].code == last):
            self.complete()
        elif (popup := self.popup()) is not None:
            popup.hide()

    def _take(self, line: str) -> None:
        code = line.split(" ", 1)[0]
        before = _APART.split(self._line.text())[:-1]
        self._line.setText(" ".join([*before, code]) + " ")


class _Switches(QWidget):
    """Facts that are so or not, as pills."""

    def __init__(self, switches: Sequence[tuple[str, str, str, bool]], details: Details) -> None:
        super().__init__()
        row = FlowLayout(self, gap=theme.GAP_SMALL)
        for key, words, icon, on in switches:
            pill = PillButton(words, checked=on, icon=icon)
            pill.clicked.connect(lambda key=key, on=on: details.edited.emit({key: not on}))
            row.addWidget(pill)


def _name_fields() -> list[Field]:
    return [
        Field("name", _("Node name"), required=True),
        Field("name_en", _("English name")),
    ]
