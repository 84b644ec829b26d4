"""The three indicators of approvals and 拿地即开工, by period; every number opens its rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from invest_crm.domain.months import add_months, month_end
from invest_crm.ui import theme
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.words import day_words
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.figure_card import Figure, FigureCard
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.kit.wrap_row import WrapRow
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from fractions import Fraction

    from invest_crm.domain.approvals.figures import FourCerts, Rate
    from invest_crm.services.approvals.holding import Indicators
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context

PERIODS: Final = (
    ("year", N_("This year")),
    ("quarter", N_("This quarter")),
    ("month", N_("This month")),
    ("last_month", N_("Last month")),
    ("last_year", N_("Last year")),
)
_TITLES: Final = {
    "parallel": N_("Parallel handling"),
    "joint": N_("Joint acceptance"),
    "saved": N_("Time saved"),
}
_MEANT: Final = {
    "parallel": N_(
        "Of the stages of projects that were finished in the period with two items or more, those"
        " in which every item ran beside another one."
    ),
    "joint": N_("Of the projects accepted in the period, those accepted jointly."),
    "saved": N_(
        "Working days of the legal limits that were not used, of the items granted in the period;"
        " days on which the clock stood still are not counted."
    ),
}


class FiguresView(ScrollBody):
    """``opened(ids, reason)``: the rows behind a number; ``project_opened(id)``."""

    opened = Signal(list, str)
    project_opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.found: Indicators | None = None
        self.period = Choice([(key, _(words)) for key, words in PERIODS], name=_("Period"))
        self.period.currentIndexChanged.connect(lambda _place: self.refresh())
        self._said = label("", "hint")
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.period)
        head.addWidget(self._said, 1)
        self.cards = {key: FigureCard(_(title)) for key, title in _TITLES.items()}
        row = WrapRow()
        for key, card in self.cards.items():
            card.metric_clicked.connect(lambda part, key=key: self._open(key, part))
            row.add(card, 30)
        self.certs = Card(_("From the land contract to four certificates"), " ")
        self.table = TableMini(
            _columns(),
            name=_("From the land contract to four certificates"),
            empty=_("No land contract in this period."),
        )
        self.table.row_clicked.connect(self.project_opened)
        self.certs.add(self.table)
        self.column.addLayout(head)
        self.column.addLayout(row)
        self.column.addWidget(self.certs)
        self.column.addStretch(1)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        """Ask for the indicators of the period."""
        period = self.period.current()

        def job(app: App) -> tuple[Indicators, dict[str, str]]:
            return jobs.figures(app, *span(period, app.today))

        self._context.read(self, job, self._show, key="figures")

    def _show(self, answer: tuple[Indicators, dict[str, str]]) -> None:
        found, names = answer
        self.found = found
        said = _("{first} to {last}").format(first=found.first, last=found.last)
        self._said.setText(said)
        for key, card in self.cards.items():
            rate: Rate = getattr(found, key)
            card.set(_(_TITLES[key]), _figures(key, rate), sub=_(_MEANT[key]))
        met = sum(one.met for one in found.certs)
        note = _("within {n} working days: {met} of {all}").format(
            n=found.target, met=met, all=len(found.certs)
        )
        self.certs.set_head(_("From the land contract to four certificates"), note)
        self.table.set_rows([_row(one, names, self._context.today) for one in found.certs])
        spare = 0 if found.certs else theme.px(theme.ROW)
        self.table.setFixedHeight(self.table.sizeHint().height() + spare)

    def _open(self, key: str, part: str) -> None:
        if self.found is None:
            return
        rate: Rate = getattr(self.found, key)
        ids = rate.part_ids if part == "part" else rate.whole_ids
        reason = _("{name}: {value}").format(name=_(_TITLES[key]), value=self._said.text())
        self.opened.emit(list(ids), reason)


def span(period: str, today: date) -> tuple[date, date]:
    """The first and last day of a period, up to today."""
    first = today.replace(day=1)
    if period == "last_month":
        end = first - timedelta(days=1)
        return end.replace(day=1), end
    if period == "last_year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if period == "quarter":
        return add_months(first, -((today.month - 1) % 3)), today
    if period == "month":
        return first, min(today, month_end(today.year, today.month))
    return date(today.year, 1, 1), today


def _figures(key: str, rate: Rate) -> list[Figure]:
    """The rate, and its two numbers; each opens its rows."""
    meant = _(_MEANT[key])
    if rate.value is None:
        return [Figure(NOTHING, "", "", meant)]
    return [
        Figure(_percent(rate.value), "%", "whole", meant),
        Figure(f"{rate.part:,}", "", "part", meant),
        Figure(f"/ {rate.whole:,}", "", "whole", meant),
    ]


def _percent(value: Fraction) -> str:
    return f"{float(round(value * 1000)) / 10:.1f}"


def _columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Project"), 2.4, least=140),
        MiniColumn(_("Land contract"), 0.6, least=96),
        MiniColumn(_("Working days"), 0, right=True, least=64),
        MiniColumn(_("Result"), 0.5, least=90),
        MiniColumn(_("Still missing"), 2, least=120, rank=1),
    )


def _row(one: FourCerts, names: dict[str, str], today: date) -> MiniRow:
    if one.met:
        result = MiniCell(_("in time"), "production")
    elif one.days is None:
        result = MiniCell(_("under way"), "slow")
    else:
        result = MiniCell(_("past the target"), "bad")
    missing = pgettext("between words", ", ").join(one.missing)
    days = "" if one.days is None else str(one.days)
    name = names.get(one.project, "")
    return MiniRow(one.project, (name, day_words(one.t0, today), days, result, missing))
