"""A promise in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.hours import UK, Hours, Promise, promise
from desk.promises import Given, promise_in_words

OFFICE = "Mon-Fri 09:00-17:00"
FOUR_HOURS = timedelta(hours=4)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=1100)).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later
)


def said(typed: str, now: str, within: timedelta = FOUR_HOURS) -> str:
    moment = datetime.fromisoformat(now).replace(tzinfo=UK)
    return promise_in_words(promise(Hours.parse(typed), moment, within), moment)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-30 11:00", "They are open now. Somebody should reply by 3 pm today."),
        ("2026-11-30 09:00", "They are open now. Somebody should reply by 1 pm today."),
        ("2026-11-30 16:00", "They are open now. Somebody should reply by midday tomorrow."),
        ("2026-12-04 15:30", "They are open now. Somebody should reply by 11:30 am on Monday 7 December."),
        (
            "2026-11-30 07:00",
            "They are closed now. They open today at 9 am. Somebody should reply by 1 pm today.",
        ),
        (
            "2026-11-30 18:00",
            "They are closed now. They open tomorrow at 9 am. Somebody should reply by 1 pm that day.",
        ),
        (
            "2026-11-28 18:00",
            "They are closed now. They open on Monday 30 November at 9 am. "
            "Somebody should reply by 1 pm that day.",
        ),
        (
            "2026-12-24 17:00",
            "They are closed now. They open on Tuesday 29 December at 9 am. "
            "Somebody should reply by 1 pm that day.",
        ),
    ],
)
def test_a_promise_says_whether_they_are_there_and_by_when_somebody_replies(now, words):
    assert said(OFFICE, now) == words


def test_a_reply_on_another_day_than_the_opening_names_that_day():
    assert said("Mon-Tue 09:00-11:00", "2026-11-28 12:00") == (
        "They are closed now. They open on Monday 30 November at 9 am. "
        "Somebody should reply by 11 am on Tuesday 1 December."
    )


def test_a_door_that_never_opens_promises_nothing():
    assert said("closed", "2026-11-30 12:00") == (
        "They are closed now. I do not know when they open again. I cannot promise when somebody will reply."
    )


def test_an_opening_is_told_even_if_no_reply_can_be_promised():
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)

    assert promise_in_words(Promise(True, now, None), now) == (
        "They are open now. I cannot promise when somebody will reply."
    )


def test_times_are_those_of_the_uk_in_summer_too():
    now = datetime(2026, 7, 1, 8, tzinfo=UTC)
    made = promise(Hours.parse(OFFICE), now, FOUR_HOURS)

    assert promise_in_words(made, now) == "They are open now. Somebody should reply by 1 pm today."


def test_today_is_the_day_in_the_uk():
    now = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    made = promise(Hours.parse(OFFICE), now, FOUR_HOURS)

    assert "They open today at 9 am." in promise_in_words(made, now)


def test_a_reply_is_never_named_before_its_time():
    assert "by 3:10 pm today" in said(OFFICE, "2026-11-30 11:05:01")
    assert "by 3:05 pm today" in said(OFFICE, "2026-11-30 11:05:00")


def test_midnight_is_named_so_that_nobody_takes_it_for_that_of_another_day():
    assert "by 11:59 pm today" in said("Mon-Sun 00:00-24:00", "2026-11-30 20:00")
    assert "They open tomorrow at 12:01 am." in said("Tue 00:00-24:00", "2026-11-30 20:00")


def test_half_past_twelve_is_in_the_afternoon():
    assert "by 12:30 pm today" in said(OFFICE, "2026-11-30 08:00", timedelta(hours=3.5))


@settings(deadline=None)
@given(MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(hours=100)))
def test_every_promise_of_an_office_is_whole_sentences(now, within):
    words = promise_in_words(promise(Hours.parse(OFFICE), now, within), now)

    assert words.startswith(("They are open now. Somebody", "They are closed now. They open"))
    assert words.endswith(".")
    assert "{" not in words
    assert "  " not in words


@given(MOMENTS, st.timedeltas(timedelta(minutes=1), timedelta(hours=100)))
def test_what_is_kept_of_a_promise_is_the_moment_that_is_read_and_never_an_earlier_one(now, within):
    made = promise(Hours.parse(OFFICE), now, within)

    kept = Given.of(made, now)

    assert Given.unpack(kept.pack()) == kept
    assert made.answer_by <= kept.answer_by < made.answer_by + timedelta(minutes=5)
    assert promise_in_words(Promise(made.open_now, made.opens, kept.answer_by), now) == promise_in_words(
        made, now
    )


def test_of_no_promise_only_the_moment_is_kept():
    now = datetime(2026, 1, 1, tzinfo=UTC)

    assert Given.of(None, now) == Given.unpack(Given(now).pack()) == Given(now)
