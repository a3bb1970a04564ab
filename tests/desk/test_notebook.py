"""Notes and tags are for the brokers of one front door; they are kept once, and are erased with the case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.casebook import Casebook
from desk.notebook import (
    LONGEST_NOTE,
    LONGEST_TAG,
    MOST_TAGS,
    NoTag,
    Notebook,
    NothingToNote,
    TakenBack,
    as_tag,
)
from tests.desk.making import NOON, given_case, given_conversation, given_hubs


@pytest.fixture
def case(database):
    given_hubs(database)
    given_conversation(database, "c1", "we need a new press")
    return given_case(database)


def book(session, case):
    return Notebook(session, Casebook(session).get(case.id))


def test_a_note_is_kept_once_however_often_its_form_is_sent(database, case):
    for _ in range(2):
        with database.open() as session:
            book(session, case).write("Rang at noon\r\nno answer", "n1", "b1", NOON)

    with database.reading() as session:
        (note,) = book(session, case).notes()
    assert (note.text, note.broker, note.at) == ("Rang at noon\nno answer", "b1", NOON)


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST_NOTE + 1)])
def test_a_note_with_nothing_in_it_or_too_much_is_refused(database, case, text):
    with database.open() as session, pytest.raises(NothingToNote):
        book(session, case).write(text, "n1", "b1", NOON)


def test_tags_are_the_same_however_they_are_written(database, case):
    with database.open() as session:
        book(session, case).tag(" Call  BACK ")
        book(session, case).tag("call back")
        book(session, case).tag("net zero")
        book(session, case).untag("Net Zero")

    with database.reading() as session:
        assert book(session, case).tags() == ("call back",)


@pytest.mark.parametrize("tag", ["", " ", "x" * (LONGEST_TAG + 1)])
def test_what_is_no_tag_is_refused(database, case, tag):
    with database.open() as session, pytest.raises(NoTag):
        book(session, case).tag(tag)


def test_a_case_has_only_so_many_tags(database, case):
    with database.open() as session:
        for number in range(MOST_TAGS):
            book(session, case).tag(f"tag {number}")
        book(session, case).tag("tag 0")
        with pytest.raises(NoTag):
            book(session, case).tag("one more")


def test_another_front_door_reads_neither_the_notes_nor_the_tags_of_the_first(database, case):
    with database.open() as session:
        book(session, case).write("they sound worried", "n1", "b1", NOON)
        book(session, case).tag("worried")
        elsewhere = Notebook(session, Casebook(session).get(case.id))
        object.__setattr__(elsewhere.case, "hub_id", "warwickshire-hub")

        assert elsewhere.notes() == []
        assert elsewhere.tags() == ()


def test_when_the_person_has_everything_erased_the_notes_go_too(database, case):
    with database.open() as session:
        book(session, case).write("they sound worried", "n1", "b1", NOON)
        book(session, case).tag("worried")
        Casebook(session).erase("c1", NOON)

        assert book(session, case).notes() == []
        assert book(session, case).tags() == ()
        with pytest.raises(TakenBack):
            book(session, case).write("do not call", "n2", "b1", NOON)
        with pytest.raises(TakenBack):
            book(session, case).tag("do not call")


@given(st.text(max_size=80))
def test_a_tag_is_one_line_and_stays_as_it_is_kept(text):
    tag = as_tag(text)

    assert "\n" not in tag
    assert as_tag(tag) == tag
