"""Every subject of the schema is declared when the whole is asked for."""

from pathlib import Path

from invest_crm.db import schema


def test_no_subject_of_the_schema_is_forgotten_when_the_whole_is_asked_for() -> None:
    folder = Path(schema.__file__).parent
    subjects = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert set(schema.SUBJECTS) == subjects
