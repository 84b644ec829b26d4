"""Every command of the window declared once: menus, buttons, palette and key sheet read it.

An action has an id, a text, an icon role, a shortcut and a scope; what it does is connected by
whoever offers it. Duplicate ids are refused at once; clashing shortcuts are listed by
``clashes`` for a test. The module must not know pages or services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from invest_crm.ui import icons
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command: ``text`` is a message id (``N_``), ``scope`` a page id or ``global``."""

    id: str
    text: str
    icon: str = ""
    shortcut: str = ""
    scope: str = GLOBAL


class Registry:
    """The declared commands, in order of declaration."""

    def __init__(self, specs: Iterable[ActionSpec] = ()) -> None:
        self._specs: dict[str, ActionSpec] = {}
        for spec in specs:
            self.declare(spec)

    def declare(self, spec: ActionSpec) -> ActionSpec:
        """Add a command; raises ValueError if its id is taken."""
        if spec.id in self._specs:
            raise ValueError(f"action declared twice: {spec.id}")
        self._specs[spec.id] = spec
        return spec

    def spec(self, action_id: str) -> ActionSpec:
        """One declaration; raises KeyError for an unknown id."""
        return self._specs[action_id]

    def specs(self, scope: str | None = None) -> tuple[ActionSpec, ...]:
        """All declarations, or those of one scope and the global ones."""
        everything = self._specs.values()
        return tuple(s for s in everything if scope is None or s.scope in (scope, GLOBAL))

    def clashes(self) -> list[tuple[str, str, str]]:
        """Pairs of ids that share a shortcut where both can be heard: (key, first, second)."""
        found: list[tuple[str, str, str]] = []
        keyed = [spec for spec in self._specs.values() if spec.shortcut]
        for place, first in enumerate(keyed):
            for second in keyed[place + 1 :]:
                together = first.scope == second.scope or GLOBAL in (first.scope, second.scope)
                if together and QKeySequence(first.shortcut) == QKeySequence(second.shortcut):
                    found.append((first.shortcut, first.id, second.id))
        return found

    def make(self, action_id: str, parent: QObject, do: Callable[[], object]) -> QAction:
        """A ``QAction`` of a declared command that calls ``do``; owned by ``parent``."""
        spec = self._specs[action_id]
        action = QAction(_(spec.text), parent)
        action.setObjectName(spec.id)
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
            if spec.scope != GLOBAL:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: do())
        return action
