"""A long value of a firm shortens itself or takes more lines: the panel keeps its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.ui.firms.page import FirmsPage
from tests.support.factories import person, wan
from tests.ui.pages import settled
from tests.ui.projects.test_long_values import LONG
from tests.ui.walker import find_beyond

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau

TEXTS = ("short_name", "former_names", "region", "business", "legal_person", "tags", "source",
         "remark", "industry", "credit_code")  # fmt: skip


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_sixty_letters_in_every_field_leave_the_panel_as_wide_as_it_is(
    qtbot, context: Context, office: Bureau, language: str
) -> None:
    words.use(language)
    firm = office.firm(
        LONG,
        **dict.fromkeys(TEXTS, LONG),
        registered_capital=wan(123456789),
        chain="live-pigs",
        contacts=(person(LONG, post=LONG),),
    )
    office.take_up(LONG, investor=LONG)
    page = FirmsPage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.restore({"open": firm})
    page.resize(1190, 690)
    page.show()
    qtbot.waitExposed(page)
    assert settled()
    for tab, _title in page.panel.record().tabs:
        page.panel.set_current_tab(tab)
        assert settled()
        qtbot.wait(5)
        assert find_beyond(page.panel) == [], tab
