"""Parts that would write, switched off with the reason where nothing can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_BEFORE = "tip before"


def refuse(part: QWidget, reason: str) -> None:
    """Switch a part off and say why in its tooltip; without a reason it is as it was before."""
    before = part.property(_BEFORE)
    if reason and before is None:
        part.setProperty(_BEFORE, part.toolTip())
        part.setEnabled(False)
    if reason:
        part.setToolTip(reason)
        part.setAccessibleDescription(reason)
    elif before is not None:
        part.setProperty(_BEFORE, None)
        part.setEnabled(True)
        part.setToolTip(str(before))
        part.setAccessibleDescription("")
