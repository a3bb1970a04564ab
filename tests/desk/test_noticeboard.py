"""What a whole channel may read of a case: labels alone, whatever was told."""

from hypothesis import given
from hypothesis import strategies as st

from desk.casebook import Casebook
from desk.cases import Part
from desk.noticeboard import notice
from tests.databases import with_tables
from tests.desk.making import (
    HUBS,
    NOON,
    NOTED,
    given_case,
    given_conversation,
    make_brief,
    make_case,
    make_consent,
)

HUB = HUBS[0].id
WORDS = st.text(alphabet="QXZ", min_size=4, max_size=12)  # which no label has


def seen(database, case, hub=HUB):
    with database.reading() as session:
        return notice(session, Casebook(session).get(case.id), hub, NOON)


def test_it_tells_the_place_what_is_wanted_and_what_holds_the_firm_back(database):
    given_conversation(database)
    shown = seen(database, given_case(database))

    assert (shown.reference, shown.places) == ("SP-ABC234", "dudley")
    assert (shown.may_claim, shown.in_hand) == (True, False)
    assert len(shown.wants) == len(shown.barriers) == 1


def test_another_front_door_has_it_and_that_is_all(database):
    given_conversation(database)
    shown = seen(database, given_case(database), "warwickshire-hub")

    assert not shown.is_here
    assert (shown.places, shown.wants, shown.barriers, shown.may_claim) == ("", (), (), False)


def test_what_was_left_out_is_not_told(database):
    given_conversation(database)
    case = make_case(consent=make_consent(Part.FIRM, Part.NEED, Part.BARRIERS))
    shown = seen(database, given_case(database, consent=case.consent, brief=make_brief(case).pack()))

    assert (shown.places, shown.wants, shown.barriers) == ("", (), ())


@given(st.lists(WORDS, min_size=4, max_size=4))
def test_nothing_in_anybodys_words_is_ever_told(words):
    need, barrier, place, people = words
    noted = {
        **NOTED,
        "profile": {"places": ["dudley"], "own_words": {"places": place, "employees": people}},
        "barriers": [{"name": "finance", "words": barrier}],
        "need": need,
    }
    database = with_tables()
    given_conversation(database)
    case = make_case(person=None)
    shown = seen(database, given_case(database, brief=make_brief(case, noted).pack(), person=None))
    database.close()

    assert not any(word in str(shown) for word in words)
