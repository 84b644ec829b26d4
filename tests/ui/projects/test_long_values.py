"""A long value shortens itself or takes more lines: the panel keeps its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.domain.project_fields import TEXTS
from invest_crm.ui.kit.chip import Chip, PillButton
from tests.support.factories import person, yi
from tests.ui.pages import settled
from tests.ui.projects.conftest import show
from tests.ui.walker import find_beyond

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

FORCE = "组长：县委副书记王建国，副组长：县政府副县长李明，成员单位：县自然资源局、"
LONG = (FORCE * 2)[:60]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_sixty_letters_in_every_field_leave_the_panel_as_wide_as_it_is(
    qtbot, context: Context, office: Bureau, language: str
) -> None:
    words.use(language)
    texts = dict.fromkeys(set(TEXTS) - {"name", "project_code", "stat_code"}, LONG)
    (project,) = office.ledger(
        "2025-08-31",
        {**texts, "name": LONG, "signed_on": "2025-02-14", "total_investment": yi(123456),
         "fixed_investment": yi(123456), "contacts": (person(LONG, post=LONG),),
         "chain": "mutton-sheep", "started_on": "2025-05-01", "extra": {LONG: LONG}},
    )  # fmt: skip
    page = show(qtbot, context, {"open": project})
    for tab, _title in page.panel.record().tabs:
        page.panel.set_current_tab(tab)
        assert settled()
        qtbot.wait(5)
        assert find_beyond(page.panel) == [], tab


def test_a_chip_without_room_says_the_whole_in_its_tooltip(qtbot) -> None:
    chip = Chip(LONG, "started")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    assert chip.toolTip() == ""
    chip.resize(200, chip.height())
    assert chip.toolTip() == LONG
    assert chip.minimumSizeHint().width() < 200


def test_a_tooltip_that_was_set_stays_whatever_the_room(qtbot) -> None:
    pill = PillButton(LONG, removable=True)
    pill.setToolTip("整句条件")
    qtbot.addWidget(pill)
    pill.show()
    for width in (pill.sizeHint().width(), 150, 900):
        pill.resize(width, pill.height())
        assert pill.toolTip() == "整句条件"
