"""Every leader figure, by chain, over 50,000 projects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invest_crm.services.figures import Figures, Question, figures
from invest_crm.services.opening import open_app
from tests.bench import data
from tests.bench.baselines import bare_figures

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.board import Race


def test_figures_of_50_000_projects(race: Race, project_database: Path) -> None:
    app = open_app(str(project_database), actor="bench")
    start, day = date.fromisoformat(data.START), date.fromisoformat(data.DAY)
    question = Question(as_of=day, start=start, by="chain")
    found: list[Figures] = []
    theirs: list[dict[str, tuple[int, int]]] = []
    race.run(
        "all figures of 50,000 projects ÷ bare SQL",
        lambda: found.append(app.read(figures, question)),
        lambda: theirs.append(bare_figures(project_database, data.START, data.DAY)),
        bar=4,
        rounds=5,
    )
    app.database.close()
    for metric, (count, amount) in theirs[-1].items():
        assert found[-1][f"{metric}.count"].value == count, metric
        assert found[-1][f"{metric}.amount"].value == amount, metric
