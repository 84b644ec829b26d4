"""The one search box: two characters, one, initials, mixed; the same answers on both databases."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from invest_crm.db import search
from invest_crm.db.words import words_of, words_of_many
from invest_crm.services import firms
from invest_crm.services.firms import EditFirm
from tests.support.factories import CANARY, Bureau, bounded, person

if TYPE_CHECKING:
    from invest_crm.services.work import App, View


def _find(app: App, query: str, kind: str = "project") -> set[str]:
    def run(view: View) -> set[str]:
        found = search.matching(view.connection, kind, query)
        return set() if found is None else set(view.values(found))

    return app.read(run)


@pytest.fixture
def named(any_office: Bureau) -> dict[str, str]:
    """Projects by name."""
    names = ("杭州新能源装备", "华中能源（一期）", "肉羊屠宰加工", "AB12 数据中心", "重庆长安")
    return {name: any_office.take_up(name) for name in names}


TYPED = [
    ("能源", "杭华"),
    ("新能源", "杭"),
    ("源", "杭华"),
    ("源新", ""),
    ("一期", "华"),
    ("源一期", "华"),
    ("hz", "杭华"),
    ("HZ", "杭华"),
    ("hzny", "华"),
    ("hz新能源", "杭"),
    ("hz 新能源", "杭"),
    ("能源 hz 装备", "杭"),
    ("ab12", "A"),
    ("b1", "A"),
    ("2数据", "A"),
    ("12 中心", "A"),
    ("cqca", "重"),
    ("zq", "重"),
    ("肉羊、加工", "肉"),
    ("能源%", "杭华"),
    ("能_源", "杭华"),
    ("'; DROP TABLE project; --", ""),
    ('能源" OR words : "肉', ""),
    ("能源*", "杭华"),
    ("没有", ""),
]


def test_what_people_type_finds_what_they_mean(any_office: Bureau, named: dict[str, str]) -> None:
    for query, found in TYPED:
        ids = {key for name, key in named.items() if name[0] in found}
        assert _find(any_office.app, query) == ids, query


def test_an_empty_question_has_no_answer(app: App) -> None:
    with app.database.reading() as connection:
        assert search.matching(connection, "project", " ·—（） ") is None
        assert search.matching(connection, "project", "") is None


def test_words_never_match_across_fields(any_office: Bureau) -> None:
    any_office.take_up("甲乙", investor="丙丁", project_code="戊")
    for query in ("乙丙", "丁戊", "甲丙"):
        assert _find(any_office.app, query) == set(), query
    for query in ("甲乙", "丙丁", "戊", "甲 丁", "jy"):
        assert len(_find(any_office.app, query)) == 1, query
    any_office.take_up("天地", investor="地人")  # the bigrams stand side by side
    assert _find(any_office.app, "天地人") == set()


def test_projects_and_firms_are_searched_apart(any_office: Bureau) -> None:
    project_id, firm_id = any_office.take_up("甲乙项目"), any_office.firm("甲乙公司")
    assert _find(any_office.app, "甲乙") == {project_id}
    assert _find(any_office.app, "甲乙", "firm") == {firm_id}


def test_the_index_follows_every_change(any_office: Bureau) -> None:
    firm_id = any_office.firm("甲乙公司", tags="链主")
    assert _find(any_office.app, "链主", "firm") == {firm_id}
    any_office.app.write(firms.save_firm, EditFirm(firm_id, {"name": "丙丁公司", "tags": None}))
    assert _find(any_office.app, "甲乙", "firm") == _find(any_office.app, "链主", "firm") == set()
    assert _find(any_office.app, "丙丁", "firm") == {firm_id}
    any_office.undo()
    assert _find(any_office.app, "甲乙", "firm") == {firm_id}
    any_office.undo()
    assert _find(any_office.app, "甲乙", "firm") == set()


def test_people_and_phones_cannot_be_searched_for(any_office: Bureau) -> None:
    any_office.take_up("甲", contacts=(person("张三丰"),))
    any_office.firm("乙", contacts=(person("张三丰"),))
    for query in (CANARY, CANARY[:4], "张三"):
        assert not _find(any_office.app, query) | _find(any_office.app, query, "firm")
    with any_office.app.database.reading() as connection:
        stored = connection.execute(text("SELECT words FROM search_text")).all()
    assert CANARY not in "".join(str(tuple(row)) for row in stored).replace(" ", "")


def test_rare_letters_are_found_on_both_databases(any_office: Bureau) -> None:
    for name in ("Café 咖啡", "𬭸钢项目", "㐂品", "Straße", "Ⅱ期", "〇八"):
        project_id = any_office.take_up(name)
        word = "".join(re.findall(r"[^\W_]+", name))
        for query in (name, word[:2], word[0]):
            assert _find(any_office.app, query) == {project_id}, query


def test_an_accent_is_a_letter_of_its_own_on_both_databases(any_office: Bureau) -> None:
    any_office.take_up("Café")
    assert _find(any_office.app, "cafe") == set()


def test_words_keep_fields_apart() -> None:
    assert words_of(("甲", "乙丙", None, "", "·")) == "甲 乙丙 丙"
    assert words_of(()) == ""


@given(st.lists(st.lists(st.one_of(st.none(), st.text("甲乙Aé1Ⅱ·- \0\1𬭸\ud800", max_size=5)))))
def test_words_of_many_records_are_those_of_each(records: list[list[str | None]]) -> None:
    def plain(fields: list[str | None]) -> str:
        words = ["".join(re.findall(r"[^\W_]+", field.lower())) for field in fields if field]
        return " ".join(
            one for word in words if word for one in (*map("".join, pairwise(word)), word[-1])
        )

    rows = [tuple(fields) for fields in records]
    assert list(words_of_many(rows)) == list(map(plain, records))
    assert list(map(words_of, rows)) == list(map(plain, records))


# ---- any text, against a plain answer --------------------------------------------------------

_ALPHABET = "甲乙丙ab1·（ "
_TEXT = st.text(_ALPHABET, min_size=1, max_size=5)
_ENTRIES = st.lists(st.lists(_TEXT, min_size=1, max_size=3), min_size=1, max_size=5)
_QUERIES = st.lists(st.text(_ALPHABET, max_size=4), min_size=1, max_size=6)


def _plain(fields: list[str], query: str) -> bool:
    """Every part of the question stands, unbroken, in one of the fields."""
    words = ["".join(re.findall(r"[^\W_]+", field.lower())) for field in fields]
    parts = re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", query.lower())
    return all(any(part in word for word in words) for part in parts)


@bounded
@given(_ENTRIES, _QUERIES)
def test_any_search_agrees_with_a_plain_answer(
    any_app: App, entries: list[list[str]], queries: list[str]
) -> None:
    rows: list[tuple[str, Any]] = [(f"id{n}", fields) for n, fields in enumerate(entries)]
    with any_app.database.writing() as connection:
        search.remove_entries(connection, [f"id{n}" for n in range(5)])
        search.write_entries(connection, "test", rows)
        for query in queries:
            found = search.matching(connection, "test", query)
            if found is None:
                assert not re.findall(r"[^\W_]", query)
                continue
            expected = {key for key, fields in rows if _plain(fields, query)}
            assert {str(key) for key in connection.scalars(found)} == expected, query
