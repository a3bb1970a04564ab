"""Which team gets a request."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import desk.brief
from desk.cases import Part
from desk.choosing import Asking, Fit, asking_in, asking_of, choose
from desk.hours import Hours
from desk.promises import Given
from desk.teams import NO_TEAMS, Teams
from knowledge.wording import known
from tests.desk.making import NOON, make_brief, make_case, make_team

HUB = "combined-authority-hub"
MAKING = frozenset({"manufacturing"})
NIGHT = datetime(2026, 11, 2, 22, tzinfo=UTC)
EVENINGS = Hours.parse("Mon-Fri 18:00-23:00")
FOUR_HOURS = timedelta(hours=4)


def chosen(*teams, load=None, now=NOON, promise=None, **asking):
    return choose(Asking(HUB, **asking), Teams(teams, FOUR_HOURS), load or {}, now, promise)


def test_a_front_door_without_teams_is_one_team_without_a_name():
    assert choose(Asking(HUB), NO_TEAMS, {}, NOON) is None
    assert chosen(make_team("a", hub_id="another-hub")) is None


@pytest.mark.parametrize(
    ("special", "asked", "why"),
    [
        ({"sectors": MAKING}, {"sectors": MAKING}, Fit.SECTOR),
        ({"needs": frozenset({"grant"})}, {"wants": frozenset({"grant", "loan"})}, Fit.NEED),
        ({"barriers": frozenset({"skills"})}, {"barriers": frozenset({"skills"})}, Fit.NEED),
        ({"languages": frozenset({"pl"})}, {"language": "pl"}, Fit.LANGUAGE),
    ],
)
def test_a_specialist_of_what_is_asked_comes_first_and_the_reason_is_named(special, asked, why):
    found = chosen(make_team("anybody"), make_team("special", **special), **asked)

    assert found.team.id == "special"
    assert why in found.reasons


@pytest.mark.parametrize(
    "special", [{"sectors": MAKING}, {"needs": frozenset({"grant"})}, {"barriers": frozenset({"skills"})}]
)
def test_a_specialist_of_something_else_comes_last(special):
    found = chosen(make_team("a-special", **special), make_team("b-anybody"), sectors=frozenset({"rail"}))

    assert found.team.id == "b-anybody"
    assert Fit.GENERAL in found.reasons


def test_the_sector_weighs_more_than_the_need_and_that_more_than_the_language():
    teams = (
        make_team("a-language", languages=frozenset({"pl"})),
        make_team("b-need", needs=frozenset({"grant"})),
        make_team("c-sector", sectors=MAKING),
    )

    asked = {"wants": frozenset({"grant"}), "language": "pl"}
    assert chosen(*teams, sectors=MAKING, **asked).team.id == "c-sector"
    assert chosen(*teams, **asked).team.id == "b-need"
    assert chosen(*teams, language="pl").team.id == "a-language"


def test_of_equals_who_is_open_now_comes_first():
    teams = make_team("a-day"), make_team("b-evening", hours=EVENINGS)

    assert chosen(*teams).team.id == "a-day"
    assert chosen(*teams, now=NIGHT).team.id == "b-evening"


def test_of_equals_who_has_room_comes_first_and_then_who_has_least_to_do():
    full, free = make_team("a-full", capacity=3), make_team("b-free", capacity=9)

    assert chosen(full, free, load={"a-full": 3, "b-free": 8}).team.id == "b-free"
    least = chosen(full, free, load={"a-full": 2, "b-free": 1})
    assert least.team.id == "b-free"
    assert Fit.LEAST_BUSY in least.reasons


def test_the_manager_gets_new_requests_only_where_there_is_nobody_else():
    lead = make_team("a-lead", is_manager=True)

    assert chosen(lead, make_team("b")).team.id == "b"
    assert chosen(lead).reasons == (Fit.ONLY,)


def test_a_promise_that_was_given_is_kept_whatever_else_suits_better():
    night = make_team("a-night", hours=EVENINGS, sectors=MAKING)
    by_four = Given(NOON, NOON + FOUR_HOURS)

    assert chosen(night, make_team("b-day"), sectors=MAKING).team.id == "a-night"
    later = NOON + timedelta(minutes=3)  # the answer was stored after it had been made
    assert chosen(night, make_team("b-day"), sectors=MAKING, now=later, promise=by_four).team.id == "b-day"
    assert chosen(night, make_team("b-day"), sectors=MAKING, promise=Given(NOON)).team.id == "a-night"


@pytest.mark.parametrize("reason", Fit)
def test_every_reason_has_words_and_stands_in_the_schema_of_the_brief(reason):
    schema = json.loads(Path(desk.brief.__file__).with_name("brief.schema.json").read_text(encoding="utf-8"))

    assert known(f"utter_reason_desk_{reason}")
    assert reason in schema["properties"]["team"]["properties"]["because"]["items"]["enum"]


def test_what_was_not_agreed_to_decides_nothing():
    noted = {
        "profile": {"sectors": ["rail"]},
        "wants": ["grant"],
        "barriers": [{"name": "skills"}],
        "language": "pl",
    }

    assert asking_in(HUB, noted) == Asking(
        HUB, frozenset({"rail"}), frozenset({"grant"}), frozenset({"skills"}), "pl"
    )
    assert asking_in(HUB, noted, {Part.NAME}) == Asking(HUB, language="pl")
    assert asking_in(HUB, {}) == Asking(HUB)


def test_another_front_door_is_asked_by_what_it_will_read_the_language_too():
    noted = {"profile": {"sectors": ["rail"]}, "wants": ["grant"], "language": "pl"}
    noted |= {"barriers": [{"name": "skills", "words": ""}]}

    assert asking_of("warwickshire-hub", make_brief(make_case(), noted)) == asking_in(
        "warwickshire-hub", noted
    )


LABELS = st.frozensets(st.sampled_from(["manufacturing", "rail", "creative"]), max_size=2)
CROWDS = st.lists(
    st.builds(
        make_team,
        st.sampled_from([f"t{number}" for number in range(9)]),
        sectors=LABELS,
        needs=LABELS,
        hours=st.sampled_from([None, EVENINGS, Hours.parse("Mon-Fri 09:00-17:00")]),
        capacity=st.none() | st.integers(1, 3),
        is_manager=st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda team: team.id,
)
LOADS = st.dictionaries(st.sampled_from([f"t{number}" for number in range(9)]), st.integers(0, 5))


@given(CROWDS, LOADS, LABELS, LABELS, st.randoms())
def test_every_request_gets_one_team_with_a_reason_in_whatever_order_they_are_written(
    crowd, load, sectors, wants, chance
):
    asking, shuffled = Asking(HUB, sectors, wants), list(crowd)
    chance.shuffle(shuffled)

    found = choose(asking, Teams(tuple(crowd)), load, NOON)

    assert found.team in crowd
    assert found.reasons
    assert found == choose(asking, Teams(tuple(shuffled)), load, NOON)
