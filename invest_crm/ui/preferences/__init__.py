"""设置: this machine, the unit, calibre, targets, calendar, data and safety, about."""
