"""Are there people whom the settings leave no way in?"""

import pytest

from desk.brokers import Broker, Role, add_broker, disable_broker
from desk.console.entrance import Entrance, shut_out
from desk.sign_in_settings import SignInSettings
from tests.desk.making import NOON

PROVIDER = {
    "openid_issuer": "https://id.example.org",
    "openid_client_id": "desk",
    "openid_client_secret": "x",
    "openid_label": "Hub ID",
    "desk_address": "https://desk.example.org",
}
PASSWORDS, BOTH = SignInSettings(), SignInSettings(**PROVIDER)
ELSEWHERE = SignInSettings(**PROVIDER, desk_local_sign_in=False)


@pytest.fixture
def one_of_each(database):
    with database.open() as session:
        add_broker(session, Broker("b1", "Jo", "jo@hub.example", Role.CURATOR), "$hash", NOON)
        add_broker(session, Broker("b2", "Sam", "sam@hub.example", Role.CURATOR), None, NOON)
    return database


@pytest.mark.parametrize("settings", [PASSWORDS, ELSEWHERE])
def test_whoever_has_no_way_in_is_counted_with_what_to_do(one_of_each, settings):
    assert "let 1 of 2 brokers not in" in shut_out(one_of_each, settings)
    assert "signpost broker" in shut_out(one_of_each, settings)


@pytest.mark.parametrize(("settings", "leaves"), [(PASSWORDS, "b2"), (ELSEWHERE, "b1")])
def test_when_nobody_gets_in_it_says_so(one_of_each, settings, leaves):
    with one_of_each.open() as session:
        disable_broker(session, {"b1": "b2", "b2": "b1"}[leaves], NOON)

    assert "let nobody in" in shut_out(one_of_each, settings)


def test_with_both_ways_everybody_gets_in(one_of_each):
    assert shut_out(one_of_each, BOTH) is None


def test_without_accounts_there_is_nobody_to_shut_out(database):
    assert shut_out(database, ELSEWHERE) is None


def test_the_button_names_what_the_settings_say():
    assert (Entrance.of(PASSWORDS).label, Entrance.of(BOTH).label) == (None, "Hub ID")
