"""How a benchmark is run and remembered: ours and its baseline in turns, medians, one table.

A bar is a ratio to the baseline, or seconds where only the eye is the judge. Nothing is asserted
about time: a benchmark fails only when what it measures is wrong.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Unit = Literal["s", "ms", "MiB"]


@dataclass(frozen=True, slots=True)
class Line:
    """One result. ``bar`` bounds the ratio, or ``ours`` itself if ``absolute``."""

    name: str
    ours: float
    baseline: float | None
    bar: float
    unit: Unit = "s"
    absolute: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours ÷ baseline."""
        return None if not self.baseline else self.ours / self.baseline

    @property
    def verdict(self) -> str:
        """Whether the bar is met."""
        value = self.ours if self.absolute else self.ratio
        return "ok" if value is not None and value <= self.bar else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """The line as the closing table prints it."""
        return (
            self.name,
            _shown(self.ours, self.unit),
            _shown(self.baseline, self.unit),
            "-" if self.ratio is None else f"{self.ratio:.2f}",
            f"<= {_shown(self.bar, self.unit) if self.absolute else f'{self.bar:g} x'}",
            self.verdict,
        )


@dataclass(slots=True)
class Board:
    """The results of one run, and remarks printed beside them."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def table(self) -> Iterable[str]:
        """The closing table."""
        head = ("bench", "ours", "baseline", "ratio", "bar", "verdict")
        rows = [head, *(line.cells() for line in self.lines)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
        for row in rows:
            first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield "  ".join((first, *(cell.strip().rjust(len(cell)) for cell in rest)))


class Race:
    """Times ours against a baseline, one after the other in every round."""

    def __init__(self, benchmark: Any, board: Board) -> None:
        self._benchmark = benchmark
        self._board = board

    def run(
        self,
        name: str,
        ours: Callable[[], object],
        baseline: Callable[[], object],
        *,
        bar: float,
        rounds: int = 5,
        warm: int = 1,
        unit: Unit = "s",
        absolute: bool = False,
        before: Callable[[], object] = lambda: None,
    ) -> Line:
        """Put the medians on the board; ``before`` prepares a round and is not timed."""
        theirs, took = _Clock(baseline), _Clock(ours)
        for _again in range(warm):
            before()
            baseline()
            ours()

        def prepare() -> None:
            before()
            theirs()

        self._benchmark.pedantic(took, setup=prepare, rounds=rounds, iterations=1)
        scale = {"s": 1.0, "ms": 1000.0}[unit]
        return self.note(
            Line(name, took.median * scale, theirs.median * scale, bar, unit, absolute=absolute)
        )

    def note(self, line: Line) -> Line:
        """Put a result that was measured otherwise on the board."""
        self._board.lines.append(line)
        self._benchmark.extra_info |= {"baseline": line.baseline, "ratio": line.ratio}
        return line

    def say(self, text: str) -> None:
        """A remark below the table."""
        self._board.notes.append(text)


class _Clock:
    """A callable that keeps how long each call took."""

    def __init__(self, do: Callable[[], object]) -> None:
        self._do = do
        self.seconds: list[float] = []

    def __call__(self) -> None:
        began = time.perf_counter()
        self._do()
        self.seconds.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        """The median of all calls."""
        return statistics.median(self.seconds)


def _shown(value: float | None, unit: Unit) -> str:
    if value is None:
        return "-"
    return f"{value:.3f} s" if unit == "s" else f"{value:.1f} {unit}"
