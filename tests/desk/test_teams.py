"""Teams of a front door: who comes after whom, and when."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from bot.settings_list import ALL
from desk.hours import Hours
from desk.team_settings import TeamSettings
from desk.teams import Teams
from tests.desk.making import CHAIN, NOON, TWO_HOURS, make_team

HUB = "combined-authority-hub"


def test_after_the_next_team_comes_the_manager_and_after_the_manager_nobody():
    makers, everybody, lead = CHAIN.all

    assert CHAIN.after(makers) == everybody
    assert CHAIN.after(everybody) == lead
    assert CHAIN.after(lead) is None


def test_the_manager_of_another_front_door_is_not_asked():
    alone = make_team("alone", within=TWO_HOURS)

    assert Teams((alone, make_team("lead", hub_id="other", is_manager=True))).after(alone) is None


def test_a_request_moves_on_after_so_much_opening_time():
    makers = CHAIN.get("makers")
    friday = NOON.replace(day=6, hour=16)

    assert CHAIN.moves_on(makers, NOON) == NOON + TWO_HOURS
    assert CHAIN.moves_on(makers, friday) == NOON.replace(day=9, hour=10)


@pytest.mark.parametrize("without", [{"within": None}, {"hours": None}, {"hours": Hours.parse("closed")}])
def test_where_no_time_runs_nothing_moves_on(without):
    team = make_team("a", **({"within": TWO_HOURS} | without))

    assert Teams((team, make_team("lead", is_manager=True))).moves_on(team, NOON) is None


def test_a_request_that_has_nowhere_to_go_stays():
    team = make_team("a", within=TWO_HOURS)

    assert Teams((team,)).moves_on(team, NOON) is None
    assert Teams((team,)).that_pass_on() == ()


def test_a_team_without_hours_promises_nothing():
    assert Teams((), timedelta(hours=1)).promised(make_team("a", hours=None), NOON) is None


@pytest.mark.parametrize("impossible", [{"desk_expires_days": 0}, {"desk_expires_days": float("nan")}])
def test_impossible_settings_stop_the_start(impossible):
    with pytest.raises(ValidationError):
        TeamSettings(**impossible)


def test_the_settings_are_listed_with_what_they_are_for():
    assert TeamSettings in ALL
    assert all(field.description for field in TeamSettings.model_fields.values())
