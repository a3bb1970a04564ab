"""Did it start? What is asked about, what cancels it, and what becomes of the answers."""

from desk.afterwards.asking import ask_due
from desk.afterwards.follow_ups import is_same_thing, led_to
from desk.brief import Brief
from knowledge.replies import Card
from knowledge.storage.follow_ups import Named, Standing
from knowledge.storage.outcomes import Outcomes
from tests.desk.afterwards.closed import (
    A_MONTH_ON,
    A_WEEK_ON,
    GRANT,
    do,
    follow_ups,
    given_closed,
    press,
    said,
)
from tests.desk.making import NOTED, given_conversation, make_brief, make_case, open_case

LOAN = Card("a-loan", "programme", "A Loan")


def outcomes(database, case):
    with database.reading() as session:
        return [(one.day, one.programme_id, one.answer) for one in Outcomes(session).of_case(case.id)]


def brief(**content) -> Brief:
    return make_brief(make_case(), NOTED | content)


def test_it_is_asked_of_what_the_broker_showed_then_of_the_brief_and_of_two_at_most():
    inserted = [Named("new", "New"), Named("old", "Old")]
    shown = [{"id": name, "name": name} for name in ("old", "p1", "p2")]

    def ids(*given):
        return [one.id for one in led_to(*given)]

    assert ids([], None) == []
    assert ids([], brief(shown=shown)) == ["old", "p1"]
    assert ids(inserted[1:], brief(shown=shown)) == ["old", "p1"]
    assert ids(inserted, brief(shown=shown)) == ["new", "old"]
    assert ids([], brief(shown=shown, rejected=shown[:2])) == ["p2"]


def test_what_a_broker_put_into_the_chat_is_asked_about_first(database):
    case = given_closed(database, cards=(GRANT, LOAN, GRANT))

    assert [one.id for one in follow_ups(database, case)[0].programmes] == ["a-grant", "a-loan"]


def test_the_answer_is_kept_on_the_case_and_on_the_programme(database):
    case = given_closed(database, cards=(GRANT,), brief=brief(shown=[]).pack())
    ask_due(database, A_WEEK_ON, by_mail=False)
    asked = outcomes(database, case)

    told = press(database, "We applied", now=A_WEEK_ON)

    first = follow_ups(database, case)[0]
    assert asked == [(7, "a-grant", None)]
    assert told == "Thank you. I have noted that you applied."
    assert (first.state, first.answer, first.answered_at) == (Standing.ANSWERED, "applied", A_WEEK_ON)
    assert outcomes(database, case) == [(7, "a-grant", "applied")]


def test_two_programmes_are_asked_about_one_after_the_other(database):
    case = given_closed(database, cards=(GRANT, LOAN))
    ask_due(database, A_WEEK_ON, by_mail=False)
    assert "Did A Loan start for you?" in said(database)[-1].shown.text

    told = press(database, "It started", "p1")
    then = press(database, "Not yet", "p2")

    assert told == "Good to hear. I have noted that it started. Did A Grant start for you?"
    assert then == "Thank you. I have noted that it has not started yet."
    assert outcomes(database, case) == [(7, "a-grant", "not_yet"), (7, "a-loan", "started")]


def test_what_has_started_is_not_asked_about_again(database):
    case = given_closed(database, cards=(GRANT, LOAN))
    ask_due(database, A_WEEK_ON, by_mail=False)
    press(database, "It started", "p1")
    press(database, "Not yet", "p2")

    ask_due(database, A_MONTH_ON, by_mail=False)

    assert "Did A Grant start for you?" in said(database)[-1].shown.text
    assert outcomes(database, case)[2:] == [(30, "a-grant", None)]


def test_without_a_programme_the_request_as_a_whole_is_asked_about_until_it_is_settled(database):
    case = given_closed(database, brief=brief(shown=[]).pack())
    ask_due(database, A_WEEK_ON, by_mail=False)
    assert "Did what you talked about start?" in said(database)[-1].shown.text
    press(database, "It did not suit")

    ask_due(database, A_MONTH_ON, by_mail=False)

    assert [one.state for one in follow_ups(database, case)][:2] == [Standing.ANSWERED, Standing.SKIPPED]
    assert outcomes(database, case) == []


def test_the_last_answer_counts_and_one_message_is_answered_once(database):
    case = given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=False)

    press(database, "Not yet", "p1")
    press(database, "It started", "p1")
    press(database, "We applied", "p2")

    assert outcomes(database, case) == [(7, "p1", "applied")]


def test_an_answer_to_what_was_never_asked_or_is_somebody_elses_is_answered_and_not_kept(database):
    case = given_closed(database)
    theirs = given_closed(database, conversation_id="c2", message_id="m2")
    planned, others = follow_ups(database, case)[0], follow_ups(database, theirs)[0]

    told = [
        do(database, "follow_up_answer", f"e{n}", follow_up_id=one, programme_id=programme, answer="started")
        for n, (one, programme) in enumerate(
            [(planned.id, "p1"), (others.id, "p1"), ("none", "p1"), (planned.id, None), (planned.id, "p9")]
        )
    ]

    assert all(one.startswith("That question is closed") for one in told)
    assert outcomes(database, case) == []
    assert {one.state for one in follow_ups(database, case)} == {Standing.PLANNED}


def test_a_new_request_about_the_same_thing_cancels_what_was_planned(database):
    case = given_closed(database)

    do(database, "open_case", "m7", **open_case(case_id="new-case", reference="SP-NEW222").content)

    assert {one.state for one in follow_ups(database, case)} == {Standing.CANCELLED}


def test_a_new_request_about_something_else_cancels_nothing(database):
    case = given_closed(database)
    other = NOTED | {"shown": [{"id": "p9", "name": "Programme Nine"}]}

    do(database, "open_case", "m7", **open_case(case_id="new", reference="SP-NEW222", brief=other).content)

    assert {one.state for one in follow_ups(database, case)} == {Standing.PLANNED}


def test_the_same_person_is_known_by_address_in_another_chat(database):
    case = given_closed(database, conversation_id="c9")
    given_conversation(database, "c1")

    do(database, "open_case", "m7", **open_case(case_id="new-case", reference="SP-NEW222").content)

    assert {one.state for one in follow_ups(database, case)} == {Standing.CANCELLED}


def test_where_nothing_is_named_it_may_be_the_same_thing(database):
    (planned, *_) = follow_ups(database, given_closed(database))

    assert is_same_thing(planned, frozenset())
    assert is_same_thing(planned, frozenset({"p1", "p2"}))
    assert not is_same_thing(planned, frozenset({"p2"}))
