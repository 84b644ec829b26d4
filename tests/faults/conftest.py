"""The prepared databases and the small bureau of ``tests.support.factories``."""

from __future__ import annotations

from tests.support import factories

any_app = factories.any_app
any_office = factories.any_office
app = factories.app
new_app = factories.new_app
office = factories.office
server_app = factories.server_app
server_database = factories.server_database
sqlite_template = factories.sqlite_template
