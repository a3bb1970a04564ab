"""The files that stand in for mail go when their person asks, after the commit and whatever dies between."""

from datetime import timedelta

import pytest

from desk.afterwards.asking import ask_due
from desk.afterwards.tidying import tidy_up
from desk.couriers import mail_file
from desk.effects import EffectContext, apply
from desk.file_deletion import STILL_IN_HAND, delete_files
from desk.retention import Broom
from desk.retention_settings import RetentionSettings
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.errands import Progress
from knowledge.storage.file_deletions import FileDeletions
from knowledge.storage.person_mails import PersonMails
from tests.desk.afterwards.closed import A_WEEK_ON, given_closed, mails

LATER = A_WEEK_ON + timedelta(hours=1)


@pytest.fixture
def outgoing(tmp_path):
    made = tmp_path / "outgoing"
    made.mkdir()
    return made


@pytest.fixture
def mail(database, outgoing):
    """A mail to a person that stands in a file, with the letter about their request."""
    case = given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=True)
    (kept,) = mails(database)
    (outgoing / mail_file(kept.id)).write_text("To: ada@example.org")
    (outgoing / f"{case.reference}.eml").write_text(f"X-Signpost-Case: {case.id}\n\nAda Example")
    (outgoing / "to-a-person-another.eml").write_text("To: bob@example.org")
    return kept


def erase(database):
    with database.open() as session:
        apply(session, Effect("erase"), EffectContext("c1", "m9", "web"), LATER)


def names(outgoing):
    return sorted(path.name for path in outgoing.iterdir())


def noted(database):
    with database.reading() as session:
        return FileDeletions(session).some(10)


def test_erasing_in_the_chat_deletes_the_files_of_its_mails_and_letters(database, outgoing, mail):
    erase(database)
    assert delete_files(database, outgoing, LATER) == 2

    assert names(outgoing) == ["to-a-person-another.eml"]


def test_what_is_not_committed_deletes_no_file(database, outgoing, mail):
    before = names(outgoing)

    def break_off():
        with database.open() as session:
            apply(session, Effect("erase"), EffectContext("c1", "m9", "web"), LATER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    delete_files(database, outgoing, LATER)

    assert names(outgoing) == before


def test_when_the_process_dies_between_the_next_sweep_deletes_them(database, outgoing, mail):
    erase(database)

    Broom(database, RetentionSettings(), outgoing).sweep(LATER)

    assert names(outgoing) == ["to-a-person-another.eml"]


def test_a_file_that_was_about_to_be_written_is_deleted_as_well_with_what_is_left_of_it(
    database, outgoing, mail
):
    erase(database)
    delete_files(database, outgoing, LATER)
    (outgoing / mail_file(mail.id)).write_text("too late")
    (outgoing / f".{mail_file(mail.id)}.0123456789abcdef").write_text("half of it")

    delete_files(database, outgoing, LATER + STILL_IN_HAND)

    assert names(outgoing) == ["to-a-person-another.eml"]
    assert noted(database) == []


def test_what_a_process_that_died_has_left_of_a_letter_goes_and_no_other_cases(database, outgoing, mail):
    with database.reading() as session:
        (case,) = Cases(session).newest(1)
    for number, name in enumerate((case.reference, f"{case.reference}-{case.id[:8]}")):
        (outgoing / f".{name}.eml.{number}1234567").write_text(f"X-Signpost-Case: {case.id}\n\nAda Example")
        (outgoing / f".{name}.eml.{number}2345678").write_text("Subject: broken o")
        (outgoing / f".{name}.eml.{number}3456789").write_text("X-Signpost-Case: another\n\nBob Example")
    erase(database)

    delete_files(database, outgoing, LATER)

    assert {name[-8:] for name in names(outgoing)} == {"03456789", "13456789", "ther.eml"}


def test_whoever_is_slow_forgets_nothing_that_was_noted_since(database, outgoing, mail):
    with database.open() as session:
        FileDeletions(session).note_letters([("SP-ABC234", "a case")])
    (before,) = noted(database)
    with database.open() as session:
        FileDeletions(session).done([before.id])
        FileDeletions(session).note_letters([("SP-OTHER2", "another")])

    with database.open() as session:
        FileDeletions(session).done([before.id])

    assert [one.about for one in noted(database)] == ["another"]


def test_a_file_that_cannot_be_deleted_now_is_tried_again(database, outgoing, mail, caplog):
    erase(database)
    (outgoing / mail_file(mail.id)).unlink()
    (outgoing / mail_file(mail.id)).mkdir()

    for minutes in (0, 60):
        delete_files(database, outgoing, LATER + timedelta(minutes=minutes))
    assert mail.id not in caplog.text
    (outgoing / mail_file(mail.id)).rmdir()
    for minutes in (61, 120):
        delete_files(database, outgoing, LATER + timedelta(minutes=minutes))

    assert noted(database) == []


def test_a_mail_whose_time_is_over_takes_its_file_with_it(database, outgoing, mail):
    with database.open() as session:
        held = PersonMails(session).take("w", LATER, LATER)
        PersonMails(session).settle(held.id, "w", Progress.SENT, LATER, None)
    tidy_up(database, LATER + timedelta(days=61))
    delete_files(database, outgoing, LATER)

    assert mail_file(mail.id) not in names(outgoing)
