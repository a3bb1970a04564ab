"""Questions about programmes, answered from their records."""

import pytest

from knowledge.records import Status
from tests.actions.conftest import entity
from tests.databases import shipped_facts

ABOUT = ["ask_details", "ask_eligibility", "ask_how_to_apply", "ask_deadline", "ask_cost"]
PROGRAMMES = {programme.id: programme for programme in shipped_facts().programmes}
CLOSED = [p.id for p in PROGRAMMES.values() if p.status is Status.CLOSED]
KTP, BCRS = "knowledge-transfer-partnership", "bcrs-business-loans"


def named(programme_id):
    return [{"entity": "programme", "value": programme_id, "text": programme_id}]


def compared(talk):
    """The ids of the two programmes in the table of the last reply."""
    (card,) = talk.reply.cards
    assert card.kind == "comparison"
    return card.id.split("+")


@pytest.mark.parametrize("intent", ABOUT)
def test_a_programme_that_is_named_is_answered_from_its_record(talk, intent):
    talk.say(intent, "tell me", named(KTP))

    assert talk.cards == [KTP]
    assert talk.slots["subject"] == KTP
    assert "June 2026" in talk.reply.text


@pytest.mark.parametrize("intent", ABOUT)
def test_the_programme_in_focus_is_the_one_meant_next(talk, intent):
    talk.say("ask_details", "tell me", named(BCRS))
    talk.say(intent, "and this")

    assert talk.cards == [BCRS]


@pytest.mark.parametrize("intent", ABOUT)
@pytest.mark.parametrize(("words", "place"), [("the second one", 1), ("number 3", 2), ("the last one", -1)])
def test_an_ordinal_means_what_was_shown(talk, intent, words, place):
    talk.say("find_funding", "any money")
    shown = talk.cards
    talk.say(intent, words)

    assert talk.cards == [shown[place]]


@pytest.mark.parametrize("intent", ABOUT)
def test_when_it_is_not_clear_which_the_programmes_shown_are_choices(talk, intent):
    talk.say("find_funding", "any money")
    shown = talk.cards
    talk.say(intent, "is it any good")
    meant = [dict(c.entities)["programme"] for c in talk.reply.choices if c.intent == intent]

    assert meant == shown
    talk.press(meant[1])
    assert talk.cards == [meant[1]]


@pytest.mark.parametrize("intent", ABOUT)
def test_with_nothing_shown_it_asks_for_a_name_or_a_need(talk, intent):
    talk.say(intent, "is it any good")

    assert talk.cards == []
    assert talk.intents


@pytest.mark.parametrize("programme_id", CLOSED)
def test_a_closed_programme_is_said_to_be_closed_and_never_shown(talk, programme_id):
    talk.say("ask_details", "tell me", named(programme_id))

    assert PROGRAMMES[programme_id].name in talk.reply.text
    assert "closed" in talk.reply.text
    assert programme_id not in talk.cards
    assert not set(talk.cards) & set(CLOSED)


@pytest.mark.parametrize("status", [Status.UNKNOWN, Status.PAUSED, Status.UPCOMING, Status.OPEN])
def test_what_is_not_closed_is_never_said_to_have_closed(talk, status):
    for programme in [p for p in PROGRAMMES.values() if p.status is status and p.withheld is None][:5]:
        talk.say("ask_deadline", "is it open", named(programme.id))
        assert "has closed" not in talk.reply.text


def test_eligibility_is_told_rule_by_rule_and_asks_for_what_is_missing(talk):
    talk.say("ask_eligibility", "do we qualify", named(BCRS))

    assert "Not known" in talk.reply.text
    assert talk.question in {"places", "employees"}
    talk.press(next(c for c in talk.reply.choices if c.intent == "give_profile"))
    assert talk.cards == [BCRS]
    assert "Met" in talk.reply.text


def test_a_rule_that_is_not_met_is_said_to_be_so(talk):
    talk.say("give_profile", "300 of us", [{"entity": "employees", "value": 300, "text": "300"}])
    talk.say("ask_eligibility", "do we qualify", named(BCRS))

    assert "Not met" in talk.reply.text


def test_every_record_can_be_told_in_full(talk):
    for programme_id in PROGRAMMES:
        talk.say("ask_details", "tell me", named(programme_id))
        words = [talk.reply.text, *(text for card in talk.reply.cards for _, text in card.lines)]
        talk.say("ask_cost", "what does it cost", named(programme_id))
        words.append(talk.reply.text)
        talk.say("ask_deadline", "by when", named(programme_id))
        words.append(talk.reply.text)
        talk.say("ask_how_to_apply", "how", named(programme_id))

        assert all("None" not in text for text in [*words, talk.reply.text])


def test_two_programmes_are_set_side_by_side(talk):
    talk.say("compare_options", "which", [{"entity": "programme", "value": [KTP, BCRS], "text": "both"}])

    assert compared(talk) == [KTP, BCRS]
    heads, *rows = talk.reply.cards[0].table
    assert heads[1:] == (PROGRAMMES[KTP].name, PROGRAMMES[BCRS].name)
    assert all(len(row) == 3 and row[1] != row[2] for row in rows)


def test_what_a_comparison_means_for_the_firm_comes_first(talk):
    talk.say("give_profile", "we are in Dudley", [entity("place", "dudley")])
    talk.say("compare_options", "which", [{"entity": "programme", "value": [KTP, BCRS], "text": "both"}])

    assert talk.reply.cards[0].table[1][0] == "For your firm"


def test_why_not_one_is_answered_with_the_rule_and_the_words_said(talk):
    talk.say("give_profile", "four of us in Dudley", [entity("place", "dudley", "in Dudley")])
    talk.say("find_funding", "is there a grant")
    talk.say("explain_choice", "why not that one for Stoke", named("sustainable-ventures-stoke"))

    assert PROGRAMMES["sustainable-ventures-stoke"].name in talk.reply.text
    assert "in Dudley" in talk.reply.text


def test_why_not_is_about_the_programme_whose_name_comes_after_not(talk):
    talk.say("give_profile", "Dudley", [entity("place", "dudley", "in Dudley")])
    talk.say("find_funding", "is there a grant")
    talk.say(
        "explain_choice",
        "why not the Stoke one?",
        [{**named("sustainable-ventures-stoke")[0], "negated": True}],
    )

    assert "in Dudley" in talk.reply.text
    assert PROGRAMMES["sustainable-ventures-stoke"].name in talk.reply.text


def test_one_sentence_that_says_several_barriers_is_quoted_once(talk):
    said = "we cannot find the money for a robot cell"
    told = [{"name": name, "words": said} for name in ("finance", "facilities", "technical_knowledge")]
    talk.say("describe_situation", said, [], told)
    talk.say("explain_choice", "why these?")

    assert talk.reply.text.count(said) == 1


def test_why_not_a_closed_one_says_that_it_closed(talk):
    talk.say("find_funding", "is there a grant")
    talk.say("explain_choice", "why not that one", named(CLOSED[0]))

    assert "closed" in talk.reply.text
    assert CLOSED[0] not in {dict(c.entities).get("programme") for c in talk.reply.choices}


def test_two_ordinals_are_set_side_by_side(talk):
    talk.say("find_funding", "any money")
    shown = talk.cards
    talk.say("compare_options", "first or third?")

    assert compared(talk) == [shown[0], shown[2]]


def test_of_three_it_asks_which_two(talk):
    talk.say("find_funding", "any money")
    talk.say("compare_options", "which is best")
    pairs = [dict(c.entities)["programme"] for c in talk.reply.choices if c.intent == "compare_options"]

    assert len(pairs) == 3
    talk.press(next(c for c in talk.reply.choices if c.intent == "compare_options"))
    assert compared(talk) == pairs[0]


def test_a_closed_one_of_two_is_not_shown(talk):
    talk.say("compare_options", "which", named(CLOSED[0]) + named(KTP))

    assert CLOSED[0] not in talk.cards
    assert PROGRAMMES[CLOSED[0]].name in talk.reply.text


def test_the_first_two_are_put_side_by_side(talk):
    talk.say("find_funding", "we want a loan")
    shown = talk.cards
    assert len(shown) == 3
    talk.say("compare_options", "what's the difference between the first two?")

    assert compared(talk) == shown[:2]


def test_facts_told_with_the_name_of_a_programme_lead_to_the_programme(talk):
    talk.say(
        "give_profile",
        "tell me about Made Smarter, we are in Walsall",
        [
            {"entity": "programme", "value": "made-smarter-west-midlands", "text": "Made Smarter"},
            {"entity": "place", "value": "walsall", "text": "Walsall"},
        ],
    )

    assert talk.cards == ["made-smarter-west-midlands"]
    assert talk.memory.firm.places == ("walsall",)


MEIF = ["meif-ii-smaller-loans", "meif-ii-debt-finance", "meif-ii-equity"]


def test_more_options_with_a_name_tells_about_the_one_named(talk):
    talk.say("find_funding", "any money")
    talk.say("more_options", "what about KTP instead", named(KTP))

    assert talk.cards == [KTP]
    assert talk.slots["subject"] == KTP


def test_a_name_of_several_funds_is_explained_and_offers_each(talk):
    talk.say("explain_term", "what is MEIF", named(MEIF))
    offered = [dict(c.entities)["programme"] for c in talk.reply.choices if c.intent == "ask_details"]

    assert offered == talk.slots["shown"] == MEIF
    talk.say("ask_deadline", "is it still open?")
    assert {dict(c.entities).get("programme") for c in talk.reply.choices} >= set(MEIF)


def test_of_a_name_of_several_funds_one_is_compared_with_the_other_name(talk):
    talk.say("compare_options", "compare MEIF and BCRS", named(MEIF) + named(BCRS))

    assert compared(talk) == [MEIF[0], BCRS]


def test_which_one_is_asked_once_and_then_the_first_is_taken(talk):
    talk.say("find_funding", "any money")
    first = talk.cards[0]
    talk.say("ask_cost", "is it free")
    assert talk.cards == []
    talk.say("ask_cost", "is it free")

    assert talk.cards == [first]
    assert "so this is about the first" in talk.reply.text


def test_what_the_person_named_is_meant_while_it_is_among_those_shown(talk):
    talk.say("find_funding", "any money")
    second = talk.cards[1]
    talk.say("find_funding", "any money", named(second))
    assert len(talk.cards) > 1
    assert second in talk.cards
    talk.say("ask_eligibility", "do we qualify?")

    assert talk.cards == [second]


def test_a_programme_that_is_refused_leads_to_others(talk):
    talk.say(
        "find_funding", "a grant in Walsall", [{"entity": "place", "value": "walsall", "text": "Walsall"}]
    )
    before = talk.cards
    refused = [{"entity": "programme", "value": before[0], "text": "that", "negated": True}]
    talk.say("ask_details", "forget that one", refused)

    assert talk.cards
    assert not set(talk.cards) & set(before)
