"""How a visit, call or meeting is noted from anywhere: the key and its words."""

from __future__ import annotations

from invest_crm.words import N_

KEYS = "Ctrl+M"
NOTE = N_("Note a visit, call or meeting in one line")
