"""When the front doors are open, and what may be promised."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desk.hours import (
    UK,
    Hours,
    HoursNotUnderstood,
    Promise,
    bank_holidays,
    is_open,
    next_opening,
    promise,
    working_time_after,
)

OFFICE = Hours.parse("Mon-Fri 09:00-17:00")
ALWAYS = Hours.parse("Mon-Sun 00:00-24:00")
NEVER = Hours.parse("closed")
NIGHT = Hours.parse("Mon 22:00-24:00, Tue 00:00-02:00")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
CHRISTMAS_DAY = date(2026, 12, 25)
GOOD_FRIDAY = date(2027, 3, 26)
BANK_HOLIDAY_MONDAY = date(2026, 8, 31)
INSTEAD_OF_BOXING_DAY = date(2026, 12, 28)
# the first question about a year makes its bank holidays, which takes longer than hypothesis likes
unhurried = settings(deadline=None)


def uk(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UK)


@st.composite
def spans(draw, step=1):
    edges = sorted(draw(st.sets(st.integers(0, 1440 // step), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple((at(opens * step), at(closes * step)) for opens, closes in pairs)


def at(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def weeks(step=1):
    return st.lists(spans(step), min_size=7, max_size=7).map(lambda days: Hours(tuple(days)))


MOMENTS = st.builds(
    lambda later, zone: (datetime(2026, 1, 1, tzinfo=UTC) + later).astimezone(zone),
    st.timedeltas(timedelta(), timedelta(days=1100)),
    st.sampled_from([UTC, UK]),
)
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=100))


@unhurried
@given(weeks())
def test_hours_written_as_text_are_read_again_as_they_were(hours):
    assert Hours.parse(hours.pack()) == hours


@pytest.mark.parametrize(
    ("typed", "packed"),
    [
        ("Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00"),
        ("Mon-Thu 09:00-17:00, Fri 09:00-16:00", "Mon-Thu 09:00-17:00, Fri 09:00-16:00"),
        ("mon – fri  9:00 – 17:00", "Mon-Fri 09:00-17:00"),
        ("Mon 13:30-17:00, Mon 09:00-12:30", "Mon 09:00-12:30 13:30-17:00"),
        ("Mon 09:00-12:00,Tue 09:00-12:00,Thu 09:00-12:00", "Mon-Tue 09:00-12:00, Thu 09:00-12:00"),
        ("Mon-Sun 00:00-24:00", "Mon-Sun 00:00-24:00"),
        ("Closed", "closed"),
    ],
)
def test_hours_may_be_typed_in_several_ways_and_are_written_in_one(typed, packed):
    assert Hours.parse(typed).pack() == packed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "always",
        "Mon-Fri",
        "09:00-17:00",
        "Mon-Fri 9-17",
        "Mon-Fri 17:00-09:00",
        "Mon-Fri 09:00-09:00",
        "Mon-Fri 09:00-25:00",
        "Mon-Fri 09:61-17:00",
        "Mon-Fri 24:00-24:00",
        "Sun 00:00-00:00",
        "Fri-Mon 09:00-17:00",
        "Mon-Fri 09:00-17:00, Fri 09:00-16:00",
        "Mon 09:00-13:00 12:00-17:00",
        "Mon-Fri 09:00-17:00,",
        "Mon-Fri 09:00-17:00, closed",
        "Mun 09:00-17:00",
        "Mon, Wed 09:00-17:00",
    ],
)
def test_hours_that_are_not_understood_are_refused_with_an_example(typed):
    with pytest.raises(HoursNotUnderstood, match="Mon-Fri 09:00-17:00"):
        Hours.parse(typed)


@pytest.mark.parametrize(
    "days",
    [
        ((),) * 6,
        (((time(9, 0, 30), time(17)),), *((),) * 6),
        (((time(9, tzinfo=UTC), time(17)),), *((),) * 6),
        (((time(13), time(17)), (time(9), time(12))), *((),) * 6),
    ],
)
def test_hours_are_seven_days_of_spans_in_order_in_whole_minutes(days):
    with pytest.raises(HoursNotUnderstood):
        Hours(days)


@unhurried
@given(st.text())
def test_no_text_ends_in_another_error(text):
    with suppress(HoursNotUnderstood):
        Hours.parse(text)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-30 08:59:59.999999", False),
        ("2026-11-30 09:00", True),
        ("2026-11-30 16:59:59.999999", True),
        ("2026-11-30 17:00", False),
        ("2026-11-28 12:00", False),
        ("2026-07-01 09:00", True),
        ("2026-07-01 17:00", False),
    ],
)
def test_a_door_opens_with_its_first_minute_and_closes_with_its_last_by_the_clock_of_the_uk(moment, opened):
    assert is_open(OFFICE, uk(moment)) is opened


def test_the_zone_in_which_a_moment_is_given_does_not_matter():
    summer = datetime(2026, 7, 1, 8, tzinfo=UTC)

    assert is_open(OFFICE, summer)
    assert is_open(OFFICE, summer.astimezone(UK))


@pytest.mark.parametrize("ask", [is_open, next_opening, lambda h, n: working_time_after(h, n, HOUR)])
def test_a_moment_without_a_zone_is_refused(ask):
    with pytest.raises(ValueError, match="time zone"):
        ask(OFFICE, uk("2026-11-30 12:00").replace(tzinfo=None))


@unhurried
@given(weeks(), MOMENTS)
def test_a_door_is_open_when_the_clock_of_the_uk_is_between_its_times(hours, now):
    clock = now.astimezone(UK)
    midnights = [datetime.combine(clock.date() + timedelta(days=n), time(0), UK) for n in (0, 1)]
    assume(midnights[0].utcoffset() == midnights[1].utcoffset())
    holiday = clock.date() in bank_holidays(clock.year)

    between = [
        opens <= clock.time() and (clock.time() < closes or closes == time(0))
        for opens, closes in hours.days[clock.weekday()]
    ]
    assert is_open(hours, now) is (any(between) and not holiday)


@pytest.mark.parametrize("day", [CHRISTMAS_DAY, GOOD_FRIDAY, BANK_HOLIDAY_MONDAY, INSTEAD_OF_BOXING_DAY])
@unhurried
@given(weeks(), st.times())
def test_nothing_is_open_on_a_bank_holiday(day, hours, clock):
    assert not is_open(hours, datetime.combine(day, clock, UK))
    assert not is_open(ALWAYS, datetime.combine(day, clock, UK))


def test_a_bank_holiday_of_scotland_or_northern_ireland_is_a_day_like_any_other():
    assert is_open(OFFICE, uk("2026-11-30 12:00"))
    assert is_open(OFFICE, uk("2026-03-17 12:00"))


@unhurried
@given(weeks(), MOMENTS)
def test_the_next_opening_is_open_and_not_before_now(hours, now):
    found = next_opening(hours, now)

    if found is None:
        assert not any(hours.days)
    else:
        assert is_open(hours, found)
        assert now <= found <= now + timedelta(days=30)
        assert (found == now.astimezone(UTC)) is is_open(hours, now)


@unhurried
@given(weeks(), MOMENTS, st.integers(0, 99))
def test_nothing_is_open_before_the_next_opening(hours, now, percent):
    found = next_opening(hours, now)
    start = now.astimezone(UTC)

    if found is not None and found > start:
        assert not is_open(hours, start + (found - start) * percent / 100)
        assert not is_open(hours, found - TICK)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-30 08:00", "2026-11-30 09:00"),
        ("2026-11-30 17:00", "2026-12-01 09:00"),
        ("2026-12-04 17:00", "2026-12-07 09:00"),
        ("2026-12-24 17:00", "2026-12-29 09:00"),
        ("2027-03-25 17:00", "2027-03-30 09:00"),
        ("2026-12-31 23:59", "2027-01-04 09:00"),
    ],
)
def test_a_door_that_closed_opens_on_the_next_day_that_is_no_weekend_and_no_bank_holiday(now, opens):
    assert next_opening(OFFICE, uk(now)) == uk(opens).astimezone(UTC)


def test_a_door_that_misses_two_mondays_is_known_to_open_on_the_third():
    mondays = Hours.parse("Mon 09:00-17:00")

    assert next_opening(mondays, uk("2027-12-20 17:00")) == uk("2028-01-10 09:00")


def test_hours_that_never_open_have_no_next_opening_and_no_answer():
    now = uk("2026-11-30 12:00")

    assert next_opening(NEVER, now) is None
    assert working_time_after(NEVER, now, MINUTE) is None
    assert promise(NEVER, now, HOUR) == Promise(False, None, None)


def test_nothing_is_said_about_days_whose_bank_holidays_nobody_knows():
    last = uk("2100-12-31 16:00")

    assert is_open(OFFICE, last)
    assert working_time_after(OFFICE, last, HOUR) == last + HOUR
    assert working_time_after(OFFICE, last, HOUR + TICK) is None
    assert not is_open(ALWAYS, datetime.max.replace(tzinfo=UTC) - timedelta(days=1))


@unhurried
@given(weeks(), MOMENTS, AMOUNTS, AMOUNTS)
def test_opening_time_adds_up(hours, start, one, other):
    whole = working_time_after(hours, start, one + other)
    first = working_time_after(hours, start, one)

    assert whole == (first and working_time_after(hours, first, other))


@unhurried
@given(weeks(), st.lists(MOMENTS, min_size=2, max_size=2), st.lists(AMOUNTS, min_size=2, max_size=2))
def test_neither_a_later_start_nor_more_time_ends_earlier(hours, moments, amounts):
    (early, late), (less, more) = sorted(m.astimezone(UTC) for m in moments), sorted(amounts)
    ends = [working_time_after(hours, s, a) for s, a in ((early, less), (early, more), (late, more))]

    known = [end for end in ends if end is not None]
    assert ends[: len(known)] == known
    assert all(before <= after for before, after in pairwise(known))


@settings(max_examples=40, deadline=None)
@given(weeks(step=15), MOMENTS, st.integers(1, 60))
def test_as_much_time_as_was_asked_for_was_open_on_the_way(hours, start, quarters):
    begun = start.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    quarter = timedelta(minutes=15)
    found = working_time_after(hours, begun, quarters * quarter)

    if found is None:
        assert not any(hours.days)
        return
    steps = min((found - begun) // quarter, 3000)
    opened = sum(is_open(hours, begun + n * quarter) for n in range(steps))
    assert opened == quarters or (steps == 3000 and opened <= quarters)
    assert is_open(hours, found - TICK)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-30 10:00", 4, "2026-11-30 14:00"),
        ("2026-11-30 13:00", 4, "2026-11-30 17:00"),
        ("2026-11-30 16:00", 4, "2026-12-01 12:00"),
        ("2026-11-30 06:00", 4, "2026-11-30 13:00"),
        ("2026-12-04 16:00", 4, "2026-12-07 12:00"),
        ("2026-12-24 16:00", 4, "2026-12-29 12:00"),
        ("2026-11-30 10:00", 16, "2026-12-02 10:00"),
        ("2026-11-28 10:00", 0, "2026-11-28 10:00"),
        ("2026-11-28 10:00", -1, "2026-11-28 10:00"),
    ],
)
def test_only_opening_time_counts(start, hours, end):
    assert working_time_after(OFFICE, uk(start), hours * HOUR) == uk(end).astimezone(UTC)


def test_times_that_touch_are_as_one():
    touching = Hours.parse("Mon 09:00-12:00 12:00-17:00")

    assert is_open(touching, uk("2026-11-30 12:00"))
    assert working_time_after(touching, uk("2026-11-30 11:00"), 2 * HOUR) == uk("2026-11-30 13:00")


def test_a_night_goes_on_after_midnight():
    midnight = uk("2026-12-01 00:00")

    assert is_open(NIGHT, midnight - TICK)
    assert is_open(NIGHT, midnight)
    assert working_time_after(NIGHT, uk("2026-11-30 20:00"), 3 * HOUR) == midnight + HOUR
    assert not is_open(NIGHT, uk("2026-12-01 02:00"))


def test_a_night_ends_at_midnight_when_a_bank_holiday_begins():
    before_christmas = Hours.parse("Thu 22:00-24:00, Fri 00:00-02:00")

    assert is_open(before_christmas, uk("2026-12-24 23:59"))
    assert not is_open(before_christmas, uk("2026-12-25 00:00"))


@pytest.mark.parametrize(("sunday", "long"), [("2027-03-28", 23), ("2026-10-25", 25), ("2026-11-01", 24)])
def test_the_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer(sunday, long):
    begins = uk(f"{sunday} 00:00").astimezone(UTC)
    sundays = Hours.parse("Sun 00:00-24:00")

    assert working_time_after(sundays, begins - HOUR, long * HOUR) == begins + long * HOUR
    assert not is_open(sundays, begins + long * HOUR)


@pytest.mark.parametrize("weekend", ["2027-03-26", "2026-10-23"])
def test_a_door_opens_at_nine_by_the_clock_on_both_sides_of_a_change(weekend):
    found = next_opening(Hours.parse("Mon-Sun 09:00-17:00"), uk(f"{weekend} 17:00") + timedelta(days=1))

    assert found is not None
    assert found.astimezone(UK).time() == time(9)


@pytest.mark.parametrize(
    ("typed", "opens", "closes"),
    [
        ("Sun 01:30-03:00", "2027-03-28T01:00+00:00", "2027-03-28T02:00+00:00"),
        ("Sun 00:30-01:30", "2027-03-28T00:30+00:00", "2027-03-28T01:00+00:00"),
        ("Sun 01:30-02:15", "2027-03-28T01:00+00:00", "2027-03-28T01:15+00:00"),
        ("Sun 01:30-03:00", "2026-10-25T00:30+00:00", "2026-10-25T03:00+00:00"),
        ("Sun 00:30-01:30", "2026-10-24T23:30+00:00", "2026-10-25T00:30+00:00"),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice_neither_opens_a_door_twice_nor_turns_it_round(
    typed, opens, closes
):
    opening, closing = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
    hours = Hours.parse(typed)

    assert next_opening(hours, opening - HOUR) == opening
    assert working_time_after(hours, opening - HOUR, closing - opening) == closing
    assert not is_open(hours, closing)


def test_a_time_that_no_clock_shows_on_one_sunday_waits_for_the_next():
    left_out = Hours.parse("Sun 01:15-01:45")

    assert next_opening(left_out, uk("2027-03-28 00:00")) == uk("2027-04-04 01:15")


@pytest.mark.parametrize(
    ("now", "open_now", "opens", "answer_by"),
    [
        ("2026-11-30 11:00", True, "2026-11-30 11:00", "2026-11-30 15:00"),
        ("2026-11-30 16:00", True, "2026-11-30 16:00", "2026-12-01 12:00"),
        ("2026-11-30 18:00", False, "2026-12-01 09:00", "2026-12-01 13:00"),
        ("2026-12-24 18:00", False, "2026-12-29 09:00", "2026-12-29 13:00"),
    ],
)
def test_a_promise_counts_opening_time_from_now_or_from_the_next_opening(now, open_now, opens, answer_by):
    made = promise(OFFICE, uk(now), 4 * HOUR)

    assert made == Promise(open_now, uk(opens).astimezone(UTC), uk(answer_by).astimezone(UTC))


@unhurried
@given(weeks(), MOMENTS, AMOUNTS)
def test_nobody_is_promised_an_answer_while_the_door_is_closed(hours, now, within):
    made = promise(hours, now, within)

    assert made.open_now is is_open(hours, now)
    assert (made.opens is None) is (made.answer_by is None)
    if made.opens and made.answer_by:
        assert now <= made.opens <= made.answer_by
        assert is_open(hours, made.answer_by) or is_open(hours, made.answer_by - TICK)
