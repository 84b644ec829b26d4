"""Below each empty field of the form: required by now, or required for the next stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.gates import needed_at
from invest_crm.domain.stages import Stage
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QLabel

    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.ui.kit.form import Form


class NeededMarks:
    """Marks fields as the gates say; a field that is filled says nothing, and the rest is free."""

    def __init__(self, form: Form, record: ProjectRecord) -> None:
        self._form = form
        self._labels: dict[str, QLabel] = {}
        for key, words in needed_words(record).items():
            if key in form.texts():
                self._labels[key] = label(words[0], words[1], wrap=True)
                form.put_below(key, self._labels[key])
        self.follow()
        form.changed.connect(lambda _key: self.follow())

    def follow(self) -> None:
        """Show the marks of the fields that are empty."""
        texts = self._form.texts()
        for key, mark in self._labels.items():
            mark.setVisible(not texts[key].strip())

    def shown(self) -> dict[str, str]:
        """The words that stand below fields now."""
        return {key: mark.text() for key, mark in self._labels.items() if not mark.isHidden()}

    def hide(self) -> None:
        """Give the place below the fields to something more pressing."""
        for mark in self._labels.values():
            mark.hide()
        self._labels.clear()


def needed_words(record: ProjectRecord) -> Mapping[str, tuple[str, str]]:
    """Words and their look by field, only where a stage asks for the field."""
    stage = Stage(record["stage"])
    following = stage.following
    now = _("Required by “{stage}”").format(stage=stage.label)
    then = _("Required for “{stage}”").format(stage=following.label if following else "")
    looks = {"required": (now, "doubt"), "next": (then, "hint")}
    found = {key: needed_at(key, stage, record.values) for key in record.values}
    return {key: looks[need] for key, need in found.items() if need}
