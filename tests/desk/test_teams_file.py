"""The file that names the teams."""

from contextlib import suppress
from datetime import timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from desk.hours import Hours
from desk.settings import DeskSettings
from desk.teams import Teams
from desk.teams_file import TeamsRefused, read_teams, teams_in_use
from knowledge.storage.deliveries import Way

HUBS = frozenset({"north", "south"})
OFFICE = DeskSettings(desk_hours="Mon-Fri 09:00-17:00")
WHOLE = """
teams:
  - id: makers
    hub: north
    name: the makers' team
    mailbox: makers@north.example
    hours: Mon-Thu 10:00-15:00
    sectors: [manufacturing]
    needs: [grant, loan]
    barriers: [finance]
    languages: [pl]
    capacity: 12
    within_hours: 4
    next: everybody
  - id: everybody
    hub: north
    name: the advisers
    within_hours: 1.5
  - id: lead
    hub: north
    name: the head of the hub
    manager: true
"""


def refused(text, hubs=HUBS, desk=OFFICE):
    with pytest.raises(TeamsRefused) as told:
        read_teams(text, desk, hubs)
    return told.value.problems


def team(**fields):
    given = {"id": "a", "hub": "north", "name": "A", **fields}
    return {name: value for name, value in given.items() if value is not None}


def written(*teams):
    return yaml.safe_dump({"teams": list(teams)}, sort_keys=False)


def test_a_team_is_read_as_it_is_written():
    makers, everybody, lead = read_teams(WHOLE, OFFICE, HUBS)

    assert (makers.mailbox, makers.capacity, makers.next) == ("makers@north.example", 12, "everybody")
    assert makers.needs == {"grant", "loan"}
    assert makers.hours == Hours.parse("Mon-Thu 10:00-15:00")
    assert everybody.within.total_seconds() == 1.5 * 3600
    assert lead.is_manager


def test_a_team_names_its_ways_each_once():
    first, second = read_teams(written(team(ways=["mail", "folder", "mail"]), team(id="b")), OFFICE)

    assert (first.ways, second.ways) == ((Way.MAIL, Way.FOLDER), ())


def test_a_team_without_hours_keeps_those_of_its_front_door():
    desk = DeskSettings(desk_hours="Mon-Fri 09:00-17:00", desk_hours_of={"south": "Mon-Fri 11:00-12:00"})

    north, south = read_teams(written(team(), team(id="b", hub="south")), desk)

    assert (north.hours.pack(), south.hours.pack()) == ("Mon-Fri 09:00-17:00", "Mon-Fri 11:00-12:00")


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"colour": "red"}, "colour", "not permitted"),
        ({"name": None}, "name", "required"),
        ({"id": "The Makers"}, "id", "pattern"),
        ({"name": "two\nlines"}, "name", "one line"),
        ({"name": "  "}, "name", "one line"),
        ({"sectors": ["shipbuilding"]}, "sectors", "there are: aerospace"),
        ({"needs": ["gold"]}, "needs", "'gold' is not in the vocabulary"),
        ({"barriers": ["dragons"]}, "barriers", "not in the vocabulary"),
        ({"languages": ["polish"]}, "languages", "pattern"),
        ({"languages": [False]}, "languages", "string"),
        ({"mailbox": "a@b.example\nBcc: all@b.example"}, "mailbox", "one e-mail address"),
        ({"hours": "nine to five"}, "hours", "write them as in"),
        ({"ways": ["pigeon"]}, "ways", "'pigeon' is no way out; there are: "),
        ({"capacity": 0}, "capacity", "greater than or equal to 1"),
        ({"capacity": "many"}, "capacity", "integer"),
        ({"within_hours": -1}, "within_hours", "greater than 0"),
        ({"hub": "east"}, "hub", "'east' is no front door; there are: north, south"),
        ({"next": "nobody"}, "next", "there is no team 'nobody'"),
        ({"next": "a"}, "next", "it would come back here"),
        ({"next": "b"}, "next", "another front door"),
        ({"within_hours": 1}, "within_hours", "no next team and no manager"),
        ({"within_hours": 1, "hours": "closed", "manager": True}, "within_hours", "never open"),
        ({"manager": True, "next": "b"}, "next", "nobody comes after the manager"),
    ],
)
def test_each_mistake_is_named_with_its_line_and_its_field(fields, field, why):
    text = written(team(**fields), team(id="b", hub="south"))

    (problem,) = refused(text)

    first = text.partition("- hub: south")[0].partition("- id: b")[0].splitlines()
    number = next((n for n, line in enumerate(first, 1) if line.strip(" -").startswith(f"{field}:")), 2)
    assert problem.startswith(f"line {number}, {field}: ")
    assert why in problem


def test_all_mistakes_are_named_at_once():
    assert len(refused(written(team(capacity=0, colour="red"), team(id="B", hub="south")))) == 3


def test_time_can_only_be_counted_where_hours_are_known():
    text = written(team(within_hours=2, next="b"), team(id="b"))

    assert "set SIGNPOST_DESK_HOURS" in refused(text, desk=DeskSettings())[0]


def test_a_chain_that_comes_back_is_refused_wherever_it_does():
    text = written(team(next="b"), team(id="b", next="c"), team(id="c", next="b"))

    assert [problem.partition(",")[0] for problem in refused(text)] == ["line 9", "line 13"]


def test_two_teams_of_one_id_and_two_managers_of_one_front_door_are_refused():
    assert "is the id of another team" in refused(written(team(), team()))[0]
    assert "another manager" in refused(written(team(manager=True), team(id="b", manager=True)))[0]


@pytest.mark.parametrize(
    "text", ["", "- a", "teams: 3", "teams: [3]", "teams: [", "teams: []\nmore: 1", "a: 2026-13-45", "{1: 2}"]
)
def test_what_is_no_list_of_teams_is_refused_with_a_line(text):
    assert refused(text)[0].startswith("line ")


def test_a_field_that_stands_twice_is_refused():
    assert "twice" in refused("teams: [{id: a, hub: north, name: A, name: B}]")[0]


IDS = st.sampled_from(["a", "b", "c", "d", "e"])
CHAINS = st.lists(
    st.fixed_dictionaries(
        {"id": IDS, "hub": st.sampled_from(sorted(HUBS)), "name": st.text("xyz ", min_size=1, max_size=5)},
        optional={"next": IDS, "manager": st.booleans(), "within_hours": st.floats(0.1, 100)},
    ),
    max_size=5,
)


@given(CHAINS)
def test_whatever_chains_are_accepted_each_ends_and_never_leaves_the_front_door(entries):
    try:
        teams = Teams(read_teams(written(*entries), OFFICE, HUBS))
    except TeamsRefused:
        return

    for one in teams.all:
        at, steps = one, 0
        while (following := teams.after(at)) is not None:
            assert following.hub_id == one.hub_id
            at, steps = following, steps + 1
            assert steps <= len(teams.all)


@given(st.text(max_size=200) | st.text("teams: -[]{}&*!|>\n #a'\"", max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    with suppress(TeamsRefused):
        read_teams(text, OFFICE, HUBS)


WITHOUT = Teams(remind_after=timedelta(hours=4))  # a request is chased without any team as well


def test_the_file_in_the_home_is_used_unless_another_is_named(tmp_path, monkeypatch):
    assert teams_in_use(tmp_path) == WITHOUT
    (tmp_path / "desk.yml").write_text(written(team()), encoding="utf-8")
    assert [one.id for one in teams_in_use(tmp_path).all] == ["a"]

    other = tmp_path / "other.yml"
    other.write_text(written(team(id="b")), encoding="utf-8")
    monkeypatch.setenv("SIGNPOST_DESK_TEAMS", str(other))
    assert [one.id for one in teams_in_use(tmp_path).all] == ["b"]


def test_an_empty_name_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_TEAMS", "")

    assert teams_in_use(tmp_path) == WITHOUT


def test_a_file_that_was_named_and_is_not_there_stops_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_TEAMS", str(tmp_path / "none.yml"))

    with pytest.raises(TeamsRefused, match=r"SIGNPOST_DESK_TEAMS: .*none\.yml cannot be read"):
        teams_in_use(tmp_path)


def test_the_file_is_named_with_each_mistake(tmp_path):
    (tmp_path / "desk.yml").write_text("teams: 3", encoding="utf-8")

    with pytest.raises(TeamsRefused, match=r"desk\.yml, line 1"):
        teams_in_use(tmp_path)
