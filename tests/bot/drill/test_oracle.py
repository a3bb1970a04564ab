"""What a run is judged by: each rule sees what it is there for, and nothing in a run that went well."""

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.drill.evidence import Arrived, Brought, Evidence
from bot.drill.findings import Count
from bot.drill.journal import Broker, Journal, Person
from bot.drill.oracle import judge
from bot.drill.people import label_of
from bot.drill.steps import Doing
from knowledge.storage.channel_messages import Part
from knowledge.storage.deliveries import Way
from knowledge.storage.witness import Event

LOST, DOUBLED, SPOKE = Count.LOST, Count.DOUBLED, Count.SPOKE


def said(sender, key, text, owner="bot", in_hand=0, *, labels=()):
    content = {"sender": sender, "kind": "said", "text": text, "owner": owner, "in_hand": in_hand}
    content["choices"] = [{"label": one} for one in labels]
    return "said", key, content


def changed(change, before, after, who="b1", why=""):
    return "changed", "case", {"change": change, "before": before, "after": after, "who": who, "why": why}


FIRST = {"hub": "drill-hub", "team": "first"}
HERE = ("drill-hub", "first")
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
WENT_WELL = (
    ("received", "m1", {"state": "waiting"}),
    said("person", "m1", "yes"),
    ("understood", "m1", {"kind": "agreed"}),
    ("opened", "case", {"message": "m1", **FIRST}),
    changed(None, None, "draft", "person", "asked"),
    changed("submit", "draft", "waiting", "person", "agreed"),
    said("bot", "m1", "passed on", "queue"),
    ("settled", "m1", {"state": "answered", "owner": "queue"}),
    changed("claim", "waiting", "claimed"),
    said("system", None, "joined", "broker", 1),
    ("received", "m2", {"state": "waiting"}),
    said("person", "m2", "hello?", "broker", 1),
    ("settled", "m2", {"state": "answered", "owner": "broker"}),
    changed("begin", "claimed", "in_conversation"),
    said("broker", "desk:w1", "hello", "broker", 1),
)
STANDS = {"hub_id": "drill-hub", "team": "first", "changed": AT, "answer_by": None, "answered_at": None}
STANDING = {
    "conversations": [{"id": "c1", "owner": "broker", "ended": None, "channel": "web"}],
    "inbox": [{"conversation_id": "c1", "message_id": m, "state": "answered"} for m in ("m1", "m2")],
    "outbox": [{"conversation_id": "c1"}],
    "tracker_events": [{"conversation": "c1"}],
    "cases": [{"id": "case", "conversation_id": "c1", "state": "in_conversation", "erased": None, **STANDS}],
    "deliveries": [{"case_id": "case", "state": "sent"}],
    "channel_messages": [],
}


ARRIVED = Arrived("d1", "case", "case", "x", HERE)


def events(written):
    """Number what was written, the lines of the transcript and the changes of the case."""
    found, seq, changes = [], 0, 0
    for n, (what, key, content) in enumerate(written):
        given = dict(content)
        if what == "said":
            given.setdefault("seq", seq := seq + 1)
        if what == "changed":
            given.setdefault("seq", changes := changes + 1)
        found.append(Event(n, what, "c1", key, given))
    return tuple(found)


def evidence(written=WENT_WELL, arrived=(ARRIVED,), **standing):
    person = Person("c1", {m: {"to": "c1", "key": m, "means": None} for m in ("m1", "m2")}, {"m1", "m2"})
    broker = Broker({"w1": {"key": "w1"}}, {"w1"}, changes=[("claim", "case")])
    stands = copy.deepcopy(STANDING) | standing
    return Evidence(events(written), stands, arrived, Journal({"p1": person}, {"b1": broker}))


def without(*numbers):
    return tuple(one for n, one in enumerate(WENT_WELL) if n not in numbers)


def counted(given):
    return {finding.count for finding in judge(given)}


def test_nothing_is_found_in_a_run_that_went_well():
    assert judge(evidence()) == []


@pytest.mark.parametrize(
    ("written", "count"),
    [
        (without(3, 4, 5, 8, 9, 13), LOST),  # agreed, and no case
        (without(0, 1), LOST),  # confirmed, and never stored
        (without(6), LOST),  # never answered
        (without(7), LOST),  # never settled
        (without(9), LOST),  # a change of which the person was not told
        (without(13), LOST),  # an audit that does not lead to the state
        (without(14), LOST),  # a broker's word that was confirmed
        ((*WENT_WELL, ("opened", "other", {"message": "m1", **FIRST})), DOUBLED),
        ((*WENT_WELL, ("opened", "other", {"message": "m9", **FIRST})), DOUBLED),
        ((*WENT_WELL, said("broker", "desk:w1", "hello", "broker", 1)), DOUBLED),
        ((*WENT_WELL, said("person", "m1", "yes")), DOUBLED),
        ((*WENT_WELL, said("bot", "m1", "passed on")), DOUBLED),
        ((*WENT_WELL, said("system", None, "joined", "broker", 1)), DOUBLED),
        ((*WENT_WELL, ("settled", "m1", {"state": "answered", "owner": "bot"})), DOUBLED),
        ((*WENT_WELL, said("bot", "m2", "late", "broker")), SPOKE),
        ((*WENT_WELL, said("bot", "m2", "late", "bot", 1)), SPOKE),
    ],
)
def test_what_must_not_be_written_is_found(written, count):
    assert count in counted(evidence(written))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("conversations", {"id": "c1", "owner": "bot", "ended": None, "channel": "web"}),
        ("inbox", {"conversation_id": "c1", "message_id": "m1", "state": "waiting"}),
        ("inbox", {"conversation_id": "c1", "message_id": "m1", "state": "given_up"}),
        ("deliveries", {"case_id": "case", "state": "dead"}),
        ("cases", {"id": "case", "conversation_id": "c1", "state": "closed", "erased": None, **STANDS}),
    ],
)
def test_what_must_not_stand_in_the_end_is_found(table, row):
    assert LOST in counted(evidence(**{table: [row]}))


def test_a_case_that_never_arrived_is_lost():
    assert LOST in counted(evidence(arrived=()))


@pytest.mark.parametrize(
    "second", [Arrived("d2", "case", "case", "x", HERE), Arrived("d1", "case", "case", "changed", HERE)]
)
def test_a_case_that_arrives_as_something_else_again_is_doubled(second):
    assert counted(evidence(arrived=(ARRIVED, second))) == {DOUBLED}


def test_the_same_delivery_may_arrive_again():
    assert judge(evidence(arrived=(ARRIVED,) * 3)) == []


def test_who_had_everything_deleted_has_lost_nothing_but_the_recipient_must_be_told():
    gone = {**STANDING["cases"][0], "state": "withdrawn", "erased": "now"}
    written = (
        *WENT_WELL,
        changed("withdraw", "in_conversation", "withdrawn", "person", "erased"),
        ("erased", None, {}),
        ("ended", None, {}),
    )
    ended = {"id": "c1", "owner": "bot", "ended": "now", "channel": "web"}
    empty = {"inbox": [], "outbox": [], "tracker_events": [], "cases": [gone], "conversations": [ended]}
    notice = Arrived("d2", "withdrawal", "case", "y", HERE)

    given = evidence(written, (ARRIVED, notice), **empty)
    given.journal.people["p1"].erased.add("c1")

    assert judge(given) == []
    assert counted(replace(given, arrived=(ARRIVED,))) == {LOST}
    assert counted(replace(given, standing=given.standing | {"outbox": [{"conversation_id": "c1"}]})) == {
        LOST
    }


def moved(to, recipient="Drill Hub", hub="drill-hub"):
    before = {"from_hub": "drill-hub", "from_team": "first"}
    after = {"hub": hub, "team": to, "recipient": recipient, "wording": f"May {recipient} have it?"}
    return "moved", "case", before | after


ELSEWHERE = moved(None, "Country Hub", "country-hub")
BY_THE_PERSON = changed("transfer", "in_conversation", "waiting", "person", "country-hub")


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (moved("lead"), "a request that went past a team"),
        (moved(None, "Drill Hub", "country-hub"), "a case at a front door that the consent does not name"),
        (BY_THE_PERSON, "a case that was passed on by nobody's word"),
        (said("system", "m1", "done"), None),
        (said("system", None, "may it?", labels=["Yes, pass it on"]), "a question that was asked twice"),
    ],
)
def test_a_case_goes_only_where_the_chain_and_the_person_let_it(written, what):
    found = {finding.what for finding in judge(evidence((*WENT_WELL, written)))}

    assert what in found if what else found == set()


def test_what_is_read_of_a_label_is_what_stands_on_the_button():
    assert label_of(Doing.ALLOWS) == "Yes, pass it on"


@pytest.mark.parametrize(("hours", "lost"), [(1, False), (3, True)])
def test_a_request_that_waits_too_long_with_one_team_is_lost(hours, lost):
    waits = {**STANDING["cases"][0], "state": "waiting"}
    given = evidence(cases=[waits])
    given.journal.rested = AT + timedelta(hours=hours)

    found = {finding.what for finding in judge(given)}
    assert ("a request that nobody took up and that did not move on" in found) is lost


OWNED_UP = (changed("lapse", "waiting", "waiting", "clock"), said("system", None, "sorry", "queue"))
PROMISED_ANEW = (*OWNED_UP, changed("ask_again", "returned", "waiting", "person"))


@pytest.mark.parametrize(
    ("written", "stands", "lost"),
    [
        ((), {}, True),
        (OWNED_UP, {}, False),
        (PROMISED_ANEW, {}, True),
        ((), {"answer_by": AT + timedelta(hours=3)}, False),
        ((), {"answered_at": AT}, False),
        ((), {"state": "closed"}, False),
    ],
)
def test_a_promise_that_was_not_kept_is_owned_up_to(written, stands, lost):
    waits = {**STANDING["cases"][0], "state": "waiting", "answer_by": AT + timedelta(hours=1), **stands}
    given = evidence((*WENT_WELL, *written), cases=[waits])
    given.journal.rested = AT + timedelta(hours=2)

    found = {finding.what for finding in judge(given)}
    assert ("a promise that was not kept, which nobody owned up to" in found) is lost
    assert not {what for what in found if what.startswith("changes told")}


def test_a_case_comes_by_every_way_there_is():
    ways = Way.WEBHOOK, Way.FOLDER
    given = replace(evidence(), ways=ways)
    other = replace(ARRIVED, id="d2", way=Way.WEBHOOK)

    assert counted(given) == {LOST}
    assert counted(replace(given, arrived=(ARRIVED, other))) == set()
    assert counted(replace(given, arrived=(ARRIVED, other, replace(other, id="d3")))) == {DOUBLED}


def asked_how(key="f1"):
    return "followed_up", key, {"day": 7}


QUESTION = "said", None, {**said("system", None, "did it start?")[2], "kind": "follow_up"}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ((asked_how(), QUESTION), set()),
        ((asked_how(), QUESTION, QUESTION), {DOUBLED}),
        ((asked_how(), QUESTION, asked_how(), QUESTION), {DOUBLED}),
        ((asked_how(), QUESTION, asked_how("f2"), QUESTION), set()),
        ((asked_how(),), {LOST}),
    ],
)
def test_each_question_how_it_went_is_put_once(written, found):
    assert counted(evidence((*WENT_WELL, *written))) == found


def phone(**row):
    line = {
        "id": "e1",
        "conversation_id": "c1",
        "sender": "bot",
        "delivery": "sent",
        "error": None,
        "in_reply_to": None,
        **row,
    }
    stands = {"id": "c1", "owner": "broker", "ended": None, "channel": "whatsapp"}
    return {"outbox": [line], "conversations": [stands]}


def taken(name, at="2026-11-02 09:00:00", seq=1):
    content = {"name": name, "part": 0, "seq": seq, "at": at, "since": "2026-11-02 08:00:00"}
    return "taken", f"e{seq}", content


PART = [{"entry_id": "e1", "id": "n1", "state": "sent"}]


FIRST_PART, SECOND_PART = Part("e1", 0), Part("e2", 0)
N = len(WENT_WELL)  # what was written before anything came to a telephone


def came(name, seen=N, part=FIRST_PART, mood="fine"):
    return Brought(name, mood, part, seen)


def taken_back(name):
    return "taken_back", "e1", {"name": name, "part": 0}


@pytest.mark.parametrize(
    ("written", "on_phones", "standing", "what"),
    [
        ((taken("n1"),), (came("n1"),), phone(), None),
        ((taken("n1"),), (came("n1"), came("n2", N + 1)), phone(), "a message that was brought twice"),
        ((taken("n1"),), (came("n1"), came("n2")), phone(), "messages that were taken and not noted"),
        ((taken("n2"),), (came("n1", mood="forgets"), came("n2")), phone(), None),
        ((taken("n1"), taken_back("n1"), taken("n2")), (came("n1"), came("n2", N + 2)), phone(), None),
        ((taken("n1"),), (), phone(), "a message that was noted and never came"),
        ((taken("n1"),), (came("n1"),), phone(delivery="dead", error="x"), "a line that is dead: x"),
        ((taken("n1"),), (came("n1"),), phone(id="e2"), "a line that is sent: None"),
        (
            (taken("n2", seq=2), taken("n1")),
            (came("n2", part=SECOND_PART), came("n1")),
            phone(),
            "a line that was overtaken",
        ),
        ((taken("n2", seq=2), taken("n1")), (came("n1"), came("n2", part=SECOND_PART)), phone(), None),
        (
            (taken("n1", "2026-11-03 09:00:00"),),
            (came("n1"),),
            phone(),
            "a message outside the day in which one is allowed",
        ),
        ((taken("n1", "2026-11-03 09:00:00"),), (came("n1", mood="forgets"),), phone(), None),
    ],
)
def test_what_comes_to_a_telephone_comes_once_and_in_order_and_when_it_may(
    written, on_phones, standing, what
):
    given = evidence((*WENT_WELL, *written), **{**standing, "channel_messages": PART})

    found = {finding.what for finding in judge(replace(given, brought=on_phones))}
    assert what in found if what else found == set()


def test_what_is_brought_again_twice_was_to_be_brought_again_from_the_first_time_on():
    again = taken("n1"), taken_back("n1"), taken("n2"), taken_back("n1"), taken_back("n2"), taken("n3")
    given = evidence((*WENT_WELL, *again), **{**phone(), "channel_messages": PART})
    on_phones = came("n1"), came("n2", N + 2), came("n3", N + 5)

    assert counted(replace(given, brought=on_phones)) == set()


@pytest.mark.parametrize(("asked_for", "lost"), [("erasing", False), ("heard", True)])
def test_the_farewell_to_who_had_everything_deleted_need_not_come_again(asked_for, lost):
    understood = "understood", "m9", {"kind": asked_for}
    gone = phone(delivery="dead", error="no_address", in_reply_to="m9")
    given = evidence((*WENT_WELL, understood, taken("n1")), **{**gone, "channel_messages": PART})

    found = {finding.what for finding in judge(replace(given, brought=(came("n1"),)))}
    assert ("a line that is dead: no_address" in found) is lost


def test_who_claims_what_a_colleague_put_into_their_hands_has_it():
    handed = changed("claim", "waiting", "claimed", "b2", "put_into_hands_of_b1")
    written = tuple(handed if one[1:] and one[2].get("change") == "claim" else one for one in WENT_WELL)

    assert "a broker's claim that was confirmed" not in {one.what for one in judge(evidence(written))}


def test_a_message_comes_again_when_nobody_could_know_and_only_as_often_as_that_was_so():
    standing = {**phone(), "channel_messages": PART}
    unnoted = replace(evidence((*WENT_WELL, taken("n9")), **standing), accidents=1)
    came_again = tuple(came(name) for name in ("n1", "n2", "n9"))
    once_more = (came("n0"), *came_again)
    noted = replace(evidence((*WENT_WELL, taken("n1")), **standing), brought=(came("n1"), came("n2", N + 1)))

    assert counted(replace(unnoted, brought=came_again)) == set()
    assert counted(replace(unnoted, brought=once_more)) == {DOUBLED}
    assert counted(replace(noted, accidents=1)) == {DOUBLED}
    assert counted(replace(noted, accidents=1, held=("e1:0",))) == set()
