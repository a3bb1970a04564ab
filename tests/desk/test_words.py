"""Every label of the desk has its words."""

import pytest

from desk.cases import Reason, Why
from desk.routing import Because
from desk.states import State
from desk.words import label, plain
from knowledge.storage.deliveries import Kind, Progress
from knowledge.storage.outbox import Sender
from knowledge.wording import known

NAMES = [
    *(f"utter_reason_desk_{one}" for one in (*Reason, *Why, *Because)),
    *(f"utter_label_consent_why_{one}" for one in Why),
    *(f"utter_label_desk_state_{one}" for one in State),
    *(f"utter_label_desk_progress_{one}" for one in Progress),
    *(f"utter_label_desk_kind_{one}" for one in Kind),
    *(f"utter_label_desk_who_{one}" for one in Sender),
]


@pytest.mark.parametrize("name", NAMES)
def test_every_label_that_a_broker_can_meet_has_its_words(name):
    assert known(name)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["dudley", "east_staffordshire"], "dudley, east staffordshire"),
        ({"min": 10, "max": None}, "10–"),
        ({"min": None, "max": 49}, "–49"),
        (12, "12"),
        ("start_up", "start up"),
    ],
)
def test_a_fact_without_words_of_its_own_is_shown_as_it_is_kept(value, words):
    assert plain(value) == words


def test_a_label_without_a_wording_is_shown_as_it_is():
    assert label("no_such_kind", "some_name") == "some name"
