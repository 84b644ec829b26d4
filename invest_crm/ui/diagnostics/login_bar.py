"""User and password of a server, asked for in place; they are kept nowhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from invest_crm.ui import theme
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.words import _

_WIDE = 180


class LoginBar(NoticeBar):
    """``given(user, password)`` by Enter or the button."""

    given = Signal(str, str)

    def __init__(self, user: str) -> None:
        super().__init__(
            _("User and password of the database server. The password is kept nowhere."), "info"
        )
        self.user, self.password = QLineEdit(user), QLineEdit()
        self.user.setAccessibleName(_("User"))
        self.user.setPlaceholderText(_("User"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password"))
        self.password.setPlaceholderText(_("Password"))
        self.connect_button = QPushButton(_("Connect"))
        theme.set_role(self.connect_button, "primary")
        self.connect_button.clicked.connect(lambda _on=False: self._give())
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        for edit in (self.user, self.password):
            edit.setMaximumWidth(theme.px(_WIDE))
            edit.returnPressed.connect(self._give)
            row.addWidget(edit)
        row.addWidget(self.connect_button)
        row.addStretch(1)
        self.column.addLayout(row)

    def begin(self) -> None:
        """Put the cursor where something is missing."""
        (self.password if self.user.text() else self.user).setFocus()

    def _give(self) -> None:
        self.given.emit(self.user.text(), self.password.text())
