"""What is known of one person from two chats."""

from hypothesis import given
from hypothesis import strategies as st

from desk.carrying import known_from_both, slots_of
from knowledge.firms import Firm
from knowledge.ranges import Range
from knowledge.storage.tracker_events import TrackerEvent

FIRMS = st.builds(
    Firm,
    places=st.sampled_from([(), ("dudley",), ("coventry",)]),
    employees=st.none() | st.integers(1, 99).map(Range.of),
    stage=st.sampled_from([None, "start_up", "growing"]),
    has_partner=st.sampled_from([None, True, False]),
)
TOLD = st.fixed_dictionaries(
    {"firm": FIRMS.map(Firm.pack)},
    optional={
        "barriers": st.lists(
            st.sampled_from([{"name": "finance", "words": "a"}, {"name": "skills", "words": "b"}])
        ),
        "wants": st.lists(st.sampled_from(["grant", "loan"]), max_size=2),
        "need": st.none() | st.just("money for a press"),
    },
)


def slot(name, value):
    return TrackerEvent("slot", {"event": "slot", "name": name, "value": value})


def test_what_was_noted_last_is_remembered():
    events = [slot("need", "a press"), TrackerEvent("user", {"text": "hello"}), slot("need", "a robot")]

    assert slots_of(events) == {"need": "a robot"}


def test_what_was_told_later_holds_and_gaps_are_filled_in_the_persons_own_words():
    newer = {"firm": {"places": ["coventry"], "own_words": {"places": "we are in Coventry"}}}
    older = {
        "firm": {
            "places": ["dudley"],
            "postcode": "DY1 1AA",
            "employees": 12,
            "own_words": {"places": "Dudley", "employees": "a dozen"},
        }
    }

    known = known_from_both(newer, older)["firm"]

    assert known["places"] == ["coventry"]
    assert "postcode" not in known
    assert known["own_words"] == {"places": "we are in Coventry", "employees": "a dozen"}


def test_somebody_who_comes_back_with_another_need_is_not_held_to_the_old_one():
    older = {"wants": ["loan"], "need": "a new roof", "barriers": [{"name": "skills", "words": "nobody"}]}

    known = known_from_both({"wants": ["grant"]}, older)
    assert (known["wants"], known.get("need")) == (["grant"], None)
    assert [one["name"] for one in known["barriers"]] == ["skills"]
    assert known_from_both({}, older)["need"] == "a new roof"


@given(TOLD, TOLD)
def test_nothing_that_was_told_is_asked_again(newer, older):
    known = Firm.unpack(known_from_both(newer, older)["firm"])

    for field in ("places", "employees", "stage", "has_partner"):
        was_told = [Firm.unpack(one["firm"]) for one in (newer, older)]
        values = [getattr(one, field) for one in was_told if one.knows(field)]
        assert getattr(known, field) == (values[0] if values else getattr(Firm(), field))


@given(TOLD, TOLD)
def test_a_barrier_is_named_once_in_the_words_of_the_newer_chat(newer, older):
    known = known_from_both(newer, older)["barriers"]

    told = [*(newer.get("barriers") or ()), *(older.get("barriers") or ())]
    assert sorted(one["name"] for one in known) == sorted({one["name"] for one in told})


@given(TOLD)
def test_a_chat_joined_with_itself_is_as_it_was(told):
    assert known_from_both(told, told)["firm"] == told["firm"]
