"""Fixtures of the ledger tests: workbooks made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.understand import Options, understand
from tests.exchange.ledgers import Table, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.exchange.reading import LedgerReading


@pytest.fixture(autouse=True)
def _chinese() -> None:
    words.use("zh_CN")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., LedgerReading]:
    """Write a table, read it back as a ledger."""

    def reading(*tables: Table, **options: object) -> LedgerReading:
        path = write_xlsx(tmp_path / "台账.xlsx", *tables)
        return understand(read_workbook(path), Options(**options))  # type: ignore[arg-type]

    return reading
