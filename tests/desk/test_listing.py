"""What `signpost cases` prints."""

import json
from datetime import timedelta

import pytest

from desk.brief import Brief
from desk.casebook import Casebook
from desk.handoff_event import handoff_event
from desk.listing import NothingKept, briefs_as_json, list_cases, show_case
from desk.states import Change
from knowledge.storage.cases import CaseNotFound
from knowledge.storage.deliveries import Deliveries, Progress, Way
from tests.desk.making import NOON, given_case

LATER = NOON + timedelta(hours=1)


def listed(database) -> str:
    with database.reading() as session:
        return list_cases(session)


def shown(database, reference: str) -> str:
    with database.reading() as session:
        return show_case(session, reference)


def as_json(database, reference: str, form: str):
    with database.reading() as session:
        return json.loads(briefs_as_json(session, reference, form))


def test_a_brief_can_be_had_in_either_form_that_webhooks_carry(database):
    case = given_case(database)

    assert as_json(database, "sp-abc234", "signpost") == case.brief
    assert as_json(database, "SP-ABC234", "bot_framework") == handoff_event(Brief.unpack(case.brief))


def test_a_brief_that_is_not_kept_any_more_is_refused(database):
    given_case(database)
    with database.open() as session:
        Casebook(session).erase("c1", LATER)

    with pytest.raises(NothingKept, match="SP-ABC234"):
        as_json(database, "SP-ABC234", "signpost")


def test_without_cases_it_says_so(database):
    assert listed(database) == "Nobody has asked for a person yet."


def test_the_list_has_the_newest_first_and_nothing_personal(database):
    given_case(database, reference="SP-OLD222", message_id="m1")
    given_case(database, reference="SP-NEW222", message_id="m2", opened=LATER)

    lines = listed(database).splitlines()

    assert [line.split()[0] for line in lines] == ["Reference", "SP-NEW222", "SP-OLD222"]
    assert "waiting" in lines[1]
    assert "Ada" not in listed(database)


def test_a_delivery_that_was_given_up_shows_with_its_error(database):
    given_case(database)
    with database.open() as session:
        taken = Deliveries(session).take("w", NOON, LATER)
        Deliveries(session).settle(taken.id, "w", Progress.DEAD, LATER, "smtp_550")

    assert "not sent: given up, tries: 1, last error: smtp_550" in listed(database)


def test_of_two_ways_the_list_shows_the_one_that_needs_a_look_and_the_case_both(database):
    given_case(database)
    with database.open() as session:
        kept = Deliveries(session)
        kept.send_by(kept.without_way([], NOON), [Way.WEBHOOK, Way.MAIL], NOON)
        for way, end in ((Way.WEBHOOK, Progress.DEAD), (Way.MAIL, Progress.SENT)):
            kept.settle(kept.take_by(way, "w", NOON, LATER).id, "w", end, LATER, None)

    assert "given up" in listed(database)
    text = shown(database, "SP-ABC234")
    assert "by webhook: not sent: given up" in text
    assert "by mail: sent" in text


def test_a_case_is_shown_with_its_brief_and_history(database):
    case = given_case(database)
    with database.open() as session:
        Casebook(session).change(case.id, Change.CLAIM, "broker 1", "free now", LATER)

    text = shown(database, "sp-abc234 ")

    assert "State: claimed" in text
    assert "2 November 2026, 13:00 UTC: claimed by broker 1 (free now)" in text
    assert "WHAT WAS SAID" in text


def test_an_erased_case_shows_only_that_it_was_erased(database):
    given_case(database)
    with database.open() as session:
        Casebook(session).erase("c1", LATER)

    text = shown(database, "SP-ABC234")

    assert "The person had this erased on 2 November 2026, 13:00 UTC." in text
    assert "Ada" not in text


def test_an_unknown_reference_is_said_to_be_unknown(database):
    with database.reading() as session, pytest.raises(CaseNotFound, match="signpost cases"):
        show_case(session, "SP-NONE22")


def test_two_cases_of_one_name_are_both_shown(database):
    given_case(database, message_id="m1")
    given_case(database, message_id="m2")

    assert shown(database, "SP-ABC234").count("State: waiting") == 2


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_number_of_queries_for_the_list_does_not_grow(database, queries, how_many):
    for n in range(how_many):
        given_case(database, message_id=f"m{n}")

    queries.clear()
    listed(database)

    assert len(queries) == 2
