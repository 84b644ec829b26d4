"""The program's own reader of compiled catalogues says what the standard library's says."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

import pytest

from invest_crm.message_file import MessageFile
from invest_crm.paths import resource_root

if TYPE_CHECKING:
    from pathlib import Path

_FILES = sorted((resource_root() / "locale").rglob("*.mo"))


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_every_sentence_is_the_one_the_standard_library_reads(path: Path) -> None:
    with path.open("rb") as handle:
        standard = gettext.GNUTranslations(handle)
    ours = MessageFile(path)
    keys = [key for key in vars(standard)["_catalog"] if isinstance(key, str) and key]

    assert len(keys) > 10
    for key in keys:
        context, mark, message = key.rpartition("\x04")
        if mark:
            assert ours.sentence(message, context) == standard.pgettext(context, message)
        else:
            assert ours.sentence(message) == standard.gettext(message)


def test_a_sentence_for_a_number_is_found_by_both_its_forms() -> None:
    path = resource_root() / "locale/zh_CN/LC_MESSAGES/services.mo"
    with path.open("rb") as handle:
        standard = gettext.GNUTranslations(handle)
    one, many = "Archive {count} project", "Archive {count} projects"

    for n in (0, 1, 2, 25):
        assert MessageFile(path).counted(one, many, n) == standard.ngettext(one, many, n) != many
    assert MessageFile(path).counted(one, "no such form", 2) is None


def test_a_sentence_it_does_not_have_is_none() -> None:
    assert MessageFile(_FILES[0]).sentence("nobody ever wrote this") is None


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "ui.mo"
    other.write_bytes(b"PK\x03\x04" + bytes(40))

    with pytest.raises(ValueError, match="no message file"):
        MessageFile(other).sentence("a")
