"""``init``: create or upgrade the database and load the reference data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.opening import schema_version
    from invest_crm.services.reference import load_reference

    with opened(args, create=True) as app:
        loaded = app.write(load_reference, None).value
        if loaded is None:
            raise RuntimeError("reference data were not loaded")
        where = app.database.path or app.database.url.render_as_string()
    if args.json:
        emit({"schema": schema_version(), "database": str(where), **asdict(loaded)})
    else:
        say(_("Database ready: {where}").format(where=where))
        say(
            _("{chains} chains with {leaves} nodes; calendars {years}.").format(
                chains=loaded.chains,
                leaves=loaded.leaves,
                years=_(", ").join(map(str, loaded.calendar_years)),
            )
        )
    return 0
