"""Working-day calendar of China: every day that is not what its weekday says, with its festival.

From chinesecalendar (MIT), which follows the State Council's yearly notices; every single day is
compared with the independent package holidays (MIT) before anything is written.
"""

from __future__ import annotations

from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar
import holidays
from common import REFERENCE, write_json

FIRST_YEAR, LAST_YEAR = 2016, 2026
WORKING_DAYS = {2024: 251, 2025: 248, 2026: 248}


def year_entry(year: int) -> dict[str, object]:
    off: dict[str, str] = {}
    work: dict[str, str] = {}
    second = holidays.country_holidays("CN", years=range(year - 1, year + 2))
    count = 0
    day = date(year, 1, 1)
    while day.year == year:
        working = chinese_calendar.is_workday(day)
        assert working == second.is_working_day(day), f"the two sources differ on {day}"
        count += working
        _, name = chinese_calendar.get_holiday_detail(day)
        if not working and (name or day.weekday() < 5):
            assert name, f"{day} is off for no festival"
            off[day.isoformat()] = name
        elif working and day.weekday() >= 5:
            assert name, f"{day} is worked for no festival"
            work[day.isoformat()] = name
        day += timedelta(days=1)
    assert WORKING_DAYS.get(year, count) == count
    return {"year": year, "working_days": count, "off": off, "work": work}


def main() -> None:
    years = [year_entry(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    write_json(
        REFERENCE / "holidays.json",
        {
            "title": "法定节假日和调休上班日 (days off and make-up working days)",
            "version": str(LAST_YEAR),
            "source": "国务院办公厅各年关于部分节假日安排的通知; "
            f"chinesecalendar {version('chinesecalendar')}, "
            f"checked day by day against holidays {version('holidays')}",
            "licence": "MIT (both packages); the notices are public documents",
            "years": years,
        },
    )


if __name__ == "__main__":
    main()
