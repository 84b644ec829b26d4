"""A source of made-up rows for grid tests, with switches to make it slow or count its calls."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.ui.kit.grid.source import Askable, Cell, Column, GridQuery

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping, Sequence


class FakeSource:
    """``count`` records with ids "0"…; even ones are 肉羊, odd ones 生猪."""

    def __init__(self, count: int = 1000, wide: int = 0) -> None:
        self.count, self.wide = count, wide
        self.asked: list[GridQuery] = []
        self.pages: list[int] = []
        self.gate: threading.Event | None = None
        self.delay = 0.0
        self.extra: dict[str, str] = {}
        self._all = [str(number) for number in range(count)]

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", "项目", width=180, frozen=True),
            Column("code", "项目代码", width=170),
            Column("chain", "产业链", width=80, kind="chip"),
            Column("total", "总投资", "亿元", 110, "money"),
            Column("idle", "已停", "工作日", 100, "number", sortable=False),
            Column("note", "备注", width=140, visible=False),
            *(Column(f"x{n}", f"列{n}", width=110) for n in range(self.wide)),
        )

    def ids(self, query: GridQuery) -> Sequence[str]:
        self.asked.append(query)
        if self.gate is not None and query.text == "slow":
            self.gate.wait(5)
        ids = self._all
        if query.text:
            ids = [record for record in ids if query.text in record]
        for sort in query.sort:
            if sort.key == "total" and sort.descending:
                ids = ids[::-1]
        return ids

    def rows(self, ids: Sequence[str]) -> Mapping[str, Sequence[Cell | str]]:
        self.pages.append(len(ids))
        time.sleep(self.delay)
        return {record: self._row(int(record)) for record in ids}

    def raw(self, ids: Sequence[str], key: str) -> Sequence[Decimal | int | None]:
        if key == "total":
            return [Decimal(record) / 100 for record in ids]
        return [int(record) if int(record) % 2 else None for record in ids]

    def askable(self) -> Askable:
        return Askable()

    def values(self, query: GridQuery, key: str) -> Sequence[tuple[str, int]]:
        raise AssertionError((query, key))

    def value(self, record: str, key: str) -> str:
        raise AssertionError((record, key))

    def _row(self, number: int) -> tuple[Cell | str, ...]:
        chain = Cell("肉羊", "started") if number % 2 == 0 else Cell("生猪", "signed")
        name = self.extra.get(str(number), f"项目第{number}号")
        idle = str(number) if number % 2 else ""
        code = f"{210_000_000_000_000_000 + number}"
        more = (f"第{number}行" for _column in range(self.wide))
        return (name, code, chain, f"{number / 100:.2f}", idle, "", *more)
