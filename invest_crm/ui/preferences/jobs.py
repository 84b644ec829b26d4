"""What the settings page asks of the services; imported when it is done, not when the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from invest_crm.domain.workdays import DayKind
    from invest_crm.services.backups import BackupLine
    from invest_crm.services.calendar import YearOfDays
    from invest_crm.services.calibres import Version
    from invest_crm.services.work import App, Outcome, Work


class Settings(Struct, frozen=True):
    """Everything the page shows of the database."""

    today: date
    options: Mapping[str, str]
    calibres: Sequence[Version]
    targets: Mapping[str, int | None]
    target_year: int
    days: YearOfDays
    where: str
    server: bool
    backups: tuple[BackupLine, ...]


class Checked(Struct, frozen=True):
    """One integrity check, in words."""

    name: str
    ok: bool
    detail: str


def load(app: App, target_year: int | None, calendar_year: int | None) -> Settings:
    """Read everything once; a year left open is the present one."""
    from invest_crm.services.backups import list_backups
    from invest_crm.services.calendar import year_of_days
    from invest_crm.services.calibres import list_calibres
    from invest_crm.services.options import options
    from invest_crm.services.targets import list_targets

    today = app.read(lambda view: view.today)
    year = target_year or today.year
    path = app.database.path
    return Settings(
        today,
        app.read(options),
        app.read(list_calibres),
        app.read(list_targets, year),
        year,
        app.read(year_of_days, calendar_year or today.year),
        str(path) if path is not None else app.database.url.render_as_string(hide_password=True),
        path is None,
        tuple(list_backups(limit=5)),
    )


def set_options(app: App, values: Mapping[str, str]) -> Outcome[None]:
    """Change options of the database in one step."""
    from invest_crm.services.options import SetOption, set_option

    def change_options(work: Work, changed: Mapping[str, str]) -> None:
        for key, value in changed.items():
            set_option(work, SetOption(key, value))

    return app.write(change_options, values)


def add_calibre(app: App, name: str, texts: Mapping[str, str]) -> Outcome[str]:
    """Make a version of the calibre for this year and put it in force."""
    from invest_crm.services.calibres import NewCalibre, add_calibre

    year = app.read(lambda view: view.today).year
    return app.write(add_calibre, NewCalibre(name, year, texts))


def set_targets(app: App, year: int, values: Mapping[str, int | None]) -> Outcome[None]:
    """Change the targets of a year."""
    from invest_crm.services import targets

    return app.write(targets.set_targets, targets.SetTargets(year, values))


def set_day(app: App, day: date, kind: DayKind | None) -> Outcome[None]:
    """Enter or take back a day of the bureau's own."""
    from invest_crm.services import calendar

    return app.write(calendar.set_day, calendar.SetDay(day, kind))


def back_up(app: App) -> BackupLine:
    """Make a verified backup; returns its line."""
    from invest_crm.services.backups import list_backups, make_backup

    _manifest, path = make_backup(app)
    return next(line for line in list_backups(path.parent) if line.path == path)


def check(app: App) -> list[Checked]:
    """Every integrity check."""
    from invest_crm.services import upkeep

    return [
        Checked(_(upkeep.CHECKS[finding.check]), finding.ok, finding.detail)
        for finding in app.read(upkeep.check)
    ]


def try_open(where: Path, *, create: bool) -> str:
    """Open a database and close it again, so that a wrong file is refused before the switch."""
    from invest_crm.services.opening import open_app

    open_app(str(where), create=create).database.close()
    return str(where)
