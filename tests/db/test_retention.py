"""Which backups stay: a ladder of hours, days, weeks and months that nothing doubtful shakes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.db.retention import CONFIRMED, MARKED, Aged, shrunken, staying
from invest_crm.domain.clock import at_bureau

START = datetime(2026, 1, 31, 15, 10, tzinfo=UTC)
LADDER = 24 + 14 + 8 + 12
_reasons = st.sampled_from(["auto", "auto", "auto", "manual", "import"])


@st.composite
def histories(draw: st.DrawFn) -> list[Aged]:
    """Backups at growing distances, some doubtful, some with few records."""
    gaps = draw(st.lists(st.integers(1, 60 * 24 * 20), max_size=70))
    made, moment = [], START
    for number, gap in enumerate(gaps):
        moment += timedelta(minutes=gap)
        rows = draw(st.sampled_from([100, 100, 101, 95, 70, 10]))
        verified = draw(st.sampled_from([True, True, True, False]))
        made.append(Aged(f"b{number}", moment, rows, verified, draw(_reasons)))
    return made


def _every(minutes: int, count: int) -> list[Aged]:
    return [Aged(f"b{n}", START + timedelta(minutes=minutes * n), 100) for n in range(count)]


def _sound(made: list[Aged]) -> list[Aged]:
    small = shrunken(made)
    return [one for one in made if one.verified and one.name not in small]


@given(histories())
def test_the_newest_verified_one_always_stays(made: list[Aged]) -> None:
    verified = [one.name for one in made if one.verified]
    assert set(verified[-1:]) <= staying(made)


@given(histories())
def test_no_more_stay_than_the_ladder_has_steps(made: list[Aged]) -> None:
    assert len(staying(made)) <= 2 * (LADDER + MARKED) + 1


@given(histories())
def test_doubtful_ones_push_no_sound_one_out(made: list[Aged]) -> None:
    sound = _sound(made)
    assert staying(made) >= staying(sound)


@given(st.lists(st.integers(1, 60 * 24 * 9), max_size=80))
def test_thinning_after_each_leaves_what_thinning_at_the_end_leaves(gaps: list[int]) -> None:
    made, kept, moment = [], [], START
    for number, gap in enumerate(gaps):
        moment += timedelta(minutes=gap)
        made.append(Aged(f"b{number}", moment, 100))
        kept.append(made[-1])
        stays = staying(kept)
        kept = [one for one in kept if one.name in stays]
    assert {one.name for one in kept} == staying(made)


def test_a_year_of_half_hours_is_the_whole_ladder() -> None:
    made = _every(30, 2 * 24 * 400)
    names = staying(made)
    stays = [one for one in made if one.name in names]
    days = {at_bureau(one.made_at).date() for one in stays}
    months = {(day.year, day.month) for day in days}
    assert len(months) == 12
    assert 36 <= len(stays) <= LADDER
    last_day = [one for one in stays if made[-1].made_at - one.made_at < timedelta(hours=24)]
    assert len(last_day) == 24


def test_of_an_hour_the_newest_stays() -> None:
    made = _every(10, 7)  # 23:10 to 00:10 at the bureau
    assert staying(made) == {"b4", "b6"}


def test_one_made_before_something_risky_outlives_its_hour() -> None:
    made = _every(10, 7)
    made[1] = Aged("b1", made[1].made_at, 100, reason="import")
    assert "b1" in staying(made)


def test_of_many_risky_ones_the_newest_twelve_stay_for_that_alone() -> None:
    made = [
        Aged(f"b{n}", START + timedelta(seconds=n), 100, reason="bulk") for n in range(MARKED + 5)
    ]
    assert staying(made) == {f"b{n}" for n in range(5, MARKED + 5)}


def test_a_fifth_less_is_shrunken_until_somebody_approves() -> None:
    made = [
        Aged("whole", START, 100),
        Aged("less", START + timedelta(hours=1), 80),
        Aged("few", START + timedelta(hours=2), 63),
        Aged("still", START + timedelta(hours=3), 63),
        Aged("approved", START + timedelta(hours=4), 63, reason=CONFIRMED),
        Aged("after", START + timedelta(hours=5), 60),
    ]
    assert shrunken(made) == {"few", "still"}
