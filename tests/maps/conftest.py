"""Chinese is the language of the maps unless a test chooses another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm import words

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with words.using("zh_CN"):
        yield
