"""How far a line has come is said in words, and never that it came further than is known."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import desk
from bot.channels.teams.faults import _NEVER
from desk.outward_requests import _CODES
from desk.reasons import why_not
from desk.standing import Stand, standing
from knowledge.storage.channel_messages import Arrived
from knowledge.storage.lines import Line
from knowledge.storage.outbox import Delivery
from tests.desk.making import NOON

SOME = 4
CODE = re.compile(r"(?:NotDelivered|NeverSent|NotSentNow|_ours_to_mend)\(f?\"([a-z_]+)")
LINES = st.builds(
    Line,
    st.integers(1, 9),
    st.sampled_from(Delivery),
    st.none() | st.sampled_from(["window_closed", "stopped", "graph_1"]) | st.text(max_size=60),
    st.none() | st.sampled_from(Arrived),
    st.just(NOON),
)


@pytest.mark.parametrize(
    ("delivery", "error", "arrived", "read", "stand"),
    [
        (Delivery.FETCHED, None, None, 0, Stand.SENT),
        (Delivery.FETCHED, None, None, SOME, Stand.SEEN),
        (Delivery.WAITING, None, None, 0, Stand.ON_ITS_WAY),
        (Delivery.WAITING, "window_closed", None, 0, Stand.WHEN_THEY_WRITE),
        (Delivery.WAITING, "rate_4", None, 0, Stand.TRIED_AGAIN),
        (Delivery.WAITING, "window_closed", None, SOME + 1, Stand.WHEN_THEY_WRITE),
        (Delivery.SENT, None, Arrived.SENT, 0, Stand.SENT),
        (Delivery.SENT, None, Arrived.DELIVERED, 0, Stand.DELIVERED),
        (Delivery.SENT, None, Arrived.READ, 0, Stand.SEEN),
        # they have read a later line, and nobody says that they have read this one
        (Delivery.SENT, None, Arrived.DELIVERED, SOME + 1, Stand.DELIVERED),
        (Delivery.SENT, None, Arrived.SENT, SOME + 1, Stand.SENT),
        (Delivery.SENT, "graph_131026", Arrived.FAILED, 0, Stand.NOT_DELIVERED),
        (Delivery.DEAD, "stopped", None, 0, Stand.NOT_DELIVERED),
        # they have read a later line, and still never got this one
        (Delivery.DEAD, "graph_131026", Arrived.FAILED, SOME + 1, Stand.NOT_DELIVERED),
    ],
)
def test_a_line_stands_where_it_is_known_to_be(delivery, error, arrived, read, stand):
    found = standing(Line(SOME, delivery, error, arrived, NOON), read)

    assert (found.stand, found.failed) == (stand, stand is Stand.NOT_DELIVERED)


@given(LINES, st.integers(0, 9))
def test_every_line_has_words_and_one_that_was_given_up_is_never_called_sent(line, read):
    found = standing(line, read)

    assert found.words
    assert "{" not in found.words
    if line.delivery is Delivery.DEAD:
        assert found.words == f"Not delivered. {why_not(line.error)}"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("stopped", "asked for no more messages"),
        ("graph_131026", "cannot reach this person"),
        ("graph_99", "WhatsApp did not take"),
        ("http_401_see_SIGNPOST_CHATWOOT_TOKEN", "other system did not take it"),
        ("no_template", "words that it approved before"),
        ("lapsed", "asked in its place"),
        ("out_of_hours", "outside office hours"),
        ("no_message_id", "did not say whether it took"),
        ("answer_too_long", "may or may not have taken it"),
        ("KeyError", "we do not know why"),
        ("", "we do not know why"),
        (None, "we do not know why"),
        ("{x}", "we do not know why"),
    ],
)
def test_a_code_is_told_in_words_and_an_unknown_one_as_unknown(code, told):
    assert told in why_not(code)


def test_every_code_that_a_channel_or_a_courier_gives_has_words():
    root = Path(desk.__file__).parents[1]
    sources = [one for part in ("desk", "bot/channels", "bot/gateway") for one in (root / part).rglob("*.py")]
    given = {code for one in sources for code in CODE.findall(one.read_text())}
    given |= {code for _, code in _CODES} | set(_NEVER.values())

    assert {"no_template", "file", "answer_too_long", "blocked"} <= given
    assert {code for code in given if "we do not know why" in why_not(code)} == set()
