"""The prepared databases and the small bureau of ``tests.support.factories``."""

from __future__ import annotations

from tests.support.factories import any_app as any_app
from tests.support.factories import any_office as any_office
from tests.support.factories import app as app
from tests.support.factories import new_app as new_app
from tests.support.factories import office as office
from tests.support.factories import server_app as server_app
from tests.support.factories import server_database as server_database
from tests.support.factories import sqlite_template as sqlite_template
