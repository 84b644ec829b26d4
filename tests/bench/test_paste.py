"""Pasting 10,000 cells into a list: from the key to the moment everything is stored and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from invest_crm.services import firms
from invest_crm.services.cells import EditCells
from invest_crm.services.opening import open_app
from invest_crm.ui import theme
from tests.bench.baselines import bare_update
from tests.bench.conftest import new_app
from tests.bench.windows import firms_page, settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.services.firms import FirmRecord
    from tests.bench.board import Race

_ROWS, _ROUNDS = 1000, 5
_KEYS = (
    "name", "region", "business", "registered_capital", "credit_code", "legal_person", "tags",
    "source", "short_name", "former_names",
)  # fmt: skip
"""Ten columns in the order in which they are shown."""


def test_paste_of_10_000_cells(race: Race, tmp_path: Path, qtbot: QtBot) -> None:
    theme.install("light", text_scale=1.0)
    where = tmp_path / "paste.db"
    app = new_app(where)
    new = [{"name": f"公司{n}"} for n in range(_ROWS)]
    app.write(firms.edit_firm_cells, EditCells({}, {}, new=new, how="paste"))
    app.database.close()
    blocks = [_block(turn) for turn in range(_ROUNDS + 1)]
    turns = iter(blocks)
    with firms_page(where, qtbot) as page:
        grid = page.grid
        for place, column in enumerate(grid.model.columns()):
            grid.view.setColumnHidden(place, column.key not in _KEYS)

        def prepare() -> None:
            texts = next(turns)
            QGuiApplication.clipboard().setText("\r\n".join(map("\t".join, texts)))
            grid.view.setCurrentIndex(grid.model.index(0, 0))
            settle()

        def paste() -> None:
            grid.blocks.paste()
            settle()

        race.run(
            "paste of 10,000 cells",
            paste,
            lambda: bare_update(tmp_path / "bare.db", blocks[0]),
            bar=1000,
            unit="ms",
            absolute=True,
            rounds=_ROUNDS,
            before=prepare,
        )
    found = _stored(where)
    assert len(found) == _ROWS
    assert sorted(record["tags"] for record in found) == sorted(row[6] for row in blocks[-1])


def _stored(where: Path) -> list[FirmRecord]:
    app = open_app(str(where), actor="bench")
    found = app.read(lambda view: firms.load(view, firms.all_ids(view)))
    app.database.close()
    return list(found.values())


def _block(turn: int) -> list[tuple[str, ...]]:
    """Other texts in every cell at every turn."""
    return [
        (
            f"公司{n}第{turn}次",
            f"甘肃兰州{turn}",
            f"主营{n}-{turn}",
            str((turn + 1) * 1000 + n),
            f"91620100MA{turn:02d}{n:05d}X",
            f"张{turn}",
            f"标签{turn}-{n}",
            f"来源{turn}",
            f"简{n}-{turn}",
            f"旧{turn}",
        )
        for n in range(_ROWS)
    ]
