"""Cases are opened once, changed by one at a time, and forgotten when the person says so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.cases import Case, CaseRefused, Consent, Person, Reason, checked_reference
from desk.states import CaseChangeRefused, Change, State
from knowledge.storage.cases import CaseNotFound
from knowledge.storage.deliveries import Deliveries, Kind, Progress
from tests.desk.making import NOON, given_case, make_consent

LATER = NOON + timedelta(hours=1)


def change(database, case: Case, change: Change, who: str = "broker 1", **given: str) -> Case:
    with database.open() as session:
        return Casebook(session).change(case.id, change, who, "because", LATER, **given)


def deliveries(database, case: Case) -> list[tuple[Kind, Progress]]:
    with database.reading() as session:
        return [(one.kind, one.state) for one in Deliveries(session).of_cases([case.id])]


def test_an_opened_case_waits_and_one_delivery_is_on_its_way(database):
    case = given_case(database)

    with database.reading() as session:
        assert Casebook(session).get(case.id) == case
    assert case.state is State.WAITING
    assert deliveries(database, case) == [(Kind.CASE, Progress.WAITING)]


def test_a_case_that_nobody_opened_is_said_to_be_missing(database):
    with database.reading() as session, pytest.raises(CaseNotFound):
        Casebook(session).get("none")


def test_of_many_who_claim_at_once_exactly_one_wins(database):
    case = given_case(database)

    def claim(number: int) -> bool:
        try:
            change(database, case, Change.CLAIM, f"broker {number}", broker=f"broker {number}")
        except CaseChangeRefused:
            return False
        return True

    with ThreadPoolExecutor(12) as brokers:
        won = [number for number, mine in enumerate(brokers.map(claim, range(12))) if mine]

    with database.reading() as session:
        kept = Casebook(session).get(case.id)
    assert [f"broker {number}" for number in won] == [kept.broker]


def test_a_case_that_goes_back_to_the_queue_has_no_broker(database):
    case = given_case(database)

    change(database, case, Change.CLAIM, broker="broker 1")
    released = change(database, case, Change.RELEASE)

    assert (released.state, released.broker) == (State.WAITING, None)


def test_how_a_case_ended_is_kept(database):
    case = given_case(database)

    closed = change(database, case, Change.CLOSE, outcome="support_started")

    assert (closed.state, closed.outcome) == (State.CLOSED, "support_started")


def test_erasing_leaves_only_that_there_was_a_case_and_that_it_was_erased(database):
    case = given_case(database)

    with database.open() as session:
        Casebook(session).erase("c1", LATER)

    with database.reading() as session:
        kept = Casebook(session).get(case.id)
        audit = Casebook(session).audit(case.id)
    assert (kept.person, kept.brief, kept.consent.wording, kept.erased) == (None, None, "", LATER)
    assert kept.state is State.WITHDRAWN
    assert (audit[-1].who, audit[-1].why) == ("person", "erased")


def test_what_was_not_sent_is_recalled_and_nobody_is_told(database):
    case = given_case(database)

    with database.open() as session:
        Casebook(session).erase("c1", LATER)

    assert deliveries(database, case) == [(Kind.CASE, Progress.RECALLED)]


def test_whoever_may_have_been_told_is_told_that_it_was_taken_back_after_the_attempt_in_hand(database):
    case = given_case(database)
    in_hand_until = LATER + timedelta(minutes=1)
    with database.open() as session:
        Deliveries(session).take("worker", NOON, in_hand_until)

    with database.open() as session:
        Casebook(session).erase("c1", LATER)
        Casebook(session).erase("c1", LATER)

    with database.reading() as session:
        notice = Deliveries(session).of_cases([case.id])[-1]
    assert deliveries(database, case) == [
        (Kind.CASE, Progress.RECALLED),
        (Kind.WITHDRAWAL, Progress.WAITING),
    ]
    assert notice.next_try == in_hand_until


def test_a_closed_case_is_erased_as_well_and_stays_closed(database):
    case = given_case(database)
    change(database, case, Change.CLOSE)

    with database.open() as session:
        Casebook(session).erase("c1", LATER)

    with database.reading() as session:
        kept = Casebook(session).get(case.id)
    assert (kept.state, kept.person, kept.brief) == (State.CLOSED, None, None)


@pytest.mark.parametrize("name", ["Ada\nBcc: all@example.org", "Ada\r\n", "Ada\u2028", "Ada\x00"])
def test_a_name_with_a_line_break_is_refused(name):
    with pytest.raises(CaseRefused):
        Person.unpack({"name": name})


def test_a_consent_to_something_unknown_is_refused():
    with pytest.raises(CaseRefused, match="everything"):
        Consent.unpack({**make_consent().pack(), "fields": ["everything"]})


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "SP-ABC\n", "sp-abc", "SP-ABC/1"])
def test_a_reference_that_could_not_name_a_file_is_refused(text):
    with pytest.raises(CaseRefused):
        checked_reference(text)


def test_an_unknown_reason_is_kept_as_another_reason():
    assert Reason.of("something new") is Reason.OTHER
